//! `GET /audit`.

use crate::api::page::{self, List, Page};
use crate::api::query::Asked;
use crate::problem::Problem;
use crate::state::Server;
use crate::who::Caller;
use admit_core::ports::store::{AuditQuery, Scope};
use admit_core::report::json;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

/// Which entries.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// Only entries before this number.
    #[param(minimum = 1)]
    before: Option<u64>,
    /// Only what was done by this one: an operator's address, `token NAME`, `command line`.
    who: Option<String>,
    /// Only this, such as `user-added`.
    what: Option<String>,
    /// Only what was done to this: the id, the key or the name that stands there.
    subject: Option<String>,
}

/// Who did what, the latest first.
#[utoipa::path(
    get,
    path = "/audit",
    tag = "audit",
    params(Page, Filter),
    security(("token" = ["settings:write"])),
    responses((status = 200, body = List))
)]
pub async fn list(
    State(server): State<Server>,
    caller: Caller,
    Asked(page): Asked<Page>,
    Asked(filter): Asked<Filter>,
) -> Result<Json<Value>, Problem> {
    caller.needs(Scope::SettingsWrite)?;
    let limit = page.limit();
    // A page goes on before the last one of the page before.
    let after = page.after.is_some().then(|| page.number()).transpose()?;
    let before = [filter.before, after].into_iter().flatten().min();
    server
        .blocking(move |server| {
            let mut entries = server.store().audit(&AuditQuery {
                before,
                limit: limit + 1,
                who: filter.who,
                what: filter.what,
                subject: filter.subject,
            })?;
            let more = entries.len() as u64 > limit;
            entries.truncate(limit as usize);
            let last = entries.last().filter(|_| more);
            let next = last.map(|last| last.number.to_string());
            Ok(page::answer(
                entries.iter().map(json::entry).collect(),
                next,
                None,
            ))
        })
        .await
}
