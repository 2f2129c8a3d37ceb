//! VAL042: a column of whole names that are turned round.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// A column of whole names nearly all of which are written `Roe, Jane`. The first
    /// thousand rows are looked at, and one word alone counts for nothing.
    ///
    /// ## Why it matters
    /// Whole names are split at the first space otherwise, and everybody's last name
    /// would become the first.
    ///
    /// ## What becomes of the row
    /// The rows are imported; nothing is left out. What stands before the comma is the
    /// last name, what stands after it the first. A name without a comma is split at
    /// its first space.
    ///
    /// ## What to do
    /// Nothing, if the column is written so. Otherwise give `first_name` and
    /// `last_name` in columns of their own.
    ///
    /// ## Example
    /// ```csv
    /// email,name    <- VAL042
    /// jane@example.org,"Roe, Jane"
    /// bo@example.org,"Lee, Bo"
    /// ```
    "VAL042" "names-turned-round", Notice; fix Auto; scope Column;
    verb "Look at names that are turned round";
    message "The names in \"{column}\" are written \"last, first\", as in \"{example}\".";
    became "They {were} split so.";
    help "";
    check Check::Raised
}

/// Raised once the rows are read.
pub fn found(column: &str, example: &str, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .column(column, Some(Field::Name))
            .arg("example", example),
    );
}
