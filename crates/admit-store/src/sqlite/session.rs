//! Writing an import.

use super::apply::{self, Order};
use super::fault::{Fault, READ_ONLY};
use super::history::write_reversals;
use super::{SqliteStore, claims, imports, numbers, settings};
use admit_core::ports::store::{
    Checkpoint, ImportBatch, ImportRecord, ImportSession, ImportState, Mode, Reversal, Reverted,
    StoreError,
};
use admit_core::users::change::{Applied, Claim, UserUpdate};
use admit_core::users::user::UserKey;
use rusqlite::{Connection, Transaction};
use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

const CLAIMING: &str = "claiming identifiers";
const RELEASING: &str = "releasing identifiers";

/// Added to the database's name for the file that is locked while an import
/// runs. The file stays: removing it could let two in.
const LOCK_SUFFIX: &str = ".import-lock";

/// Holds the lock. The system gives it back when the file is closed, also when the
/// process is killed. Should somebody remove the file, two could hold it: so each
/// takes the next number, and whoever finds another one there has lost it.
pub(super) struct SqliteSession<'s> {
    store: &'s SqliteStore,
    lock: i64,
    /// How many numbers it has reserved.
    reserved: AtomicU64,
    _file: File,
}

impl<'s> SqliteSession<'s> {
    /// Takes the lock, and ends what died with it.
    pub(super) fn begin(store: &'s SqliteStore) -> Result<SqliteSession<'s>, StoreError> {
        let file = lock_file(&store.path)?;
        let doing = "taking the right to import";
        let lock = store.write(doing, |tx| {
            let lock = settings::get(tx, settings::IMPORT_LOCK)?.unwrap_or(0) + 1;
            settings::set(tx, settings::IMPORT_LOCK, lock)?;
            imports::end_dead(tx)?;
            claims::release_unlisted(tx)?;
            Ok(lock)
        })?;
        let session = SqliteSession {
            store,
            lock,
            reserved: AtomicU64::new(0),
            _file: file,
        };
        for import in store.read(doing, claims::imports_with_claims)? {
            session.release(import)?;
        }
        Ok(session)
    }

    /// Whether the lock is still this one's.
    fn check(&self, conn: &Connection) -> Result<(), Fault> {
        if settings::get(conn, settings::IMPORT_LOCK)? == Some(self.lock) {
            Ok(())
        } else {
            Err(Fault::Described(StoreError::LockLost))
        }
    }

    /// Runs `work` in a transaction, as long as the lock is held.
    fn write<T>(
        &self,
        doing: &'static str,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
        self.store.write(doing, |tx| {
            self.check(tx)?;
            work(tx)
        })
    }

    /// What is written with an import's last word is put where it belongs at once.
    fn rest(&self, checkpoint: &Checkpoint) {
        let state = checkpoint.record.as_ref().map(|record| record.state);
        if matches!(state, Some(ImportState::Complete | ImportState::Undone)) {
            self.store.checkpoint();
        }
    }
}

/// Opens the file that is locked, and locks it.
pub(super) fn lock_file(database: &Path) -> Result<File, StoreError> {
    let failed = |error: std::io::Error| StoreError::Failed {
        doing: "making sure that no other import runs",
        reason: match error.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => READ_ONLY.to_owned(),
            _ => error.to_string(),
        },
    };
    let mut path = OsString::from(database);
    path.push(LOCK_SUFFIX);
    let mut options = File::options();
    options.create(true).write(true).truncate(false);
    private(&mut options);
    // A link could make a file anywhere, or lock another one.
    if Path::new(&path).is_symlink() {
        let reason = format!("{} is a symbolic link", path.display());
        return Err(failed(std::io::Error::other(reason)));
    }
    let file = options.open(path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::ImportRunning),
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}

/// Only the owner is to read what is made.
pub(super) fn private(options: &mut OpenOptions) {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    let _ = options;
}

impl ImportSession for SqliteSession<'_> {
    fn begin(&self, record: &ImportRecord) -> Result<u64, StoreError> {
        self.write(imports::WRITING, |tx| imports::begin(tx, record))
    }

    fn begin_anew(&self, record: &ImportRecord) -> Result<(), StoreError> {
        self.write(imports::WRITING, |tx| imports::begin_anew(tx, record))
    }

    fn record(&self, import: u64, checkpoint: &Checkpoint) -> Result<(), StoreError> {
        self.write(imports::WRITING, |tx| {
            imports::store_checkpoint(tx, import, checkpoint)
        })?;
        self.rest(checkpoint);
        Ok(())
    }

    fn reserve(&self, count: u64) -> Result<UserKey, StoreError> {
        let first = self.write("numbering users", |tx| numbers::reserve(tx, count))?;
        self.reserved.fetch_add(count, Ordering::Relaxed);
        Ok(first)
    }

    fn claim(&self, import: u64, claims: &[Claim]) -> Result<Vec<usize>, StoreError> {
        let reserved = self.reserved.load(Ordering::Relaxed);
        self.write(CLAIMING, |tx| {
            let users = settings::get(tx, settings::USERS)?.unwrap_or(0) as u64;
            claims::claim(tx, import, claims, users < reserved)
        })
    }

    fn give_up(&self, claims: &[Claim]) -> Result<(), StoreError> {
        self.write(RELEASING, |tx| claims::give_up(tx, claims))
    }

    fn release(&self, import: u64) -> Result<(), StoreError> {
        while self.write(RELEASING, |tx| claims::release_segment(tx, import))? {}
        Ok(())
    }

    fn apply(
        &self,
        batch: &ImportBatch<'_>,
        settle: &dyn Fn(&[Applied]) -> Checkpoint,
    ) -> Result<Vec<Applied>, StoreError> {
        let order = Order {
            import: Some(batch.import),
            now: batch.now,
            claimed: batch.claimed,
            unless_drifted: batch.unless_drifted,
        };
        let writes = batch.writes.iter().map(|planned| &planned.write);
        let after = |conn: &Connection, answers: &[Applied]| {
            imports::store_checkpoint(conn, batch.import, &settle(answers))
        };
        let before = |conn: &Connection| self.check(conn);
        let writer = &mut self.store.writer();
        let answers = apply::write(writer, order, writes, &before, &after);
        answers.map_err(|fault| fault.doing("writing users"))
    }

    fn exchange(
        &self,
        import: u64,
        now: i64,
        updates: &[UserUpdate],
    ) -> Result<Vec<Applied>, StoreError> {
        let order = Order {
            import: Some(import),
            now,
            claimed: false,
            unless_drifted: false,
        };
        self.write("writing users", |tx| {
            imports::must_be(tx, import, Mode::Import)?;
            apply::exchange(tx, order, updates)
        })
    }

    fn revert(
        &self,
        import: u64,
        now: i64,
        reversals: &[Reversal],
        settle: &dyn Fn(&[Reverted]) -> Checkpoint,
    ) -> Result<Vec<Reverted>, StoreError> {
        self.write("undoing an import", |tx| {
            let answers = write_reversals(tx, import, now, reversals)?;
            imports::store_checkpoint(tx, import, &settle(&answers))?;
            Ok(answers)
        })
    }
}
