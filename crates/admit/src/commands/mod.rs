//! The commands: one file for each, which says what it does with its arguments
//! and a store. What people may ask for is in [`crate::cli`].

mod check;
mod completions;
mod connections;
mod explain;
mod findings;
mod fix_file;
mod import;
mod imports;
mod man;
mod organizations;
mod passwords;
mod permissions;
mod resume;
mod roles;
mod rules;
mod setup;
mod sign_in;
mod table_file;
mod undo;
mod users;

use crate::cli::{Command, Common};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;
use admit_core::ports::store::{Store, StoreError};
use admit_core::users::access::AccessChange;
use admit_passwords::limits::PASSWORD_BYTES_MAX;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

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

/// Does what was asked for.
pub fn run(command: &Command, context: &mut Context) -> Result<Exit, Failure> {
    match command {
        Command::Import(args) => import::run(args, context),
        Command::Check(args) => check::run(args, context),
        Command::Resume(args) => resume::run(args, context),
        Command::Undo(args) => undo::run(args, context),
        Command::Findings(args) => findings::run(args, context),
        Command::FixFile(args) => fix_file::run(args, context),
        Command::Imports(args) => imports::run(args, context),
        Command::Users(command) => users::run(command, context),
        Command::Organizations(command) => organizations::run(command, context),
        Command::Roles(command) => roles::run(command, context),
        Command::Permissions(command) => permissions::run(command, context),
        Command::Passwords(command) => passwords::run(command, context),
        Command::SignIn(args) => sign_in::run(args, context),
        Command::Connections(command) => connections::run(command, context),
        Command::Setup(args) => setup::run(args, context),
        Command::Explain(args) => explain::run(args, context),
        Command::Rules(output) => rules::run(*output, context),
        Command::Completions(args) => completions::run(args, context),
        Command::Man(args) => man::run(args, context),
    }
}

/// The text of a small file; `-` is standard input.
pub fn read_text(path: &Path) -> Result<String, Failure> {
    let read = if path == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        std::fs::read_to_string(path)
    };
    read.map_err(|reason| Failure::Read {
        path: path.to_owned(),
        reason,
    })
}

/// The first line without its end. What is longer than any password is cut,
/// and still is.
pub fn first_line(input: impl Read) -> std::io::Result<Vec<u8>> {
    let mut line = Vec::new();
    let longest = PASSWORD_BYTES_MAX as u64 + 3;
    BufReader::new(input)
        .take(longest)
        .read_until(b'\n', &mut line)?;
    if line.ends_with(b"\n") {
        line.pop();
        if line.ends_with(b"\r") {
            line.pop();
        }
    }
    Ok(line)
}

impl Context {
    /// Makes changes to organizations, roles and permissions and says each.
    fn change_access(
        &mut self,
        store: &dyn Store,
        changes: &[AccessChange],
    ) -> Result<Exit, Failure> {
        if changes.is_empty() {
            self.printer.say("Everything in the file is there already.");
            return Ok(Exit::Done);
        }
        store.change_access(changes)?;
        for change in changes {
            self.printer.say(&setup::describe(change));
        }
        Ok(Exit::Done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_is_the_first_line() {
        let long = "a".repeat(5000);
        for (input, expected) in [
            ("secret", "secret"),
            ("secret\n", "secret"),
            ("secret\r\nmore\n", "secret"),
            (" two words \n\n", " two words "),
            ("carriage\rreturn", "carriage\rreturn"),
            ("", ""),
            ("\n", ""),
            (long.as_str(), &long[..PASSWORD_BYTES_MAX + 3]),
        ] {
            let line = first_line(input.as_bytes()).unwrap();
            assert_eq!(line, expected.as_bytes(), "{input:.20}");
        }
    }
}
