//! The rules that found something, by what became of the rows: what to do, and in how many
//! places.

use crate::pages::words;
use admit_core::findings::rule::{Rule, Scope, Severity};
use admit_core::ports::store::ImportRecord;
use admit_core::rules;
use std::cmp::Reverse;

/// The rules of one severity.
pub struct Group {
    /// What became of the rows.
    pub title: &'static str,
    /// The class and the icon of the severity.
    pub look: (&'static str, &'static str),
    /// Findings of all its rules.
    pub count: u64,
    /// The rules, the one with the most first.
    pub rules: Vec<Counted>,
}

/// A rule with how often it found something.
pub struct Counted {
    /// The rule.
    pub rule: &'static Rule,
    /// How often.
    pub count: u64,
}

/// The class and the icon of a severity.
pub fn look(severity: Severity) -> (&'static str, &'static str) {
    match severity {
        Severity::Error => ("error", "error"),
        Severity::Warning => ("warn", "warn"),
        Severity::Notice => ("note", "note"),
    }
}

/// The groups of a run that found something.
pub fn groups(record: &ImportRecord, is_import: bool) -> Vec<Group> {
    let title = |severity| match (severity, is_import) {
        (Severity::Error, true) => "Not imported",
        (Severity::Error, false) => "Would not be imported",
        (Severity::Warning, true) => "Imported with something left out",
        (Severity::Warning, false) => "Something would be left out",
        (Severity::Notice, _) => "Nothing left out",
    };
    let severities = [Severity::Error, Severity::Warning, Severity::Notice];
    let all = severities.into_iter().map(|severity| {
        let own = record.counts.iter().filter(|one| one.severity == severity);
        let mut rules: Vec<Counted> = own
            .filter_map(|one| {
                Some(Counted {
                    rule: rules::find(&one.code)?,
                    count: one.count,
                })
            })
            .collect();
        rules.sort_by_key(|counted| (Reverse(counted.count), counted.rule.code));
        Group {
            title: title(severity),
            look: look(severity),
            count: rules.iter().map(|counted| counted.count).sum(),
            rules,
        }
    });
    all.filter(|group| group.count > 0).collect()
}

/// What to do about a rule, and where: `Correct the role in 71 places`.
pub fn to_do(rule: &Rule, count: u64) -> String {
    let (one, many) = match rule.scope {
        Scope::Cell => ("place", "places"),
        Scope::Row => ("row", "rows"),
        Scope::Column => ("column", "columns"),
        Scope::File | Scope::Run => return rule.verb.to_owned(),
    };
    format!("{} in {}", rule.verb, words::of(count, one, many))
}
