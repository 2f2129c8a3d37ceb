//! PWD017: a salt that is not in its format.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A salt with a character, or of a length, that the format named beside it does not
    /// have.
    ///
    /// ## Why it matters
    /// Either the salt is damaged or the format is another one.
    ///
    /// ## What becomes of the row
    /// The user is imported without a password and will be asked to set one.
    ///
    /// ## What to do
    /// If the salt is the text itself, write `string` in `salt_format`. Otherwise export
    /// the salts again.
    ///
    /// ## Example
    /// ```csv
    /// id,hashed_password,hashing_method,salt,salt_position,salt_format
    /// 1,0cc175b9c0f1b6a831c399e269772661,md5,0a1b,suffix,hex
    /// 2,92eb5ffee6ae2fec3ad71c777531578f,md5,0a1z,suffix,hex    <- PWD017
    /// ```
    "PWD017" "salt-not-hex", Warning; fix None; scope Cell;
    verb "Correct the salt";
    message "salt_format is {format}, but the salt {problem}.";
    became "The user {was} imported without a password and {will} be asked to set one.";
    kept "The user's password {was} left as it is.";
    help "If the salt is the text itself, write string in salt_format.";
    check Check::Raised
}

/// Raised where passwords are read.
pub fn found(
    cell: CellRef<'_>,
    shown: &str,
    format: &str,
    character: Option<char>,
    findings: &mut Findings,
) {
    let problem = match character {
        Some(character) => format!(
            "contains \"{}\"",
            crate::findings::shown::shown(&character.to_string())
        ),
        None => "has a length that the format cannot have".to_owned(),
    };
    let finding = Finding::of(&RULE).cell(cell).value(shown);
    findings.add(finding.arg("format", format).arg("problem", problem));
}
