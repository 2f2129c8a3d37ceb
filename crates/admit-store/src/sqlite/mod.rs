//! SQLite: one connection that writes, and as many that read as are asked for
//! at once.

mod access;
mod apply;
mod asking;
mod audit;
pub(crate) mod backup;
mod changes_ahead;
mod claims;
mod encoding;
mod ended_grants;
mod fault;
mod findings;
mod forgetting;
mod hand_writes;
mod history;
mod idempotency;
mod identifiers;
mod imports;
mod jobs;
mod maintenance;
mod mappings;
mod migrations;
mod numbers;
mod operators;
mod outbox;
mod outcomes;
mod removals;
mod search;
mod session;
mod settings;
mod sign_ins;
pub(crate) mod sources;
mod tokens;
mod totals;
mod uploads;
mod user_sessions;
mod users;

use crate::limits::{
    BUSY_TIMEOUT, CHECKPOINT_PAGES, PAGE_BYTES, READER_CACHE_KIB, READERS_MAX, STATEMENTS_MAX,
    WRITER_CACHE_KIB,
};
use admit_core::ports::store::StoreError;
use fault::{Fault, reason};
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A directory in an SQLite database.
#[derive(Debug)]
pub struct SqliteStore {
    /// The database's file, absolute.
    path: PathBuf,
    /// Which file it is, whatever has its path; nothing where that is not known.
    file: Option<FileId>,
    /// Reads only, where nothing can be written.
    writer: Mutex<Connection>,
    idle_readers: Mutex<Vec<Connection>>,
}

impl SqliteStore {
    /// Opens the database in this file, creating it if it is not there.
    pub fn open(path: &Path) -> Result<SqliteStore, StoreError> {
        let database = path.display().to_string();
        let unavailable = |reason: String| StoreError::Unavailable {
            database: database.clone(),
            reason,
        };
        if path.is_dir() {
            return Err(unavailable("it is a folder; name a file in it".to_owned()));
        }
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
            return Err(unavailable(format!(
                "there is no folder {}",
                folder.display()
            )));
        }
        create(path).map_err(|error| unavailable(error.to_string()))?;
        let writer = in_turn(path, || open_writer(path, &database));
        let writer = writer.or_else(|fault| {
            if cannot_write(&fault) {
                return open_read_only(path, &database).map_err(|_| fault);
            }
            Err(fault)
        });
        let writer = writer.map_err(|fault| match fault {
            Fault::Statement(error) => match error.sqlite_error_code() {
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
                Some(ErrorCode::NotADatabase) => {
                    unavailable("the file is not a database; name another file".to_owned())
                }
                Some(ErrorCode::DiskFull) => StoreError::Full {
                    doing: "creating the database",
                },
                _ => unavailable(reason(&error)),
            },
            Fault::Described(error) => error,
        })?;
        let path = path
            .canonicalize()
            .map_err(|error| unavailable(error.to_string()))?;
        Ok(SqliteStore {
            file: file_at(&path),
            path,
            writer: Mutex::new(writer),
            idle_readers: Mutex::new(Vec::new()),
        })
    }

    /// Goes on only while the file that is open is the one at its path: what is written to
    /// another one nobody finds again.
    fn is_in_place(&self) -> Result<(), StoreError> {
        if self.file == file_at(&self.path) {
            return Ok(());
        }
        Err(StoreError::Unavailable {
            database: self.path.display().to_string(),
            reason: "its file was moved away or replaced while it was open; put it back, or \
                     start again with the one that is meant"
                .to_owned(),
        })
    }

    fn writer(&self) -> MutexGuard<'_, Connection> {
        // A transaction that was cut short by a panic has been rolled back.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `work` in a transaction that may write, and commits it.
    fn write<T>(
        &self,
        doing: &'static str,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
        self.is_in_place()?;
        let mut writer = self.writer();
        let result = (|| {
            let tx = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let answer = work(&tx)?;
            tx.commit()?;
            Ok(answer)
        })();
        result.map_err(|fault: Fault| fault.doing(doing))
    }

    /// Runs `work` on one state of the database, beside whatever is written.
    fn read<T>(
        &self,
        doing: &'static str,
        work: impl FnOnce(&Connection) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
        let idle = self.readers().pop();
        let result = (|| {
            let reader = match idle {
                Some(reader) => reader,
                None => self.open_reader()?,
            };
            let tx = reader.unchecked_transaction()?;
            let answer = work(&tx)?;
            tx.finish()?;
            Ok((answer, reader))
        })();
        let (answer, reader) = result.map_err(|fault: Fault| fault.doing(doing))?;
        let mut idle = self.readers();
        if idle.len() < READERS_MAX {
            idle.push(reader);
        }
        Ok(answer)
    }

    fn open_reader(&self) -> Result<Connection, Fault> {
        if self.writer().is_readonly("main")? {
            return open_read_only(&self.path, &self.path.display().to_string());
        }
        in_turn(&self.path, || open_reader(&self.path))
    }

    fn readers(&self) -> MutexGuard<'_, Vec<Connection>> {
        let readers = self.idle_readers.lock();
        readers.unwrap_or_else(PoisonError::into_inner)
    }

    /// The same without waiting for anybody: who signs in does not wait for somebody else's
    /// import.
    fn checkpoint_unless_busy(&self) {
        let writer = self.writer();
        if writer.busy_timeout(Duration::ZERO).is_ok() {
            let _ = writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        }
        let _ = writer.busy_timeout(BUSY_TIMEOUT);
    }

    /// Copies the write-ahead log into the database and empties it. If somebody
    /// is reading what is in it, it stays for the next time.
    fn checkpoint(&self) {
        let _ = self
            .writer()
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    }
}

