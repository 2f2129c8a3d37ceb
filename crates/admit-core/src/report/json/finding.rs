//! A finding.

use crate::findings::finding::Finding;
use crate::users::field::Field;
use serde_json::{Value, json};
use uuid::Uuid;

/// One finding, as `admit findings --format jsonl` prints it.
pub fn finding(import: Uuid, finding: &Finding) -> Value {
    let mut value = json!({
        "import": import,
        "rule": finding.rule.name,
        "code": finding.rule.code,
        "severity": finding.severity.name(),
        "row": finding.row,
        "line": finding.line,
        "column": finding.column,
        "field": finding.field.map(Field::name),
        "value": finding.value,
        "message": finding.message(),
        "help": finding.help_text(),
        "suggestion": finding.suggestion,
        "related_row": finding.related_row,
        "user": finding.user,
    });
    if let Some(original) = finding.original() {
        value["original_row"] = json!(original.row);
        value["original_import"] = json!(original.import);
    }
    value
}
