//! PWD001: a hash and no method.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A password hash that does not say how it was made, in a row without
    /// `hashing_method`.
    ///
    /// ## Why it matters
    /// The same characters can come from several methods. A password checked by the wrong
    /// one never matches.
    ///
    /// ## What becomes of the row
    /// The user is imported without a password and will be asked to set one.
    ///
    /// ## What to do
    /// Add the column `hashing_method`, or fill it in. The length of a hash in hex narrows
    /// it down: 32 characters are probably `md5`, 40 `sha1`, 64 `sha256`, 96 `sha384`, 128
    /// `sha512`. Then import the file again.
    ///
    /// ## Example
    /// ```csv
    /// id,hashed_password,hashing_method
    /// 1,0cc175b9c0f1b6a831c399e269772661,md5
    /// 2,92eb5ffee6ae2fec3ad71c777531578f,    <- PWD001
    /// 3,,
    /// ```
    "PWD001" "method-missing", Warning; fix Suggest; scope Cell;
    verb "Say how the hash was made";
    message "There is a password hash but no hashing_method.";
    became "The user {was} imported without a password and {will} be asked to set one.";
    kept "The user's password {was} left as it is.";
    help "";
    check Check::Raised
}

/// Raised where passwords are read.
/// `schemes` are those that the hash may be of.
pub fn found(cell: CellRef<'_>, shown: &str, schemes: &[&'static str], findings: &mut Findings) {
    let help = match schemes {
        [scheme] => format!("If it is {scheme}, write {scheme} in hashing_method."),
        _ => format!(
            "Write in hashing_method what the source used: {}.",
            all_names()
        ),
    };
    findings.add(Finding::of(&RULE).cell(cell).value(shown).help(help));
}

/// The names of all methods that a file may name, for a sentence: what Admit
/// itself has wrapped comes from no other source.
pub(super) fn all_names() -> String {
    let names = admit_passwords::names().filter(|name| *name != "wrapped");
    names.collect::<Vec<_>>().join(", ")
}
