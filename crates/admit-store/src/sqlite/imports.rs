//! The history of imports, and the lock that lets one run at a time.

use super::fault::{Fault, corrupt};
use super::findings::{severity_number, severity_of_number};
use super::session::SqliteSession;
use super::{SqliteStore, changes_ahead, claims, findings, outcomes, settings};
use admit_core::findings::tally::RuleCount;
use admit_core::ports::store::{
    Checkpoint, FindingQuery, Forgotten, ImportQuery, ImportRecord, ImportSession, ImportState,
    Imports, Ledger, Mode, RowOutcome, StoreError, StoredFinding, import_of_text,
};
use admit_core::users::changes::Changes;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;
use uuid::fmt::Hyphenated;

const READING: &str = "reading the history of imports";
pub(super) const WRITING: &str = "writing the history of imports";

impl Imports for SqliteStore {
    fn lock(&self) -> Result<Box<dyn ImportSession + '_>, StoreError> {
        Ok(Box::new(SqliteSession::begin(self)?))
    }

    fn begin_check(&self, record: &ImportRecord) -> Result<u64, StoreError> {
        self.write(WRITING, |tx| begin(tx, record))
    }

    fn record_check(&self, import: u64, checkpoint: &Checkpoint) -> Result<(), StoreError> {
        self.write(WRITING, |tx| {
            must_be(tx, import, Mode::Check)?;
            store(tx, import, checkpoint)
        })?;
        let state = checkpoint.record.as_ref().map(|record| record.state);
        if state == Some(ImportState::Complete) {
            self.checkpoint();
        }
        Ok(())
    }

    fn record_changes(&self, import: u64, changes: &Changes) -> Result<(), StoreError> {
        self.write(WRITING, |tx| {
            must_be(tx, import, Mode::Check)?;
            changes_ahead::store(tx, import, changes)
        })
    }

    fn changes_ahead(&self, import: u64) -> Result<Option<Changes>, StoreError> {
        self.read(READING, |conn| changes_ahead::of(conn, import))
    }

    fn imports(&self, query: &ImportQuery) -> Result<Vec<ImportRecord>, StoreError> {
        self.read(READING, |conn| {
            let sql = format!(
                "{SELECT_IMPORT} WHERE (?1 IS NULL OR digest = ?1)
                   AND (?2 IS NULL OR state = ?2) AND (?3 IS NULL OR number < ?3)
                 ORDER BY number DESC LIMIT ?4"
            );
            let mut statement = conn.prepare_cached(&sql)?;
            let mut rows = statement.query(params![
                query.digest,
                query.state.map(ImportState::name),
                query.before.map(|before| before as i64),
                i64::try_from(query.limit).unwrap_or(i64::MAX),
            ])?;
            let mut imports = Vec::new();
            while let Some(row) = rows.next()? {
                imports.push(import(conn, row)?);
            }
            Ok(imports)
        })
    }

    fn import(&self, id: &str) -> Result<Option<ImportRecord>, StoreError> {
        self.read(READING, |conn| {
            let Some(number) = number_of(conn, id)? else {
                return Ok(None);
            };
            let sql = format!("{SELECT_IMPORT} WHERE number = ?1");
            let mut statement = conn.prepare_cached(&sql)?;
            let mut rows = statement.query([number])?;
            match rows.next()? {
                Some(row) => Ok(Some(import(conn, row)?)),
                None => Ok(None),
            }
        })
    }

    fn imports_of(&self, ids: &[Uuid]) -> Result<Vec<ImportRecord>, StoreError> {
        self.read(READING, |conn| {
            let sql = format!("{SELECT_IMPORT} WHERE id = ?1");
            let mut statement = conn.prepare_cached(&sql)?;
            let mut found = Vec::new();
            for id in ids {
                let mut rows = statement.query([id.as_bytes()])?;
                while let Some(row) = rows.next()? {
                    found.push(import(conn, row)?);
                }
            }
            Ok(found)
        })
    }

    fn findings(
        &self,
        import: u64,
        query: &FindingQuery,
    ) -> Result<Vec<StoredFinding>, StoreError> {
        self.read("reading findings", |conn| {
            findings::page(conn, import, query)
        })
    }

    fn outcomes(&self, import: u64, visit: &mut dyn FnMut(RowOutcome)) -> Result<(), StoreError> {
        self.read(READING, |conn| outcomes::visit(conn, import, visit))
    }

    fn forget_import(&self, id: Uuid) -> Result<Forgotten, StoreError> {
        self.forget(id)
    }
}

