//! ACC023: a membership that somebody took away here.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;
use uuid::Uuid;

rule! {
    /// ## What it finds
    /// A row that names an organization which its user was taken out of by hand.
    ///
    /// ## Why it matters
    /// Somebody decided that the user should not be there. A file made before, or by those
    /// who do not know of it, must not undo that.
    ///
    /// ## What becomes of the row
    /// The user stays out of the organization, without the roles and permissions there. The
    /// rest of the row is imported.
    ///
    /// ## What to do
    /// Nothing, if the user is to stay out. Otherwise put them back with `admit users join`,
    /// or import the file with --replace-access, which makes access what the file says.
    ///
    /// ## Example
    /// ```text
    /// admit import users.csv
    /// admit users leave ana@example.org acme
    /// admit import users-with-another-name.csv
    /// ```
    "ACC023" "not-put-back", Warning; fix Choose; scope Row;
    verb "Decide about users taken out of organizations";
    message "{who} was taken out of {organizations} here, and the row names it.";
    became "The user {was_not} put back.";
    help "To put them back: admit users join, or --replace-access for all that the file says.";
    check Check::Raised
}

/// Raised when a row is compared with its user.
pub fn found(organizations: &str, who: &str, user: Uuid, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .arg("organizations", organizations)
            .arg("who", who)
            .user(user),
    );
}
