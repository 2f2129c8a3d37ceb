//! `/settings/operators`: who operates Admit, and letting somebody in.

use crate::api::operators::accounts;
use crate::pages::form::Posted;
use crate::pages::frame::{Frame, Section, rendered};
use crate::pages::parts::Filled;
use crate::pages::session::{Page, SignedIn};
use crate::pages::words::{self, When};
use crate::problem::Problem;
use crate::state::Server;
use admit_core::ports::store::{Operator, OperatorKind, Scope};
use askama::Template;
use axum::extract::State;

#[derive(Template)]
#[template(path = "settings/operators.html")]
struct OperatorsPage {
    frame: Frame,
    items: Vec<Item>,
    /// A link that was made just now: for whom, and the link.
    made: Option<(String, String)>,
    done: &'static str,
    add: Filled,
}

/// One of them.
struct Item {
    number: u64,
    email: String,
    may: &'static str,
    is_own: bool,
    has_password: bool,
    last: Option<When>,
    added: When,
}

/// What operators of a kind may do, in words.
pub fn may(kind: OperatorKind) -> &'static str {
    match kind {
        OperatorKind::Administrator => "everything",
        OperatorKind::Importer => "import, correct, look after users",
        OperatorKind::Viewer => "look",
    }
}

/// The page.
pub async fn list(State(server): State<Server>, who: SignedIn) -> Page {
    who.needs(&server, Scope::SettingsWrite)?;
    with(&server, &who, None, Filled::default()).await
}

/// The page with a link that was made just now, or a form that was not taken.
pub async fn with(
    server: &Server,
    who: &SignedIn,
    made: Option<(String, String)>,
    add: Filled,
) -> Page {
    let operators = who
        .ask(server, |server| Ok(server.store().operators()?))
        .await?;
    let now = server.now();
    let own = who.operator.number;
    let item = |operator: &Operator| Item {
        number: operator.number,
        email: operator.email.clone(),
        may: may(operator.kind),
        is_own: operator.number == own,
        has_password: operator.password.is_some(),
        last: operator.last_sign_in.map(|at| words::when(at, now)),
        added: words::when(operator.created, now),
    };
    let asked = who.asked();
    let done = match asked.text("done") {
        "kind" => "Saved. The operator is signed out, and may do that from the next sign-in on.",
        "removed" => "The operator is removed, and signed out everywhere.",
        _ => "",
    };
    Ok(rendered(
        add.status(),
        &OperatorsPage {
            frame: who.frame(server, Section::Settings),
            items: operators.iter().map(item).collect(),
            made,
            done,
            add,
        },
    ))
}

/// Adds one, and shows the link once.
pub async fn add(State(server): State<Server>, posted: Posted) -> Page {
    let Posted { who, form } = posted;
    who.needs(&server, Scope::SettingsWrite)?;
    let kind = OperatorKind::of_name(form.text("kind"));
    let (caller, email) = (who.caller.clone(), form.text("email").to_owned());
    let added = who
        .take(&server, move |server| {
            let kind = kind.ok_or_else(|| {
                Problem::unusable("Look at the fields that do not fit.")
                    .field("kind", "choose what the operator may do")
            })?;
            accounts::add(server, &caller, &email, kind)
        })
        .await?;
    match added {
        Ok((operator, link)) => {
            let made = Some((operator.email, link.0));
            with(&server, &who, made, Filled::default()).await
        }
        Err(problem) => with(&server, &who, None, Filled::refused(&form, problem)).await,
    }
}
