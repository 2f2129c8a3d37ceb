//! The care of the database's files.

use super::SqliteStore;
use super::fault::Fault;
use super::{settings, totals};
use admit_core::ports::store::{Maintenance, StoreError, Totals};

const READING: &str = "reading what was wrapped";

impl Maintenance for SqliteStore {
    fn wipe_overwritten(&self) -> Result<(), StoreError> {
        // A copy of it is made meanwhile, which may be too large for the memory.
        let vacuum = self
            .writer()
            .execute_batch("PRAGMA temp_store = FILE; VACUUM; PRAGMA temp_store = MEMORY;");
        vacuum.map_err(|error| Fault::from(error).doing("writing the database anew"))?;
        self.checkpoint();
        Ok(())
    }

    fn hashes_written(&self) -> Result<u64, StoreError> {
        let written = self.read(READING, |conn| {
            settings::get(conn, settings::HASHES_WRITTEN)
        })?;
        Ok(written.unwrap_or(0).unsigned_abs())
    }

    fn hardened_at(&self) -> Result<Option<u64>, StoreError> {
        let hardened = self.read(READING, |conn| settings::get(conn, settings::HARDENED_AT))?;
        Ok(hardened.map(i64::unsigned_abs))
    }

    fn set_hardened_at(&self, written: u64) -> Result<(), StoreError> {
        self.write("noting what was wrapped", |tx| {
            settings::set(tx, settings::HARDENED_AT, written as i64)
        })
    }

    fn totals(&self) -> Result<Totals, StoreError> {
        self.read("counting what there is", totals::totals)
    }

    #[cfg(unix)]
    fn room_bytes(&self) -> Result<Option<u64>, StoreError> {
        self.is_in_place()?;
        let folder = self.path.parent().unwrap_or(&self.path);
        let failed = |error: rustix::io::Errno| {
            StoreError::of_io("looking for room on the disk", &error.into())
        };
        let disk = rustix::fs::statvfs(folder).map_err(failed)?;
        Ok(Some(disk.f_bavail.saturating_mul(disk.f_frsize)))
    }

    #[cfg(not(unix))]
    fn room_bytes(&self) -> Result<Option<u64>, StoreError> {
        Ok(None)
    }
}
