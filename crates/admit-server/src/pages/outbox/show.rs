//! `/outbox/{number}`: one mail. Its code is shown only to whoever asks for it, and that
//! is noted.

use super::state;
use crate::pages::form::Posted;
use crate::pages::frame::{Frame, Section, page};
use crate::pages::session::{Page, SignedIn};
use crate::pages::words::{self, When};
use crate::problem::Problem;
use crate::state::Server;
use admit_core::operators::deed::{Act, Deed};
use admit_core::ports::store::{CODE_MARK, Scope, StoredMail};
use askama::Template;
use axum::extract::{Path, State};

#[derive(Template)]
#[template(path = "outbox/show.html")]
struct ShowPage {
    frame: Frame,
    number: u64,
    to: String,
    subject: String,
    when: When,
    badge: (&'static str, &'static str, &'static str),
    /// Whose it is, by public id.
    user: Option<String>,
    why: Option<String>,
    /// The text around the code, if it has one.
    parts: Vec<String>,
    /// The code, where it was asked for.
    code: Option<String>,
    /// Whether the code can still be used.
    holds: bool,
    ends: When,
}

/// The page without the code.
pub async fn show(State(server): State<Server>, Path(number): Path<String>, who: SignedIn) -> Page {
    with(&server, &who, &number, false).await
}

/// The page with the code, noted.
pub async fn read(
    State(server): State<Server>,
    Path(number): Path<String>,
    posted: Posted,
) -> Page {
    with(&server, &posted.who, &number, true).await
}

async fn with(server: &Server, who: &SignedIn, number: &str, shows_code: bool) -> Page {
    who.needs(server, Scope::UsersWrite)?;
    let number: u64 = number.parse().unwrap_or(0);
    let caller = who.caller.clone();
    let (stored, user) = who
        .ask(server, move |server| {
            let store = server.store();
            let found = store.latest_mails(number.saturating_add(1), 1, server.now())?;
            let found = found.into_iter().find(|stored| stored.number == number);
            let stored = found.ok_or_else(|| {
                Problem::not_found("There is no such mail. Mails are kept for 30 days.")
            })?;
            let user = store.users(&[stored.mail.user])?.pop().flatten();
            let user = user.map(|user| user.id.to_string());
            if shows_code && stored.mail.code.is_some() {
                let deed = Deed::new(Act::MailRead).with("mail", number);
                caller.note(
                    server,
                    match &user {
                        Some(id) => deed.to(id),
                        None => deed,
                    },
                );
            }
            Ok((stored, user))
        })
        .await?;
    let now = server.now();
    let StoredMail { mail, failed, .. } = &stored;
    Ok(page(&ShowPage {
        frame: who.frame(server, Section::Outbox),
        number,
        to: mail.to.clone(),
        subject: mail.subject.clone(),
        when: words::when(mail.created, now),
        badge: state(&stored, now),
        user,
        why: failed.clone(),
        parts: mail.body.split(CODE_MARK).map(str::to_owned).collect(),
        code: mail
            .code
            .as_ref()
            .filter(|_| shows_code)
            .map(|code| code.0.clone()),
        holds: mail.code.is_some() && mail.code_ends > now,
        ends: words::when(mail.code_ends, now),
    }))
}
