//! What organizations, roles and permissions have in common.

use crate::api::by_hand::in_path;
use crate::api::idempotency::{Created, Once, once};
use crate::api::page::{self, Page};
use crate::problem::Problem;
use crate::state::Server;
use crate::who::Caller;
use admit_core::by_hand::{self, ByHandError, Removal};
use admit_core::operators::deed::Deed;
use admit_core::ports::store::Scope;
use admit_core::users::access::{Access, AccessChange};
use axum::Json;
use axum::http::StatusCode;
use axum::response::Response;
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
fn usable_key(field: &str, key: &str) -> Result<(), Problem> {
    said(field, by_hand::key_problem(key))
}

/// Goes on only with what can be shown.
fn usable_name(name: Option<&str>) -> Result<(), Problem> {
    said("name", name.and_then(by_hand::name_problem))
}

fn said(field: &str, problem: Option<&str>) -> Result<(), Problem> {
    problem.map_or(Ok(()), |problem| {
        let detail = "Look at the fields that do not fit.";
        Err(Problem::unusable(detail).field(field, problem))
    })
}

/// One of the three tables: what is told of what is in it, and found.
#[derive(Debug)]
pub struct Table {
    /// Its name in paths.
    pub area: &'static str,
    /// What one of it is called.
    pub what: &'static str,
    /// The field that holds its key.
    pub key: &'static str,
    /// The number of the one with this key.
    pub number: fn(&Access, &str) -> Result<u32, ByHandError>,
    /// The one of this number, as it is told.
    pub told: fn(&Access, u32) -> Value,
    /// What taking the one of this number away would do.
    pub removal: fn(&Access, u32) -> Removal,
}

impl Table {
    /// The one of this key, as it is told.
    ///
    /// # Errors
    /// There is none.
    pub fn find(&self, access: &Access, key: &str) -> Result<Value, Problem> {
        let number = (self.number)(access, key).map_err(in_path)?;
        Ok((self.told)(access, number))
    }
}

/// What is sent to add to a table.
pub trait New: Send + 'static {
    /// Its key.
    fn key(&self) -> &str;

    /// The name to show; the key if nothing is said.
    fn name(&self) -> Option<&str>;

    /// How it is added.
    ///
    /// # Errors
    /// It names something that there is not.
    fn change(self, before: &Access) -> Result<AccessChange, Problem>;
}

/// What is sent to change something in a table.
pub trait Changes: Send + 'static {
    /// The name to show from then on.
    fn name(&self) -> Option<&str>;

    /// Whether an import that runs could give what is taken away.
    fn takes_away(&self) -> bool {
        false
    }

    /// What is to be done, of the one of this number.
    ///
    /// # Errors
    /// It cannot be.
    fn changes(self, before: &Access, number: u32) -> Result<Vec<AccessChange>, Problem>;
}

/// Adds something to a table, once for each request.
pub async fn add<N: New>(
    server: &Server,
    caller: Caller,
    table: &'static Table,
    request: Once<N>,
) -> Result<Response, Problem> {
    caller.needs(Scope::AccessWrite)?;
    let (sent, request) = request.parts(&caller);
    let anew =
        |server: &Server, location: &str| table.find(&server.store().access()?, &key_at(location));
    once(server, request, anew, move |server| {
        let key = sent.key().to_owned();
        let after = add_now(server, &caller, table, sent)?;
        Ok(Created {
            location: location(table.area, &key),
            body: table.find(&after, &key)?,
            is_kept: true,
        })
    })
    .await
}

/// Adds something to a table, and answers with the tables as they are then.
///
/// # Errors
/// The key or the name cannot be one, or there is one of this key; the store failed.
pub fn add_now(
    server: &Server,
    caller: &Caller,
    table: &Table,
    sent: impl New,
) -> Result<Access, Problem> {
    usable_key(table.key, sent.key())?;
    usable_name(sent.name())?;
    let before = server.store().access()?;
    let known = (table.number)(&before, sent.key());
    if !matches!(known, Err(ByHandError::Unknown { .. })) {
        return Err(exists(table.what, table.key));
    }
    let change = sent.change(&before)?;
    change_all(server, caller, &before, &[change])
}

/// Changes what a path names in a table.
pub async fn change(
    server: &Server,
    caller: Caller,
    table: &'static Table,
    key: String,
    sent: impl Changes,
) -> Result<Json<Value>, Problem> {
    caller.needs(Scope::AccessWrite)?;
    server
        .blocking(move |server| {
            let which = |access: &Access| (table.number)(access, &key).map_err(in_path);
            let after = change_now(server, &caller, &which, sent)?;
            Ok(Json(table.find(&after, &key)?))
        })
        .await
}

/// Says the number of what is meant, by the tables as they are.
pub type Which<'a> = &'a dyn Fn(&Access) -> Result<u32, Problem>;

/// Changes something in a table, and answers with the tables as they are then.
///
/// # Errors
/// What `which` says; the changes do not fit; the store failed.
pub fn change_now(
    server: &Server,
    caller: &Caller,
    which: Which<'_>,
    sent: impl Changes,
) -> Result<Access, Problem> {
    usable_name(sent.name())?;
    let store = server.store();
    let _session = sent.takes_away().then(|| store.lock()).transpose()?;
    let before = store.access()?;
    let changes = sent.changes(&before, which(&before)?)?;
    change_all(server, caller, &before, &changes)
}

/// Something of this key is there already.
fn exists(what: &str, field: &str) -> Problem {
    let detail = format!("Give another key, or change the {what} that has this one.");
    Problem::new(
        StatusCode::CONFLICT,
        ("exists", "There is one already"),
        detail,
    )
    .field(field, "There is one of this key already.")
}

/// Where something of a key is found.
fn location(area: &str, key: &str) -> String {
    let key = utf8_percent_encode(key, SPECIAL);
    format!("/api/v1/{area}/{key}")
}

/// The key at such a place.
fn key_at(location: &str) -> String {
    let last = location.rsplit('/').next().unwrap_or_default();
    let key = percent_encoding::percent_decode_str(last);
    key.decode_utf8_lossy().into_owned()
}

/// Makes changes, notes them, and answers with the tables as they are now.
///
/// # Errors
/// Somebody else was quicker; the store failed.
pub fn change_all(
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

/// Takes what a path names from a table, unless somebody has it and nothing was said of
/// that.
pub async fn remove(
    server: &Server,
    caller: Caller,
    table: &'static Table,
    key: String,
    asked: Use,
) -> Result<StatusCode, Problem> {
    caller.needs(Scope::AccessWrite)?;
    server
        .blocking(move |server| {
            let which = |access: &Access| (table.number)(access, &key).map_err(in_path);
            remove_now(server, &caller, (table, &which), &asked)?;
            Ok(StatusCode::NO_CONTENT)
        })
        .await
}

/// Takes something from a table, unless somebody has it and nothing was said of that.
///
/// # Errors
/// What `which` says; somebody has it; the store failed.
pub fn remove_now(
    server: &Server,
    caller: &Caller,
    (table, which): (&Table, Which<'_>),
    asked: &Use,
) -> Result<(), Problem> {
    let store = server.store();
    // An import that runs would give what is gone.
    let _session = store.lock()?;
    let before = store.access()?;
    let removal = (table.removal)(&before, which(&before)?);
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
    Ok(())
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
