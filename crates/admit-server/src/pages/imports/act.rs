//! What is done with an import by a button: as the API does it, then its page is shown.

use crate::api::imports::{apply as api_apply, delete as api_delete, resume as api_resume};
use crate::api::imports::{stop as api_stop, undo as api_undo};
use crate::api::query::{Asked, Named};
use crate::pages::form::Posted;
use crate::pages::session::Page;
use crate::problem::Problem;
use crate::state::Server;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

/// Imports what was checked.
pub async fn apply(
    State(server): State<Server>,
    Path(id): Path<String>,
    Posted { who, form }: Posted,
) -> Page {
    let yes = form.has("yes").then(|| "true".to_owned());
    let said = Asked(api_apply::Said { yes });
    let caller = who.caller.clone();
    let done = api_apply::apply(State(server.clone()), caller, Named(id.clone()), said).await;
    // Of a double click the second finds it begun.
    shown(&id, done.map(drop)).map_err(|problem| who.fault(&server, problem))
}

/// Stops it after the batch at hand.
pub async fn stop(
    State(server): State<Server>,
    Path(id): Path<String>,
    Posted { who, .. }: Posted,
) -> Page {
    let caller = who.caller.clone();
    let done = api_stop::stop(State(server.clone()), caller, Named(id.clone())).await;
    shown(&id, done.map(drop)).map_err(|problem| who.fault(&server, problem))
}

/// Goes on with it.
pub async fn resume(
    State(server): State<Server>,
    Path(id): Path<String>,
    Posted { who, .. }: Posted,
) -> Page {
    let caller = who.caller.clone();
    let done = api_resume::resume(State(server.clone()), caller, Named(id.clone())).await;
    shown(&id, done.map(drop)).map_err(|problem| who.fault(&server, problem))
}

/// Takes it back.
pub async fn undo(
    State(server): State<Server>,
    Path(id): Path<String>,
    Posted { who, .. }: Posted,
) -> Page {
    let caller = who.caller.clone();
    let done = api_undo::undo(State(server.clone()), caller, Named(id.clone())).await;
    shown(&id, done.map(drop)).map_err(|problem| who.fault(&server, problem))
}

/// Forgets one that wrote nothing.
pub async fn delete(
    State(server): State<Server>,
    Path(id): Path<String>,
    Posted { who, .. }: Posted,
) -> Page {
    let caller = who.caller.clone();
    let done = api_delete::delete(State(server.clone()), caller, Named(id)).await;
    done.map_err(|problem| who.fault(&server, problem))?;
    Ok(Redirect::to("/imports").into_response())
}

fn shown(id: &str, done: Result<(), Problem>) -> Result<Response, Problem> {
    match done {
        Err(problem) if !problem.is_about_state() => Err(problem),
        // Its page says in which state it is.
        _ => Ok(Redirect::to(&format!("/imports/{id}")).into_response()),
    }
}
