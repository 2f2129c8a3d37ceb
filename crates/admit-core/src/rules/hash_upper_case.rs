//! PWD013: hex in capitals.

use crate::findings::finding::{Finding, Findings, Rows};
use crate::rules::view::Check;
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// Hashes whose hex letters are capitals.
    ///
    /// ## Why it matters
    /// They mean the same; Admit keeps one way of writing.
    ///
    /// ## What becomes of the row
    /// The passwords are imported.
    ///
    /// ## What to do
    /// Nothing.
    ///
    /// ## Example
    /// ```csv
    /// id,hashed_password,hashing_method    <- PWD013
    /// 1,0CC175B9C0F1B6A831C399E269772661,md5
    /// 2,92eb5ffee6ae2fec3ad71c777531578f,md5
    /// ```
    "PWD013" "hash-upper-case", Notice; fix Auto; scope Column;
    verb "Look at hex in capitals";
    message "Hex letters are in capitals in {rows}. They are read as lower-case.";
    became "";
    help "";
    check Check::Raised
}

/// Raised once for a file.
pub(crate) fn found(column: &str, rows: Rows, findings: &mut Findings) {
    let finding = Finding::of(&RULE).column(column, Some(Field::HashedPassword));
    findings.add(finding.arg("rows", rows.words()).related(rows.first));
}
