//! `GET /imports/{id}/values`.

use super::view::Known;
use crate::api::page::{List, Page};
use crate::api::query::{Asked, Named};
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::base::limits::FINDINGS_PAGE;
use admit_core::ports::store::{FindingQuery, Scope};
use admit_core::report::json;
use admit_core::report::values::Values;
use admit_core::rules;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json as object};
use utoipa::IntoParams;

/// The values of which findings.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// Only of this rule, by name or code.
    rule: Option<String>,
    /// Only of this column, by its name in the file.
    column: Option<String>,
}

/// The different values that findings speak of, the commonest first, each with what to
/// write instead.
#[utoipa::path(
    get,
    path = "/imports/{id}/values",
    tag = "imports",
    security(("token" = ["imports:read"])),
    params(("id" = String, Path, description = "The import's public id"), Page, Which),
    responses(
        (status = 200, body = List),
        (status = 404, body = ProblemDocument),
    )
)]
pub async fn values(
    State(server): State<Server>,
    caller: Caller,
    Named(id): Named,
    Asked(page): Asked<Page>,
    Asked(which): Asked<Which>,
) -> Result<Json<Value>, Problem> {
    caller.needs(Scope::ImportsRead)?;
    let rule = which.rule.as_deref().map(|name| {
        rules::find(name).ok_or_else(|| {
            let message = format!("there is no rule \"{name}\"");
            Problem::unusable("Correct what is named, and ask again.").field("rule", message)
        })
    });
    let rule = rule.transpose()?;
    let mut query = FindingQuery {
        rules: rule.iter().map(|rule| rule.code.to_owned()).collect(),
        column: which.column,
        limit: FINDINGS_PAGE,
        ..FindingQuery::default()
    };
    let (after, limit) = (page.number()? as usize, page.limit() as usize);
    server
        .blocking(move |server| {
            let store = server.store();
            let known = Known::named(store, &id)?;
            let mut values = Values::default();
            while let Some(record) = &known.record {
                let found = store.findings(record.number, &query)?;
                for stored in &found {
                    values.add(&stored.finding);
                }
                match found.last() {
                    Some(last) if found.len() as u64 == FINDINGS_PAGE => {
                        query.after = last.position;
                    }
                    _ => break,
                }
            }
            let Value::Array(all) = json::values(&values) else {
                return Err(Problem::unexpected());
            };
            let total = all.len();
            let items: Vec<Value> = all.into_iter().skip(after).take(limit).collect();
            let end = after + items.len();
            Ok(Json(object!({
                "items": items,
                "next": (end < total && !items.is_empty()).then(|| end.to_string()),
                "total": total,
                // Findings with still other values than those that are counted apart.
                "others": values.others,
            })))
        })
        .await
}
