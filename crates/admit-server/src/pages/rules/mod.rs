//! The catalogue of rules.

mod list;
mod show;

use crate::state::Server;
use admit_core::findings::rule::{Rule, Severity};
use admit_core::report::json::what;
use axum::Router;
use axum::routing::get;

/// Its addresses.
pub fn router() -> Router<Server> {
    Router::new()
        .route("/rules", get(list::list))
        .route("/rules/{rule}", get(show::show))
}

/// What rules speak of, by the letters that their codes begin with.
const SUBJECTS: [(&str, &str); 13] = [
    ("FIL", "The file"),
    ("XLS", "Spreadsheets"),
    ("HDR", "Columns"),
    ("ROW", "Rows and their text"),
    ("IDN", "Identifiers"),
    ("EML", "Email"),
    ("PHN", "Phone"),
    ("VAL", "Other values"),
    ("DUP", "The same person twice"),
    ("ACC", "Organizations, roles, permissions"),
    ("PWD", "Passwords"),
    ("PWF", "Files of passwords"),
    ("RUN", "The run"),
];

/// What a severity looks like: the class, the icon and the word.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "a template hands references on"
)]
fn mark(severity: &Severity) -> (&'static str, &'static str, &'static str) {
    match severity {
        Severity::Error => ("sev--error", "error", "error"),
        Severity::Warning => ("sev--warn", "warn", "warning"),
        Severity::Notice => ("sev--note", "note", "notice"),
    }
}

/// What a rule finds, in a line without marks.
fn plain(rule: &Rule) -> String {
    what(rule).replace('`', "")
}

#[cfg(test)]
mod tests {
    use super::SUBJECTS;
    use admit_core::rules::RULES;

    #[test]
    fn every_rule_has_a_subject() {
        for rule in RULES {
            let mut subjects = SUBJECTS.iter();
            assert!(subjects.any(|(letters, _)| rule.code.starts_with(letters)));
        }
    }
}
