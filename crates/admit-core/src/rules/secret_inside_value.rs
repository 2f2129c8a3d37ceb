//! PWD042: a password or a hash among properties, flags or what a provider says.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A value inside `properties`, `feature_flags`, the profile of an identity or a list of
    /// keys that has the form of a password hash, or that stands under a key which is named
    /// for a password, a hash or a salt.
    ///
    /// ## Why it matters
    /// Properties are shown to whoever sees the user, and exported. A password or a hash
    /// among them would be known to many.
    ///
    /// ## What becomes of the row
    /// This value is neither stored nor shown; the rest of the row is imported.
    ///
    /// ## What to do
    /// If it is the user's password hash, write it as `hashed_password` beside `properties`.
    /// Otherwise leave it out of the file.
    ///
    /// ## Example
    /// ```ndjson
    /// {"id": "1", "properties": {"team": "north"}}
    /// {"id": "2", "properties": {"team": "north", "password_hash": "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"}}    <- PWD042
    /// ```
    "PWD042" "secret-inside-value", Warning; fix Choose; scope Cell;
    verb "Take the secret out of the value";
    message "{column} holds {what}.";
    became "It {was} left out.";
    help "If it is the user's password hash, write it as hashed_password.";
    check Check::Raised
}

/// Raised where lists and objects are converted. `cell.column` is the path to the value,
/// which is not shown. `scheme` is what it looks like; else its key names a password.
pub fn found(cell: CellRef<'_>, scheme: Option<&str>, findings: &mut Findings) {
    let what = match scheme {
        Some(scheme) => format!("what looks like a {scheme} hash"),
        None => "what its name says is a password, a hash or a salt".to_owned(),
    };
    let finding = Finding::of(&RULE).column(cell.column, cell.field);
    findings.add(finding.arg("what", what));
}
