//! DUP107: changes email of existing user.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;
use crate::users::field::Field;
use uuid::Uuid;

rule! {
    /// ## What it finds
    /// A row that gives a user of the directory another email.
    ///
    /// ## Why it matters
    /// The email is where codes for a new password go: whoever has it has the
    /// account.
    ///
    /// ## What becomes of the row
    /// The email is changed. The old one no longer leads to the user.
    ///
    /// ## What to do
    /// Check that the new address is the same person's.
    ///
    /// ## Example
    /// ```csv before
    /// id,email
    /// 1,ana@example.org
    /// ```
    /// ```csv
    /// id,email
    /// 1,ana.b@example.org    <- DUP107
    /// ```
    "DUP107" "changes-email-of-existing-user", Notice; fix None; scope Cell;
    verb "Look at emails that change";
    message "The file gives {who} the email {value} instead of {old}.";
    became "It {was} changed.";
    help "To hold such rows back: --deny changes-email-of-existing-user.";
    check Check::Raised
}

/// Raised when a row is compared with the directory.
pub fn found(
    cell: Option<CellRef<'_>>,
    who: &str,
    (old, new): (&str, &str),
    user: Uuid,
    findings: &mut Findings,
) {
    let finding = Finding::of(&RULE)
        .arg("who", who)
        .arg("old", old)
        .user(user);
    findings.add(match cell {
        Some(cell) => finding.cell(cell).value(new),
        None => Finding {
            field: Some(Field::Email),
            ..finding.value(new)
        },
    });
}
