//! VAL012: a user who is kept from signing in.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::{Check, RowView};
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// A row that says that the user is suspended, blocked or disabled.
    ///
    /// ## Why it matters
    /// Such users can't sign in. They are counted before the import, because a
    /// column that was taken for `suspended` by mistake would lock everybody out.
    ///
    /// ## What becomes of the row
    /// The row is imported; nothing is left out. The user is imported as suspended.
    ///
    /// ## What to do
    /// Nothing, if that is what the source says.
    ///
    /// ## Example
    /// ```csv
    /// email,suspended
    /// ana@example.org,FALSE
    /// bo@example.org,TRUE    <- VAL012
    /// ```
    "VAL012" "user-suspended", Notice; fix None; scope Row;
    message "The user is imported as suspended and cannot sign in.";
    help "";
    check Check::Row(check)
}

fn check(view: &RowView<'_>, findings: &mut Findings) {
    if view.candidate.suspended != Some(true) {
        return;
    }
    let finding = Finding::of(&RULE).row(view.raw.place);
    findings.add(match view.cell(Field::Suspended) {
        Some(cell) => finding.cell(cell),
        None => finding,
    });
}
