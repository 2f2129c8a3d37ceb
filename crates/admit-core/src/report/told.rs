//! What is to be told when a run has ended, as data: the heading, the ledger, the
//! rules in order, the cause of most failures, a few findings in full, and what
//! to do next. Whoever shows it chooses colours, widths, commands and links.

pub mod cause;
pub mod counts;
pub mod groups;
pub mod next;
pub mod rows;
pub mod rules;

use crate::base::limits::FINDINGS_TOLD_MAX;
use crate::findings::finding::Finding;
use crate::findings::rule::{Fix, Severity};
use crate::import::report::{Ended, Report};
use crate::ports::store::Mode;
use cause::MostRows;
use groups::{Deed, Group};
use next::NextStep;
use rows::Rows;
use rules::{FailingColumn, ToldRule, failing_columns};
use uuid::Uuid;

/// All that is to be told of a run.
#[derive(Debug)]
pub struct Told<'a> {
    /// What kind of run it was, and whether its work was done.
    pub head: Head<'a>,
    /// What became of the rows.
    pub rows: Rows,
    /// What was found, by rule and severity: gravest first, then most frequent first.
    pub groups: Vec<Group<ToldRule<'a>>>,
    /// The one cause that explains most rejected rows, if most were rejected.
    pub most: Option<MostRows<'a>>,
    /// Columns that fail as a whole, but for the one that `most` names already.
    pub columns: Vec<FailingColumn<'a>>,
    /// A few findings to show in full: one of each rule, the gravest first.
    pub examples: Vec<&'a Finding>,
    /// What to do next, in order; empty if nothing is left to do, as where every row is
    /// in and nothing is to be corrected.
    pub next: Vec<NextStep>,
}

/// What is said of a run as a whole.
#[derive(Debug)]
pub struct Head<'a> {
    /// The import's id.
    pub import: Uuid,
    /// The file's name as the history has it; `-` for standard input.
    pub file: &'a str,
    /// Whether it wrote.
    pub mode: Mode,
    /// What it did with the file.
    pub deed: Deed,
    /// How it stopped, if its work was not done.
    pub stopped: Option<Stopped<'a>>,
    /// How long it worked, in seconds, over all its sessions.
    pub seconds: f64,
    /// The row after which it went on, if it was resumed.
    pub resumed_after: Option<u64>,
}

/// How a run stopped before its work was done.
#[derive(Debug)]
pub struct Stopped<'a> {
    /// Why.
    pub why: &'a Ended,
    /// Whether nothing was written, so that it begins again rather than going on.
    pub nothing_written: bool,
}

impl<'a> Told<'a> {
    /// What is to be told of a run. `has_corrections` says whether the rows to
    /// correct were written to a file already.
    pub fn of(report: &'a Report, has_corrections: bool) -> Told<'a> {
        let tallies = report.tally.rules();
        let rules = tallies.map(ToldRule::of).collect();
        let groups: Vec<Group<ToldRule<'a>>> = groups::of(rules);
        // A rule that speaks at two severities is named once, where it is gravest.
        let mut in_order: Vec<&ToldRule<'a>> = Vec::new();
        for told in groups.iter().flat_map(|group| &group.rules) {
            if in_order.iter().all(|other| other.rule != told.rule) {
                in_order.push(told);
            }
        }
        let in_order = || in_order.iter().copied();
        let mut columns: Vec<FailingColumn<'a>> = in_order()
            .flat_map(|told| failing_columns(told.rule, report))
            .collect();
        let most = MostRows::of(report, &mut columns);
        let examples = in_order().filter(|rule| is_shown_in_full(rule));
        let examples = examples.filter_map(|rule| rule.example);
        let head = Head::of(report);
        let next = next::steps(&head, report, has_corrections);
        Told {
            head,
            rows: Rows::of(&report.record.ledger, report.blank_rows),
            most,
            columns,
            examples: examples.take(FINDINGS_TOLD_MAX).collect(),
            groups,
            next,
        }
    }
}

impl<'a> Head<'a> {
    fn of(report: &'a Report) -> Head<'a> {
        let record = &report.record;
        let mode = record.mode;
        let goes_on = record.rows_done > 0 && mode == Mode::Import;
        let stopped = report.ended.as_ref().map(|why| Stopped {
            why,
            nothing_written: !goes_on,
        });
        Head {
            import: record.id,
            file: &record.file,
            mode,
            deed: Deed::of(record),
            stopped,
            seconds: record.seconds,
            resumed_after: report.resumed_after,
        }
    }
}

/// Whether a person can do something about what the rule found.
fn is_shown_in_full(rule: &ToldRule<'_>) -> bool {
    rule.severity > Severity::Notice || rule.rule.fix == Fix::Suggest
}

#[cfg(test)]
mod tests;
