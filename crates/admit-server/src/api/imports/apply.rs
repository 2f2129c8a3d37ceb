//! `POST /imports/{id}/apply`.

use super::begin::{Wish, begin, file_is_kept};
use super::view::{Import, Known};
use crate::api::query::{Asked, Named};
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::import::typed;
use admit_core::ports::store::{JobKind, Scope, UploadChange};
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use utoipa::IntoParams;

/// What is said with it.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Said {
    /// Access may be taken away from users. Nothing else is asked about: whether credentials
    /// are replaced was chosen with the file.
    pub yes: Option<String>,
}

/// Imports what was checked.
#[utoipa::path(
    post,
    path = "/imports/{id}/apply",
    tag = "imports",
    security(("token" = ["imports:write"])),
    params(("id" = String, Path, description = "The import's public id"), Said),
    responses(
        (status = 202, body = Import),
        (status = 404, body = ProblemDocument),
        (status = 409, body = ProblemDocument),
    )
)]
pub async fn apply(
    State(server): State<Server>,
    caller: Caller,
    Named(id): Named,
    Asked(said): Asked<Said>,
) -> Result<Response, Problem> {
    caller.needs(Scope::ImportsWrite)?;
    let yes = said.yes.as_deref().map(typed::switch).transpose();
    let yes = yes.map_err(|reason| {
        Problem::unusable("Say yes=true or leave it out.").field("yes", reason)
    })?;
    server
        .blocking(move |server| {
            let known = Known::named(server.store(), &id)?;
            applied(server, &caller, &known, yes == Some(true))
        })
        .await
}

/// Asks for an import that is checked to be written. `yes`: access may be taken away.
///
/// # Errors
/// It is not checked, or its file is not kept; the store failed.
pub fn applied(
    server: &Server,
    caller: &Caller,
    known: &Known,
    yes: bool,
) -> Result<Response, Problem> {
    if known.state() != "checked" {
        return Err(known.not_now("Only an import that is checked can be applied."));
    }
    file_is_kept(known)?;
    let wish = Wish {
        change: UploadChange {
            confirmed: yes.then_some(true),
            ..UploadChange::default()
        },
        ..Wish::default()
    };
    begin(server, caller, known, JobKind::Apply, wish)
}
