//! `GET /imports`.

use super::view::{Known, has_passwords};
use crate::api::page::{self, List, Page};
use crate::api::query::Asked;
use crate::jobs::passwords_of;
use crate::problem::Problem;
use crate::state::Server;
use crate::who::Caller;
use admit_core::ports::store::{ImportQuery, Scope, Store, UploadQuery};
use axum::Json;
use axum::extract::State;
use serde_json::Value;
use std::collections::BTreeSet;
use uuid::Uuid;

/// The imports, the latest first.
#[utoipa::path(
    get,
    path = "/imports",
    tag = "imports",
    security(("token" = ["imports:read"])),
    params(Page),
    responses(
        (status = 200, body = List),
    )
)]
pub async fn list(
    State(server): State<Server>,
    caller: Caller,
    Asked(page): Asked<Page>,
) -> Result<Json<Value>, Problem> {
    caller.needs(Scope::ImportsRead)?;
    let limit = page.limit();
    let before = page.after.as_deref().map(Uuid::try_parse).transpose();
    let before = before.map_err(|_| {
        Problem::unusable("Give as `after` what the page before said is `next`.")
            .field("after", "it is no place in the list")
    })?;
    server
        .blocking(move |server| {
            let (known, next) = listed(server.store(), before, limit)?;
            let items = known.iter().map(Known::told).collect();
            Ok(page::answer(items, next.map(|id| id.to_string()), None))
        })
        .await
}

/// The imports before this one, the latest first, and what the next page is before.
///
/// # Errors
/// The store failed.
pub fn listed(
    store: &dyn Store,
    before: Option<Uuid>,
    limit: u64,
) -> Result<(Vec<Known>, Option<Uuid>), Problem> {
    let ids = ids(store, before, limit as usize + 1)?;
    let more = ids.len() as u64 > limit;
    let shown = &ids[..ids.len().min(limit as usize)];
    let known = Known::all(store, shown)?;
    Ok((known, shown.last().filter(|_| more).copied()))
}

/// The ids of imports before this one, the latest first: what was handed in, and runs of
/// the command line. Ids ascend with time.
fn ids(store: &dyn Store, before: Option<Uuid>, limit: usize) -> Result<Vec<Uuid>, Problem> {
    let mut ids = BTreeSet::new();
    let uploads = store.uploads(&UploadQuery {
        before,
        limit: limit as u64,
        ..UploadQuery::default()
    })?;
    ids.extend(uploads.iter().map(|upload| upload.id));
    let number = match before {
        Some(id) => store.import(&id.to_string())?.map(|record| record.number),
        None => None,
    };
    let mut query = ImportQuery {
        before: number,
        limit: limit as u64,
        ..ImportQuery::default()
    };
    let mut found = 0;
    loop {
        let records = store.imports(&query)?;
        let Some(last) = records.last() else { break };
        query.before = Some(last.number);
        let fits = records.iter().map(|record| record.id);
        let fits: Vec<Uuid> = fits
            .filter(|id| before.is_none_or(|before| *id < before))
            .collect();
        let fits = without_passwords(store, fits)?;
        found += fits.len();
        ids.extend(fits);
        if found >= limit {
            break;
        }
    }
    Ok(ids.into_iter().rev().take(limit).collect())
}

/// Those of these ids that are no runs over passwords beside a file: they are told with
/// its import.
fn without_passwords(store: &dyn Store, ids: Vec<Uuid>) -> Result<Vec<Uuid>, Problem> {
    let beside: Vec<Uuid> = ids.iter().map(|id| passwords_of(*id)).collect();
    let beside = store.uploads_of(&beside)?.into_iter();
    let beside: BTreeSet<Uuid> = beside
        .filter(has_passwords)
        .map(|upload| passwords_of(upload.id))
        .collect();
    Ok(ids.into_iter().filter(|id| !beside.contains(id)).collect())
}
