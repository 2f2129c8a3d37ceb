//! How much there is.

use super::fault::{Fault, corrupt};
use super::findings::severity_of_number;
use super::imports::mode_named;
use super::settings;
use admit_core::findings::tally::RuleCount;
use admit_core::ports::store::{ImportState, JobKind, JobState, Ledger, Mode, Totals};
use rusqlite::{Connection, Row};

/// Counts it.
pub(super) fn totals(conn: &Connection) -> Result<Totals, Fault> {
    let number = |sql| conn.query_row(sql, [], |row| row.get::<_, i64>(0));
    let pages = number("PRAGMA page_count")?;
    let page_bytes = number("PRAGMA page_size")?;
    Ok(Totals {
        users: settings::get(conn, settings::USERS)?
            .unwrap_or(0)
            .unsigned_abs(),
        imports: imports(conn)?,
        rows: rows(conn)?,
        findings: findings(conn)?,
        jobs: jobs(conn)?,
        bytes: (pages * page_bytes).unsigned_abs(),
    })
}

/// How often there is each of two things together.
type Counted<A, B> = Vec<((A, B), u64)>;

fn imports(conn: &Connection) -> Result<Counted<Mode, ImportState>, Fault> {
    let mut statement = conn.prepare_cached(
        "SELECT dry_run, state, count(*) FROM imports
         GROUP BY dry_run, state ORDER BY dry_run DESC, state",
    )?;
    let mut rows = statement.query([])?;
    let mut counted = Vec::new();
    while let Some(row) = rows.next()? {
        let name: String = row.get(1)?;
        let state = ImportState::of_name(&name)
            .ok_or_else(|| corrupt("imports", "state", &"some", &name))?;
        counted.push(((mode_named(row.get(0)?), state), count(row, 2)?));
    }
    Ok(counted)
}

fn rows(conn: &Connection) -> Result<Ledger, Fault> {
    let ledger = conn.query_row(
        "SELECT total(rows_read), total(created), total(updated), total(unchanged),
            total(rejected), total(not_reached)
         FROM imports WHERE NOT dry_run",
        [],
        |row| {
            let count = |place| row.get::<_, f64>(place).map(|count| count as u64);
            Ok(Ledger {
                read: count(0)?,
                created: count(1)?,
                updated: count(2)?,
                unchanged: count(3)?,
                rejected: count(4)?,
                not_reached: count(5)?,
            })
        },
    )?;
    Ok(ledger)
}

fn findings(conn: &Connection) -> Result<Vec<RuleCount>, Fault> {
    let mut statement = conn.prepare_cached(
        "SELECT rule, severity, sum(count) FROM import_counts JOIN imports ON number = import
         WHERE NOT dry_run GROUP BY rule, severity ORDER BY rule, severity DESC",
    )?;
    let mut rows = statement.query([])?;
    let mut counted = Vec::new();
    while let Some(row) = rows.next()? {
        let (code, severity): (String, i64) = (row.get(0)?, row.get(1)?);
        let severity = severity_of_number(severity)
            .ok_or_else(|| corrupt("import_counts", "severity", &code, &severity))?;
        let count = count(row, 2)?;
        counted.push(RuleCount {
            code,
            severity,
            count,
        });
    }
    Ok(counted)
}

fn jobs(conn: &Connection) -> Result<Counted<JobKind, JobState>, Fault> {
    let mut statement = conn.prepare_cached(
        "SELECT kind, state, count(*) FROM jobs WHERE finished IS NULL
         GROUP BY kind, state ORDER BY kind, state",
    )?;
    let mut rows = statement.query([])?;
    let mut counted = Vec::new();
    while let Some(row) = rows.next()? {
        let (kind, state): (String, String) = (row.get(0)?, row.get(1)?);
        let wrong = |column, value: &String| corrupt("jobs", column, &"some", value);
        let kind = JobKind::of_name(&kind).ok_or_else(|| wrong("kind", &kind))?;
        let state = JobState::of_name(&state).ok_or_else(|| wrong("state", &state))?;
        counted.push(((kind, state), count(row, 2)?));
    }
    Ok(counted)
}

fn count(row: &Row<'_>, place: usize) -> Result<u64, Fault> {
    Ok(row.get::<_, i64>(place)?.unsigned_abs())
}
