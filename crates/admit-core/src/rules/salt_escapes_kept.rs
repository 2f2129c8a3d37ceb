//! PWD020: an escape in a salt.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A salt that contains a backslash and a letter, such as `\n`, as two characters.
    ///
    /// ## Why it matters
    /// Some exports write control characters so. Admit never interprets them: the salt is
    /// what stands in the file.
    ///
    /// ## What becomes of the row
    /// The password is imported with the two characters in its salt.
    ///
    /// ## What to do
    /// If the source means the control character, write the salts in hex and `hex` in
    /// `salt_format`.
    ///
    /// ## Example
    /// ```csv
    /// id,hashed_password,hashing_method,salt,salt_position
    /// 1,0cc175b9c0f1b6a831c399e269772661,md5,pepper,prefix
    /// 2,92eb5ffee6ae2fec3ad71c777531578f,md5,pep\nper,prefix    <- PWD020
    /// ```
    "PWD020" "salt-escapes-kept", Notice; fix None; scope Cell;
    verb "Look at escapes in salts";
    message "The salt contains \"{escape}\" as two characters. It is read literally.";
    became "";
    help "If a control character is meant, write the salts in hex.";
    check Check::Raised
}

/// Raised where passwords are read.
pub fn found(cell: CellRef<'_>, shown: &str, escape: &str, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .cell(cell)
            .value(shown)
            .arg("escape", escape),
    );
}
