//! PWD038: a method without its digest.

use crate::findings::finding::{Finding, Findings};
use crate::findings::set;
use crate::rules::view::Check;
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// A bare PBKDF2 hash whose `hashing_method` does not say with which digest it was
    /// derived: `pbkdf2` alone.
    ///
    /// ## Why it matters
    /// With another digest the password never fits, and nobody would know why.
    ///
    /// ## What becomes of the row
    /// The user is imported without a password and will be asked to set one.
    ///
    /// ## What to do
    /// Write the digest into the method: `pbkdf2-sha256`, `pbkdf2-sha512` or `pbkdf2-sha1`.
    /// Keycloak means `pbkdf2-sha1` by `pbkdf2`. `--set hashing_method:pbkdf2=pbkdf2-sha1`
    /// reads it so in the whole file; with one known password, `--try` finds out which.
    ///
    /// ## Example
    /// ```csv
    /// id,hashed_password,hashing_method,salt,iterations
    /// 1,1bISyijHqko368rSGZlJgTL6pbTgh+u8nzn5tzyNspI=,pbkdf2,MjM0NTY3ODk6Ozw9Pj9AQQ==,2000    <- PWD038
    /// ```
    "PWD038" "digest-missing", Warning; fix Choose; scope Cell;
    verb "Name the digest of the hash";
    message "{value} does not say with which digest the hash was made.";
    became "The user {was} imported without a password and {will} be asked to set one.";
    kept "The user's password {was} left as it is.";
    help "Write {names} in hashing_method; Keycloak means pbkdf2-sha1 by pbkdf2.{set}";
    check Check::Raised
}

/// Raised where passwords are read.
pub fn found(
    (column, field, shown): (String, Option<Field>, String),
    names: &[&str],
    findings: &mut Findings,
) {
    let finding = Finding::of(&RULE).column(&column, field).value(&shown);
    let names = match names {
        [others @ .., last] => format!("{} or {last}", others.join(", ")),
        [] => String::new(),
    };
    // Without a column for the method, what is shown is no value of one.
    let method = field.filter(|field| *field == Field::HashingMethod);
    let set = method.and_then(|field| set::option(field, &shown, "pbkdf2-sha256"));
    let set = set.map_or_else(String::new, |set| format!(" For the whole file: {set}."));
    findings.add(finding.arg("names", names).arg("set", set));
}
