//! Rules of one severity together, with what became of what they speak of.

use crate::findings::rule::{Rule, Severity};
use crate::findings::tally::RuleCount;
use crate::ports::store::{ImportRecord, Mode};
use crate::rules;

/// The rules of one severity with one consequence, the most frequent first.
#[derive(Debug)]
pub struct Group<T> {
    /// The severity.
    pub severity: Severity,
    /// What became of what the rules speak of.
    pub consequence: Consequence,
    /// How many findings the rules have together.
    pub count: u64,
    /// The rules.
    pub rules: Vec<T>,
}

/// What became of what rules speak of: true of each of them, whatever became of the row
/// otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Consequence {
    /// It was not imported.
    NotImported,
    /// Somebody loses access.
    AccessTakenAway,
    /// Something of the file is left out.
    LeftOut,
    /// It is taken, and a person may want to know how.
    ToLookAt,
    /// Columns are not read: nothing is wrong with a row.
    ColumnsNotRead,
    /// Nothing is left out.
    Nothing,
}

/// What a run did with its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// It imported rows.
    Imported,
    /// It looked, and an import is to follow.
    Checked,
    /// It was to import, and wrote nothing.
    WroteNothing,
}

impl Deed {
    /// What was done in an import or a check.
    pub fn of(record: &ImportRecord) -> Deed {
        match record.mode {
            Mode::Check => Deed::Checked,
            Mode::Import if record.ledger.let_in() == 0 => Deed::WroteNothing,
            Mode::Import => Deed::Imported,
        }
    }
}

impl Consequence {
    fn of<T: Counted>(rule: &T) -> Consequence {
        match rule.severity() {
            Severity::Error => Consequence::NotImported,
            Severity::Notice => Consequence::Nothing,
            Severity::Warning if rule.code() == rules::removes_access::RULE.code => {
                Consequence::AccessTakenAway
            }
            Severity::Warning if COLUMNS.iter().any(|one| one.code == rule.code()) => {
                Consequence::ColumnsNotRead
            }
            Severity::Warning if TO_LOOK_AT.iter().any(|one| one.code == rule.code()) => {
                Consequence::ToLookAt
            }
            Severity::Warning => Consequence::LeftOut,
        }
    }

    /// In words: "not imported".
    pub fn words(self, deed: Deed) -> &'static str {
        match (self, deed) {
            (Consequence::NotImported, Deed::Checked) => "not to be imported",
            (Consequence::NotImported, _) => "not imported",
            (Consequence::AccessTakenAway, Deed::Imported) => "access taken away",
            (Consequence::AccessTakenAway, Deed::Checked) => "access to be taken away",
            (Consequence::AccessTakenAway, Deed::WroteNothing) => "access would be taken away",
            (Consequence::LeftOut, Deed::Imported) => "something left out",
            (Consequence::LeftOut, Deed::Checked) => "something to be left out",
            (Consequence::LeftOut, Deed::WroteNothing) => "something would be left out",
            (Consequence::ToLookAt, _) => "worth a look",
            (Consequence::ColumnsNotRead, _) => "columns that are not read",
            (Consequence::Nothing, _) => "nothing left out",
        }
    }
}

/// Rules that say of whole columns that they are not read.
static COLUMNS: [&Rule; 3] = [
    &rules::column_not_recognised::RULE,
    &rules::column_known_but_unsupported::RULE,
    &rules::column_without_name::RULE,
];

/// Rules that warn, though nothing that the file says is left out.
static TO_LOOK_AT: [&Rule; 18] = [
    &rules::access_not_replaced::RULE,
    &rules::account_not_open_yet::RULE,
    &rules::changed_here_and_in_file::RULE,
    &rules::column_looks_like_another_field::RULE,
    &rules::email_looks_like::RULE,
    &rules::encoding_guessed::RULE,
    &rules::identical_row::RULE,
    &rules::identifier_of_edited_user::RULE,
    &rules::looks_like_another_user::RULE,
    &rules::password_replaced::RULE,
    &rules::password_replaced_by_weaker::RULE,
    &rules::suspension_lifted::RULE,
    &rules::text_decoded_twice::RULE,
    &rules::two_people_under_one_id::RULE,
    &rules::undo_kept::RULE,
    &rules::user_deleted_at_source::RULE,
    &rules::username_looks_like::RULE,
    &rules::verified_raised::RULE,
];

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

/// Puts rules together by severity and what became of it: the gravest group first, of the
/// warnings those that take something away, and in each the most frequent rule. Columns
/// that are not read stand behind the warnings. There is no empty group.
pub fn of<T: Counted>(mut rules: Vec<T>) -> Vec<Group<T>> {
    rules.sort_by(|a, b| {
        Consequence::of(a)
            .cmp(&Consequence::of(b))
            .then_with(|| b.count().cmp(&a.count()))
            .then_with(|| a.code().cmp(b.code()))
    });
    let mut groups: Vec<Group<T>> = Vec::new();
    for rule in rules {
        let consequence = Consequence::of(&rule);
        match groups.last_mut() {
            Some(group) if group.consequence == consequence => {
                group.count += rule.count();
                group.rules.push(rule);
            }
            _ => groups.push(Group {
                severity: rule.severity(),
                consequence,
                count: rule.count(),
                rules: vec![rule],
            }),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A rule that warns and says of its row neither that something was left out or kept out
    /// nor that a password is missing is one to look at, so that what stands above it is true.
    #[test]
    fn whatever_warns_leaves_something_out_or_is_to_be_looked_at() {
        let of_loss = ["left out", "without", "not}", "kept", "suspended."];
        for rule in rules::RULES.iter().copied() {
            let fate = rule.docs.split("## ").nth(3).unwrap_or_default();
            let told = if rule.became.is_empty() {
                fate
            } else {
                rule.became
            };
            let is_told = of_loss.iter().any(|word| told.contains(word));
            let apart = COLUMNS.iter().chain(&TO_LOOK_AT).any(|one| *one == rule)
                || *rule == rules::removes_access::RULE;
            let warns = rule.severity == Severity::Warning;
            assert!(!warns || is_told || apart, "{}", rule.code);
            assert!(warns || !apart, "{} does not warn", rule.code);
        }
    }
}
