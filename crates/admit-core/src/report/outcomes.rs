//! Every row of an import with what became of it and the user that it became, for
//! whoever has to join users with tables of their own.

use super::csv;
use crate::ports::store::{FindingQuery, ImportRecord, Outcome, RowOutcome, Store, StoreError};
use crate::ports::watch::RunError;
use crate::users::user::{IdentifierKind, StoredUser, UserKey};
use serde_json::json;
use std::collections::HashMap;
use std::io;

/// How many rows are looked up at once.
const PAGE_ROWS: usize = 1000;

/// The columns of the table.
const COLUMNS: &str = "row,outcome,user,id,email,phone,username,codes";

/// How the rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A table, with a header.
    Csv,
    /// An object a line.
    Jsonl,
}

/// Gives `line` each line of the outcomes of an import, without its end: of all rows, or
/// of those that became `only` this. Answers how many rows there were.
///
/// # Errors
/// The store cannot be read, or `line` fails.
pub fn write(
    store: &dyn Store,
    record: &ImportRecord,
    (form, only): (Form, Option<Outcome>),
    line: &mut dyn FnMut(&str) -> io::Result<()>,
) -> Result<u64, RunError> {
    let codes = Codes::of(store, record)?;
    let mut rows: Vec<RowOutcome> = Vec::new();
    store.outcomes(record.number, &mut |row| {
        if only.is_none_or(|only| only == row.outcome) {
            rows.push(row);
        }
    })?;
    if form == Form::Csv {
        line(COLUMNS)?;
    }
    for page in rows.chunks(PAGE_ROWS) {
        let users = users_of(store, page)?;
        for row in page {
            let told = Line {
                row,
                user: users.get(&row.user),
                codes: codes.of_row(row.row),
            };
            line(&told.text(form))?;
        }
    }
    Ok(rows.len() as u64)
}

/// The users of these rows who are still there.
fn users_of(
    store: &dyn Store,
    rows: &[RowOutcome],
) -> Result<HashMap<UserKey, StoredUser>, StoreError> {
    let mut keys: Vec<UserKey> = rows.iter().map(|row| row.user).collect();
    keys.retain(|key| *key != 0);
    keys.sort_unstable();
    keys.dedup();
    let users = store.users(&keys)?.into_iter().flatten();
    Ok(users.map(|user| (user.key, user)).collect())
}

/// The codes of the rules that spoke of each row.
struct Codes {
    /// Each code that occurs, once.
    codes: Vec<&'static str>,
    /// The row and the place of a code, ascending.
    rows: Vec<(u64, u16)>,
}

impl Codes {
    fn of(store: &dyn Store, record: &ImportRecord) -> Result<Codes, StoreError> {
        let mut codes: Vec<&'static str> = Vec::new();
        let mut rows = Vec::new();
        let mut query = FindingQuery {
            limit: PAGE_ROWS as u64,
            ..FindingQuery::default()
        };
        loop {
            let page = store.findings(record.number, &query)?;
            let Some(last) = page.last() else { break };
            query.after = last.position;
            for stored in &page {
                let Some(row) = stored.finding.row else {
                    continue;
                };
                let code = stored.finding.rule.code;
                let place = codes.iter().position(|known| *known == code);
                let place = place.unwrap_or_else(|| {
                    codes.push(code);
                    codes.len() - 1
                });
                rows.push((row, place as u16));
            }
        }
        rows.sort_unstable();
        rows.dedup();
        Ok(Codes { codes, rows })
    }

    fn of_row(&self, row: u64) -> Vec<&'static str> {
        let from = self.rows.partition_point(|(at, _)| *at < row);
        let of_row = self.rows[from..].iter().take_while(|(at, _)| *at == row);
        let mut codes: Vec<_> = of_row
            .map(|(_, place)| self.codes[*place as usize])
            .collect();
        codes.sort_unstable();
        codes
    }
}

/// A row as it is told.
struct Line<'a> {
    row: &'a RowOutcome,
    user: Option<&'a StoredUser>,
    codes: Vec<&'static str>,
}

impl Line<'_> {
    fn text(&self, form: Form) -> String {
        let key = |kind| {
            let identity = self.user.and_then(|user| user.row.identity(kind));
            identity.map(|identity| identity.value().to_owned())
        };
        let user = self.user.map(|user| user.id.to_string());
        let identifiers = [
            key(IdentifierKind::Id),
            key(IdentifierKind::Email),
            key(IdentifierKind::Phone),
            key(IdentifierKind::Username),
        ];
        if form == Form::Jsonl {
            let [id, email, phone, username] = identifiers;
            return json!({
                "row": self.row.row,
                "outcome": self.row.outcome,
                "user": user,
                "id": id,
                "email": email,
                "phone": phone,
                "username": username,
                "codes": self.codes,
            })
            .to_string();
        }
        let outcome = json!(self.row.outcome);
        let mut cells = vec![
            self.row.row.to_string(),
            outcome.as_str().unwrap_or_default().to_owned(),
            user.unwrap_or_default(),
        ];
        cells.extend(identifiers.into_iter().map(Option::unwrap_or_default));
        cells.push(self.codes.join(" "));
        let cells: Vec<String> = cells.iter().map(|cell| csv::cell(cell)).collect();
        cells.join(",")
    }
}
