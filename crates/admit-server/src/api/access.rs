//! What organizations, roles and permissions have in common.

use crate::api::page::{self, Page};
use crate::problem::Problem;
use crate::state::Server;
use crate::who::Caller;
use admit_core::by_hand::{self, Removal};
use admit_core::operators::deed::Deed;
use admit_core::users::access::{Access, AccessChange};
use axum::Json;
use axum::http::StatusCode;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

/// What is written as %XX in a path.
const SPECIAL: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Whether something may be taken from those who use it.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Use {
    /// Takes it from all who have it, too.
    #[serde(default)]
    pub from_all: bool,
}

/// Goes on only with what can be a key.
pub fn usable_key(field: &str, key: &str) -> Result<(), Problem> {
    said(field, by_hand::key_problem(key))
}

/// Goes on only with what can be shown.
pub fn usable_name(name: Option<&str>) -> Result<(), Problem> {
    said("name", name.and_then(by_hand::name_problem))
}

fn said(field: &str, problem: Option<&str>) -> Result<(), Problem> {
    problem.map_or(Ok(()), |problem| {
        let detail = "Look at the fields that do not fit.";
        Err(Problem::unusable(detail).field(field, problem))
    })
}

/// Something of this key is there already.
pub fn exists(what: &str, field: &str) -> Problem {
    let detail = format!("Give another key, or change the {what} that has this one.");
    Problem::new(
        StatusCode::CONFLICT,
        ("exists", "There is one already"),
        detail,
    )
    .field(field, format!("There is a {what} of this key already."))
}

/// Where something of a key is found.
pub fn location(area: &str, key: &str) -> String {
    let key = utf8_percent_encode(key, SPECIAL);
    format!("/api/v1/{area}/{key}")
}

/// The key at such a place.
pub fn key_at(location: &str) -> String {
    let last = location.rsplit('/').next().unwrap_or_default();
    let key = percent_encoding::percent_decode_str(last);
    key.decode_utf8_lossy().into_owned()
}

/// Makes changes, notes them, and answers with the tables as they are now.
pub fn change(
    server: &Server,
    caller: &Caller,
    before: &Access,
    changes: &[AccessChange],
) -> Result<Access, Problem> {
    if changes.is_empty() {
        return Ok(before.clone());
    }
    let store = server.store();
    if let Err(error) = store.change_access(changes) {
        // Somebody else may have been quicker.
        if store.access()? == *before {
            return Err(error.into());
        }
        return Err(Problem::conflict(
            "Somebody else changed organizations, roles or permissions just now: look at them, \
             then try again.",
        ));
    }
    caller.note(server, Deed::of_access(changes, before));
    Ok(store.access()?)
}

/// Takes something away, unless somebody has it and nothing was said of that.
pub fn remove(
    server: &Server,
    caller: &Caller,
    removal: &dyn Fn(&Access) -> Result<Removal, Problem>,
    asked: &Use,
) -> Result<StatusCode, Problem> {
    let store = server.store();
    // An import that runs would give what is gone.
    let _session = store.lock()?;
    let before = store.access()?;
    let removal = removal(&before)?;
    let users = removal.users(store)?;
    if !asked.from_all && (users > 0 || !removal.roles.is_empty()) {
        let detail = "Take it from those who have it first, or from all at once with \
                      ?from_all=true.";
        return Err(Problem::new(
            StatusCode::CONFLICT,
            ("in-use", "Something still uses it"),
            detail,
        )
        .with("users", users)
        .with("roles", removal.roles));
    }
    store.change_access(&removal.changes)?;
    let deed = Deed::of_access(&removal.changes, &before);
    caller.note(server, deed.with("users", users));
    Ok(StatusCode::NO_CONTENT)
}

/// A page of what has numbers, ascending.
pub fn page<T>(
    items: &[T],
    asked: &Page,
    number: fn(&T) -> u32,
    told: impl Fn(&T) -> Value,
) -> Result<Json<Value>, Problem> {
    let after = asked.number()?;
    let total = items.len() as u64;
    let behind = items.partition_point(|item| u64::from(number(item)) <= after);
    let rest = &items[behind..];
    let shown = &rest[..rest.len().min(asked.limit() as usize)];
    let more = shown.len() < rest.len();
    let next = shown.last().filter(|_| more);
    let next = next.map(|last| number(last).to_string());
    Ok(page::answer(
        shown.iter().map(told).collect(),
        next,
        Some(total),
    ))
}
