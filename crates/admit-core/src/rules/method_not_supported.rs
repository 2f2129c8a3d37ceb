//! PWD003: a method that Admit does not know.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// A `hashing_method` that is no name of a method that Admit can check.
    ///
    /// ## Why it matters
    /// A hash that cannot be checked lets nobody in.
    ///
    /// ## What becomes of the row
    /// The user is imported without a password and will be asked to set one.
    ///
    /// ## What to do
    /// Where the name is a slip, the nearest one is suggested: `--set
    /// hashing_method:mdd5=md5` reads it so in the whole file. Otherwise the users of these
    /// rows set a new password at their next sign-in.
    ///
    /// ## Example
    /// ```csv
    /// id,hashed_password,hashing_method
    /// 1,0cc175b9c0f1b6a831c399e269772661,md5
    /// 2,92eb5ffee6ae2fec3ad71c777531578f,mdd5    <- PWD003
    /// 3,4a8a08f09d37b73795649038408b5f33,xor    <- PWD003
    /// ```
    "PWD003" "method-not-supported", Warning; fix Suggest; scope Cell;
    verb "Ask for a new password";
    message "Admit can't check {value} hashes.";
    became "The user {was} imported without a password and {will} be asked to set one.";
    kept "The user's password {was} left as it is.";
    help "Supported: {list}.";
    check Check::Raised
}

/// Raised where passwords are read.
pub fn found(
    (column, field, shown): (String, Option<Field>, String),
    nearest: Option<&'static str>,
    findings: &mut Findings,
) {
    let finding = Finding::of(&RULE).column(&column, field).value(&shown);
    let finding = finding.arg("list", super::method_missing::all_names());
    findings.add(finding.suggest_some(nearest.map(str::to_owned)));
}
