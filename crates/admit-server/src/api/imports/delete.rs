//! `DELETE /imports/{id}`.

use super::view::Known;
use crate::api::query::Named;
use crate::jobs::{passwords_of, remove_upload};
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::operators::deed::{Act, Deed};
use admit_core::ports::store::{Forgotten, Scope};
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
            if known.open_job().is_some() {
                return Err(known.not_now("Stop it first."));
            }
            // First what may have written users of those that were there.
            let passwords = known.has_passwords().then(|| passwords_of(known.id));
            for id in passwords.into_iter().chain([known.id]) {
                if store.forget_import(id)? == Forgotten::WroteUsers {
                    return Err(known.not_now("It wrote users; undo it instead."));
                }
            }
            remove_upload(store, known.id)?;
            store.note(
                &caller.entry(Deed::new(Act::ImportDeleted).to(known.id)),
                now,
            )?;
            Ok(StatusCode::NO_CONTENT)
        })
        .await
}
