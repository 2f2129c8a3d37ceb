//! PWD043: hashes that say themselves that they are of another scheme than was given.

use crate::findings::finding::{Finding, Findings, Rows};
use crate::rules::view::Check;
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// Hashes that say by their form how they were made, beside a `--hashing-method` that
    /// names another scheme.
    ///
    /// ## Why it matters
    /// One of the two is wrong, or the file has hashes of several schemes. What the hash
    /// says itself is what it can be checked by.
    ///
    /// ## What becomes of the row
    /// The password is imported, read as the hash says.
    ///
    /// ## What to do
    /// Nothing, if the file has hashes of both. Otherwise look whether the method was meant
    /// for this file.
    ///
    /// ## Example
    /// ```csv hashing-method=md5
    /// id,hashed_password    <- PWD002, PWD043
    /// 1,$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy
    /// 2,0cc175b9c0f1b6a831c399e269772661
    /// ```
    "PWD043" "given-method-not-used", Notice; fix Choose; scope Column;
    verb "Look at hashes of another method";
    message "In {rows} the hash says itself that it is {method}, which --hashing-method does not name.";
    became "It {was} read as {method}.";
    help "If these hashes belong here, nothing has to be done.";
    check Check::Raised
}

/// Raised once for a file and scheme.
pub(crate) fn found(column: &str, method: &str, rows: Rows, findings: &mut Findings) {
    let finding = Finding::of(&RULE).column(column, Some(Field::HashedPassword));
    findings.add(
        finding
            .arg("method", method)
            .arg("rows", rows.words())
            .related(rows.first),
    );
}
