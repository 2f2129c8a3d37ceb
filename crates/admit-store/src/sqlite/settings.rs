//! The table of switches and counters.

use super::fault::Fault;
use rusqlite::{Connection, OptionalExtension};

/// How many users there are. Counting them would read every page of them.
pub(super) const USERS: &str = "users";
/// The highest user number that was ever given.
pub(super) const RESERVED_TO: &str = "reserved_to";
/// How many claims stand in no list, because they were made before there was one.
pub(super) const UNLISTED_CLAIMS: &str = "claims_pending";
/// The number of the lock that is held, or was held last.
pub(super) const IMPORT_LOCK: &str = "import_lock";
/// Whether users without an organization join the default one.
pub(super) const AUTO_JOIN: &str = "auto_join";
/// The highest number of an import that was forgotten.
pub(super) const FORGOTTEN_IMPORT: &str = "forgotten_import";
/// The highest number of an organization that was removed.
pub(super) const REMOVED_ORGANIZATION: &str = "removed_organization";
/// The highest number of a role that was removed.
pub(super) const REMOVED_ROLE: &str = "removed_role";
/// The highest number of a permission that was removed.
pub(super) const REMOVED_PERMISSION: &str = "removed_permission";
/// Whether sign-in by password is switched on.
pub(super) const PASSWORD_CONNECTION: &str = "password_connection";
/// Whether people who have to set a password are told so at once.
pub(super) const TELLS_AT_ONCE: &str = "tells_at_once";
/// What the dearest check of a password so far costs, in microseconds.
pub(super) const DEAREST_CHECK: &str = "dearest_check_microseconds";

/// How many batches brought hashes as they were imported.
pub(super) const HASHES_WRITTEN: &str = "hashes_written";
/// What that was when every fast digest was last wrapped.
pub(super) const HARDENED_AT: &str = "hardened_at";

/// The value of this name, if it was ever set.
pub(super) fn get(conn: &Connection, name: &str) -> Result<Option<i64>, Fault> {
    let mut statement = conn.prepare_cached("SELECT value FROM settings WHERE name = ?1")?;
    Ok(statement.query_row([name], |row| row.get(0)).optional()?)
}

/// Sets the value of this name.
pub(super) fn set(conn: &Connection, name: &str, value: i64) -> Result<(), Fault> {
    let mut statement = conn.prepare_cached(
        "INSERT INTO settings (name, value) VALUES (?1, ?2)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )?;
    statement.execute((name, value))?;
    Ok(())
}

/// Adds to a counter, which never falls below 0.
pub(super) fn add(conn: &Connection, name: &str, difference: i64) -> Result<(), Fault> {
    if difference == 0 {
        return Ok(());
    }
    let value = get(conn, name)?.unwrap_or(0) + difference;
    set(conn, name, value.max(0))
}
