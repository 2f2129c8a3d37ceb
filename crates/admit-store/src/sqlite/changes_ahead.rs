//! What checks would change of users who are there.

use super::fault::{Fault, corrupt};
use admit_core::users::changes::Changes;
use rusqlite::{Connection, OptionalExtension};

pub(super) fn store(conn: &Connection, import: u64, changes: &Changes) -> Result<(), Fault> {
    let told = serde_json::json!(changes).to_string();
    let sql = "INSERT OR REPLACE INTO changes_ahead (import, told) VALUES (?1, ?2)";
    conn.prepare_cached(sql)?.execute((import as i64, told))?;
    Ok(())
}

pub(super) fn of(conn: &Connection, import: u64) -> Result<Option<Changes>, Fault> {
    let import = import as i64;
    let sql = "SELECT told FROM changes_ahead WHERE import = ?1";
    let mut statement = conn.prepare_cached(sql)?;
    let told: Option<String> = statement.query_row([import], |row| row.get(0)).optional()?;
    let read = |told: String| {
        let changes = serde_json::from_str(&told);
        changes.map_err(|error| corrupt("changes_ahead", "told", &import, &error))
    };
    told.map(read).transpose()
}
