//! `POST /imports/{id}/problems/take-back`: reads again what the file says.

use super::correct::{change, checked, not_taken};
use crate::api::imports::corrections::{Place, corrected};
use crate::pages::form::Posted;
use crate::pages::session::Page;
use crate::state::Server;
use axum::extract::{Path, State};

/// The form: a value by its field, or a cell by its row and column.
pub async fn take_back(
    State(server): State<Server>,
    Path(id): Path<String>,
    posted: Posted,
) -> Page {
    let text = |name: &str| posted.form.text(name).to_owned();
    let place = match posted.form.text("row").parse() {
        Ok(row) => Place::Cell {
            row,
            column: text("column"),
        },
        Err(_) => Place::Value {
            field: text("field"),
            value: text("value"),
        },
    };
    let caller = posted.who.caller.clone();
    let done = change(&server, &posted.who, id.clone(), move |server, known| {
        corrected(server, &caller, known, &[(place, None)]).map(drop)
    });
    match done.await {
        Ok(id) => Ok(checked(&server, id, posted.form.text("rule")).await),
        Err(problem) => not_taken(&server, &posted.who, id, problem).await,
    }
}
