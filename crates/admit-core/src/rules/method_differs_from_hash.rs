//! PWD004: method and hash disagree.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// A `hashing_method` that names one method, beside a hash that says it is of another.
    ///
    /// ## Why it matters
    /// One of the two is wrong. If it is the hash, a column may have slipped, and the hash
    /// of somebody else stands in the row.
    ///
    /// ## What becomes of the row
    /// The user is imported without a password and will be asked to set one.
    ///
    /// ## What to do
    /// Look at the row in the source. If the hash is right, correct the method: the one
    /// that the hash names is suggested. Then import the file again.
    ///
    /// ## Example
    /// ```csv
    /// id,hashed_password,hashing_method
    /// 1,0cc175b9c0f1b6a831c399e269772661,md5
    /// 2,$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy,md5    <- PWD004
    /// ```
    "PWD004" "method-differs-from-hash", Warning; fix Suggest; scope Cell;
    verb "Settle how the hash was made";
    message "hashing_method says {value}, but the hash {says} ({actual}).";
    became "The user {was} imported without a password and {will} be asked to set one.";
    kept "The user's password {was} left as it is.";
    help "If the hash is right, write {actual} in hashing_method.";
    check Check::Raised
}

/// Raised where passwords are read.
pub fn found(
    (column, field, shown): (String, Option<Field>, String),
    prefix: &str,
    actual: &'static str,
    findings: &mut Findings,
) {
    let says = match prefix {
        "" => "has another form".to_owned(),
        prefix => format!("starts with \"{prefix}\""),
    };
    let finding = Finding::of(&RULE).column(&column, field).value(&shown);
    findings.add(
        finding
            .arg("says", says)
            .arg("actual", actual)
            .suggest(actual),
    );
}
