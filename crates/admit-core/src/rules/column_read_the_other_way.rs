//! HDR016: a column mapped by hand to the opposite of its name.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::Column;
use crate::rules::view::Check;
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// A column such as `enabled` that was mapped to `suspended` by hand, or one such as
    /// `blocked` that was mapped to `active`.
    ///
    /// ## Why it matters
    /// Read as it was said, everybody who is shut out would be let in, and everybody else
    /// shut out.
    ///
    /// ## What becomes of the row
    /// The rows are imported. The column is read as its name says: TRUE under `enabled` is
    /// somebody who may sign in.
    ///
    /// ## What to do
    /// Nothing, if the name is right. Else rename the column.
    ///
    /// ## Example
    /// ```csv map=enabled=suspended
    /// email,enabled    <- HDR016
    /// ana@example.org,TRUE
    /// ```
    "HDR016" "column-read-the-other-way", Notice; fix Auto; scope Column;
    verb "Look at the column that is read the other way";
    message "\"{column}\" was to be read as {chosen}, but by its name it says the opposite.";
    became "It {was} read as {field}: TRUE {means}.";
    help "If the name is wrong, rename the column.";
    check Check::Raised
}

/// Raised when the header is mapped, or at the end of a file whose columns come with its
/// rows.
pub fn found(column: &Column, chosen: Field, findings: &mut Findings) {
    let means = match column.field {
        Some(Field::Active) => "means that the user may sign in",
        _ => "means that the user is kept from signing in",
    };
    let finding = Finding::of(&RULE)
        .column(&column.name, column.field)
        .arg("chosen", chosen.name())
        .arg("means", means);
    findings.add(finding);
}
