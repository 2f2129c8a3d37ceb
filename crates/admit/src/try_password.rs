//! `admit check --try NAME`: whether the hash in a file is one of a password
//! that is known.

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::Secrets;
use crate::source::open;
use admit_core::by_hand::identifiers_of;
use admit_core::formats;
use admit_core::import::remembered::recalled;
use admit_core::import::try_password::{Tried, try_password};
use admit_core::ports::store::Store;
use admit_core::read::columns::Mapping;
use admit_core::read::decoder::Decoder;
use admit_core::read::judge::Criteria;
use admit_core::rows::choices::Choices;
use admit_core::users::access::Access;
use admit_system::scratch::TemporaryFiles;
use serde_json::{Value, json};
use std::path::Path;

/// A test that was made.
pub struct Test {
    name: String,
    file: String,
    tried: Tried,
}

impl Test {
    /// Tries the password on standard input against the hash of `name` in a file, whose
    /// columns the store may remember.
    pub fn of(
        name: &str,
        path: &Path,
        settings: &Choices,
        (access, store): (&Access, &dyn Store),
    ) -> Result<Test, Failure> {
        if path == Path::new("-") {
            return Err(Failure::TryOnInput);
        }
        let password = Secrets::of_process().line("Password")?;
        let unreadable = |reason| Failure::Read {
            path: path.to_owned(),
            reason,
        };
        let opened = open(path, None)?;
        let scratch = TemporaryFiles;
        let opening = formats::open::open(&opened.name, opened.source, settings, &scratch);
        let (opening, mut findings) = opening.map_err(unreadable)?;
        let Some(reader) = opening.reader else {
            return Ok(Test {
                name: name.to_owned(),
                file: opened.name,
                tried: Tried::NobodyOfThatName,
            });
        };
        let settings = &Choices {
            remembered: recalled(store, reader.columns(), settings)?,
            ..settings.clone()
        };
        let mapping = Mapping::new(reader.columns(), settings, &mut findings);
        let criteria = Criteria::new(settings, access);
        let mut decoder = Decoder::new(reader, mapping, access);
        let names = identifiers_of(name, settings.default_region.as_deref());
        let tried = try_password(&mut decoder, &criteria, &names, &password).map_err(unreadable)?;
        Ok(Test {
            name: name.to_owned(),
            file: opened.name,
            tried,
        })
    }

    /// The exit code for it.
    pub fn exit(&self) -> Exit {
        match self.tried {
            Tried::Verifies { .. } => Exit::Done,
            _ => Exit::Rejected,
        }
    }

    /// Says what came of it, in a paragraph of its own.
    pub fn print(&self, context: &mut Context) -> Result<(), Failure> {
        context.printer.line(&self.sentence())?;
        Ok(context.printer.line("")?)
    }

    fn sentence(&self) -> String {
        let Test { name, file, tried } = self;
        match tried {
            Tried::NobodyOfThatName => format!("No row of {file} has the name \"{name}\"."),
            Tried::NoHash { row } => {
                format!("Row {row} of {file} has no password hash for {name}.")
            }
            Tried::Verifies { row, scheme } => format!(
                "The password of {name} is right: it matches the {scheme} hash in row {row} of \
                 {file}."
            ),
            Tried::VerifiesWith { row, columns } => {
                let columns: Vec<_> = columns
                    .iter()
                    .map(|(column, value)| format!("{column} {value}"))
                    .collect();
                format!(
                    "The password of {name} does not match the hash in row {row} of {file} as the \
                     columns beside it say, but it does with {}.\n  If that holds for all rows, \
                     write it into the file.",
                    columns.join(" and ")
                )
            }
            Tried::DoesNotVerify { row, scheme } => format!(
                "The password of {name} does not match the {scheme} hash in row {row} of {file}."
            ),
            Tried::NotRead { row } => {
                format!("The hash of {name} in row {row} of {file} cannot be used; below is why.")
            }
        }
    }

    /// As JSON.
    pub fn json(&self) -> Value {
        let (result, row) = match &self.tried {
            Tried::NobodyOfThatName => ("nobody-of-that-name", None),
            Tried::NoHash { row } => ("no-hash", Some(row)),
            Tried::Verifies { row, .. } => ("verifies", Some(row)),
            Tried::VerifiesWith { row, .. } => ("verifies-with", Some(row)),
            Tried::DoesNotVerify { row, .. } => ("does-not-verify", Some(row)),
            Tried::NotRead { row } => ("not-read", Some(row)),
        };
        let mut value = json!({"name": self.name, "result": result, "row": row});
        match &self.tried {
            Tried::Verifies { scheme, .. } | Tried::DoesNotVerify { scheme, .. } => {
                value["scheme"] = json!(scheme);
            }
            Tried::VerifiesWith { columns, .. } => {
                for (column, text) in columns {
                    value["with"][column] = json!(text);
                }
            }
            _ => {}
        }
        value
    }
}