/// The number of the import of this id, or of the only one whose id begins or ends so.
fn number_of(conn: &Connection, id: &str) -> Result<Option<i64>, Fault> {
    if id.trim().len() == Hyphenated::LENGTH
        && let Ok(whole) = Uuid::try_parse(id.trim())
    {
        let sql = "SELECT number FROM imports WHERE id = ?1 ORDER BY number LIMIT 1";
        let mut statement = conn.prepare_cached(sql)?;
        let found = statement.query_row([whole.as_bytes()], |row| row.get(0));
        return Ok(found.optional()?);
    }
    let mut ids = Vec::new();
    let mut statement = conn.prepare_cached("SELECT number, id FROM imports ORDER BY number")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(0)?;
        ids.push((number, import_id(row, 1, number)?));
    }
    Ok(import_of_text(id, ids.into_iter()))
}

/// Begins an import or a check; answers with its number.
pub(super) fn begin(conn: &Connection, record: &ImportRecord) -> Result<u64, Fault> {
    let mut statement = conn.prepare_cached(
        "INSERT INTO imports (number, id, file, path, digest, settings, dry_run, state, started,
            seconds, rows_done, rows_read, created, updated, unchanged, rejected,
            not_reached)
         SELECT max(coalesce(max(number), 0), ?9) + 1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, 0, 0, 0, 0, 0, 0, 0
         FROM imports",
    )?;
    let forgotten = settings::get(conn, settings::FORGOTTEN_IMPORT)?.unwrap_or(0);
    let number = statement.insert(params![
        &record.id.as_bytes()[..],
        record.file,
        record.path,
        record.digest,
        record.choices,
        record.mode == Mode::Check,
        record.state.name(),
        record.started,
        forgotten,
    ])? as u64;
    store_record(conn, number, record)?;
    Ok(number)
}

/// Imports that were running when their process died are stopped, not running.
pub(super) fn end_dead(conn: &Connection) -> Result<(), Fault> {
    let sql = "UPDATE imports SET state = ?1 WHERE NOT dry_run AND state IN (?2, ?3)";
    let [stopped, checking, applying] = [
        ImportState::Stopped,
        ImportState::Checking,
        ImportState::Applying,
    ]
    .map(ImportState::name);
    conn.execute(sql, (stopped, checking, applying))?;
    Ok(())
}

/// Stores how far an import has come, for its session.
pub(super) fn store_checkpoint(
    conn: &Connection,
    import: u64,
    checkpoint: &Checkpoint,
) -> Result<(), Fault> {
    must_be(conn, import, Mode::Import)?;
    let state = checkpoint.record.as_ref().map(|record| record.state);
    if state == Some(ImportState::Complete) {
        // Every user that it claimed for is there, or was given up.
        claims::forget(conn, import)?;
    }
    store(conn, import, checkpoint)
}

/// Begins an import again that wrote no user.
pub(super) fn begin_anew(conn: &Connection, record: &ImportRecord) -> Result<(), Fault> {
    must_be(conn, record.number, Mode::Import)?;
    outcomes::forget(conn, record.number)?;
    findings::forget(conn, record.number)?;
    store_record(conn, record.number, record)
}

/// An import is recorded by the session that holds the lock, and a check without one.
pub(super) fn must_be(conn: &Connection, import: u64, mode: Mode) -> Result<(), Fault> {
    let Some(own) = mode_of(conn, import)? else {
        return Err(Fault::Described(StoreError::ImportForgotten));
    };
    assert!(
        own == mode,
        "an import is recorded by its session, and a check without one"
    );
    Ok(())
}

/// Whether an import wrote users, if there is such an import.
pub(super) fn mode_of(conn: &Connection, import: u64) -> Result<Option<Mode>, Fault> {
    let is_check: Option<bool> = conn
        .prepare_cached("SELECT dry_run FROM imports WHERE number = ?1")?
        .query_row([import as i64], |row| row.get(0))
        .optional()?;
    Ok(is_check.map(mode_named))
}

