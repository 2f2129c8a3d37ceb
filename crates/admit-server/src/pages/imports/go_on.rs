//! `POST /imports/{id}/problems/import`: imports what was corrected.

use super::correct::{not_taken, wait};
use crate::api::imports::apply::applied;
use crate::api::imports::view::Known;
use crate::pages::form::Posted;
use crate::pages::session::Page;
use crate::state::Server;
use admit_core::ports::store::Scope;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};

/// The form. What would take access away is not confirmed here: it is on the review.
pub async fn import(State(server): State<Server>, Path(id): Path<String>, posted: Posted) -> Page {
    let who = &posted.who;
    let scope = who.caller.needs(Scope::ImportsWrite);
    scope.map_err(|problem| who.fault(&server, problem))?;
    let (caller, named) = (who.caller.clone(), id.clone());
    let begun = server.blocking(move |server| {
        let known = Known::named(server.store(), &named)?;
        applied(server, &caller, &known, false)?;
        Ok(known.id)
    });
    match begun.await {
        Ok(id) => {
            wait(&server, id).await;
            Ok(Redirect::to(&format!("/imports/{id}")).into_response())
        }
        Err(problem) => not_taken(&server, who, id, problem).await,
    }
}
