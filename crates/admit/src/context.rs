//! What every command works with.

use crate::cli::Common;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::{HELP, Printer, WARNING};
use admit_core::ports::store::{Store, StoreError};
use tempfile::TempDir;

/// What every command works with.
pub struct Context {
    database: String,
    /// How the command ends if nobody hears what it came to.
    pub reached: Exit,
    /// Where a check works that finds no database.
    nowhere: Option<TempDir>,
    /// Where the command's words go.
    pub printer: Printer,
}

impl Context {
    /// For one run of the program.
    pub fn new(common: &Common, printer: Printer) -> Context {
        Context {
            database: common.database.clone(),
            reached: Exit::Done,
            nowhere: None,
            printer,
        }
    }

    /// Opens the database, which has to be there: a slip in its name is not to make
    /// another one.
    pub fn store(&mut self) -> Result<Box<dyn Store>, StoreError> {
        let store = admit_store::open_existing(&self.database)?;
        self.warn_of_permissions();
        Ok(store)
    }

    /// Opens the database for what may begin a directory. A new one is said.
    pub fn store_or_new(&mut self) -> Result<Box<dyn Store>, StoreError> {
        let is_new = !admit_store::exists(&self.database)?;
        let store = admit_store::open(&self.database)?;
        if is_new {
            let database = &self.database;
            self.printer
                .say(&format!("Created the database {database}."));
        }
        self.warn_of_permissions();
        Ok(store)
    }

    /// Opens the database for a check, which makes none: without one, it looks at an
    /// empty directory, and nothing is kept.
    pub fn store_or_nothing(&mut self) -> Result<Box<dyn Store>, Failure> {
        if admit_store::exists(&self.database)? {
            return Ok(self.store()?);
        }
        let nearest = admit_store::nearest_of(&self.database);
        let nearest = nearest.map(|path| format!(" (did you mean {}?)", path.display()));
        self.printer.say(&format!(
            "There is no database {} yet{}: this is checked against an empty directory, and the \
             check is not kept.",
            self.database,
            nearest.unwrap_or_default(),
        ));
        let failed = |reason| Failure::Write {
            path: std::env::temp_dir(),
            reason,
        };
        let folder = tempfile::tempdir().map_err(failed)?;
        let path = folder.path().join("admit.db");
        let store = admit_store::open(&path.display().to_string())?;
        self.nowhere = Some(folder);
        Ok(store)
    }

    fn warn_of_permissions(&mut self) {
        for (path, mode) in admit_store::open_to_others(&self.database) {
            let path = path.display();
            self.printer.say(&format!(
                "{WARNING}warning:{WARNING:#} others on this machine can open {path} (mode \
                 {mode:04o}), which holds password hashes\n  {HELP}help:{HELP:#} chmod 600 {path}"
            ));
        }
    }

    /// The time, in milliseconds since 1970 UTC.
    pub fn now() -> i64 {
        jiff::Timestamp::now().as_millisecond()
    }
}