pub(super) fn mode_named(is_check: bool) -> Mode {
    if is_check { Mode::Check } else { Mode::Import }
}

/// Adds outcomes and findings, and brings the record up to date.
fn store(conn: &Connection, import: u64, checkpoint: &Checkpoint) -> Result<(), Fault> {
    outcomes::store(conn, import, &checkpoint.outcomes)?;
    findings::store(conn, import, &checkpoint.findings)?;
    match &checkpoint.record {
        Some(record) => store_record(conn, import, record),
        None => Ok(()),
    }
}

fn store_record(conn: &Connection, import: u64, record: &ImportRecord) -> Result<(), Fault> {
    let import = import as i64;
    let ledger = &record.ledger;
    let mut statement = conn.prepare_cached(
        "UPDATE imports SET state = ?2, finished = ?3, seconds = ?4, rows_done = ?5,
            rows_read = ?6, created = ?7, updated = ?8, unchanged = ?9, rejected = ?10,
            not_reached = ?11
         WHERE number = ?1",
    )?;
    let changed = statement.execute(params![
        import,
        record.state.name(),
        record.finished,
        record.seconds,
        record.rows_done as i64,
        ledger.read as i64,
        ledger.created as i64,
        ledger.updated as i64,
        ledger.unchanged as i64,
        ledger.rejected as i64,
        ledger.not_reached as i64,
    ])?;
    assert!(
        changed == 1,
        "progress is stored only for an import that was begun"
    );
    conn.prepare_cached("DELETE FROM import_counts WHERE import = ?1")?
        .execute([import])?;
    let mut statement = conn.prepare_cached(
        "INSERT INTO import_counts (import, position, rule, severity, count)
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (position, count) in (1_i64..).zip(&record.counts) {
        statement.execute(params![
            import,
            position,
            count.code,
            severity_number(count.severity),
            count.count as i64,
        ])?;
    }
    Ok(())
}

const SELECT_IMPORT: &str = "SELECT number, id, file, path, digest, settings, dry_run, state,
    started, finished, seconds, rows_done, rows_read, created, updated, unchanged, rejected,
    not_reached FROM imports";

fn import(conn: &Connection, row: &Row<'_>) -> Result<ImportRecord, Fault> {
    let number: i64 = row.get(0)?;
    let count = |index| Ok::<_, Fault>(row.get::<_, i64>(index)? as u64);
    let state: String = row.get(7)?;
    Ok(ImportRecord {
        number: number as u64,
        id: import_id(row, 1, number)?,
        file: row.get(2)?,
        path: row.get(3)?,
        digest: row.get(4)?,
        choices: row.get(5)?,
        mode: mode_named(row.get(6)?),
        state: ImportState::of_name(&state)
            .ok_or_else(|| corrupt("imports", "state", &number, &state))?,
        started: row.get(8)?,
        finished: row.get(9)?,
        seconds: row.get(10)?,
        rows_done: count(11)?,
        ledger: Ledger {
            read: count(12)?,
            created: count(13)?,
            updated: count(14)?,
            unchanged: count(15)?,
            rejected: count(16)?,
            not_reached: count(17)?,
        },
        counts: counts(conn, number)?,
    })
}

fn import_id(row: &Row<'_>, column: usize, number: i64) -> Result<Uuid, Fault> {
    let bytes: Vec<u8> = row.get(column)?;
    Uuid::from_slice(&bytes).map_err(|error| corrupt("imports", "id", &number, &error))
}

fn counts(conn: &Connection, import: i64) -> Result<Vec<RuleCount>, Fault> {
    let mut statement = conn.prepare_cached(
        "SELECT rule, severity, count FROM import_counts WHERE import = ?1 ORDER BY position",
    )?;
    let mut rows = statement.query([import])?;
    let mut counts = Vec::new();
    while let Some(row) = rows.next()? {
        let severity: i64 = row.get(1)?;
        counts.push(RuleCount {
            code: row.get(0)?,
            severity: severity_of_number(severity)
                .ok_or_else(|| corrupt("import_counts", "severity", &import, &severity))?,
            count: row.get::<_, i64>(2)? as u64,
        });
    }
    Ok(counts)
}
