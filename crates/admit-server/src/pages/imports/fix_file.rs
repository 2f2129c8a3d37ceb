//! `/imports/{id}/fix-file`: the rows to correct, as a file.

use crate::api::imports::fix_file::{Which, download};
use crate::pages::session::{Page, SignedIn};
use crate::state::Server;
use admit_core::ports::store::Scope;
use axum::extract::{Path, Query, State};

/// The file. With its passwords it is for those who may import.
pub async fn fix_file(
    State(server): State<Server>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(which): Query<Which>,
) -> Page {
    let scope = who.caller.needs(Scope::ImportsWrite);
    scope.map_err(|problem| who.fault(&server, problem))?;
    let file = download(&server, &who.caller, id, &which).await;
    file.map_err(|problem| who.fault(&server, problem))
}
