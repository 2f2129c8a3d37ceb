//! PWD021: a salt position without a salt.

use crate::findings::finding::{Finding, Findings, Rows};
use crate::rules::view::Check;
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// Rows that say where the salt goes and have none.
    ///
    /// ## Why it matters
    /// Either the hashes have no salt, or the salts got lost on the way.
    ///
    /// ## What becomes of the row
    /// The passwords are imported as hashes without salt.
    ///
    /// ## What to do
    /// Look in the source whether these users have a salt. If they do, add it and import
    /// the file again.
    ///
    /// ## Example
    /// ```csv
    /// id,hashed_password,hashing_method,salt,salt_position    <- PWD021
    /// 1,0cc175b9c0f1b6a831c399e269772661,md5,pepper,prefix
    /// 2,92eb5ffee6ae2fec3ad71c777531578f,md5,,prefix
    /// ```
    "PWD021" "position-without-salt", Notice; fix None; scope Column;
    verb "Look at positions without a salt";
    message "salt_position is set but there is no salt, in {rows}.";
    became "";
    help "";
    check Check::Raised
}

/// Raised once for a file.
pub(crate) fn found(column: &str, rows: Rows, findings: &mut Findings) {
    let finding = Finding::of(&RULE).column(column, Some(Field::SaltPosition));
    findings.add(finding.arg("rows", rows.words()).related(rows.first));
}
