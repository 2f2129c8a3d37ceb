//! PWD035: a hash that would cost too much to check.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A hash that asks for more memory or more rounds than the bound allows.
    ///
    /// ## Why it matters
    /// Each attempt to sign in would keep the machine busy. A file made for it could stop
    /// everybody from signing in.
    ///
    /// ## What becomes of the row
    /// The user is imported without a password and will be asked to set one.
    ///
    /// ## What to do
    /// Nothing in the file: these users set a new password at their next sign-in.
    ///
    /// ## Example
    /// ```csv
    /// id,hashed_password,hashing_method
    /// 1,$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy,bcrypt
    /// 2,$2b$31$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy,bcrypt    <- PWD035
    /// ```
    "PWD035" "hash-cost-too-high", Warning; fix None; scope Cell;
    verb "Ask for a new password";
    message "Checking this {method} would cost {cost}; the limit is {limit}.";
    became "The user {was} imported without a password and {will} be asked to set one.";
    kept "The user's password {was} left as it is.";
    help "";
    check Check::Raised
}

/// Raised where passwords are read.
pub fn found(
    cell: CellRef<'_>,
    shown: &str,
    method: &str,
    (cost, limit): (&str, &str),
    findings: &mut Findings,
) {
    findings.add(
        Finding::of(&RULE)
            .cell(cell)
            .value(shown)
            .arg("method", method)
            .arg("cost", cost)
            .arg("limit", limit),
    );
}
