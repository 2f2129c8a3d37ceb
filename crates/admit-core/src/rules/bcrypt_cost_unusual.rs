//! PWD010: bcrypt costs out of the ordinary.

use crate::findings::finding::{Finding, Findings, Rows};
use crate::rules::view::Check;
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// Bcrypt hashes whose cost is so low that they are quick to guess, or so high that
    /// checking one keeps a processor busy for long.
    ///
    /// ## Why it matters
    /// The cost is the power of two of the work that one guess takes. 10 to 12 are usual.
    ///
    /// ## What becomes of the row
    /// The passwords are imported. The first sign-in of each user replaces the hash by one
    /// of the usual cost.
    ///
    /// ## What to do
    /// Nothing. Keep in mind that hashes of a low cost should not lie about.
    ///
    /// ## Example
    /// ```csv
    /// id,hashed_password,hashing_method    <- PWD010
    /// 1,$2b$04$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy,bcrypt
    /// ```
    "PWD010" "bcrypt-cost-unusual", Notice; fix None; scope Column;
    verb "Look at unusual bcrypt costs";
    message "{rows} with a bcrypt cost of {cost}: {so}.";
    became "";
    help "";
    check Check::Raised
}

/// Raised once for a file and cost.
pub(crate) fn found(column: &str, cost: u32, rows: Rows, findings: &mut Findings) {
    let so = if cost < 10 {
        "quick to guess"
    } else {
        "slow to check at sign-in"
    };
    let finding = Finding::of(&RULE).column(column, Some(Field::HashedPassword));
    let finding = finding
        .arg("rows", rows.words())
        .arg("cost", cost)
        .arg("so", so);
    findings.add(finding.related(rows.first));
}
