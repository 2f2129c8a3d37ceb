//! How much was found in an import, as its record has it: also long after the
//! run.

use super::groups::{self, Group};
use crate::findings::rule::{Scope, Severity};
use crate::findings::tally::RuleCount;
use crate::ports::store::ImportRecord;
use crate::rules;

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

    /// Whether something of the file did not get in that it would be corrected for.
    pub fn is_something_to_correct(&self) -> bool {
        self.rules.iter().any(|count| to_correct(count).is_some())
    }

    /// Whether there are rows to correct: errors and warnings of rows and cells.
    pub fn has_rows_to_correct(&self) -> bool {
        let mut scopes = self.rules.iter().filter_map(|count| to_correct(count));
        scopes.any(|scope| matches!(scope, Scope::Row | Scope::Cell))
    }

    /// The rules by severity: gravest first, then most frequent first.
    pub fn groups(&self) -> Vec<Group<&'a RuleCount>> {
        groups::of(self.rules.clone())
    }
}

/// What is to be corrected in the file for it: a row, a cell, a column or the whole. What
/// warns of a whole row tells how it stands beside another one or its user, and neither of
/// them is wrong.
fn to_correct(count: &RuleCount) -> Option<Scope> {
    let rule = rules::find(&count.code)?;
    let is_beside = rule.scope == Scope::Row && rule.severity == Severity::Warning;
    let is_error = count.severity == Severity::Error;
    let is_right = rule.scope == Scope::Run || (is_beside && !is_error);
    (count.severity != Severity::Notice && !is_right).then_some(rule.scope)
}
