//! DUP003: duplicate email in file.

use crate::base::shell;
use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A row with the same email as an earlier row of the file that says
    /// something else about the user. Upper and lower case do not count.
    ///
    /// ## Why it matters
    /// One of the two rows would undo the other, and which one would depend on
    /// their order.
    ///
    /// ## What becomes of the row
    /// The first row stands. This one is not imported; the finding names both and
    /// the fields in which they differ.
    ///
    /// ## What to do
    /// Keep one of them, or make them agree about the user: rows of one user may
    /// differ in organization, role and permission. Two people who share an address
    /// need something else to be known by, an id or a username: leave the email of one
    /// of them blank, in the file or with `--set-cell "3:email="`.
    ///
    /// ## Example
    /// ```csv
    /// id,email
    /// 1,ana@example.org
    /// 2,ana@example.org    <- DUP003
    /// ```
    "DUP003" "duplicate-email-in-file", Error; fix Choose; scope Row;
    verb "Choose between rows with the same email";
    message "Row {row} has the same email as row {first} ({value}) but differs in {fields}.";
    became "";
    help "Keep one of the two rows, or make them agree and differ only in organization, role and permission.";
    check Check::Raised
}

/// Two rows with one email.
pub struct Pair<'a> {
    /// The first of them.
    pub first: u64,
    /// The fields in which they differ.
    pub fields: &'a str,
    /// Whether the later one has a username, by which it can be known without an email.
    pub has_name: bool,
    /// Whether their ids and their names differ: they are two people.
    pub are_two: bool,
    /// The number of the later one.
    pub row: u64,
}

/// Raised by the search for rows that belong together.
pub fn found(cell: Option<CellRef<'_>>, pair: &Pair<'_>, findings: &mut Findings) {
    let finding = Finding::of(&RULE);
    let mut finding = finding.related(pair.first).arg("fields", pair.fields);
    if let Some(cell) = cell {
        finding = finding.cell(cell);
    }
    if pair.are_two {
        let blank = cell.map_or_else(String::new, |cell| {
            let typed = format!("{}:{}=", pair.row, cell.column.trim());
            format!(": {}", shell::option("--set-cell", &typed))
        });
        finding = finding.help(format!(
            "By their ids and names they are two people: give each an address, or leave the \
             email of this one blank{blank}."
        ));
    } else if pair.has_name {
        finding = finding.help(
            "If they are two people, the username suffices: leave the email of this row blank. \
             If they are one, keep one of the rows, or make them agree.",
        );
    }
    findings.add(finding);
}
