//! `/settings`: what is chosen, in the store and for the server.

use crate::pages::frame::{Frame, Section, rendered};
use crate::pages::parts::Filled;
use crate::pages::session::{Page, SignedIn};
use crate::pages::words;
use crate::state::Server;
use admit_core::ports::store::Scope;
use admit_core::users::access::Organization;
use askama::Template;
use axum::extract::State;

const DAY_SECONDS: u64 = 24 * 60 * 60;

#[derive(Template)]
#[template(path = "settings/show.html")]
struct ShowPage {
    frame: Frame,
    /// Whether people can sign in by password.
    on: bool,
    tells_at_once: bool,
    default: Option<Organization>,
    auto_join: bool,
    mail: Option<MailServer>,
    keep_days: u64,
    region: Option<String>,
    reached_at: String,
    done: String,
    test: Filled,
}

/// The server that sends mails, as it was chosen.
struct MailServer {
    host: String,
    port: u16,
    security: &'static str,
    user: Option<String>,
    from: String,
}

/// The page.
pub async fn show(State(server): State<Server>, who: SignedIn) -> Page {
    who.needs(&server, Scope::SettingsWrite)?;
    with(&server, &who, Filled::default()).await
}

/// The page with what became of a test mail.
pub async fn with(server: &Server, who: &SignedIn, test: Filled) -> Page {
    let (access, on, tells_at_once) = who
        .ask(server, |server| {
            let store = server.store();
            let switches = (store.password_connection()?, store.tells_at_once()?);
            Ok((store.access()?, switches.0, switches.1))
        })
        .await?;
    let config = server.config();
    let asked = who.asked();
    let done = match asked.text("done") {
        "on" => "Sign-in by password is on.".to_owned(),
        "off" => "Sign-in by password is off.".to_owned(),
        "saved" => "Saved.".to_owned(),
        "sent" => format!(
            "A test was handed to the mail server for {}.",
            who.operator.email
        ),
        _ => String::new(),
    };
    Ok(rendered(
        test.status(),
        &ShowPage {
            frame: who.frame(server, Section::Settings),
            on,
            tells_at_once,
            default: access.default_organization().cloned(),
            auto_join: access.auto_join,
            mail: mail_server(server),
            keep_days: config.keep_uploads.as_secs() / DAY_SECONDS,
            region: config.default_region.clone(),
            reached_at: config.reached_at(),
            done,
            test,
        },
    ))
}

fn mail_server(server: &Server) -> Option<MailServer> {
    let config = server.config();
    let smtp = config.smtp.as_ref()?;
    let from = config.smtp_from.as_ref();
    Some(MailServer {
        host: smtp.host.clone(),
        port: smtp.port,
        security: smtp.security.described(),
        user: config.smtp_user.clone(),
        from: from.map_or_else(String::new, ToString::to_string),
    })
}
