//! What one rule found at one severity, as it is told.

use super::groups::Counted;
use crate::base::limits::{COLUMN_FAILS_PERCENT_MIN, COLUMN_FAILS_VALUES_MIN, VALUES_TOLD_MAX};
use crate::findings::finding::Finding;
use crate::findings::rule::{Fix, Rule, Scope, Severity};
use crate::findings::tally::RuleTally;
use crate::import::report::Report;
use crate::report::values::Value;
use std::cmp::Reverse;
use std::collections::HashMap;

/// What one rule found at one severity.
#[derive(Debug)]
pub struct ToldRule<'a> {
    /// The rule: its code, name and documentation.
    pub rule: &'static Rule,
    /// What became of the rows.
    pub severity: Severity,
    /// How many findings.
    pub count: u64,
    /// What kind of fix there is.
    pub remedy: Remedy,
    /// The most frequent value that a correction is suggested for.
    pub correction: Option<Correction<'a>>,
    /// The most frequent values, the most frequent first; at most
    /// [`VALUES_TOLD_MAX`].
    pub values: Vec<ToldValue<'a>>,
    /// How many different values there are; `None` where there are more than are counted.
    pub different: Option<usize>,
    /// The first of its findings.
    pub example: Option<&'a Finding>,
}

/// What kind of fix there is for what a rule found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// It is done already.
    Done,
    /// A correction is suggested, to be taken or not.
    Suggested,
    /// To correct in the file.
    InTheFile,
    /// A person has to decide.
    Decision,
    /// Nothing to do: something to know.
    Knowledge,
}

/// A value that a rule spoke about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldValue<'a> {
    /// The value as the file writes it, cut for showing.
    pub value: &'a str,
    /// How many findings have this value.
    pub count: u64,
    /// What to write instead, if something is suggested.
    pub suggestion: Option<&'a str>,
    /// The correction by value, as `--set` takes it, if it can be corrected so.
    pub set: Option<String>,
}

/// A value with what to write instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Correction<'a> {
    /// The value as the file writes it, cut for showing.
    pub value: &'a str,
    /// What to write instead.
    pub suggestion: &'a str,
    /// How many findings have this value.
    pub count: u64,
}

/// A column of which nearly every value has the same problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FailingColumn<'a> {
    /// The problem.
    pub rule: &'static Rule,
    /// The column's name as the file writes it.
    pub column: &'a str,
    /// The share of its values that have the problem, in percent.
    pub percent: u64,
}

impl<'a> ToldRule<'a> {
    /// Of what a rule counted in a run.
    pub(super) fn of(tally: &'a RuleTally) -> ToldRule<'a> {
        ToldRule {
            rule: tally.rule,
            severity: tally.severity,
            count: tally.count,
            remedy: remedy(tally),
            correction: correction(tally),
            values: values(tally),
            different: tally.different(),
            example: tally.examples.first(),
        }
    }
}

impl Counted for ToldRule<'_> {
    fn severity(&self) -> Severity {
        self.severity
    }
    fn count(&self) -> u64 {
        self.count
    }
    fn code(&self) -> &str {
        self.rule.code
    }
}

fn remedy(tally: &RuleTally) -> Remedy {
    match tally.rule.fix {
        Fix::Auto => Remedy::Done,
        Fix::Suggest if tally.examples.iter().any(|one| one.suggestion.is_some()) => {
            Remedy::Suggested
        }
        Fix::Suggest if tally.rule.scope != Scope::Column => Remedy::InTheFile,
        Fix::Suggest | Fix::Choose => Remedy::Decision,
        Fix::None if tally.severity == Severity::Notice => Remedy::Knowledge,
        Fix::None => Remedy::InTheFile,
    }
}

fn correction(tally: &RuleTally) -> Option<Correction<'_>> {
    let corrections = tally.values.iter();
    let corrections = corrections.filter_map(|(value, (count, suggestion))| {
        Some(Correction {
            value,
            suggestion: suggestion.as_deref()?,
            count: *count,
        })
    });
    corrections.max_by_key(|one| (one.count, Reverse(one.value)))
}

fn values(tally: &RuleTally) -> Vec<ToldValue<'_>> {
    let mut values: Vec<_> = tally.values.iter().collect();
    values.sort_unstable_by_key(|(value, (count, _))| (Reverse(*count), *value));
    values.truncate(VALUES_TOLD_MAX);
    let values = values.into_iter();
    values
        .map(|(value, (count, suggestion))| ToldValue {
            value,
            count: *count,
            suggestion: suggestion.as_deref(),
            set: set(tally, value, suggestion.as_ref()),
        })
        .collect()
}

/// The correction of a value, where all values that were counted stand in one column.
fn set(tally: &RuleTally, value: &str, suggestion: Option<&String>) -> Option<String> {
    if tally.columns.len() > 1 {
        return None;
    }
    let field = tally.examples.first()?.field?;
    let value = Value {
        code: tally.rule.code,
        column: None,
        field: Some(field.name()),
        value: Some(value.to_owned()),
        suggestion: suggestion.cloned(),
    };
    value.correction()
}

/// Columns of which nearly every value has the problem of a rule, whatever became of the
/// rows; the one with most findings first.
pub(super) fn failing_columns<'a>(
    rule: &'static Rule,
    report: &'a Report,
) -> Vec<FailingColumn<'a>> {
    let tallies = report.tally.rules().filter(|tally| {
        tally.rule == rule && tally.severity != Severity::Notice && tally.rule.scope == Scope::Cell
    });
    let mut counts: HashMap<&String, u64> = HashMap::new();
    for (column, count) in tallies.flat_map(|tally| &tally.columns) {
        *counts.entry(column).or_default() += count;
    }
    let mut counted: Vec<(&String, u64)> = counts.into_iter().collect();
    counted.sort_unstable_by_key(|(column, count)| (Reverse(*count), *column));
    let failing = counted.into_iter().filter_map(|(column, count)| {
        let percent = (count * 100 / values_of(column, report).max(1)).min(100);
        let fails = count >= COLUMN_FAILS_VALUES_MIN && percent >= COLUMN_FAILS_PERCENT_MIN;
        fails.then_some(FailingColumn {
            rule,
            column,
            percent,
        })
    });
    failing.collect()
}

/// How many values a column has. A run that ended early knows only how many rows
/// it read.
fn values_of(column: &str, report: &Report) -> u64 {
    let place = report.columns.iter().position(|one| one.name == column);
    place
        .and_then(|place| report.values.get(place).copied())
        .unwrap_or(report.record.ledger.read)
}
