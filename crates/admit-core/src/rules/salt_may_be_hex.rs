//! PWD018: salts that look like hex.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// A file in which every salt looks like hex and is used as text, because `salt_format`
    /// is `string` or blank.
    ///
    /// ## Why it matters
    /// Many sources write the bytes of a salt in hex. Used as text it never matches, and
    /// all users would have to reset their passwords.
    ///
    /// ## What becomes of the row
    /// The passwords are imported with the salts as text.
    ///
    /// ## What to do
    /// Try one password that you know with `admit check` and `--try`. If it does not match,
    /// write `hex` in `salt_format` and import the file again.
    ///
    /// ## Example
    /// ```csv
    /// id,hashed_password,hashing_method,salt,salt_position    <- PWD018
    /// 1,0cc175b9c0f1b6a831c399e269772661,md5,0a1b2c3d,suffix
    /// 2,92eb5ffee6ae2fec3ad71c777531578f,md5,f0e1d2c3,suffix
    /// 3,4a8a08f09d37b73795649038408b5f33,md5,99aabbcc,suffix
    /// ```
    "PWD018" "salt-may-be-hex", Notice; fix Choose; scope Column;
    verb "Look at salts that may be hex";
    message "Each of the {n} salts looks like hex. They are read as text.";
    became "";
    help "If they are hex, write hex in salt_format.";
    check Check::Raised
}

/// Raised once for a file.
pub fn found(column: &str, salts: u64, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .column(column, Some(Field::Salt))
            .arg("n", salts),
    );
}
