//! `/settings/operators/{number}`: what one operator may do, a new link, and removing.

use super::operators::{may, with as listed};
use crate::api::operators::accounts;
use crate::pages::form::Posted;
use crate::pages::frame::{Frame, Section, rendered};
use crate::pages::parts::Filled;
use crate::pages::session::{Page, SignedIn};
use crate::problem::Problem;
use crate::state::Server;
use admit_core::ports::store::{Operator, OperatorKind, Scope};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};

#[derive(Template)]
#[template(path = "settings/account.html")]
struct OperatorPage {
    frame: Frame,
    operator: Operator,
    is_own: bool,
    change: Filled,
}

/// The page.
pub async fn show(State(server): State<Server>, Path(number): Path<String>, who: SignedIn) -> Page {
    who.needs(&server, Scope::SettingsWrite)?;
    with(&server, &who, &number, Filled::default()).await
}

async fn with(server: &Server, who: &SignedIn, number: &str, change: Filled) -> Page {
    let number = read(number);
    let operator = who
        .ask(server, move |server| accounts::of_number(server, number))
        .await?;
    Ok(rendered(
        change.status(),
        &OperatorPage {
            frame: who.frame(server, Section::Settings),
            is_own: operator.number == who.operator.number,
            operator,
            change,
        },
    ))
}

/// Lets the operator do more or less.
pub async fn kind(
    State(server): State<Server>,
    Path(number): Path<String>,
    posted: Posted,
) -> Page {
    let Posted { who, form } = posted;
    who.needs(&server, Scope::SettingsWrite)?;
    let wanted = OperatorKind::of_name(form.text("kind"));
    let (caller, of) = (who.caller.clone(), read(&number));
    let changed = who
        .take(&server, move |server| {
            let kind = wanted.ok_or_else(|| {
                Problem::unusable("Look at the fields that do not fit.")
                    .field("kind", "choose what the operator may do")
            })?;
            accounts::set_kind(server, &caller, of, kind)
        })
        .await?;
    match changed {
        Ok(()) => Ok(Redirect::to("/settings/operators?done=kind").into_response()),
        Err(problem) => with(&server, &who, &number, Filled::refused(&form, problem)).await,
    }
}

/// Makes a new link, and shows it once.
pub async fn link(
    State(server): State<Server>,
    Path(number): Path<String>,
    posted: Posted,
) -> Page {
    let Posted { who, .. } = posted;
    who.needs(&server, Scope::SettingsWrite)?;
    let (caller, of) = (who.caller.clone(), read(&number));
    let (operator, link) = who
        .ask(&server, move |server| accounts::renew(server, &caller, of))
        .await?;
    let made = Some((operator.email, link.0));
    listed(&server, &who, made, Filled::default()).await
}

/// Removes the operator.
pub async fn remove(
    State(server): State<Server>,
    Path(number): Path<String>,
    posted: Posted,
) -> Page {
    let Posted { who, form } = posted;
    who.needs(&server, Scope::SettingsWrite)?;
    let (caller, of) = (who.caller.clone(), read(&number));
    let removed = who
        .take(&server, move |server| accounts::remove(server, &caller, of))
        .await?;
    match removed {
        Ok(()) => Ok(Redirect::to("/settings/operators?done=removed").into_response()),
        Err(problem) => with(&server, &who, &number, Filled::refused(&form, problem)).await,
    }
}

/// The number in an address; what is none is nobody's.
fn read(number: &str) -> u64 {
    number.parse().unwrap_or(0)
}
