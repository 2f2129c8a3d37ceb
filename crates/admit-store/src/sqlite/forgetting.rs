//! Forgetting imports that wrote no user.
//!
//! There may be very many findings, and others want to write meanwhile: the record goes
//! first, and what was found in one transaction after the other. What is cut short is
//! gone on with when the next import is forgotten.

use super::fault::Fault;
use super::{SqliteStore, findings, outcomes, settings};
use crate::limits::FORGOTTEN_AT_ONCE;
use admit_core::ports::store::{Forgotten, StoreError};
use rusqlite::{Connection, OptionalExtension};
use uuid::Uuid;

const DOING: &str = "removing an import from the history";

impl SqliteStore {
    /// Forgets the import of this id.
    pub(super) fn forget(&self, id: Uuid) -> Result<Forgotten, StoreError> {
        let forgotten = self.write(DOING, |tx| forget_record(tx, id))?;
        self.forget_what_was_found()?;
        Ok(forgotten)
    }

    /// Forgets what was found by imports whose records are forgotten.
    pub(super) fn forget_what_was_found(&self) -> Result<(), StoreError> {
        while let Some(import) = self.read(DOING, left_over)? {
            self.write(DOING, |tx| forget_some(tx, import))?;
        }
        Ok(())
    }
}

/// Whether an import has created or changed users, by its number; nothing if there is none.
pub(super) fn has_written(conn: &Connection, id: Uuid) -> Result<Option<(i64, bool)>, Fault> {
    let mut statement = conn.prepare_cached(
        "SELECT number, NOT dry_run AND (created + updated > 0
            OR EXISTS (SELECT 1 FROM changes WHERE changes.import = number))
         FROM imports WHERE id = ?1",
    )?;
    let found = statement.query_row([id.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)));
    Ok(found.optional()?)
}

/// Forgets the record of an import; what it found is to be forgotten next.
pub(super) fn forget_record(conn: &Connection, id: Uuid) -> Result<Forgotten, Fault> {
    let import = match has_written(conn, id)? {
        None => return Ok(Forgotten::NotThere),
        Some((_, true)) => return Ok(Forgotten::WroteUsers),
        Some((import, false)) => import,
    };
    for sql in [
        "DELETE FROM import_counts WHERE import = ?1",
        "DELETE FROM changes_ahead WHERE import = ?1",
        "DELETE FROM imports WHERE number = ?1",
        "INSERT INTO forgotten_imports (number) VALUES (?1)",
    ] {
        conn.prepare_cached(sql)?.execute([import])?;
    }
    let before = settings::get(conn, settings::FORGOTTEN_IMPORT)?.unwrap_or(0);
    settings::set(conn, settings::FORGOTTEN_IMPORT, before.max(import))?;
    Ok(Forgotten::Done)
}

/// An import that was forgotten and of which something is left.
fn left_over(conn: &Connection) -> Result<Option<i64>, Fault> {
    let mut statement = conn.prepare_cached("SELECT number FROM forgotten_imports LIMIT 1")?;
    Ok(statement.query_row([], |row| row.get(0)).optional()?)
}

fn forget_some(conn: &Connection, import: i64) -> Result<(), Fault> {
    if findings::forget_some(conn, import, FORGOTTEN_AT_ONCE)? {
        return Ok(());
    }
    outcomes::forget(conn, import as u64)?;
    conn.prepare_cached("DELETE FROM forgotten_imports WHERE number = ?1")?
        .execute([import])?;
    Ok(())
}
