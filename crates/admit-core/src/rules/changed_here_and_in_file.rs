//! DUP108: changed here and in file.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;
use uuid::Uuid;

rule! {
    /// ## What it finds
    /// A field that somebody edited in Admit since it was last imported, and that
    /// the file changed as well.
    ///
    /// ## Why it matters
    /// One of the two changes is lost, and only a person can say which one should
    /// be.
    ///
    /// ## What becomes of the row
    /// The value of the file is used, unless --on-conflict keeps the edit or
    /// holds the row back.
    ///
    /// ## What to do
    /// Look at both values. --on-conflict keep-directory keeps edits; reject
    /// holds such rows back.
    ///
    /// ## Example
    /// Somebody edits a user who was imported; later the file brings a third value:
    /// ```text
    /// admit import users.csv
    /// admit users edit ana@example.org --first-name Anna
    /// admit import changed.csv    # gives the first name Annie
    /// ```
    "DUP108" "changed-here-and-in-file", Warning; fix Choose; scope Row;
    verb "Look at what changed on both sides";
    message "The {fields} of {who} changed both in the file and in Admit since the last import.";
    became "";
    help "Choose with --on-conflict use-file, keep-directory or reject.";
    check Check::Raised
}

/// Raised when a row is compared with the directory. `became` is a sentence.
pub fn found(fields: &str, who: &str, became: &'static str, user: Uuid, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .arg("fields", fields)
            .arg("who", who)
            .became(became)
            .user(user),
    );
}
