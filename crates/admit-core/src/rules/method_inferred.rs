//! PWD002: the method is read from the hash.

use crate::findings::finding::{Finding, Findings, Rows};
use crate::rules::view::Check;
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// Hashes that say by their form how they were made (`$2b$…`, `$argon2id$…`), in rows
    /// without `hashing_method`.
    ///
    /// ## Why it matters
    /// Nothing is in doubt; it is said so that a wrong column is noticed.
    ///
    /// ## What becomes of the row
    /// The password is imported.
    ///
    /// ## What to do
    /// Nothing. With a column `hashing_method` this is not said.
    ///
    /// ## Example
    /// ```csv
    /// id,hashed_password    <- PWD002
    /// 1,$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy
    /// ```
    "PWD002" "method-inferred", Notice; fix Auto; scope Column;
    verb "Look at how hashes were recognised";
    message "There is no hashing_method in {rows}. It is read as {method} from the hash itself.";
    became "";
    help "";
    check Check::Raised
}

/// Raised once for a file and method.
pub(crate) fn found(column: &str, method: &str, rows: Rows, findings: &mut Findings) {
    let finding = Finding::of(&RULE).column(column, Some(Field::HashedPassword));
    findings.add(
        finding
            .arg("method", method)
            .arg("rows", rows.words())
            .related(rows.first),
    );
}
