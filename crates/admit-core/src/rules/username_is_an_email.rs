//! IDN007: an address in the column of usernames.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A username that is an email address.
    ///
    /// ## Why it matters
    /// It was stored as a username: no mail is sent to it, and it does not count as
    /// an email when users are matched.
    ///
    /// ## What becomes of the row
    /// The row is imported; nothing is left out.
    ///
    /// ## What to do
    /// If it is the person's address, put it into the email column as well, or map
    /// the column: `--map "username=email"`.
    ///
    /// ## Example
    /// ```csv
    /// id,username
    /// 1,ana
    /// 2,bo@example.org    <- IDN007
    /// ```
    "IDN007" "username-is-an-email", Notice; fix Choose; scope Cell;
    verb "Look at usernames that are emails";
    message "The username is an email address. It is read as a username.";
    became "";
    help "If mail should reach the person there, put it into the email column.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell));
}
