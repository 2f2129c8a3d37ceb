//! HDR007: two columns that feed the same field.

use crate::findings::finding::Finding;
use crate::rows::headers;
use crate::rules::view::Check;
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// Two columns whose names mean the same field and that both have values.
    ///
    /// ## Why it matters
    /// Which of them holds the value that counts can only be guessed.
    ///
    /// ## What becomes of the row
    /// Nothing is imported until the header is settled.
    ///
    /// ## What to do
    /// Delete one of them, or say which one counts with `--map COLUMN=FIELD`. The other is
    /// left out then, and the report says so.
    ///
    /// ## Example
    /// ```csv
    /// email,E-Mail Address    <- HDR007
    /// ana@example.org,ana@example.org
    /// ```
    "HDR007" "two-columns-for-one-field", Error; fix Choose; scope Column;
    verb "Choose one column for the field";
    message "\"{other}\" and \"{column}\" are both read as {field}.";
    became "";
    help "Delete one of them, or say which one counts: {map}.";
    check Check::Raised
}

/// The finding for `column`, whose field `other` feeds already.
pub fn finding(other: &str, column: &str, field: Field) -> Finding {
    Finding::of(&RULE)
        .column(column, Some(field))
        .arg("other", other)
        .arg("map", headers::map_option(column, field.name()))
}
