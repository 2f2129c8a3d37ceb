//! VAL013: a JSON value of a kind that the field can't take.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;
use serde_json::Value;

rule! {
    /// ## What it finds
    /// A JSON value of the wrong kind: a list where a text belongs, a number
    /// where an object belongs, or the `false` that some programs write for an empty
    /// name or id.
    ///
    /// ## Why it matters
    /// What is meant can only be guessed.
    ///
    /// ## What becomes of the row
    /// The row is imported without the value. If it was the row's only identifier, an id
    /// or an email, the row is not imported. A list with one text in it is that text, and
    /// an empty one says nothing.
    ///
    /// ## What to do
    /// Write the value as the kind that the message names. Several emails or
    /// phones of one user go under `identities`.
    ///
    /// ## Example
    /// ```ndjson
    /// {"id": "1", "first_name": "Ana", "properties": {"team": "north"}}
    /// {"id": "2", "first_name": "Bo", "properties": "north"}    <- VAL013
    /// ```
    "VAL013" "value-kind", Warning, only_identifier; fix None; scope Cell;
    verb "Write the value in its form";
    message "{column} is {kind}, not {expected}.";
    became "It {was} left out.";
    help "Write it as {expected}.";
    check Check::Raised
}

/// Raised where a value is converted: `expected` and `kind` with their
/// articles ("a text", "a list"). A cell without text is named, not shown.
pub fn found(cell: CellRef<'_>, expected: &str, kind: &str, findings: &mut Findings) {
    let finding = Finding::of(&RULE);
    let finding = match cell.text {
        "" => finding.column(cell.column, cell.field),
        _ => finding.cell(cell),
    };
    findings.add(finding.arg("kind", kind).arg("expected", expected));
}

/// The same for a value without which an id or an email is lost.
pub fn lost(cell: CellRef<'_>, expected: &str, kind: &str, findings: &mut Findings) {
    let finding = Finding::of(&RULE).cell(cell);
    findings.add(finding.arg("kind", kind).arg("expected", expected).lost());
}

/// What a JSON value is, with its article.
pub fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(true) => "true",
        Value::Bool(false) => "false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
