//! The audit trail. Its table refuses what is no addition.

use super::SqliteStore;
use super::fault::Fault;
use admit_core::ports::store::{
    Audit, AuditEntry, AuditQuery, BEFORE_THE_FIRST, NewEntry, StoreError,
};
use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};

const READING: &str = "reading the audit trail";

const COLUMNS: &str = "number, time, who, what, subject, detail, digest";

impl Audit for SqliteStore {
    fn note(&self, entry: &NewEntry, now: i64) -> Result<u64, StoreError> {
        self.write("noting in the audit trail", |tx| note(tx, entry, now))
    }

    fn audit(&self, query: &AuditQuery) -> Result<Vec<AuditEntry>, StoreError> {
        let number = |number| i64::try_from(number).unwrap_or(i64::MAX);
        let before = query.before.map_or(i64::MAX, number);
        let limit = number(query.limit);
        // Only conditions that are there, so that an index serves each of them.
        let mut sql = format!("SELECT {COLUMNS} FROM audit WHERE number < :before");
        let mut values: Vec<(&str, &dyn ToSql)> = vec![(":before", &before), (":limit", &limit)];
        if let Some(who) = &query.who {
            sql.push_str(" AND who = :who");
            values.push((":who", who));
        }
        if let Some(what) = &query.what {
            sql.push_str(" AND what = :what");
            values.push((":what", what));
        }
        if let Some(subject) = &query.subject {
            sql.push_str(" AND subject = :subject");
            values.push((":subject", subject));
        }
        sql.push_str(" ORDER BY number DESC LIMIT :limit");
        self.read(READING, |conn| {
            let mut statement = conn.prepare_cached(&sql)?;
            let rows = statement.query_map(&values[..], read)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    fn verify_audit(&self) -> Result<Option<u64>, StoreError> {
        self.read(READING, |conn| {
            let sql = format!("SELECT {COLUMNS} FROM audit ORDER BY number");
            let mut statement = conn.prepare_cached(&sql)?;
            let mut last = (0, BEFORE_THE_FIRST);
            for entry in statement.query_map([], read)? {
                let entry = match entry {
                    Err(error) if error.sqlite_error_code().is_some() => return Err(error.into()),
                    // One that cannot be read was not noted so.
                    entry => entry.ok().filter(|entry| entry.follows(last.0, &last.1)),
                };
                let Some(entry) = entry else {
                    return Ok(Some(last.0 + 1));
                };
                last = (entry.number, entry.digest);
            }
            Ok((highest(conn)? > last.0).then_some(last.0 + 1))
        })
    }
}

/// Notes an entry; answers with its number.
pub(super) fn note(conn: &Connection, entry: &NewEntry, now: i64) -> Result<u64, Fault> {
    let last = conn
        .prepare_cached("SELECT number, digest FROM audit ORDER BY number DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get::<_, i64>(0)? as u64, row.get(1)?)))
        .optional()?;
    let (number, digest) = last.unwrap_or((0, BEFORE_THE_FIRST));
    // After entries that somebody took away, the next one leaves a gap.
    let number = number.max(highest(conn)?);
    let entry = AuditEntry::after(number, &digest, entry, now);
    conn.prepare_cached(
        "INSERT INTO audit (number, time, who, what, subject, detail, digest)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        entry.number as i64,
        entry.time,
        entry.who,
        entry.what,
        entry.subject,
        entry.detail,
        entry.digest
    ])?;
    Ok(entry.number)
}

/// The highest number that was ever given.
fn highest(conn: &Connection) -> Result<u64, Fault> {
    let mut statement =
        conn.prepare_cached("SELECT seq FROM sqlite_sequence WHERE name = 'audit'")?;
    let highest = statement.query_row([], |row| row.get::<_, i64>(0));
    Ok(highest.optional()?.unwrap_or(0) as u64)
}

fn read(row: &Row<'_>) -> rusqlite::Result<AuditEntry> {
    Ok(AuditEntry {
        number: row.get::<_, i64>(0)? as u64,
        time: row.get(1)?,
        who: row.get(2)?,
        what: row.get(3)?,
        subject: row.get(4)?,
        detail: row.get(5)?,
        digest: row.get(6)?,
    })
}
