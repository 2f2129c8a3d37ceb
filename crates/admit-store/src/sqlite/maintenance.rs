//! The care of the database's files.

use super::SqliteStore;
use super::fault::Fault;
use admit_core::ports::store::{Maintenance, StoreError};

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
}
