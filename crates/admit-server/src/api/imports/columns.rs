//! `GET` and `PUT /imports/{id}/columns`.

use super::begin::{Wish, check_again, chosen, to_choices};
use super::view::{Import, Known};
use crate::api::page::{self, List};
use crate::api::query::{Named, Sent};
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::findings::rule::Scope as RuleScope;
use admit_core::import::typed;
use admit_core::operators::deed::{Act, Deed};
use admit_core::ports::store::{FindingQuery, Scope, Store, StoreError};
use admit_core::rules::{RULES, emails_in_unknown_column};
use admit_core::users::field::Field;
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashMap;
use utoipa::ToSchema;

/// How many findings about columns are looked at: there are a few at most for each of the
/// columns that a file may have.
const FINDINGS_MAX: u64 = 2000;

/// The columns as the last run saw them: the field that each feeds, how many values it
/// has, a few of them, and what is suggested.
#[utoipa::path(
    get,
    path = "/imports/{id}/columns",
    tag = "imports",
    security(("token" = ["imports:read"])),
    params(("id" = String, Path, description = "The import's public id")),
    responses(
        (status = 200, body = List),
        (status = 404, body = ProblemDocument),
    )
)]
pub async fn columns(
    State(server): State<Server>,
    caller: Caller,
    Named(id): Named,
) -> Result<Json<Value>, Problem> {
    caller.needs(Scope::ImportsRead)?;
    server
        .blocking(move |server| {
            let store = server.store();
            let known = Known::named(store, &id)?;
            let columns = seen(store, &known)?;
            let total = columns.len() as u64;
            Ok(page::answer(columns, None, Some(total)))
        })
        .await
}

/// The columns that the last run saw, each with what is suggested.
///
/// # Errors
/// The store failed.
pub fn seen(store: &dyn Store, known: &Known) -> Result<Vec<Value>, StoreError> {
    let mut columns = kept(known);
    let suggested = suggested(store, known)?;
    for column in &mut columns {
        let name = column["name"].as_str().unwrap_or_default();
        let suggestion = suggested.get(name);
        column["suggestion"] = json!(suggestion);
    }
    Ok(columns)
}

/// The columns that the last run saw.
fn kept(known: &Known) -> Vec<Value> {
    let columns = known
        .upload
        .as_ref()
        .and_then(|upload| upload.columns.as_deref());
    let columns = columns.and_then(|columns| serde_json::from_str(columns).ok());
    columns.unwrap_or_default()
}

/// The columns that the last run saw, each with the field that it feeds; nothing before
/// there was one.
pub fn mapped(known: &Known) -> Option<Vec<(String, Option<Field>)>> {
    let columns = kept(known);
    let columns = columns.iter().filter_map(|column| {
        let field = column["field"].as_str().and_then(Field::of_name);
        Some((column["name"].as_str()?.to_owned(), field))
    });
    let columns: Vec<_> = columns.collect();
    (!columns.is_empty()).then_some(columns)
}

/// The field that a column of the file feeds, as far as the last run saw it.
///
/// # Errors
/// The file has no such column; `place` is where it was named.
pub fn fed(
    columns: Option<&[(String, Option<Field>)]>,
    name: &str,
    place: &str,
) -> Result<Option<Field>, Problem> {
    let Some(columns) = columns else {
        return Ok(None);
    };
    let own = columns.iter().find(|(own, _)| own.trim() == name.trim());
    own.map(|(_, field)| *field)
        .ok_or_else(|| wrong(place, "the file has no column of this name"))
}

/// Something that was sent cannot be, for this reason.
pub fn wrong(place: &str, reason: impl Into<String>) -> Problem {
    Problem::unusable("Correct what is named, and send it again.").field(place, reason)
}

/// What the rules about columns suggest, by column.
fn suggested(store: &dyn Store, known: &Known) -> Result<HashMap<String, String>, StoreError> {
    let Some(record) = &known.record else {
        return Ok(HashMap::new());
    };
    let about_columns = RULES.iter().filter(|rule| rule.scope == RuleScope::Column);
    let query = FindingQuery {
        rules: about_columns.map(|rule| rule.code.to_owned()).collect(),
        limit: FINDINGS_MAX,
        ..FindingQuery::default()
    };
    let found = store.findings(record.number, &query)?;
    let suggested = found.into_iter().filter_map(|stored| {
        let column = stored.finding.column?;
        let is_email = stored.finding.rule == &emails_in_unknown_column::RULE;
        let field = match stored.finding.suggestion {
            Some(field) => Field::of_name(&field)?,
            // Whose they are it does not say; here somebody is asked.
            None if is_email => Field::Email,
            None => return None,
        };
        Some((column, field.name().to_owned()))
    });
    Ok(suggested.collect())
}

/// What columns feed from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Mapped {
    /// The columns that are said something of; the others stay as they are.
    pub columns: Vec<MappedColumn>,
}

/// What one column feeds.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MappedColumn {
    /// Its name in the file.
    pub name: String,
    /// The field that it feeds; null leaves the column out on purpose.
    pub field: Option<String>,
}

/// Says what columns feed, and checks the file again.
#[utoipa::path(
    put,
    path = "/imports/{id}/columns",
    tag = "imports",
    security(("token" = ["imports:write"])),
    params(("id" = String, Path, description = "The import's public id")),
    request_body = Mapped,
    responses(
        (status = 202, body = Import),
        (status = 404, body = ProblemDocument),
        (status = 409, body = ProblemDocument),
    )
)]
pub async fn map(
    State(server): State<Server>,
    caller: Caller,
    Named(id): Named,
    Sent(sent): Sent<Mapped>,
) -> Result<Response, Problem> {
    caller.needs(Scope::ImportsWrite)?;
    server
        .blocking(move |server| {
            let known = Known::named(server.store(), &id)?;
            let fields = fields(&known, &sent)?;
            let mut choices = chosen(&known)?;
            for (name, field) in fields {
                choices
                    .map
                    .retain(|(column, _)| column.trim() != name.trim());
                choices.map.push((name, field));
            }
            let deed = Deed::new(Act::ImportCorrected).to(known.id);
            let wish = Wish {
                change: to_choices(&choices)?,
                deed: Some(deed.with("columns", sent.columns.len())),
                ..Wish::default()
            };
            check_again(server, &caller, &known, wish)
        })
        .await
}

/// The fields that are meant, by column.
fn fields(known: &Known, sent: &Mapped) -> Result<Vec<(String, Option<Field>)>, Problem> {
    let all = mapped(known);
    let mut fields = Vec::new();
    for (place, column) in sent.columns.iter().enumerate() {
        let place = |of: &str| format!("columns[{place}].{of}");
        fed(all.as_deref(), &column.name, &place("name"))?;
        let field = match column.field.as_deref().map(str::trim) {
            None | Some("") => None,
            Some(name) => {
                let field = typed::field(name);
                Some(field.map_err(|reason| wrong(&place("field"), reason))?)
            }
        };
        fields.push((column.name.clone(), field));
    }
    Ok(fields)
}
