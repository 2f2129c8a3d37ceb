//! PWD015: a salt position that is no word known.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// A `salt_position` other than `prefix` and `suffix`.
    ///
    /// ## Why it matters
    /// The wrong order of salt and password never matches, so it is not guessed.
    ///
    /// ## What becomes of the row
    /// The user is imported without a password and will be asked to set one.
    ///
    /// ## What to do
    /// Take the suggestion, or look it up in the source: `prefix` is salt, then password;
    /// `suffix` is password, then salt. Then import the file again.
    ///
    /// ## Example
    /// ```csv
    /// id,hashed_password,hashing_method,salt,salt_position
    /// 1,0cc175b9c0f1b6a831c399e269772661,md5,pepper,suffix
    /// 2,92eb5ffee6ae2fec3ad71c777531578f,md5,pepper,before    <- PWD015
    /// ```
    "PWD015" "salt-position-not-recognised", Warning; fix Suggest; scope Cell;
    verb "Correct the position of the salt";
    message "salt_position is \"{value}\"; it must be prefix or suffix.";
    became "The user {was} imported without a password and {will} be asked to set one.";
    kept "The user's password {was} left as it is.";
    help "prefix is salt, then password; suffix is password, then salt.";
    check Check::Raised
}

/// Raised where passwords are read.
pub fn found((column, field, shown): (String, Option<Field>, String), findings: &mut Findings) {
    let folded = admit_passwords::fold_method(&shown);
    let suggestion = match folded.as_str() {
        "before" | "first" | "start" | "front" | "begin" | "beginning" | "left" | "pre"
        | "prepend" | "prefixed" => Some("prefix"),
        "after" | "last" | "end" | "back" | "right" | "post" | "append" | "suffixed" => {
            Some("suffix")
        }
        word => ["prefix", "suffix"]
            .into_iter()
            .find(|known| strsim::damerau_levenshtein(known, word) <= 2),
    };
    let finding = Finding::of(&RULE).column(&column, field).value(&shown);
    findings.add(finding.suggest_some(suggestion.map(str::to_owned)));
}
