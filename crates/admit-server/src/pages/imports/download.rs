//! What can be downloaded of an import, as the API gives it.

use crate::api::imports::{file as api_file, outcomes as api_outcomes};
use crate::api::query::{Asked, Named};
use crate::pages::session::{Page, SignedIn};
use crate::state::Server;
use axum::extract::{Path, State};

/// What became of every row.
pub async fn outcomes(
    State(server): State<Server>,
    who: SignedIn,
    Path(id): Path<String>,
    which: Asked<api_outcomes::Which>,
) -> Page {
    let caller = who.caller.clone();
    let sent = api_outcomes::outcomes(State(server.clone()), caller, Named(id), which).await;
    sent.map_err(|problem| who.fault(&server, problem))
}

/// The file as it came. With its passwords it is for those who may import.
pub async fn file(
    State(server): State<Server>,
    who: SignedIn,
    Path(id): Path<String>,
    which: Asked<api_file::Which>,
) -> Page {
    let caller = who.caller.clone();
    let needed = caller.needs(admit_core::ports::store::Scope::ImportsWrite);
    needed.map_err(|problem| who.fault(&server, problem))?;
    let sent = api_file::file(State(server.clone()), caller, Named(id), which).await;
    sent.map_err(|problem| who.fault(&server, problem))
}
