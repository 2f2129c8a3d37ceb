//! `DELETE /imports/{id}`.

use super::view::{Known, missing};
use crate::api::query::Named;
use crate::jobs::{passwords_of, remove_files};
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::operators::deed::{Act, Deed};
use admit_core::ports::store::{Deleted, Scope};
use axum::extract::State;
use axum::http::StatusCode;

/// Forgets an import that wrote nothing, and its file.
#[utoipa::path(
    delete,
    path = "/imports/{id}",
    tag = "imports",
    security(("token" = ["imports:write"])),
    params(("id" = String, Path, description = "The import's public id")),
    responses(
        (status = 204),
        (status = 404, body = ProblemDocument),
        (status = 409, body = ProblemDocument),
    )
)]
pub async fn delete(
    State(server): State<Server>,
    caller: Caller,
    Named(id): Named,
) -> Result<StatusCode, Problem> {
    caller.needs(Scope::ImportsWrite)?;
    server
        .blocking(move |server| {
            let (store, now) = (server.store(), server.now());
            let known = Known::named(store, &id)?;
            let deed = caller.entry(Deed::new(Act::ImportDeleted).to(known.id));
            match store.delete_import(known.id, passwords_of(known.id), &deed, now)? {
                Deleted::Done => {}
                Deleted::NotThere => return Err(missing()),
                Deleted::Busy => {
                    let known = Known::named(store, &id)?;
                    return Err(known.not_now("Stop it first."));
                }
                Deleted::WroteUsers => {
                    return Err(known.not_now("It wrote users; undo it instead."));
                }
            }
            remove_files(store, known.id)?;
            Ok(StatusCode::NO_CONTENT)
        })
        .await
}
