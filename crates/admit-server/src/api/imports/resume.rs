//! `POST /imports/{id}/resume`.

use super::begin::{Wish, begin, file_is_kept};
use super::view::{Import, Known};
use crate::api::query::Named;
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::ports::store::{JobKind, Mode, Scope};
use axum::extract::State;
use axum::response::Response;

/// Goes on with an import that stopped.
#[utoipa::path(
    post,
    path = "/imports/{id}/resume",
    tag = "imports",
    security(("token" = ["imports:write"])),
    params(("id" = String, Path, description = "The import's public id")),
    responses(
        (status = 202, body = Import),
        (status = 404, body = ProblemDocument),
        (status = 409, body = ProblemDocument),
    )
)]
pub async fn resume(
    State(server): State<Server>,
    caller: Caller,
    Named(id): Named,
) -> Result<Response, Problem> {
    caller.needs(Scope::ImportsWrite)?;
    server
        .blocking(move |server| {
            let known = Known::named(server.store(), &id)?;
            if !matches!(known.state(), "stopped" | "failed") {
                return Err(known.not_now("Only an import that stopped can go on."));
            }
            file_is_kept(&known)?;
            let record = known.record.as_ref().map(|record| record.mode);
            let wanted = known.upload.as_ref().map(|upload| upload.mode);
            let kind = match record.or(wanted) {
                Some(Mode::Import) => JobKind::Apply,
                _ => JobKind::Check,
            };
            begin(server, &caller, &known, kind, Wish::default())
        })
        .await
}
