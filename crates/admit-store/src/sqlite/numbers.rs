//! Numbers of users. Each is given once.

use super::fault::Fault;
use super::settings;
use admit_core::users::user::UserKey;
use rusqlite::Connection;

/// The highest number of a user that exists, 0 for none.
pub(super) fn highest_user(conn: &Connection) -> Result<UserKey, Fault> {
    let mut statement = conn.prepare_cached("SELECT coalesce(max(key), 0) FROM users")?;
    Ok(statement.query_row([], |row| row.get::<_, i64>(0))? as UserKey)
}

/// The highest number of a user, or the highest that was given.
pub(super) fn last_user(conn: &Connection) -> Result<UserKey, Fault> {
    let given = settings::get(conn, settings::RESERVED_TO)?.unwrap_or(0) as UserKey;
    Ok(highest_user(conn)?.max(given))
}

/// Gives so many numbers; answers with the first.
pub(super) fn reserve(conn: &Connection, count: u64) -> Result<UserKey, Fault> {
    let last = last_user(conn)?;
    settings::set(conn, settings::RESERVED_TO, (last + count) as i64)?;
    Ok(last + 1)
}

/// Sees to it that no number up to this one is given again.
pub(super) fn never_again(conn: &Connection, user: UserKey) -> Result<(), Fault> {
    let given = settings::get(conn, settings::RESERVED_TO)?.unwrap_or(0);
    settings::set(conn, settings::RESERVED_TO, given.max(user as i64))
}
