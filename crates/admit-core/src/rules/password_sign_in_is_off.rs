//! PWD032: passwords while password sign-in is off.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// An import that brings passwords while signing in by password is switched off.
    ///
    /// ## Why it matters
    /// The passwords are kept, but nobody can use them yet.
    ///
    /// ## What becomes of the row
    /// The passwords are imported.
    ///
    /// ## What to do
    /// Switch it on when the users may come: `admit connections password on`.
    ///
    /// ## Example
    /// ```text
    /// admit import users.csv            # says it
    /// admit connections password on
    /// admit import more-users.csv       # does not
    /// ```
    "PWD032" "password-sign-in-is-off", Notice; fix None; scope Run;
    verb "Switch password sign-in on";
    message "Password sign-in is switched off, so imported passwords can't be used yet.";
    became "";
    help "admit connections password on";
    check Check::Raised
}

/// Raised once for a run.
pub fn found(findings: &mut Findings) {
    findings.add(Finding::of(&RULE));
}
