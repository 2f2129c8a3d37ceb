//! PWD037: a digest with rounds.

use crate::findings::finding::{Finding, Findings};
use crate::rows::headers;
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A plain digest (`md5`, `sha256` and the like) beside a number of iterations: the
    /// digest was taken again and again, and the method does not say how.
    ///
    /// ## Why it matters
    /// Of the bytes or of the hex, with the salt each time or only once: programs do it
    /// differently, and the password fits one way only.
    ///
    /// ## What becomes of the row
    /// The user is imported without a password and will be asked to set one.
    ///
    /// ## What to do
    /// If `iterations` says nothing about this hash, leave the column out: `--map
    /// "iterations="`. If the hash is of `FusionAuth`, write its own name in `hashing_method`:
    /// `salted-sha256` or `salted-md5`. If it is PBKDF2, write `pbkdf2-sha256` and the like.
    ///
    /// ## Example
    /// ```csv
    /// id,hashed_password,hashing_method,iterations
    /// 1,0cc175b9c0f1b6a831c399e269772661,md5,1
    /// 2,92eb5ffee6ae2fec3ad71c777531578f,md5,1000    <- PWD037
    /// ```
    "PWD037" "rounds-not-known", Warning; fix Choose; scope Cell;
    verb "Leave out the rounds of the hash";
    message "{column} asks for {rounds} rounds, and {method} does not say how they are made.";
    became "The user {was} imported without a password and {will} be asked to set one.";
    kept "The user's password {was} left as it is.";
    help "If {column} says nothing about the hashes, leave it out: {map}. Otherwise write the source's own name in hashing_method, such as salted-sha256 or pbkdf2-sha256.";
    check Check::Raised
}

/// Raised where passwords are read.
pub fn found(cell: CellRef<'_>, rounds: u32, method: &str, findings: &mut Findings) {
    let finding = Finding::of(&RULE).column(cell.column, cell.field);
    findings.add(finding.arg("map", headers::map_option(cell.column, "")).arg("rounds", rounds).arg("method", method));
}
