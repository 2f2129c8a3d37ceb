//! `GET /imports/{id}/findings`.

use super::view::Known;
use crate::api::page::{self, List, Page};
use crate::api::query::{Asked, Named};
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::findings::rule::Severity;
use admit_core::ports::store::{FindingQuery, Scope};
use admit_core::report::json;
use admit_core::rules;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

/// Which findings.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// Only of this rule, by name or code.
    rule: Option<String>,
    /// `error`, `warning` or `notice`.
    severity: Option<String>,
    /// Only of this column, by its name in the file.
    column: Option<String>,
    /// Only of this row.
    row: Option<u64>,
    /// Only of this value, as findings show it.
    value: Option<String>,
}

/// What was found, in the order of the file.
#[utoipa::path(
    get,
    path = "/imports/{id}/findings",
    tag = "imports",
    security(("token" = ["imports:read"])),
    params(("id" = String, Path, description = "The import's public id"), Page, Filter),
    responses(
        (status = 200, body = List),
        (status = 404, body = ProblemDocument),
    )
)]
pub async fn findings(
    State(server): State<Server>,
    caller: Caller,
    Named(id): Named,
    Asked(page): Asked<Page>,
    Asked(filter): Asked<Filter>,
) -> Result<Json<Value>, Problem> {
    caller.needs(Scope::ImportsRead)?;
    let limit = page.limit();
    let query = FindingQuery {
        after: page.number()?,
        limit: limit + 1,
        ..query(&filter)?
    };
    server
        .blocking(move |server| {
            let store = server.store();
            let known = Known::named(store, &id)?;
            let Some(record) = &known.record else {
                return Ok(page::answer(Vec::new(), None, Some(0)));
            };
            let mut found = store.findings(record.number, &query)?;
            let more = found.len() as u64 > limit;
            found.truncate(limit as usize);
            let next = found
                .last()
                .filter(|_| more)
                .map(|last| last.position.to_string());
            let items = found
                .iter()
                .map(|stored| json::finding(record.id, &stored.finding));
            Ok(page::answer(items.collect(), next, None))
        })
        .await
}

fn query(filter: &Filter) -> Result<FindingQuery, Problem> {
    let wrong = |field: &str, reason: String| {
        Problem::unusable("Correct what is named, and ask again.").field(field, reason)
    };
    let rule = filter.rule.as_deref().map(|name| {
        let rule = rules::find(name).map(|rule| rule.code.to_owned());
        rule.ok_or_else(|| wrong("rule", format!("there is no rule \"{name}\"")))
    });
    let severity = filter.severity.as_deref().map(|name| {
        let severity = Severity::of_name(name);
        severity.ok_or_else(|| wrong("severity", "write error, warning or notice".to_owned()))
    });
    Ok(FindingQuery {
        rules: rule.transpose()?.into_iter().collect(),
        severity: severity.transpose()?,
        column: filter.column.clone(),
        row: filter.row,
        value: filter.value.clone(),
        ..FindingQuery::default()
    })
}
