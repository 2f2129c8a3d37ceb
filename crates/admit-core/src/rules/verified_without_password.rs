//! VAL003: verified emails of users without a password.

use crate::base::numbers::grouped;
use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// In a file that brings passwords: rows whose email is marked verified and that have no
    /// password.
    ///
    /// ## Why it matters
    /// The mark lets these users in by a code to their address, so it should be right.
    ///
    /// ## What becomes of the row
    /// Nothing is left out. At the next sign-in these users are asked to set a password, with
    /// a one-time code sent to the address.
    ///
    /// ## What to do
    /// Check that the source really verified the addresses, and that its export did not lose
    /// passwords.
    ///
    /// ## Example
    /// ```csv
    /// id,email,email_verified,hashed_password,hashing_method    <- VAL003
    /// 1,ana@example.org,TRUE,$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy,bcrypt
    /// 2,bo@example.org,TRUE,,
    /// ```
    "VAL003" "verified-without-password", Notice; fix None; scope Column;
    verb "Look at verified emails without a password";
    message "{emails} marked verified in rows without a password.";
    became "";
    help "A user who has no password yet will be asked to set one, with a code sent to that address.";
    check Check::Raised
}

/// Raised at the end of a file that brings passwords, for `rows` rows.
pub fn found(column: &str, rows: u64, findings: &mut Findings) {
    let emails = match rows {
        1 => "1 email is".to_owned(),
        n => format!("{} emails are", grouped(n)),
    };
    let finding = Finding::of(&RULE)
        .column(column, Some(Field::EmailVerified))
        .arg("emails", emails);
    findings.add(finding);
}
