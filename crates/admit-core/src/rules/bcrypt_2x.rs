//! PWD009: hashes of a faulty implementation.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A bcrypt hash that begins with `$2x$`. It marks hashes that a faulty implementation
    /// made, which mixed up characters outside ASCII.
    ///
    /// ## Why it matters
    /// Different passwords can have the same hash of this kind, so they are easier to
    /// guess.
    ///
    /// ## What becomes of the row
    /// The password is imported and checked as the faulty implementation did. The first
    /// sign-in replaces the hash.
    ///
    /// ## What to do
    /// Nothing, or ask these users to set a new password.
    ///
    /// ## Example
    /// ```csv
    /// id,hashed_password,hashing_method
    /// 1,$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy,bcrypt
    /// 2,$2x$10$6bNw2HLQYeqHYyBfLMsv/OiwqTymGIGzFsA4hOTWebfehXHNprcAS,bcrypt    <- PWD009
    /// ```
    "PWD009" "bcrypt-2x", Notice; fix None; scope Cell;
    verb "Look at hashes marked $2x$";
    message "The hash is marked $2x$: it was made by a faulty implementation of bcrypt.";
    became "It {is} checked that way.";
    help "";
    check Check::Raised
}

/// Raised where passwords are read.
pub fn found(cell: CellRef<'_>, shown: &str, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell).value(shown));
}
