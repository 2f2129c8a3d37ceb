//! Brings a database to the newest schema.

use super::fault::Fault;
use admit_core::ports::store::StoreError;
use rusqlite::{Connection, TransactionBehavior};

/// Marks a database as Admit's (`PRAGMA application_id`): "Admt" in ASCII.
const APPLICATION_ID: i64 = 0x4164_6d74;

/// Each one step, never edited once it has been released. The schema's version
/// (`PRAGMA user_version`) is how many of them were made.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_directory.sql"),
    include_str!("migrations/0002_undo.sql"),
    include_str!("migrations/0003_passwords.sql"),
    include_str!("migrations/0004_sign_in.sql"),
    include_str!("migrations/0005_claims.sql"),
    include_str!("migrations/0006_outcomes_of_findings.sql"),
    include_str!("migrations/0007_remembered_mappings.sql"),
    include_str!("migrations/0008_sign_in_limits.sql"),
    include_str!("migrations/0009_users_of_rows.sql"),
    include_str!("migrations/0010_operators.sql"),
    include_str!("migrations/0011_uploads_and_jobs.sql"),
    include_str!("migrations/0012_changes_ahead.sql"),
    include_str!("migrations/0013_search.sql"),
    include_str!("migrations/0014_uploads_coming.sql"),
    include_str!("migrations/0015_user_sessions.sql"),
    include_str!("migrations/0016_addresses_of_grants.sql"),
    include_str!("migrations/0017_audit_by_subject.sql"),
];

/// What a file holds, before anything in it is touched.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    /// Nothing yet.
    Empty,
    /// Admit's tables, of this version of the schema.
    Version(usize),
    /// Admit's mark, with a version that there cannot be.
    Impossible(i64),
    /// Tables of something else.
    Foreign,
}

fn look(conn: &Connection) -> Result<Found, Fault> {
    // All as of one moment: another process may be making the tables.
    let alone = conn.is_autocommit();
    let _moment = alone.then(|| conn.unchecked_transaction()).transpose()?;
    let number = |sql| conn.query_row(sql, [], |row| row.get::<_, i64>(0));
    let version = number("PRAGMA user_version")?;
    if number("PRAGMA application_id")? == APPLICATION_ID {
        return Ok(usize::try_from(version).map_or(Found::Impossible(version), Found::Version));
    }
    if version == 0 && number("SELECT count(*) FROM sqlite_schema")? == 0 {
        return Ok(Found::Empty);
    }
    Ok(Found::Foreign)
}

/// Refuses what this program must not write into. Answers whether there is
/// anything to do for [`migrate`].
pub(super) fn is_behind(conn: &Connection, database: &str) -> Result<bool, Fault> {
    let refuse = |reason: String| {
        Err(Fault::Described(StoreError::Unavailable {
            database: database.to_owned(),
            reason,
        }))
    };
    let newest = MIGRATIONS.len();
    match look(conn)? {
        Found::Empty => Ok(true),
        Found::Version(version) if version <= newest => Ok(version < newest),
        Found::Version(version) => refuse(format!(
            "a newer version of Admit wrote it (schema {version}, this program knows up to \
             {newest}); use that version or a later one"
        )),
        Found::Impossible(version) => refuse(format!(
            "it says that its schema is {version}, which no version of Admit writes; use a copy of \
             it from before"
        )),
        Found::Foreign => refuse(
            "it is the database of another program; name another file and Admit creates it"
                .to_owned(),
        ),
    }
}

/// Makes the steps that are missing, all in one transaction. `lock` keeps imports away
/// as long as what it answers is there.
pub(super) fn migrate<L>(
    conn: &mut Connection,
    database: &str,
    lock: impl FnOnce() -> Result<L, StoreError>,
) -> Result<(), Fault> {
    migrate_with(conn, database, MIGRATIONS, lock)
}

fn migrate_with<L>(
    conn: &mut Connection,
    database: &str,
    steps: &[&str],
    lock: impl FnOnce() -> Result<L, StoreError>,
) -> Result<(), Fault> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Looked at again under the lock: another process may have been faster.
    is_behind(&tx, database)?;
    let done: i64 = tx.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    // What an import of an older version has yet to write would not fit.
    let is_older = 0 < done && (done as usize) < steps.len();
    let _lock = is_older.then(lock).transpose().map_err(Fault::Described)?;
    for step in steps.iter().skip(done as usize) {
        tx.execute_batch(step)?;
    }
    tx.pragma_update(None, "user_version", steps.len() as i64)?;
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    tx.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[allow(clippy::unnecessary_wraps, reason = "it stands for one that can fail")]
    fn free() -> Result<(), StoreError> {
        Ok(())
    }

    fn tables(conn: &Connection) -> i64 {
        conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
            .unwrap()
    }

    #[test]
    fn a_step_that_fails_leaves_the_database_as_it_was() {
        let mut conn = Connection::open_in_memory().unwrap();
        let steps = [
            MIGRATIONS[0],
            "CREATE TABLE extra (a); CREATE TABLE users (a);",
        ];
        assert!(migrate_with(&mut conn, "test", &steps, free).is_err());
        assert_eq!(look(&conn).unwrap(), Found::Empty);
        assert_eq!(tables(&conn), 0);
        migrate(&mut conn, "test", free).unwrap();
        assert_eq!(look(&conn).unwrap(), Found::Version(MIGRATIONS.len()));
    }

    #[test]
    fn a_version_that_there_cannot_be_is_refused_as_it_is() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn, "test", free).unwrap();
        conn.pragma_update(None, "user_version", -1).unwrap();
        match is_behind(&conn, "test") {
            Err(Fault::Described(error)) => {
                let error = error.to_string();
                assert!(error.contains("schema is -1,"), "{error}");
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn only_the_missing_steps_are_made() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn, "test", free).unwrap();
        let before = tables(&conn);
        migrate(&mut conn, "test", free).unwrap();
        assert_eq!(tables(&conn), before);
        let mut steps = MIGRATIONS.to_vec();
        steps.push("CREATE TABLE extra (a);");
        migrate_with(&mut conn, "test", &steps, free).unwrap();
        assert_eq!(tables(&conn), before + 1);
    }
}
