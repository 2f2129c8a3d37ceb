//! `POST /imports/{id}/problems/value`: reads another value wherever one stands.

use super::problems::refused;
use crate::api::imports::corrections::{Place, corrected};
use crate::api::imports::follow::followed;
use crate::api::imports::view::Known;
use crate::pages::form::{Form, Posted};
use crate::pages::session::{Page, SignedIn};
use crate::problem::Problem;
use crate::state::Server;
use admit_core::ports::store::Scope;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use std::time::Duration;
use uuid::Uuid;

/// What the list says before anything is chosen.
pub const CHOOSE: &str = "";

/// What stands in the list for reading the value as blank, and before a key.
pub const BLANK: &str = "blank";
pub const KEY: &str = "key:";

/// So long an answer waits for the check that follows a correction: most are over by then.
const CHECK_WAIT: Duration = Duration::from_secs(2);

/// How often it looks.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// The form.
pub async fn by_value(
    State(server): State<Server>,
    Path(id): Path<String>,
    posted: Posted,
) -> Page {
    let text = match becomes(&posted.form) {
        Ok(text) => text,
        Err(problem) => return refused(&server, &posted.who, id, problem).await,
    };
    let place = Place::Value {
        field: posted.form.text("field").to_owned(),
        value: posted.form.text("value").to_owned(),
    };
    let rule = posted.form.text("rule").to_owned();
    make(&server, &posted.who, id, vec![(place, Some(text))], &rule).await
}

/// What is read instead.
fn becomes(form: &Form) -> Result<String, Problem> {
    let wrong = |message: &str| {
        let value = form.text("value");
        Err(Problem::unusable(format!("{message} “{value}”.")).field("becomes", message))
    };
    if form.has("text") {
        return match form.text("text") {
            "" => wrong("Write what is to be read in place of"),
            text => Ok(text.to_owned()),
        };
    }
    match form.text("becomes") {
        CHOOSE => wrong("Choose what is to be read in place of"),
        BLANK => Ok(String::new()),
        key => Ok(key.strip_prefix(KEY).unwrap_or(key).to_owned()),
    }
}

/// Makes corrections, waits for the check, and shows the problems that are left.
pub async fn make(
    server: &Server,
    who: &SignedIn,
    id: String,
    corrections: Vec<(Place, Option<String>)>,
    rule: &str,
) -> Page {
    let named = id.clone();
    let caller = who.caller.clone();
    let done = change(server, who, id, move |server, known| {
        corrected(server, &caller, known, &corrections).map(drop)
    });
    match done.await {
        Ok(id) => Ok(checked(server, id, rule).await),
        Err(problem) => not_taken(server, who, named, problem).await,
    }
}

/// Does something to the import that takes the corrections of this one.
///
/// # Errors
/// What it says; they may not; there is no such import.
pub async fn change(
    server: &Server,
    who: &SignedIn,
    id: String,
    work: impl FnOnce(&Server, &Known) -> Result<(), Problem> + Send + 'static,
) -> Result<Uuid, Problem> {
    let caller = who.caller.clone();
    caller.needs(Scope::ImportsWrite)?;
    // The file may have to be copied first.
    let place = server.outgoing().place(&caller.who).await?;
    let done = server.transferring(place, move |server| {
        let known = Known::named(server.store(), &id)?;
        followed(server, &caller, &known, |known| work(server, known))
    });
    Ok(done.await?.0)
}

/// The page again with why something was not taken; a page of its own where there is no
/// such import or somebody may not.
pub async fn not_taken(server: &Server, who: &SignedIn, id: String, problem: Problem) -> Page {
    match problem.status().as_u16() {
        409 | 422 => refused(server, who, id, problem).await,
        _ => Err(who.fault(server, problem)),
    }
}

/// Leads to the problems of an import, once its check is over or has taken too long to wait.
pub async fn checked(server: &Server, id: Uuid, rule: &str) -> Response {
    wait(server, id).await;
    let rule = admit_core::rules::find(rule);
    let rule = rule.map_or_else(String::new, |rule| format!("/{}", rule.name));
    Redirect::to(&format!("/imports/{id}/problems{rule}")).into_response()
}

/// Waits for the check of an import, but not for long.
pub async fn wait(server: &Server, id: Uuid) {
    let looking = async {
        loop {
            let is_open = server.blocking(move |server| {
                let jobs = server.store().jobs_of(id)?;
                Ok(jobs.first().is_some_and(|job| job.state.is_open()))
            });
            if !is_open.await.unwrap_or(false) {
                break;
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    };
    let _ = tokio::time::timeout(CHECK_WAIT, looking).await;
}
