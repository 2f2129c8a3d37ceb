//! How much was found in an import, as its record has it: also long after the
//! run.

use super::groups::{self, Group};
use crate::findings::rule::Severity;
use crate::findings::tally::RuleCount;
use crate::ports::store::ImportRecord;

/// The findings of an import, counted.
#[derive(Debug)]
pub struct Counts<'a> {
    /// By rule and severity, the most frequent first.
    pub rules: Vec<&'a RuleCount>,
}

impl<'a> Counts<'a> {
    /// Of an import.
    pub fn of(record: &'a ImportRecord) -> Counts<'a> {
        let mut rules: Vec<&RuleCount> = record.counts.iter().collect();
        rules.sort_by(|a, b| {
            b.count
                .cmp(&a.count)
                .then_with(|| a.code.cmp(&b.code))
                .then_with(|| b.severity.cmp(&a.severity))
        });
        Counts { rules }
    }

    /// All findings.
    pub fn total(&self) -> u64 {
        self.rules.iter().map(|count| count.count).sum()
    }

    /// The findings of one severity.
    pub fn of_severity(&self, severity: Severity) -> u64 {
        let of = self.rules.iter().filter(|count| count.severity == severity);
        of.map(|count| count.count).sum()
    }

    /// Whether something of the file did not get in: a row, or a part of one.
    pub fn is_something_left_out(&self) -> bool {
        let mut severities = self.rules.iter().map(|count| count.severity);
        severities.any(|severity| severity != Severity::Notice)
    }

    /// The rules by severity: gravest first, then most frequent first.
    pub fn groups(&self) -> Vec<Group<&'a RuleCount>> {
        groups::of(self.rules.clone())
    }
}
