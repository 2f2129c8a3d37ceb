//! What a check would change of users who are there, in a line or two.

use super::words::{number, plural};
use crate::printer::Printer;
use admit_core::findings::shown::one_line;
use admit_core::import::report::Report;
use admit_core::ports::store::Mode;
use admit_core::users::changes::{Changes, RightCount};
use std::fmt::Write as _;
use std::io::Result;

/// How many fields, and how many rights, are named.
const NAMED_MAX: usize = 5;

/// Tells what a check would change.
pub fn print(report: &Report, printer: &mut Printer) -> Result<()> {
    let changes = &report.changes;
    if report.record.mode != Mode::Check || changes.users == 0 {
        return Ok(());
    }
    for line in lines(changes) {
        printer.line(&one_line(&line))?;
    }
    printer.line("")
}

fn lines(changes: &Changes) -> Vec<String> {
    let users = plural(changes.users, "user");
    let fields = changes.fields.iter();
    let fields = fields.map(|count| format!("{} {}", number(count.users), count.field));
    let fields = listed(fields.collect());
    let mut lines = vec![match fields.as_str() {
        "" => format!("Would change {users}."),
        fields => format!("Would change {users}: {fields}."),
    }];
    for (is_given, verb, to) in [
        (true, "Would give", "to"),
        (false, "Would take away", "from"),
    ] {
        let rights = changes.rights.iter();
        let rights = rights.filter(|count| count.is_given == is_given);
        let rights: Vec<String> = rights
            .map(|count| format!("{} {to} {}", right(count), number(count.users)))
            .collect();
        if !rights.is_empty() {
            lines.push(format!("{verb}: {}.", listed(rights)));
        }
    }
    lines
}

fn right(count: &RightCount) -> String {
    let organization = &count.organization;
    match count.role.as_ref().or(count.permission.as_ref()) {
        Some(key) => format!("{key} in {organization}"),
        None => format!("membership in {organization}"),
    }
}

/// The first of a list, and how many more there are.
fn listed(mut items: Vec<String>) -> String {
    let more = items.len().saturating_sub(NAMED_MAX);
    items.truncate(NAMED_MAX);
    let mut text = items.join(", ");
    if more > 0 {
        let _ = write!(text, " and {} more", number(more as u64));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use admit_core::users::changes::FieldCount;

    #[track_caller]
    fn check(changes: &Changes, expected: &[&str]) {
        assert_eq!(lines(changes), expected);
    }

    #[test]
    fn changes_are_told_in_a_line_for_each_kind() {
        let field = |field: &str, users| FieldCount {
            field: field.to_owned(),
            users,
        };
        let right = |role: Option<&str>, is_given, users| RightCount {
            organization: "acme".to_owned(),
            role: role.map(str::to_owned),
            permission: None,
            is_given,
            users,
        };
        let mut changes = Changes {
            users: 1,
            rights: vec![right(Some("editor"), true, 1)],
            ..Changes::default()
        };
        let given = "Would give: editor in acme to 1.";
        check(&changes, &["Would change 1 user.", given]);
        changes.users = 1214;
        changes.fields = vec![field("first_name", 1180), field("phone", 40)];
        changes.rights = vec![right(Some("editor"), true, 12), right(None, false, 3)];
        check(
            &changes,
            &[
                "Would change 1,214 users: 1,180 first_name, 40 phone.",
                "Would give: editor in acme to 12.",
                "Would take away: membership in acme from 3.",
            ],
        );
        changes.rights.clear();
        changes.fields = (0..7).map(|at| field(&format!("f{at}"), 1)).collect();
        let fields = "Would change 1,214 users: 1 f0, 1 f1, 1 f2, 1 f3, 1 f4 and 2 more.";
        check(&changes, &[fields]);
    }
}
