//! Rules of one severity together, with what it means for their rows.

use crate::findings::rule::Severity;
use crate::findings::tally::RuleCount;
use crate::rules;

/// The rules of one severity, the most frequent first.
#[derive(Debug)]
pub struct Group<T> {
    /// The severity.
    pub severity: Severity,
    /// What becomes of the rows, in words: "not imported".
    pub consequence: &'static str,
    /// How many findings the rules have together.
    pub count: u64,
    /// The rules.
    pub rules: Vec<T>,
}

/// A rule with how often it spoke.
pub trait Counted {
    /// The severity to tell it under.
    fn severity(&self) -> Severity;
    /// How many findings.
    fn count(&self) -> u64;
    /// The rule's code.
    fn code(&self) -> &str;
}

impl Counted for &RuleCount {
    fn severity(&self) -> Severity {
        self.severity
    }
    fn count(&self) -> u64 {
        self.count
    }
    fn code(&self) -> &str {
        &self.code
    }
}

/// Whether it says that somebody loses something.
fn takes_away<T: Counted>(rule: &T) -> bool {
    rule.code() == rules::removes_access::RULE.code
}

/// Whether it says of whole columns that they are not read: nothing is wrong with a row, so
/// it stands apart from what was left out of rows.
fn leaves_columns<T: Counted>(rule: &T) -> bool {
    let of_columns = [
        rules::column_not_recognised::RULE.code,
        rules::column_known_but_unsupported::RULE.code,
        rules::column_without_name::RULE.code,
    ];
    rule.severity() == Severity::Warning && of_columns.contains(&rule.code())
}

/// Puts rules together by severity: the gravest group first, and in each what takes
/// something away, then the most frequent rule. Columns that are not read stand behind the
/// warnings. There is no empty group.
pub fn of<T: Counted>(mut rules: Vec<T>) -> Vec<Group<T>> {
    rules.sort_by(|a, b| {
        b.severity()
            .cmp(&a.severity())
            .then_with(|| leaves_columns(a).cmp(&leaves_columns(b)))
            .then_with(|| takes_away(b).cmp(&takes_away(a)))
            .then_with(|| b.count().cmp(&a.count()))
            .then_with(|| a.code().cmp(b.code()))
    });
    let mut groups: Vec<Group<T>> = Vec::new();
    for rule in rules {
        let severity = rule.severity();
        let consequence = if leaves_columns(&rule) {
            "columns that are not read"
        } else {
            consequence(severity)
        };
        match groups.last_mut() {
            Some(group) if group.severity == severity && group.consequence == consequence => {
                group.count += rule.count();
                group.rules.push(rule);
            }
            _ => groups.push(Group {
                severity,
                consequence,
                count: rule.count(),
                rules: vec![rule],
            }),
        }
    }
    groups
}

/// What became of a row because of a finding, in words.
fn consequence(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "not imported",
        Severity::Warning => "imported with something left out",
        Severity::Notice => "nothing left out",
    }
}
