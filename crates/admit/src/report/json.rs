//! A run and its findings for programs. The names are a promise.

use admit_core::findings::finding::Finding;
use admit_core::findings::rule::Severity;
use admit_core::import::report::Report;
use admit_core::ports::store::{ImportRecord, ImportState, Mode};
use admit_core::rules;
use serde_json::{Value, json};
use uuid::Uuid;

/// One import, as `admit import --format json` prints it.
pub fn import(record: &ImportRecord) -> Value {
    let count = |severity| -> u64 {
        record
            .counts
            .iter()
            .filter(|count| count.severity == severity)
            .map(|count| count.count)
            .sum()
    };
    let by_rule: Vec<Value> = by_rule(record)
        .into_iter()
        .map(|(code, severity, count)| {
            let name = rules::find(&code).map_or("", |rule| rule.name);
            json!({ "rule": name, "code": code, "severity": severity.name(), "count": count })
        })
        .collect();
    let ledger = &record.ledger;
    json!({
        "import": record.id,
        "file": record.file,
        "dry_run": record.mode == Mode::Check,
        "complete": record.state == ImportState::Complete,
        "rows": {
            "read": ledger.read,
            "created": ledger.created,
            "updated": ledger.updated,
            "unchanged": ledger.unchanged,
            "rejected": ledger.rejected,
            "not_reached": ledger.not_reached,
        },
        "findings": {
            "error": count(Severity::Error),
            "warning": count(Severity::Warning),
            "notice": count(Severity::Notice),
        },
        "by_rule": by_rule,
        "seconds": (record.seconds * 1000.0).round() / 1000.0,
    })
}

/// Rules with their counts, most frequent first.
fn by_rule(record: &ImportRecord) -> Vec<(String, Severity, u64)> {
    let mut counts: Vec<_> = record
        .counts
        .iter()
        .map(|count| (count.code.clone(), count.severity, count.count))
        .collect();
    counts.sort_by(|a, b| {
        b.2.cmp(&a.2)
            .then_with(|| a.0.cmp(&b.0))
            .then_with(|| b.1.cmp(&a.1))
    });
    counts
}

/// One import of the history: with its state and times.
pub fn history(record: &ImportRecord) -> Value {
    let mut value = import(record);
    let time = |milliseconds: i64| {
        jiff::Timestamp::from_millisecond(milliseconds)
            .map(|time| time.to_string())
            .ok()
    };
    if let Value::Object(map) = &mut value {
        map.insert("state".to_owned(), json!(record.state.name()));
        map.insert("started".to_owned(), json!(time(record.started)));
        map.insert("finished".to_owned(), json!(record.finished.and_then(time)));
    }
    value
}

/// The import of a finished run.
pub fn report(report: &Report) -> Value {
    import(&report.record)
}

/// One finding, as `admit findings --format jsonl` prints it.
pub fn finding(import: Uuid, finding: &Finding) -> Value {
    json!({
        "import": import,
        "rule": finding.rule.name,
        "code": finding.rule.code,
        "severity": finding.severity.name(),
        "row": finding.row,
        "line": finding.line,
        "column": finding.column,
        "field": finding.field.map(admit_core::users::field::Field::name),
        "value": finding.value,
        "message": finding.message(),
        "help": finding.help_text(),
        "suggestion": finding.suggestion,
        "related_row": finding.related_row,
        "user": finding.user,
    })
}