/// The device and the number of a file.
type FileId = (u64, u64);

/// Which file is at a path.
#[cfg(unix)]
fn file_at(path: &Path) -> Option<FileId> {
    use std::os::unix::fs::MetadataExt;
    let file = std::fs::metadata(path).ok()?;
    Some((file.dev(), file.ino()))
}

/// Which file is at a path: here that is not known.
#[cfg(not(unix))]
fn file_at(_: &Path) -> Option<FileId> {
    None
}

/// Opens a connection; waits for its turn when others create the database at
/// the same moment. Changing to a write-ahead log and recovering one are steps
/// in which SQLite answers "busy" at once.
fn in_turn(path: &Path, open: impl Fn() -> Result<Connection, Fault>) -> Result<Connection, Fault> {
    let began = Instant::now();
    loop {
        match open() {
            Err(fault) if is_busy(&fault) && began.elapsed() < BUSY_TIMEOUT => {
                // Mostly a transaction can wait for the others.
                let conn = Connection::open(path)?;
                conn.busy_timeout(BUSY_TIMEOUT)?;
                let _ = conn.execute_batch("BEGIN IMMEDIATE; COMMIT");
            }
            other => return other,
        }
    }
}

fn is_busy(fault: &Fault) -> bool {
    let code = match fault {
        Fault::Statement(error) => error.sqlite_error_code(),
        Fault::Described(error) => return matches!(error, StoreError::Busy),
    };
    matches!(
        code,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
    )
}

fn open_writer(path: &Path, database: &str) -> Result<Connection, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(BUSY_TIMEOUT)?;
    // Counts only as long as the file is empty.
    conn.pragma_update(None, "page_size", PAGE_BYTES)?;
    let behind = migrations::is_behind(&conn, database)?;
    let mode: String = conn.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(Fault::Described(StoreError::Unavailable {
            database: database.to_owned(),
            reason: "its file system has no room for a write-ahead log; \
                     put the database on a local disk"
                .to_owned(),
        }));
    }
    // What is removed or replaced is overwritten, and not only given free.
    conn.pragma_update(None, "secure_delete", "ON")?;
    // What was reported as done must be there after a power cut.
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
    set_up(&conn, WRITER_CACHE_KIB)?;
    if behind {
        let place = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        migrations::migrate(&mut conn, database, || session::lock_file(&place))?;
    }
    Ok(conn)
}

fn open_reader(path: &Path) -> Result<Connection, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(BUSY_TIMEOUT)?;
    conn.pragma_update(None, "query_only", true)?;
    set_up(&conn, READER_CACHE_KIB)?;
    Ok(conn)
}

/// Makes the file if it is not there: SQLite would let others read it, and gives the
/// files beside it the permissions of this one.
fn create(path: &Path) -> std::io::Result<()> {
    if path.exists() {
        return Ok(());
    }
    let mut options = std::fs::File::options();
    // Not only where nothing stands yet: a link may, to a file that is not there.
    session::private(options.create(true).truncate(false).write(true));
    options.open(path).map(drop)
}

/// Whether it failed because nothing can be written there.
fn cannot_write(fault: &Fault) -> bool {
    let Fault::Statement(error) = fault else {
        return false;
    };
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied)
    )
}

