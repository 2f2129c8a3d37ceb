//! `GET /imports/{id}/changes` and `/grants`.

use super::view::Known;
use crate::api::page::{List, Page};
use crate::api::query::{Asked, Named};
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::ports::store::{ImportRecord, Mode, Scope};
use admit_core::report::{changed, json};
use admit_core::users::changes::Changes;
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json as object};

/// What is changed of users who were there before: would be, after a check, and was, after
/// an import. Of a check the first 1,000 changes are kept, and all are counted.
#[utoipa::path(
    get,
    path = "/imports/{id}/changes",
    tag = "imports",
    security(("token" = ["imports:read"])),
    params(("id" = String, Path, description = "The import's public id"), Page),
    responses(
        (status = 200, body = List),
        (status = 404, body = ProblemDocument),
    )
)]
pub async fn changes(
    State(server): State<Server>,
    caller: Caller,
    Named(id): Named,
    Asked(page): Asked<Page>,
) -> Result<Json<Value>, Problem> {
    caller.needs(Scope::ImportsRead)?;
    let (after, limit) = (page.number()?, page.limit() as usize);
    server
        .blocking(move |server| {
            let store = server.store();
            let known = Known::named(store, &id)?;
            if let Some(record) = written(&known) {
                let (fields, next) = changed::fields(store, record, after, limit)?;
                let items: Vec<Value> = fields.iter().map(json::field_changed).collect();
                let next = next.map(|next| next.to_string());
                return Ok(Json(object!({"items": items, "next": next})));
            }
            let changes = ahead(server, &known)?;
            let all = changes.examples.iter().skip(after as usize);
            let items: Vec<Value> = all.take(limit).map(json::field_changed).collect();
            let end = after as usize + items.len();
            let more = end < changes.examples.len() && !items.is_empty();
            let mut told = object!({
                "items": items,
                "next": more.then(|| end.to_string()),
            });
            told["counts"] = json::changes(&changes);
            Ok(Json(told))
        })
        .await
}

/// The access that is newly given to users who were there before, or taken away from
/// them: by organization and role or permission, with how many users.
#[utoipa::path(
    get,
    path = "/imports/{id}/grants",
    tag = "imports",
    security(("token" = ["imports:read"])),
    params(("id" = String, Path, description = "The import's public id"), Page),
    responses(
        (status = 200, body = List),
        (status = 404, body = ProblemDocument),
    )
)]
pub async fn grants(
    State(server): State<Server>,
    caller: Caller,
    Named(id): Named,
    Asked(page): Asked<Page>,
) -> Result<Json<Value>, Problem> {
    caller.needs(Scope::ImportsRead)?;
    let (after, limit) = (page.number()? as usize, page.limit() as usize);
    server
        .blocking(move |server| {
            let store = server.store();
            let known = Known::named(store, &id)?;
            let rights = match written(&known) {
                Some(record) => changed::access(store, record, &store.access()?)?,
                None => ahead(server, &known)?.rights,
            };
            let items: Vec<Value> = rights
                .iter()
                .skip(after)
                .take(limit)
                .map(json::right)
                .collect();
            let end = after + items.len();
            let more = end < rights.len() && !items.is_empty();
            Ok(Json(object!({
                "items": items,
                "next": more.then(|| end.to_string()),
                "total": rights.len(),
            })))
        })
        .await
}

/// The run, if it wrote users.
pub fn written(known: &Known) -> Option<&ImportRecord> {
    let record = known.record.as_ref();
    record.filter(|record| record.mode == Mode::Import)
}

/// What a check would change.
///
/// # Errors
/// The store failed.
pub fn ahead(server: &Server, known: &Known) -> Result<Changes, Problem> {
    let Some(record) = &known.record else {
        return Ok(Changes::default());
    };
    let changes = server.store().changes_ahead(record.number)?;
    Ok(changes.unwrap_or_default())
}
