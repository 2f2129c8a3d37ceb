//! `admit outcomes`: every row of an import with what became of it and the user that it
//! became, for whoever has to join users with tables of their own.

use super::which_import;
use crate::cli::importing::{OutcomesArgs, OutcomesFormat};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;
use crate::report::findings::csv_cell;
use crate::report::words::plural;
use admit_core::ports::store::{
    FindingQuery, ImportRecord, Mode, Outcome, RowOutcome, Store, short_id,
};
use admit_core::users::user::{IdentifierKind, StoredUser, UserKey};
use serde_json::json;
use std::collections::HashMap;

/// How many rows are looked up at once.
const PAGE_ROWS: usize = 1000;

/// The columns of the table.
const COLUMNS: &str = "row,outcome,user,id,email,phone,username,codes";

/// Runs the command.
pub fn run(args: &OutcomesArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let record = match &args.import {
        Some(id) => which_import::find(store.as_ref(), id)?,
        None => which_import::latest_import(store.as_ref())?,
    };
    if record.mode == Mode::Check {
        return Err(Failure::NoOutcomes {
            import: short_id(record.id),
        });
    }
    let codes = Codes::of(store.as_ref(), &record)?;
    let mut rows: Vec<RowOutcome> = Vec::new();
    let wanted = |outcome: Outcome| {
        args.outcome
            .is_none_or(|only| Outcome::from(only) == outcome)
    };
    store.outcomes(record.number, &mut |row| {
        if wanted(row.outcome) {
            rows.push(row);
        }
    })?;
    if args.format == OutcomesFormat::Csv {
        context.printer.exact(COLUMNS)?;
    }
    for page in rows.chunks(PAGE_ROWS) {
        let users = users_of(store.as_ref(), page)?;
        for row in page {
            let line = Line {
                row,
                user: users.get(&row.user),
                codes: codes.of_row(row.row),
            };
            line.print(args.format, &mut context.printer)?;
        }
    }
    context.printer.say(&format!(
        "{} of import {} of {}.",
        plural(rows.len() as u64, "row"),
        short_id(record.id),
        record.file
    ));
    Ok(Exit::Done)
}

/// The users of these rows who are still there.
fn users_of(
    store: &dyn Store,
    rows: &[RowOutcome],
) -> Result<HashMap<UserKey, StoredUser>, Failure> {
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
    fn of(store: &dyn Store, record: &ImportRecord) -> Result<Codes, Failure> {
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

/// A row as it is printed.
struct Line<'a> {
    row: &'a RowOutcome,
    user: Option<&'a StoredUser>,
    codes: Vec<&'static str>,
}

impl Line<'_> {
    fn print(&self, format: OutcomesFormat, printer: &mut Printer) -> std::io::Result<()> {
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
        if format == OutcomesFormat::Jsonl {
            let [id, email, phone, username] = identifiers;
            return printer.json(&json!({
                "row": self.row.row,
                "outcome": self.row.outcome,
                "user": user,
                "id": id,
                "email": email,
                "phone": phone,
                "username": username,
                "codes": self.codes,
            }));
        }
        let outcome = json!(self.row.outcome);
        let mut cells = vec![
            self.row.row.to_string(),
            outcome.as_str().unwrap_or_default().to_owned(),
            user.unwrap_or_default(),
        ];
        cells.extend(identifiers.into_iter().map(Option::unwrap_or_default));
        cells.push(self.codes.join(" "));
        let cells: Vec<String> = cells.iter().map(|cell| csv_cell(cell)).collect();
        printer.exact(&cells.join(","))
    }
}
