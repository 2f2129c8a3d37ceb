//! PWD016: a salt format that is no word known.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// A `salt_format` other than `string`, `hex` and `base64`.
    ///
    /// ## Why it matters
    /// The same characters make other bytes in each format, and wrong bytes never match.
    ///
    /// ## What becomes of the row
    /// The user is imported without a password and will be asked to set one.
    ///
    /// ## What to do
    /// Take the suggestion, or look it up in the source: `string` is the text itself, `hex`
    /// and `base64` are decoded first. Then import the file again.
    ///
    /// ## Example
    /// ```csv
    /// id,hashed_password,hashing_method,salt,salt_position,salt_format
    /// 1,0cc175b9c0f1b6a831c399e269772661,md5,pepper,suffix,string
    /// 2,92eb5ffee6ae2fec3ad71c777531578f,md5,pepper,suffix,ascii    <- PWD016
    /// ```
    "PWD016" "salt-format-not-recognised", Warning; fix Suggest; scope Cell;
    verb "Correct the format of the salt";
    message "salt_format is \"{value}\"; it must be string, hex or base64.";
    became "The user {was} imported without a password and {will} be asked to set one.";
    kept "The user's password {was} left as it is.";
    help "string is the text itself; hex and base64 are decoded first.";
    check Check::Raised
}

/// Raised where passwords are read.
pub fn found((column, field, shown): (String, Option<Field>, String), findings: &mut Findings) {
    let folded = admit_passwords::fold_method(&shown);
    let suggestion = match folded.as_str() {
        "ascii" | "raw" | "literal" | "txt" | "utf" | "char" | "chars" | "none" => Some("string"),
        "hexadecimal" | "base16" | "b16" => Some("hex"),
        "b64" | "64" => Some("base64"),
        word => ["string", "hex", "base64"]
            .into_iter()
            .find(|known| strsim::damerau_levenshtein(known, word) <= known.len() / 3),
    };
    let finding = Finding::of(&RULE).column(&column, field).value(&shown);
    findings.add(finding.suggest_some(suggestion.map(str::to_owned)));
}
