//! ROW020: rows of one user that disagree about whether the user may sign in.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A row that says that the user may sign in, where another row of the same user says
    /// that the user may not.
    ///
    /// ## Why it matters
    /// Exports with one row for each organization of a user may say of each whether it is
    /// in force. Nobody signs in because one of several rows says so.
    ///
    /// ## What becomes of the row
    /// The row is imported, and the user is suspended by it as by the other one, whichever
    /// stands first.
    ///
    /// ## What to do
    /// If the user is meant to sign in, correct or remove the row that says otherwise and
    /// import the file again.
    ///
    /// ## Example
    /// ```toml
    /// [[organizations]]
    /// external_id = "acme"
    /// [[organizations]]
    /// external_id = "globex"
    /// ```
    /// ```csv
    /// id,email,suspended,external_organization_id
    /// 1,ana@example.org,false,acme    <- ROW020
    /// 1,ana@example.org,true,globex    <- ROW012, VAL012
    /// ```
    "ROW020" "another-row-shuts-out", Warning; fix Choose; scope Row;
    verb "Settle whether the user may sign in";
    message "Row {row} says that the user may sign in, and row {first}, of the same user, that the user may not.";
    became "The user {was} taken for suspended.";
    help "If the user is meant to sign in, correct row {first}.";
    check Check::Raised
}

/// Raised when a row is matched with the directory. `first` is the row that shuts out.
pub fn found(first: u64, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).related(first));
}