/// Opens a database where nothing can be written, so that it can at least be read.
/// Without a log nobody else is writing to it, and no file is needed beside it.
fn open_read_only(path: &Path, database: &str) -> Result<Connection, Fault> {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let has_log = std::fs::metadata(log).is_ok_and(|log| log.len() > 0);
    let name = path.to_string_lossy();
    let name = name.replace('%', "%25").replace('#', "%23");
    let how = if has_log { "mode=ro" } else { "immutable=1" };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(format!("file:{name}?{how}"), flags)?;
    conn.busy_timeout(BUSY_TIMEOUT)?;
    if migrations::is_behind(&conn, database)? {
        return Err(Fault::Described(StoreError::Unavailable {
            database: database.to_owned(),
            reason: "an older version of Admit wrote it, and it cannot be brought up to date \
                     where nothing can be written"
                .to_owned(),
        }));
    }
    set_up(&conn, READER_CACHE_KIB)?;
    Ok(conn)
}

fn set_up(conn: &Connection, cache_kib: u32) -> Result<(), Fault> {
    conn.pragma_update(None, "cache_size", -i64::from(cache_kib))?;
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use admit_core::ports::store::{HandWrites, Users};
    use admit_core::users::change::{Applied, NewUser, Write};
    use admit_core::users::user::{IdentifierKind, Identity, UserRow, public_id};
    use std::time::Duration;
    use tempfile::TempDir;

    fn new_store() -> (TempDir, SqliteStore) {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&folder.path().join("admit.db")).unwrap();
        (folder, store)
    }

    fn write(store: &SqliteStore, keys: std::ops::Range<u64>) -> Result<Vec<Applied>, StoreError> {
        let writes: Vec<Write> = keys
            .map(|key| {
                let new = NewUser {
                    key,
                    id: public_id(0, key, 0),
                    row: UserRow {
                        identities: vec![Identity::new(IdentifierKind::Id, key.to_string())],
                        last_name: Some("x".repeat(500)),
                        ..UserRow::default()
                    },
                    memberships: Vec::new(),
                    password: None,
                };
                Write::Create(Box::new(new))
            })
            .collect();
        store.write_by_hand(0, &writes)
    }

    #[test]
    fn a_full_disk_undoes_the_batch() {
        let (_folder, store) = new_store();
        write(&store, 1..100).unwrap();
        let pages = |count: i64| {
            let pragma = format!("PRAGMA max_page_count = {count}");
            store.writer().query_row(&pragma, [], |_| Ok(())).unwrap();
        };
        pages(60);
        let result = write(&store, 100..5000);
        assert!(
            matches!(
                result,
                Err(StoreError::Full {
                    doing: "writing users"
                })
            ),
            "{result:?}"
        );
        assert_eq!(store.count().unwrap(), 99);
        assert_eq!(store.users(&[99, 100]).unwrap().iter().flatten().count(), 1);
        // Once there is room again, the same batch goes through.
        pages(1_000_000);
        write(&store, 100..5000).unwrap();
        assert_eq!(store.count().unwrap(), 4999);
    }

    #[test]
    fn a_database_that_cannot_be_written_can_be_read() {
        let (folder, store) = new_store();
        write(&store, 1..5).unwrap();
        let path = store.path.clone();
        let database = path.display().to_string();
        // While somebody else has it open, and afterwards.
        for is_open in [true, false] {
            let conn = open_read_only(&path, &database).unwrap();
            assert!(conn.is_readonly("main").unwrap());
            let store = SqliteStore {
                file: file_at(&path),
                path: path.clone(),
                writer: Mutex::new(conn),
                idle_readers: Mutex::default(),
            };
            assert_eq!(store.count().unwrap(), 4, "{is_open}");
            let refused = write(&store, 5..6).unwrap_err().to_string();
            assert!(refused.contains("can only be read"), "{refused}");
            if is_open {
                store.checkpoint();
                drop(SqliteStore::open(&path).unwrap());
            }
        }
        drop(folder);
    }

    #[test]
    fn a_database_that_somebody_writes_to_is_busy() {
        let (_folder, store) = new_store();
        store.writer().busy_timeout(Duration::ZERO).unwrap();
        let other = Connection::open(&store.path).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        assert!(matches!(write(&store, 1..2), Err(StoreError::Busy)));
        // Reading goes on meanwhile.
        assert_eq!(store.count().unwrap(), 0);
        other.execute_batch("COMMIT").unwrap();
        write(&store, 1..2).unwrap();
    }
}
