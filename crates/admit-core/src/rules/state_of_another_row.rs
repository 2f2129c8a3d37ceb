//! ROW021: a row of a user of whom another row cannot be read.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A row of a user of whom another row has a word in place of *suspended*, *active* or
    /// the like that cannot be read (VAL032).
    ///
    /// ## Why it matters
    /// That row may keep the user from signing in. Without it the others would let the
    /// user in.
    ///
    /// ## What becomes of the row
    /// The row is not imported, nor is any other row of the user.
    ///
    /// ## What to do
    /// Correct the row that is named, and import all rows of the user again.
    ///
    /// ## Example
    /// ```csv
    /// id,email,suspended
    /// 1,ana@example.org,false    <- ROW021
    /// 1,ana@example.org,perhaps    <- VAL032
    /// ```
    "ROW021" "state-of-another-row", Error; fix Choose; scope Row;
    verb "Correct the other row of the user";
    message "Row {first} is of the same user, and whether the user may sign in cannot be read there.";
    became "";
    help "Correct row {first}, and import the rows of this user together.";
    check Check::Raised
}

/// Raised by the search for rows that belong together.
pub fn found(first: u64, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).related(first));
}
