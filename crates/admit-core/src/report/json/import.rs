//! An import: its ledger, what was found, how it ended.

use super::time;
use crate::base::numbers::{grouped as number, plural};
use crate::findings::rule::Severity;
use crate::findings::tally::RuleCount;
use crate::import::remembered::MappingChanges;
use crate::import::report::{Ended, Report};
use crate::ports::store::{ImportRecord, ImportState, Ledger, Mode, Outcome, RememberedMapping};
use crate::report::told::counts::Counts;
use crate::report::told::rows::outcomes;
use crate::rules;
use crate::users::field::Field;
use serde_json::{Value, json};
use uuid::Uuid;

/// One import, as `admit import --format json` prints it.
pub fn import(record: &ImportRecord) -> Value {
    let seconds = (record.seconds * 1000.0).round() / 1000.0;
    let is_complete = record.state == ImportState::Complete;
    let mut value = told(record.id, &record.file, record.mode, &Counts::of(record));
    value["complete"] = json!(is_complete);
    value["rows"] = rows(&record.ledger);
    value["seconds"] = json!(seconds);
    value
}

/// One that no run has begun of: the same, with nothing counted.
pub fn not_begun(id: Uuid, file: &str, mode: Mode) -> Value {
    told(id, file, mode, &Counts { rules: Vec::new() })
}

fn told(id: Uuid, file: &str, mode: Mode, counts: &Counts<'_>) -> Value {
    let by_rule: Vec<Value> = counts.rules.iter().map(|count| by_rule(count)).collect();
    json!({
        "import": id,
        "file": file,
        "dry_run": mode == Mode::Check,
        "complete": false,
        "rows": rows(&Ledger::default()),
        "findings": {
            "error": counts.of_severity(Severity::Error),
            "warning": counts.of_severity(Severity::Warning),
            "notice": counts.of_severity(Severity::Notice),
        },
        "by_rule": by_rule,
        "seconds": 0.0,
    })
}

/// What became of rows, counted.
pub fn rows(ledger: &Ledger) -> Value {
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
    if let Value::Object(map) = &mut value {
        map.insert("state".to_owned(), json!(record.state.name()));
        map.insert("started".to_owned(), json!(time(record.started)));
        map.insert("finished".to_owned(), json!(record.finished.map(time)));
    }
    value
}

/// The import of a run: if it stopped, with the reason.
pub fn report(report: &Report) -> Value {
    let mut value = import(&report.record);
    if let Some(ended) = &report.ended {
        let (word, reason) = self::ended(ended, Words::CommandLine);
        value["stopped"] = json!({"why": word, "reason": reason});
    }
    let is_checked = report.record.state == ImportState::Complete;
    if report.record.mode == Mode::Check && is_checked {
        value["changes"] = super::changes(&report.changes);
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

/// Whose words choices are named by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    /// Those of the command line: `--max-errors`.
    CommandLine,
    /// Those of the API: `max_errors`.
    Api,
}

/// Why a run ended before its work was done: a word and a phrase.
pub fn ended(ended: &Ended, words: Words) -> (&'static str, String) {
    let [max_errors, yes] = match words {
        Words::CommandLine => ["--max-errors", "--yes"],
        Words::Api => ["max_errors", "yes"],
    };
    match ended {
        Ended::Interrupted => ("interrupted", "somebody asked to stop".to_owned()),
        Ended::TooManyErrors { rejected, max } => (
            "too-many-errors",
            format!(
                "{} would be rejected, and {max_errors} allows {}",
                plural(*rejected, "row"),
                number(*max)
            ),
        ),
        Ended::NotConfirmed { users } => (
            "not-confirmed",
            format!(
                "access would be taken away from {}, and {yes} was not given",
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
    }
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
