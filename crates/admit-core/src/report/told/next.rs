//! What to do after a run.

use super::Head;
use super::counts::Counts;
use crate::import::report::{Ended, Report};
use crate::ports::store::{ImportState, Mode};

/// One thing to do after a run. Which import it is about stands in the heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// Go on where the import stopped.
    GoOn,
    /// Go on where the import stopped, once the source is again what it was.
    GoOnAsItWas,
    /// Import the source as it is now, which compares every row with what is in.
    ImportAsItIsNow,
    /// Give the same run again from its start: it wrote nothing.
    StartAgain,
    /// Give the same run again, with the parameters of the source's project.
    StartWithParameters,
    /// Look at all findings, row by row.
    SeeAll {
        /// How many there are; at least one.
        findings: u64,
    },
    /// Get the rows to correct, with the reasons beside them.
    WriteCorrections,
    /// Give the source again, which was not kept, to get the rows to correct of it.
    WriteCorrectionsOfSame,
    /// Import the rows to correct, which are written already, once they are
    /// corrected.
    ImportCorrections,
    /// Import what was checked: nothing has been written yet.
    Import,
    /// Import the file again, once it is corrected: rows that are in stay as
    /// they are.
    ImportAgain,
}

/// What to do after a run, in order.
pub(super) fn steps(head: &Head<'_>, report: &Report, has_corrections: bool) -> Vec<NextStep> {
    let counts = Counts::of(&report.record);
    let has_rows = counts.has_rows_to_correct();
    let mut steps = Vec::new();
    steps.extend(after_stop(head, report));
    let findings = counts.total();
    if findings > 0 {
        steps.push(NextStep::SeeAll { findings });
    }
    if (has_rows || has_corrections) && !report.fatal {
        steps.push(if has_corrections {
            NextStep::ImportCorrections
        } else if report.record.path.is_none() {
            NextStep::WriteCorrectionsOfSame
        } else {
            NextStep::WriteCorrections
        });
    }
    if head.stopped.is_none() {
        match head.mode {
            Mode::Check if !report.fatal => steps.push(NextStep::Import),
            Mode::Import if counts.is_something_to_correct() => steps.push(NextStep::ImportAgain),
            Mode::Check | Mode::Import => {}
        }
    }
    steps
}

/// What to do when a run stopped before its work was done.
fn after_stop(head: &Head<'_>, report: &Report) -> Vec<NextStep> {
    let Some(stopped) = &head.stopped else {
        return Vec::new();
    };
    // Whoever took the lock away may have gone on with it to the end.
    if matches!(
        report.record.state,
        ImportState::Complete | ImportState::Undoing | ImportState::Undone
    ) {
        return Vec::new();
    }
    match stopped.why {
        // Whether so many are right is for a person to say.
        Ended::TooManyErrors { .. } | Ended::NotConfirmed { .. } => Vec::new(),
        Ended::ParametersMissing => vec![NextStep::StartWithParameters],
        Ended::Interrupted | Ended::SourceChanged | Ended::Failed(_) if stopped.nothing_written => {
            vec![NextStep::StartAgain]
        }
        Ended::SourceChanged => vec![NextStep::GoOnAsItWas, NextStep::ImportAsItIsNow],
        Ended::Interrupted | Ended::Failed(_) => vec![NextStep::GoOn],
    }
}
