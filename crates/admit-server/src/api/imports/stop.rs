//! `POST /imports/{id}/stop`.

use super::view::{Import, Known};
use crate::api::query::Named;
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::operators::deed::{Act, Deed};
use admit_core::ports::store::Scope;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// Stops an import after the batch at hand. It can go on later.
#[utoipa::path(
    post,
    path = "/imports/{id}/stop",
    tag = "imports",
    security(("token" = ["imports:write"])),
    params(("id" = String, Path, description = "The import's public id")),
    responses(
        (status = 202, body = Import),
        (status = 404, body = ProblemDocument),
        (status = 409, body = ProblemDocument),
    )
)]
pub async fn stop(
    State(server): State<Server>,
    caller: Caller,
    Named(id): Named,
) -> Result<Response, Problem> {
    caller.needs(Scope::ImportsWrite)?;
    server
        .blocking(move |server| {
            let (store, now) = (server.store(), server.now());
            let known = Known::named(store, &id)?;
            if !store.ask_to_stop(known.id, now)? {
                return Err(known.not_now("Nothing is at work on this import."));
            }
            caller.note(server, Deed::new(Act::ImportStopped).to(known.id));
            let known = Known::named(store, &id)?;
            Ok((StatusCode::ACCEPTED, known.answer()).into_response())
        })
        .await
}
