//! What was found, by rule: how many, in words for what to do.

use admit_core::findings::rule::{Rule, Severity};
use admit_core::ports::store::ImportRecord;
use admit_core::report::told::counts::Counts;
use admit_core::rules;
use askama::Template;
use uuid::Uuid;

use crate::pages::words;

/// One rule of a list.
pub struct TodoRule {
    /// The rule.
    pub rule: &'static Rule,
    /// How many findings.
    pub count: u64,
}

/// The rules of one severity, the most frequent first.
#[derive(Default, Template)]
#[template(path = "partials/todo.html")]
pub struct Todo {
    import: Uuid,
    rules: Vec<TodoRule>,
}

impl Todo {
    /// Of a record.
    pub fn of(record: &ImportRecord, severity: Severity) -> Todo {
        let counts = Counts::of(record);
        let of_severity = counts.rules.iter().filter(|one| one.severity == severity);
        let known = of_severity.filter_map(|one| {
            Some(TodoRule {
                rule: rules::find(&one.code)?,
                count: one.count,
            })
        });
        Todo {
            import: record.id,
            rules: known.collect(),
        }
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// How many findings in all.
    pub fn total(&self) -> u64 {
        self.rules.iter().map(|rule| rule.count).sum()
    }
}

impl TodoRule {
    /// What to do about it, in a few words.
    pub fn verb(&self) -> String {
        let mut letters = self.rule.name.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        let rest: String = letters.collect();
        first
            .into_iter()
            .chain(rest.replace('-', " ").chars())
            .collect()
    }
}
