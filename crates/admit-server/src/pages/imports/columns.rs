//! `/imports/{id}/columns`: what the columns of a file are read as.

use crate::api::imports::columns::{Mapped, MappedColumn, map as api_map, seen};
use crate::api::imports::view::Known;
use crate::api::query::{Named, Sent};
use crate::pages::form::Posted;
use crate::pages::frame::{Frame, Section, page, rendered};
use crate::pages::session::{Page, SignedIn};
use crate::pages::words;
use crate::problem::Problem;
use crate::state::Server;
use admit_core::ports::store::{Ledger, Scope};
use admit_core::users::field::Field;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};
use serde_json::Value;
use uuid::Uuid;

/// How wide the figure of how full a column is can be, in the units of the drawing.
const FULL: u64 = 72;

#[derive(Template)]
#[template(path = "imports/columns.html")]
struct ColumnsPage {
    frame: Frame,
    id: Uuid,
    name: String,
    bytes: u64,
    ledger: Ledger,
    columns: Vec<ShownColumn>,
    fields: Vec<(&'static str, Vec<Field>)>,
    can_change: bool,
    problem: Option<Problem>,
}

/// One column.
struct ShownColumn {
    letter: String,
    name: String,
    values: u64,
    /// In parts of a thousand.
    share: u64,
    width: u64,
    samples: Vec<String>,
    field: Option<Field>,
    suggestion: Option<Field>,
}

impl ColumnsPage {
    fn known(&self) -> u64 {
        let known = self.columns.iter().filter(|column| column.field.is_some());
        known.count() as u64
    }

    fn all(&self) -> u64 {
        self.columns.len() as u64
    }
}

impl ShownColumn {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "a template hands references on"
    )]
    fn is(&self, field: &Field) -> bool {
        self.field == Some(*field)
    }
}

/// The page.
pub async fn columns(State(server): State<Server>, who: SignedIn, Path(id): Path<String>) -> Page {
    let scope = who.caller.needs(Scope::ImportsRead);
    scope.map_err(|problem| who.fault(&server, problem))?;
    let shown = of(&server, &who, id, None).await;
    Ok(page(&shown.map_err(|problem| who.fault(&server, problem))?))
}

/// Says what columns are, and checks the file again.
pub async fn map(
    State(server): State<Server>,
    Path(id): Path<String>,
    Posted { who, form }: Posted,
) -> Page {
    let fields = form.fields().filter_map(|(name, value)| {
        let name = name.strip_prefix("column:")?;
        Some(MappedColumn {
            name: name.to_owned(),
            field: Some(value.to_owned()).filter(|value| !value.is_empty()),
        })
    });
    let sent = Mapped {
        columns: fields.collect(),
    };
    let caller = who.caller.clone();
    match api_map(State(server.clone()), caller, Named(id.clone()), Sent(sent)).await {
        Ok(_) => Ok(Redirect::to(&format!("/imports/{id}")).into_response()),
        Err(problem) => {
            let status = problem.status();
            let shown = of(&server, &who, id, Some(problem)).await;
            let shown = shown.map_err(|problem| who.fault(&server, problem))?;
            Ok(rendered(status, &shown))
        }
    }
}

async fn of(
    server: &Server,
    who: &SignedIn,
    id: String,
    problem: Option<Problem>,
) -> Result<ColumnsPage, Problem> {
    let frame = who.frame(server, Section::Imports);
    server
        .blocking(move |server| {
            let known = Known::named(server.store(), &id)?;
            let columns = seen(server.store(), &known)?;
            let ledger = known.record.as_ref().map(|record| record.ledger);
            let ledger = ledger.unwrap_or_default();
            let rows = ledger.read.max(1);
            let columns = columns.iter().enumerate();
            let file = known
                .upload
                .as_ref()
                .and_then(|upload| upload.files.first());
            Ok(ColumnsPage {
                id: known.id,
                name: known.name().to_owned(),
                bytes: file.map_or(0, |file| file.bytes),
                columns: columns
                    .map(|(place, column)| shown(place, column, rows))
                    .collect(),
                fields: groups(),
                can_change: frame.may_write()
                    && known.is_check()
                    && known.open_job().is_none()
                    && known
                        .upload
                        .as_ref()
                        .is_some_and(|upload| upload.removed.is_none()),
                ledger,
                problem,
                frame,
            })
        })
        .await
}

fn shown(place: usize, column: &Value, rows: u64) -> ShownColumn {
    let field = |name: &str| column[name].as_str().and_then(Field::of_name);
    let values = column["values"].as_u64().unwrap_or_default();
    let samples = column["samples"].as_array().into_iter().flatten();
    ShownColumn {
        letter: letter(place),
        name: column["name"].as_str().unwrap_or_default().to_owned(),
        values,
        share: values.min(rows) * 1000 / rows,
        width: values.min(rows) * FULL / rows,
        samples: samples
            .filter_map(|sample| sample.as_str().map(str::to_owned))
            .take(3)
            .collect(),
        field: field("field"),
        suggestion: field("suggestion"),
    }
}

/// The letters above a column in a spreadsheet: A to Z, AA and so on.
fn letter(place: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = place + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// The fields as they are offered.
fn groups() -> Vec<(&'static str, Vec<Field>)> {
    let is_one_of = |names: &[Field]| {
        let all = Field::ALL.iter().copied();
        all.filter(|field| names.contains(field))
            .collect::<Vec<_>>()
    };
    let who = [
        Field::Id,
        Field::Email,
        Field::EmailVerified,
        Field::Phone,
        Field::PhoneVerified,
        Field::Username,
    ];
    let person = [Field::FirstName, Field::LastName, Field::Name];
    let access = [Field::Organization, Field::Role, Field::Permission];
    let named = [&who[..], &person[..], &access[..]].concat();
    let others = Field::ALL.iter().copied();
    let others = others.filter(|field| !named.contains(field)).collect();
    vec![
        ("Who the user is", is_one_of(&who)),
        ("The person", is_one_of(&person)),
        ("Access", is_one_of(&access)),
        ("Password, state and others", others),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        for (place, expected) in [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (51, "AZ"),
            (52, "BA"),
            (702, "AAA"),
        ] {
            assert_eq!(letter(place), expected);
        }
    }
}
