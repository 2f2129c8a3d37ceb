//! `/audit/export`: all entries that are asked for, as a file: a page of them is held.

use super::asked_for;
use crate::api::streamed::{Attachment, streamed};
use crate::pages::session::{Page, SignedIn};
use crate::problem::Problem;
use crate::state::Server;
use admit_core::base::limits::AUDIT_PAGE;
use admit_core::ports::store::{AuditQuery, Scope};
use admit_core::report::{audit, json};
use axum::extract::State;
use std::io::{self, Write};

/// The file.
pub async fn export(State(server): State<Server>, who: SignedIn) -> Page {
    who.needs(&server, Scope::SettingsWrite)?;
    let asked = who.asked();
    let (is_csv, kind) = match asked.text("format") {
        "csv" => (true, "text/csv; charset=utf-8"),
        "jsonl" => (false, "application/x-ndjson"),
        _ => {
            let problem = Problem::not_found("The audit trail is to be had as csv and as jsonl.");
            return Err(who.fault(&server, problem));
        }
    };
    let query = AuditQuery {
        limit: AUDIT_PAGE,
        who: asked_for(&asked, "who"),
        what: asked_for(&asked, "what"),
        ..AuditQuery::default()
    };
    let name = if is_csv { "audit.csv" } else { "audit.jsonl" };
    let attachment = Attachment {
        kind,
        name: name.to_owned(),
    };
    let streamed = streamed(&server, &who.caller, &attachment, move |server, to| {
        write(server, query, is_csv, to)
    });
    streamed
        .await
        .map_err(|problem| who.fault(&server, problem))
}

fn write(
    server: &Server,
    mut query: AuditQuery,
    is_csv: bool,
    to: &mut dyn Write,
) -> io::Result<()> {
    if is_csv {
        writeln!(to, "{}", audit::COLUMNS.join(","))?;
    }
    loop {
        let entries = server.store().audit(&query).map_err(io::Error::other)?;
        let Some(last) = entries.last() else {
            return Ok(());
        };
        query.before = Some(last.number);
        for entry in &entries {
            if is_csv {
                writeln!(to, "{}", audit::line(entry))?;
            } else {
                writeln!(to, "{}", json::entry(entry))?;
            }
        }
    }
}
