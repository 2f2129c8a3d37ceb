//! VAL012: a user who is kept from signing in.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::{Check, RowView};

rule! {
    /// ## What it finds
    /// A row that says that the user is suspended, blocked, disabled or the like, in
    /// whichever column: TRUE under `suspended`, FALSE under `enabled`, `LOCKED_OUT` under
    /// `status`, a date under `banned_until`. Where several columns say something, one that
    /// shuts out is enough.
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
    verb "Look at users who are suspended";
    message "The file says that the user is suspended.";
    became "The user {was} imported as suspended and cannot sign in.";
    kept "{shut_out}.";
    help "";
    check Check::Row(check)
}

fn check(view: &RowView<'_>, findings: &mut Findings) {
    // Why somebody is shut out is said once.
    let said = findings
        .iter()
        .any(|found| ["VAL033", "VAL034"].contains(&found.rule.code));
    if view.candidate.suspended != Some(true) || said {
        return;
    }
    let finding = Finding::of(&RULE).row(view.raw.place);
    let by = view.candidate.shut_by.map(|index| index as usize);
    findings.add(match by.and_then(|index| view.cell_at(index)) {
        Some(cell) => finding.cell(cell),
        None => finding,
    });
}
