//! Why a command did not do its work. Each says what is in the way and, where
//! there is something, what to do about it.

mod helps;
mod operating;

use helps::{encoding_meant, harden_again, near_file, rule_meant, without_choices};
pub use operating::Operating;

use crate::exit::Exit;
use admit_core::by_hand::ByHandError;
use admit_core::import::error::ImportError;
use admit_core::ports::store::{Mode, StoreError};
use admit_core::ports::watch::RunError;
use admit_core::setup::model::SetupError;
use admit_core::sign_in::reset::Weakness;
use std::io;
use std::path::{Path, PathBuf};

/// Why a command did not do its work. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What was asked for by hand.
    #[error(transparent)]
    ByHand(ByHandError),
    /// What was asked for of those who operate it.
    #[error(transparent)]
    Operating(#[from] Operating),
    /// The setup file.
    #[error("{}: {reason}", path.display())]
    Setup {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        reason: SetupError,
    },
    /// The server.
    #[error(transparent)]
    Serve(admit_server::ServeError),
    /// A setting of the server.
    #[error("{name}: {reason}")]
    Setting {
        /// How it was given.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A file that cannot be read.
    #[error("{} cannot be read: {reason}", path.display())]
    Read {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        reason: io::Error,
    },
    /// A file that cannot be written.
    #[error("{} cannot be written: {reason}", path.display())]
    Write {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        reason: io::Error,
    },
    /// A file that is there, and is not to be replaced unasked.
    #[error("{} is there already", path.display())]
    FileExists {
        /// Which file.
        path: PathBuf,
    },
    /// A database that is, or may be, at work.
    #[error("{} is not replaced: {reason}", path.display())]
    InUse {
        /// Which file.
        path: PathBuf,
        /// Why it is thought to be.
        reason: String,
    },
    /// Standard output cannot be written to.
    #[error("the output cannot be written: {0}")]
    Output(#[from] io::Error),
    /// Nothing is remembered of this column.
    #[error("nothing is remembered of a column \"{column}\"; see: admit mappings list")]
    NoMapping {
        /// Its name as it was given.
        column: String,
    },
    /// A list of organizations, roles or permissions that cannot be used.
    #[error("{}, line {line}: {problem}", path.display())]
    List {
        /// Which file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// What is wrong there.
        problem: String,
    },
    /// Corrections that cannot stand beside one another.
    #[error("{problem}")]
    Corrections {
        /// What is wrong with them.
        problem: String,
    },
    /// A file of corrections that cannot be used.
    #[error("{}, line {line}: {problem}", path.display())]
    CorrectionsFile {
        /// Which file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// What is wrong there.
        problem: String,
    },
    /// Suggestions that nobody has seen yet.
    #[error("the suggestions to take were not shown for this file yet")]
    NotShown {
        /// The file as it was named.
        path: PathBuf,
    },
    /// Something that takes away, with nobody to ask.
    #[error("what is taken away needs a yes, and nobody can be asked here")]
    NotConfirmed,
    /// A password that would be guessed.
    #[error("{weakness}")]
    WeakPassword {
        /// Why.
        weakness: Weakness,
    },
    /// An organization, a role or a permission that is there already.
    #[error("there is already {what} \"{given}\"")]
    Exists {
        /// "an organization", "a role", "a permission".
        what: &'static str,
        /// Its external id or key.
        given: String,
    },
    /// A key that cannot be used.
    #[error("{problem}")]
    Key {
        /// What is wrong with it.
        problem: &'static str,
    },
    /// Values in a form for single findings.
    #[error("--values prints text, json or csv")]
    ValuesForm,
    /// An encoding that is not known by the name that was given.
    #[error("there is no encoding called \"{given}\"")]
    NoEncoding {
        /// What was typed.
        given: String,
    },
    /// A rule that the catalogue does not have.
    #[error("there is no rule \"{given}\"")]
    NoRule {
        /// What was typed.
        given: String,
    },
    /// A folder where a file is needed.
    #[error("{} is a folder, not a file", path.display())]
    Directory {
        /// Which folder.
        path: PathBuf,
    },
    /// No import is known by this.
    #[error("there is no import \"{given}\"")]
    NoImport {
        /// What was typed.
        given: String,
    },
    /// More than one import is known by this.
    #[error("\"{given}\" could be any of these imports: {}", imports.join(", "))]
    SeveralImports {
        /// What was typed.
        given: String,
        /// Their ids.
        imports: Vec<String>,
    },
    /// The history is empty.
    #[error("there are no imports yet")]
    NoImports,
    /// A check, which makes nobody of a row.
    #[error("{import} was a check: its rows became nobody")]
    NoOutcomes {
        /// Which check.
        import: String,
    },
    /// An import that has nothing left to do.
    #[error("import {import} {what}: there is nothing to go on with")]
    NothingToResume {
        /// Which import.
        import: String,
        /// What it is.
        what: String,
    },
    /// A check that is to go on with an import.
    #[error("a check goes on with no import: it looks at the whole file each time")]
    CheckResumed,
    /// An import that is gone on with by other choices.
    #[error("import {import} was begun with other options than these")]
    OtherChoices {
        /// Which import.
        import: String,
    },
    /// Another run under the id of an import that wrote users.
    #[error("import {import} has written users, and no other run takes its place")]
    WroteUsers {
        /// Which import.
        import: String,
    },
    /// One import that is gone on with, and several files.
    #[error("--resume goes on with one import, and more than one file is named")]
    ResumeOfSeveral,
    /// A check, which wrote nothing.
    #[error("import {import} was a check: it wrote nothing, so there is nothing to undo")]
    NothingToUndo {
        /// Which import.
        import: String,
    },
    /// An undo that failed part-way.
    #[error("the undo of import {import} stopped: {reason}")]
    UndoStopped {
        /// Which import.
        import: String,
        /// What was in the way.
        reason: String,
    },
    /// Wrapping passwords that failed part-way.
    #[error("wrapping passwords stopped: {reason}")]
    HardenStopped {
        /// What was in the way.
        reason: String,
        /// How many users were not looked at yet.
        left: u64,
    },
    /// An import whose source is gone.
    #[error("import {import} was read from standard input, which cannot be read again")]
    CannotReadAgain {
        /// Which import.
        import: String,
        /// The command that began it: `import` or `passwords import`.
        verb: &'static str,
    },
    /// A fix file of an import whose source was not kept.
    #[error("import {import} was read from standard input, which was not kept")]
    FixFileNoSource {
        /// Which import.
        import: String,
    },
    /// A fix file of a source that is another one by now.
    #[error("{} was changed since it was imported: its rows cannot be told any more", path.display())]
    FixFileSourceChanged {
        /// Which file.
        path: PathBuf,
    },
    /// A fix file in a form that there is not.
    #[error("the rows to correct are written as .xlsx or .csv, not as {}", path.display())]
    FixFileForm {
        /// Which file.
        path: PathBuf,
    },
    /// A fix file in the place of the source.
    #[error("{} is the file that was imported; the rows to correct would replace it", path.display())]
    FixFileIsSource {
        /// Which file.
        path: PathBuf,
    },
    /// One fix file for several imports.
    #[error("--fix-file takes the rows of one file, and several are to be imported")]
    FixFileOfSeveral,
    /// `--try` without a check.
    #[error("--try goes with a check, before anything is imported")]
    TryWithImport,
    /// `--try` with the file on standard input.
    #[error("--try reads the password from standard input, so the file has to be named")]
    TryOnInput,
    /// Parameters of a Firebase project that cannot be used.
    #[error("{}: {problem}", path.display())]
    FirebaseParameters {
        /// Which file the signer key is in.
        path: PathBuf,
        /// What is wrong with them; nothing of the key.
        problem: String,
    },
    /// An import with Firebase hashes that is resumed without the parameters.
    #[error("import {import} has firebase-scrypt hashes and needs the project's parameters again")]
    ParametersMissing {
        /// Which import.
        import: String,
    },
    /// What was chosen for an import, kept in a form that cannot be read.
    #[error("what was chosen for import {import} cannot be read: {reason}")]
    ChoicesUnreadable {
        /// Which import.
        import: String,
        /// What it was.
        mode: Mode,
        /// What is wrong with it.
        reason: String,
    },
    /// Another file than the one the import began with.
    #[error("{} is not the file that this import began with, or it was changed since", path.display())]
    OtherFile {
        /// Which file.
        path: PathBuf,
    },
}

impl From<ByHandError> for Failure {
    fn from(error: ByHandError) -> Failure {
        match error {
            // One of the store is told the same way wherever it comes from.
            ByHandError::Store(error) => Failure::Store(error),
            error => Failure::ByHand(error),
        }
    }
}

/// Where a Firebase project shows the parameters of its hashes.
const WHERE_PARAMETERS_STAND: &str = "the values stand in the Firebase console under \
    Authentication, Users, ⋮, Password hash parameters: save that text to a file and give it with \
    --firebase-parameters-file";

impl Failure {
    /// Why a run over the file that was named so did not take place.
    pub fn of_import(error: ImportError, path: &Path) -> Failure {
        let path = path.to_owned();
        match error {
            ImportError::Run(RunError::Store(error)) => Failure::Store(error),
            ImportError::Run(RunError::Io(error)) => Failure::Output(error),
            ImportError::Run(RunError::Interrupted) => {
                Failure::Output(io::ErrorKind::Interrupted.into())
            }
            ImportError::Run(RunError::SourceChanged(changed)) => Failure::Read {
                path,
                reason: changed.into(),
            },
            ImportError::NoEncoding { given } => Failure::NoEncoding { given },
            ImportError::OtherSource { .. } => Failure::OtherFile { path },
            ImportError::NothingToResume { import, what } => {
                Failure::NothingToResume { import, what }
            }
            ImportError::CheckResumed => Failure::CheckResumed,
            ImportError::OtherChoices { import } => Failure::OtherChoices { import },
            ImportError::WroteUsers { import } => Failure::WroteUsers { import },
            ImportError::NotShown { .. } => Failure::NotShown { path },
            ImportError::ParametersMissing { import } => Failure::ParametersMissing { import },
            ImportError::ChoicesUnreadable {
                import,
                mode,
                reason,
            } => Failure::ChoicesUnreadable {
                import,
                mode,
                reason,
            },
        }
    }

    /// What to do about it.
    pub fn help(&self) -> Option<String> {
        Some(match self {
            Failure::ByHand(error) => return error.help(),
            Failure::Operating(error) => error.help(),
            Failure::Read { path, reason } => return near_file(path, reason),
            Failure::FileExists { .. } => "name another, or replace it with --force".to_owned(),
            Failure::NotConfirmed => "give --yes".to_owned(),
            Failure::NoRule { given } => rule_meant(given),
            Failure::NoEncoding { given } => encoding_meant(given),
            Failure::Store(StoreError::Unavailable { .. }) => NAME_DATABASE.to_owned(),
            Failure::Store(StoreError::ImportRunning) => {
                "try again when it has ended; `admit imports` shows it".to_owned()
            }
            Failure::FirebaseParameters { .. } => WHERE_PARAMETERS_STAND.to_owned(),
            Failure::ParametersMissing { import } => format!(
                "they are kept with no import: admit resume {import} \
                 --firebase-parameters-file FILE"
            ),
            Failure::Directory { .. } => "name a file in it".to_owned(),
            Failure::SeveralImports { .. } => "give more of its id".to_owned(),
            Failure::NoImport { .. } => "`admit imports` lists them".to_owned(),
            Failure::NoOutcomes { import } => {
                format!("`admit findings {import}` shows what was found")
            }
            Failure::NoImports => "begin with `admit import FILE`".to_owned(),
            Failure::NothingToUndo { .. } => "`admit imports` shows the others".to_owned(),
            Failure::UndoStopped { import, .. } => {
                format!("what is done is kept; `admit undo {import}` again does the rest")
            }
            Failure::HardenStopped { left, .. } => harden_again(*left),
            Failure::CannotReadAgain { verb, .. } => format!(
                "give the same input to `admit {verb} -` again, with the same options; it goes on \
                 where it stopped"
            ),
            Failure::FixFileNoSource { .. } => {
                "give the same input again with `admit import - --fix-file rows.xlsx`".to_owned()
            }
            Failure::FixFileSourceChanged { .. } => {
                "import or check the file as it is now; then its rows can be written".to_owned()
            }
            Failure::FixFileForm { .. } => "name a file that ends in .xlsx or .csv".to_owned(),
            Failure::FixFileIsSource { .. } | Failure::InUse { .. } => {
                "name another file".to_owned()
            }
            Failure::CheckResumed => "leave --resume out".to_owned(),
            Failure::OtherChoices { import } => format!(
                "`admit resume {import}` goes on with those it was begun with; without --resume, \
                 the file is compared anew"
            ),
            Failure::ResumeOfSeveral => "name the file that it was begun with".to_owned(),
            Failure::TryWithImport => "use admit check, or --dry-run".to_owned(),
            Failure::FixFileOfSeveral => {
                "leave it out, then use `admit fix-file ID` for each import".to_owned()
            }
            Failure::ChoicesUnreadable { import, mode, .. } => without_choices(import, *mode),
            Failure::OtherFile { .. } => {
                "`admit import` with the changed file compares every row; what is in stays as it is"
                    .to_owned()
            }
            Failure::NotShown { path } => format!(
                "run `admit check {}` with the same options first and look at them; then import with --accept",
                path.display()
            ),
            Failure::List { .. } => {
                "nothing was added; correct the line and run it again".to_owned()
            }
            _ => return None,
        })
    }

    /// Whether the reader of our output went away, as `head` does.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Failure::Output(reason) if reason.kind() == io::ErrorKind::BrokenPipe)
    }

    /// How the program ends because of it.
    pub fn exit(&self) -> Exit {
        let stopped = matches!(
            self,
            Failure::UndoStopped { .. } | Failure::HardenStopped { .. }
        );
        if stopped {
            Exit::Stopped
        } else {
            Exit::NotStarted
        }
    }
}

const NAME_DATABASE: &str = "name the database with --database URL or ADMIT_DATABASE; `admit setup`, \
                             `admit check`, `admit import`, `admit users add` and `admit operators \
                             add` create one";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_goes_away_is_no_failure() {
        let gone = Failure::Output(io::ErrorKind::BrokenPipe.into());
        assert!(gone.is_broken_pipe());
        let full = Failure::Output(io::ErrorKind::StorageFull.into());
        assert!(!full.is_broken_pipe());
        assert_eq!(full.exit(), Exit::NotStarted);
    }

    #[test]
    fn an_unknown_rule_offers_the_nearest() {
        let no_rule = |given: &str| Failure::NoRule {
            given: given.to_owned(),
        };
        assert_eq!(
            no_rule("email-missing-a").help().as_deref(),
            Some("did you mean email-missing-at (EML001)?")
        );
        assert_eq!(
            no_rule("quite-another-thing").help().as_deref(),
            Some("`admit rules` lists them all")
        );
    }
}
