//! What every command works with.

use crate::cli::Common;
use crate::exit::Exit;
use crate::printer::{HELP, Printer, WARNING};
use admit_core::operators::deed::{Deed, Doer};
use admit_core::ports::store::{ImportRecord, Mode, Store, StoreError, short_id};

/// What every command works with.
pub struct Context {
    database: String,
    /// How the command ends if nobody hears what it came to.
    pub reached: Exit,
    /// Whether something was written to the database.
    pub is_done: bool,
    /// What was done, for the audit trail.
    deeds: Vec<Deed>,
    /// Where to read again what it came to, if somewhere.
    pub again: Option<String>,
    /// Where the command's words go.
    pub printer: Printer,
}

impl Context {
    /// For one run of the program.
    pub fn new(common: &Common, printer: Printer) -> Context {
        Context {
            database: database(common),
            reached: Exit::Done,
            is_done: false,
            deeds: Vec::new(),
            again: None,
            printer,
        }
    }

    /// Remembers that something was written to the database, for the audit trail.
    pub fn did(&mut self, deed: Deed) {
        self.is_done = true;
        self.deeds.push(deed);
    }

    /// Notes in the audit trail what was done. What was done stands, whether or not it can
    /// be noted.
    pub fn note(&mut self) {
        let deeds = std::mem::take(&mut self.deeds);
        if deeds.is_empty() {
            return;
        }
        let noted = admit_store::open_existing(&self.database).and_then(|store| {
            let entries = deeds.into_iter().map(|deed| deed.by(Doer::CommandLine));
            let mut entries = entries.map(|entry| store.note(&entry, Context::now()));
            entries.try_for_each(|noted| noted.map(drop))
        });
        if let Err(error) = noted {
            self.printer.say(&format!(
                "{WARNING}warning:{WARNING:#} what was done is not in the audit trail: {error}"
            ));
        }
    }

    /// Remembers that an import was written, and where what it came to can be read again.
    /// A check writes nothing.
    pub fn done_import(&mut self, record: &ImportRecord) {
        if record.mode == Mode::Check {
            return;
        }
        self.did(Deed::of_import(record));
        let id = short_id(record.id);
        self.again = Some(format!(
            "`admit imports` shows its ledger, `admit findings {id} --all` what was found, \
             `admit outcomes {id}` what became of each row."
        ));
    }

    /// Says what is better known before something is done.
    pub fn warn(&mut self, text: &str) {
        self.printer
            .say(&format!("{WARNING}warning:{WARNING:#} {text}"));
    }

    /// Works with this database from now on.
    pub fn use_database(&mut self, url: &str) {
        url.clone_into(&mut self.database);
    }

    /// The database that is worked with.
    pub fn database(&self) -> &str {
        &self.database
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

    /// Opens the database for a check, the first thing that many do. It makes one, as
    /// what was found is to be looked at; but not where the name of another comes
    /// near, which is a slip.
    pub fn store_for_check(&mut self) -> Result<Box<dyn Store>, StoreError> {
        match admit_store::nearest_of(&self.database) {
            Some(_) => self.store(),
            None => self.store_or_new(),
        }
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
        admit_system::clock::now()
    }
}

/// The database that is named by an option or by the environment, in which one that is
/// empty names none. (To clap, an option that it takes from the environment is one that
/// every usage has to show.)
fn database(common: &Common) -> String {
    let of_environment = || {
        let named = std::env::var_os("ADMIT_DATABASE").filter(|named| !named.is_empty());
        named.map(|named| named.to_string_lossy().into_owned())
    };
    let named = common.database.clone().or_else(of_environment);
    named.unwrap_or_else(|| "sqlite:admit.db".to_owned())
}
