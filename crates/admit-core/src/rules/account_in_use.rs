//! DUP114: an account in use that a file would take over.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;
use uuid::Uuid;

rule! {
    /// ## What it finds
    /// A row that gives another password, email or other identifier, or another word on
    /// whether one is verified, than a user has who has signed in or has set a password
    /// here.
    ///
    /// ## Why it matters
    /// Whoever writes the file would get into the account, or lock out whom it belongs
    /// to.
    ///
    /// ## What becomes of the row
    /// The user keeps what they sign in with, also where the email is by now another
    /// user's. The rest of the row is imported.
    ///
    /// ## What to do
    /// If the file is right, import it with --replace-credentials. An email that moves so
    /// counts as unverified until the user has confirmed it, whatever the file says.
    ///
    /// ## Example
    /// Somebody signs in; later a file gives another email:
    /// ```text
    /// admit import users.csv
    /// admit sign-in ana@example.org
    /// admit import changed.csv    # gives ana.new@example.org
    /// ```
    "DUP114" "account-in-use", Warning; fix Choose; scope Row;
    verb "Decide about accounts that are in use";
    message "{who} {reason}, and the row differs in {fields}.";
    became "What the user signs in with {was} kept.";
    help "To replace it all the same: --replace-credentials.";
    check Check::Raised
}

/// Raised when a row is compared with its user.
pub fn found(fields: &str, who: &str, reason: &str, user: Uuid, findings: &mut Findings) {
    findings.add(finding(fields, who, reason, user));
}

/// Raised where the row differs only in what no option lets a file say of an account in
/// use: whether something is verified.
pub fn only_confirmed_by_its_user(
    fields: &str,
    who: &str,
    reason: &str,
    user: Uuid,
    findings: &mut Findings,
) {
    let kept = "Of an account in use no file says whether something is verified: that {was} kept.";
    let help = "It counts as verified once the user has confirmed it.";
    findings.add(finding(fields, who, reason, user).became(kept).help(help));
}

fn finding(fields: &str, who: &str, reason: &str, user: Uuid) -> Finding {
    Finding::of(&RULE)
        .arg("fields", fields)
        .arg("who", who)
        .arg("reason", reason)
        .user(user)
}
