//! FIL021: a row that is not complete JSON.

use crate::findings::finding::{Finding, Findings};
use crate::findings::shown::shown;
use crate::rows::raw::RowPlace;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A line (or an element of a JSON list) that breaks the rules of JSON: it
    /// ends too early, a quote, comma or bracket is missing, more text follows,
    /// or an escape stands for half a character.
    ///
    /// ## Why it matters
    /// What the rest of the row means can only be guessed.
    ///
    /// ## What becomes of the row
    /// The row is not imported. The rows before and after it are read.
    ///
    /// ## What to do
    /// Go to the character that the message names and complete the JSON there.
    /// The text in front of the place is shown; values of keys that Admit does
    /// not know, and everything secret, stand there as `…`. Line breaks inside a
    /// value must be written `\n`, quotes `\"`.
    ///
    /// ## Example
    /// ```ndjson
    /// {"id": "1", "email": "ana@example.org"}
    /// {"id": "2", "email": "bo@example.org"    <- FIL021
    /// {"id": "3", "email": "cleo@example.org"}
    /// ```
    "FIL021" "json-line-not-complete", Error; fix None; scope Row;
    verb "Complete the JSON of the line";
    message "Line {line} is not complete JSON: {reason} at character {character}.";
    became "";
    help "Go to that character and complete the JSON.";
    check Check::Raised
}

/// Where and why JSON breaks off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The physical line of the place, from 1.
    pub line: u64,
    /// The character in that line, from 1.
    pub character: u64,
    /// What is wrong there, as a clause.
    pub reason: String,
    /// What stands in front of the place, without anything secret.
    pub around: String,
}

/// Raised where a row is read.
pub fn found(place: RowPlace, broken: &Broken, findings: &mut Findings) {
    let mut finding = Finding::of(&RULE)
        .row(place)
        .arg("line", broken.line)
        .arg("character", broken.character)
        .arg("reason", &broken.reason);
    if !broken.around.is_empty() {
        let around = shown(&broken.around);
        finding = finding.help(format!("Complete the JSON after: {around}"));
        finding = finding.arg("around", around);
    }
    findings.add(finding);
}
