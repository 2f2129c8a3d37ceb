//! PWD019: a salt that is not needed.

use crate::findings::finding::{Finding, Findings, Rows};
use crate::rules::view::Check;
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// A salt beside hashes that carry their own.
    ///
    /// ## Why it matters
    /// The salt that counts is in the hash. The column may be left over, or belong to
    /// another method.
    ///
    /// ## What becomes of the row
    /// The passwords are imported without the salt of the column.
    ///
    /// ## What to do
    /// Nothing, if the hashes are right.
    ///
    /// ## Example
    /// ```csv
    /// id,hashed_password,hashing_method,salt,salt_position    <- PWD019
    /// 1,$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy,bcrypt,pepper,prefix
    /// ```
    "PWD019" "salt-ignored", Notice; fix None; scope Column;
    verb "Look at salts that are not read";
    message "{method} carries its own salt. The salt column is not read in {rows}.";
    became "";
    help "";
    check Check::Raised
}

/// Raised once for a file and method.
pub(crate) fn found(column: &str, method: &str, rows: Rows, findings: &mut Findings) {
    let finding = Finding::of(&RULE).column(column, Some(Field::Salt));
    findings.add(
        finding
            .arg("method", method)
            .arg("rows", rows.words())
            .related(rows.first),
    );
}
