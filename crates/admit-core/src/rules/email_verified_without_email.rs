//! EML012: a flag about an address that is not there.

use crate::rows::yes_no;
use crate::findings::finding::{Finding, Findings};
use crate::findings::rule::Severity;
use crate::rules::view::{Check, RowView};
use crate::users::field::Field;
use crate::users::user::IdentifierKind;

rule! {
    /// ## What it finds
    /// A row that sets `email_verified` but has no email. A flag of FALSE is passed
    /// over: nothing is lost with it.
    ///
    /// ## Why it matters
    /// There is nothing that could have been verified. The address may have been
    /// lost on the way.
    ///
    /// ## What becomes of the row
    /// The row is imported without the flag.
    ///
    /// ## What to do
    /// Give the address, or leave the flag empty.
    ///
    /// ## Example
    /// ```csv
    /// phone,email,email_verified
    /// +61412345678,ana@example.org,FALSE
    /// +61412345679,,TRUE    <- EML012
    /// ```
    "EML012" "email-verified-without-email", Warning; fix None; scope Cell;
    verb "Add the email that is said to be verified";
    message "email_verified is set but there is no email.";
    became "The flag {was} left out.";
    help "Give the email, or leave the flag empty.";
    check Check::Row(check)
}

fn check(view: &RowView<'_>, findings: &mut Findings) {
    // A row that names nobody is not imported: IDN001 says why.
    if view.candidate.identities.is_empty()
        || view.candidate.identity(IdentifierKind::Email).is_some()
    {
        return;
    }
    // FALSE without a value says nothing, and so loses nothing. A value that
    // could not be read has been reported already.
    let flag = view
        .cell(Field::EmailVerified)
        .filter(|cell| yes_no::value(cell.text) != Some(false));
    let reported = findings
        .iter()
        .any(|f| f.field == Some(Field::Email) && f.severity > Severity::Notice);
    if let Some(cell) = flag
        && !reported
        && !view.has_unread(Field::Email, |text| text.contains('@'))
    {
        findings.add(Finding::of(&RULE).cell(cell).row(view.raw.place));
    }
}
