//! What a run reports while it works, and what can end it.

use crate::base::verified::SourceChanged;
use crate::ports::store::StoreError;

/// What a run is busy with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Reading and judging rows by themselves.
    Checking,
    /// Comparing rows that share identifiers.
    Grouping,
    /// Comparing rows with the directory.
    Matching,
    /// Reserving identifiers.
    Claiming,
    /// Writing users.
    Writing,
    /// Taking back what an import did. Counts users instead of rows and bytes.
    Undoing,
    /// Wrapping fast digests of passwords. Counts users likewise.
    Hardening,
}

impl Phase {
    /// All of them.
    pub const ALL: [Phase; 7] = [
        Phase::Checking,
        Phase::Grouping,
        Phase::Matching,
        Phase::Claiming,
        Phase::Writing,
        Phase::Undoing,
        Phase::Hardening,
    ];

    /// The word for it in output and in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Phase::Checking => "checking",
            Phase::Grouping => "grouping",
            Phase::Matching => "matching",
            Phase::Claiming => "preparing",
            Phase::Writing => "writing",
            Phase::Undoing => "undoing",
            Phase::Hardening => "wrapping",
        }
    }

    /// The phase of this name.
    pub fn of_name(name: &str) -> Option<Phase> {
        Phase::ALL.into_iter().find(|phase| phase.name() == name)
    }
}

/// Hears how far a run has come, and can end it.
pub trait Watch: Sync {
    /// `rows` were done in `phase`; the source was read up to `byte`.
    fn progress(&self, phase: Phase, rows: u64, byte: u64);

    /// Whether somebody asked the run to stop.
    fn stop_asked(&self) -> bool;

    /// Reports now and then, and ends the run if somebody asked for it.
    fn tick(&self, phase: Phase, rows: u64, byte: u64) -> Result<(), RunError> {
        /// Reports come once in this many rows.
        const EVERY_ROWS: u64 = 1024;
        if rows.is_multiple_of(EVERY_ROWS) {
            self.report(phase, rows, byte)
        } else {
            Ok(())
        }
    }

    /// Reports, and ends the run if somebody asked for it.
    fn report(&self, phase: Phase, rows: u64, byte: u64) -> Result<(), RunError> {
        self.progress(phase, rows, byte);
        if self.stop_asked() {
            Err(RunError::Interrupted)
        } else {
            Ok(())
        }
    }
}

/// Hears nothing and never stops.
pub struct Unwatched;

impl Watch for Unwatched {
    fn progress(&self, _: Phase, _: u64, _: u64) {}
    fn stop_asked(&self) -> bool {
        false
    }
}

/// Why a run ended before its work was done.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The source or a scratch file could not be read or written.
    #[error("{0}")]
    Io(std::io::Error),
    /// The source has other bytes than when the run began.
    #[error(transparent)]
    SourceChanged(#[from] SourceChanged),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Somebody asked for it.
    #[error("stopped on request")]
    Interrupted,
}

impl From<std::io::Error> for RunError {
    fn from(error: std::io::Error) -> RunError {
        if SourceChanged::is_why(&error) {
            RunError::SourceChanged(SourceChanged)
        } else {
            RunError::Io(error)
        }
    }
}
