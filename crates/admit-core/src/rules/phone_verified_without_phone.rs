//! PHN012: a flag about a number that is not there.

use crate::rows::yes_no;
use crate::findings::finding::{Finding, Findings};
use crate::findings::rule::Severity;
use crate::rules::view::{Check, RowView};
use crate::users::field::Field;
use crate::users::user::IdentifierKind;

rule! {
    /// ## What it finds
    /// A row that sets `phone_verified` but has no phone. A flag of FALSE is passed
    /// over: nothing is lost with it.
    ///
    /// ## Why it matters
    /// There is nothing that could have been verified. The number may have been
    /// lost on the way.
    ///
    /// ## What becomes of the row
    /// The row is imported without the flag.
    ///
    /// ## What to do
    /// Give the number, or leave the flag empty.
    ///
    /// ## Example
    /// ```csv
    /// email,phone,phone_verified
    /// ana@example.org,+61412345678,FALSE
    /// bo@example.org,,TRUE    <- PHN012
    /// ```
    "PHN012" "phone-verified-without-phone", Warning; fix None; scope Cell;
    verb "Add the phone that is said to be verified";
    message "phone_verified is set but there is no phone.";
    became "The flag {was} left out.";
    help "Give the phone, or leave the flag empty.";
    check Check::Row(check)
}

fn check(view: &RowView<'_>, findings: &mut Findings) {
    // A row that names nobody is not imported: IDN001 says why.
    if view.candidate.identities.is_empty()
        || view.candidate.identity(IdentifierKind::Phone).is_some()
    {
        return;
    }
    // FALSE without a value says nothing, and so loses nothing. A value that
    // could not be read has been reported already.
    let flag = view
        .cell(Field::PhoneVerified)
        .filter(|cell| yes_no::value(cell.text) != Some(false));
    let reported = findings
        .iter()
        .any(|f| f.field == Some(Field::Phone) && f.severity > Severity::Notice);
    if let Some(cell) = flag
        && !reported
        && !view.has_unread(Field::Phone, |text| text.starts_with('+'))
    {
        findings.add(Finding::of(&RULE).cell(cell).row(view.raw.place));
    }
}
