//! What every command works with.

use crate::cli::Common;
use crate::printer::Printer;
use admit_core::ports::store::{Store, StoreError};

/// What every command works with.
pub struct Context {
    database: String,
    /// Where the command's words go.
    pub printer: Printer,
}

impl Context {
    /// For one run of the program.
    pub fn new(common: &Common, printer: Printer) -> Context {
        Context {
            database: common.database.clone(),
            printer,
        }
    }

    /// Opens the database.
    pub fn store(&self) -> Result<Box<dyn Store>, StoreError> {
        admit_store::open(&self.database)
    }

    /// The time, in milliseconds since 1970 UTC.
    pub fn now() -> i64 {
        jiff::Timestamp::now().as_millisecond()
    }
}
