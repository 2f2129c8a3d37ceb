//! Why a run did not take place.

use crate::ports::store::{Mode, StoreError};
use crate::ports::watch::RunError;

/// Why a run did not take place, or has nothing to report. One that ends before its
/// work is done says so in its report (see [`super::report::Ended`]).
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The store or the room on disk failed.
    #[error(transparent)]
    Run(#[from] RunError),
    /// An encoding that is not known by the name that was chosen.
    #[error("there is no encoding called \"{given}\"")]
    NoEncoding {
        /// What was given.
        given: String,
    },
    /// Another source than the one that the import began with.
    #[error("{name} is not the file that this import began with, or it was changed since")]
    OtherSource {
        /// Which source.
        name: String,
    },
    /// An import that cannot be gone on with: a check, one that is over, or one that
    /// somebody took back.
    #[error("import {import} {what}: there is nothing to go on with")]
    NothingToResume {
        /// Which import.
        import: String,
        /// What it is.
        what: String,
    },
    /// A check that is to go on: it writes nothing, and looks at everything each time.
    #[error("a check goes on with no import")]
    CheckResumed,
    /// An import that was begun with other choices than those given now.
    #[error("import {import} was begun with other choices than these, and goes on with its own")]
    OtherChoices {
        /// Which import.
        import: String,
    },
    /// A run is to have the id of one that wrote users.
    #[error("import {import} has written users, and no other run takes its place")]
    WroteUsers {
        /// Which import.
        import: String,
    },
    /// Suggestions are to be taken that nobody has seen yet.
    #[error("the suggestions to take were not shown for {name} yet")]
    NotShown {
        /// Which source.
        name: String,
    },
    /// An import with Firebase hashes that is gone on with, without the parameters.
    #[error("import {import} has firebase-scrypt hashes and needs the project's parameters again")]
    ParametersMissing {
        /// Which import.
        import: String,
    },
    /// What was chosen for an import is kept in a form that cannot be read. To go on
    /// by other choices than those it began with would not be the same import.
    #[error("what was chosen for import {import} cannot be read: {reason}")]
    ChoicesUnreadable {
        /// Which import.
        import: String,
        /// What it was.
        mode: Mode,
        /// What is wrong with it.
        reason: String,
    },
}

impl From<StoreError> for ImportError {
    fn from(error: StoreError) -> ImportError {
        ImportError::Run(RunError::Store(error))
    }
}
