//! A run and its findings for programs. The names are a promise.

use super::words::{number, plural};
use admit_core::findings::finding::Finding;
use admit_core::findings::rule::Severity;
use admit_core::findings::tally::RuleCount;
use admit_core::import::remembered::MappingChanges;
use admit_core::import::report::{Ended, Report};
use admit_core::ports::store::{
    ImportRecord, ImportState, Ledger, Mode, Outcome, RememberedMapping,
};
use admit_core::report::told::counts::Counts;
use admit_core::report::told::rows::outcomes;
use admit_core::rules;
use admit_core::users::field::Field;
use serde_json::{Value, json};
use uuid::Uuid;

/// One import, as `admit import --format json` prints it.
pub fn import(record: &ImportRecord) -> Value {
    let counts = Counts::of(record);
    let by_rule: Vec<Value> = counts.rules.iter().map(|count| by_rule(count)).collect();
    json!({
        "import": record.id,
        "file": record.file,
        "dry_run": record.mode == Mode::Check,
        "complete": record.state == ImportState::Complete,
        "rows": rows(&record.ledger),
        "findings": {
            "error": counts.of_severity(Severity::Error),
            "warning": counts.of_severity(Severity::Warning),
            "notice": counts.of_severity(Severity::Notice),
        },
        "by_rule": by_rule,
        "seconds": (record.seconds * 1000.0).round() / 1000.0,
    })
}

fn rows(ledger: &Ledger) -> Value {
    let mut rows = json!({ "read": ledger.read });
    for (outcome, count) in outcomes(ledger) {
        let name = match outcome {
            Outcome::Created => "created",
            Outcome::Updated => "updated",
            Outcome::Unchanged => "unchanged",
            Outcome::Rejected => "rejected",
            Outcome::NotReached => "not_reached",
        };
        rows[name] = json!(count);
    }
    rows
}

fn by_rule(count: &RuleCount) -> Value {
    json!({
        "rule": rules::find(&count.code).map_or("", |rule| rule.name),
        "code": count.code,
        "severity": count.severity.name(),
        "count": count.count,
    })
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

/// The import of a run: if it stopped, with the reason.
pub fn report(report: &Report) -> Value {
    let mut value = import(&report.record);
    if let Some(ended) = &report.ended {
        let (word, reason) = match ended {
            Ended::Interrupted => ("interrupted", "somebody asked to stop".to_owned()),
            Ended::TooManyErrors { rejected, max } => (
                "too-many-errors",
                format!(
                    "{} would be rejected, and --max-errors allows {}",
                    plural(*rejected, "row"),
                    number(*max)
                ),
            ),
            Ended::NotConfirmed { users } => (
                "not-confirmed",
                format!(
                    "access would be taken away from {}, and --yes was not given",
                    plural(*users, "user")
                ),
            ),
            Ended::ParametersMissing => (
                "parameters-missing",
                "the parameters of the source's project were not given".to_owned(),
            ),
            Ended::SourceChanged => (
                "source-changed",
                "the file changed while it was read".to_owned(),
            ),
            Ended::Failed(reason) => ("failed", reason.clone()),
        };
        value["stopped"] = json!({"why": word, "reason": reason});
    }
    if !report.left.is_empty() {
        let left = report.left.iter().map(|left| {
            json!({
                "import": left.import,
                "file": left.file,
                "dry_run": left.mode == Mode::Check,
                "rejected": left.rejected,
                "in": left.is_in,
                "out": left.is_out,
            })
        });
        value["corrects"] = left.collect();
    }
    if report.mappings != MappingChanges::default() {
        value["mappings"] = mappings(&report.mappings);
    }
    value
}

/// What is remembered no more of the columns, or otherwise than before.
fn mappings(changes: &MappingChanges) -> Value {
    let name = |mapping: &RememberedMapping| mapping.field.map(Field::name);
    let forgotten = changes.forgotten.iter();
    let forgotten = forgotten.map(|old| json!({"column": old.column, "field": name(old)}));
    let replaced = changes.replaced.iter();
    let replaced = replaced
        .map(|(old, new)| json!({"column": old.column, "field": name(new), "before": name(old)}));
    json!({
        "forgotten": forgotten.collect::<Vec<_>>(),
        "replaced": replaced.collect::<Vec<_>>(),
    })
}

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
