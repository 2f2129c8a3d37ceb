//! What became of the rows of a batch, once the store has answered.

use crate::apply::record::{Time, bring_up};
use crate::check::plan::PlannedRow;
use crate::findings::finding::{Finding, Findings};
use crate::ports::store::{Checkpoint, ImportRecord, Outcome, RowOutcome};
use crate::rows::raw::Column;
use crate::rules;
use crate::users::change::Applied;
use crate::users::user::{IdentifierKey, IdentifierKind, UserKey};

/// What is to be stored with a batch whose writes were answered so.
pub(super) fn settled(
    before: &ImportRecord,
    rows: &[WrittenRow],
    (findings, columns): (&[Finding], &[Column]),
    answers: &[Applied],
    time: Time,
) -> Checkpoint {
    let mut record = before.clone();
    let mut drifted = Findings::default();
    let mut outcomes = Vec::with_capacity(rows.len());
    let mut findings = findings.to_vec();
    for row in rows {
        let met = drifted.len();
        let outcome = row.outcome(answers, columns, &mut drifted);
        if drifted.len() > met {
            // What was found before speaks of a row that is in, until now.
            let of_row = |finding: &&mut Finding| finding.row == Some(row.planned.place.row);
            let of_row = findings.iter_mut().filter(of_row);
            of_row.for_each(|finding| finding.outcome = Some(outcome));
        }
        record.ledger.count(outcome);
        outcomes.push(RowOutcome {
            row: row.planned.place.row,
            outcome,
            user: if outcome == Outcome::Rejected {
                0
            } else {
                row.user
            },
        });
    }
    if let Some(row) = rows.last() {
        record.rows_done = row.planned.place.row;
    }
    findings.extend(drifted.take());
    bring_up(&mut record, &findings, time);
    Checkpoint {
        outcomes,
        findings,
        record: Some(record),
    }
}

/// What the directory has by now that stands in the way of a row.
pub(super) enum Trouble {
    /// The row's user is another by now; in words.
    Changed(String),
    /// Somebody has this identifier.
    Taken(IdentifierKey),
}

/// A row with what became of its write.
pub(super) struct WrittenRow {
    /// The number of its user; 0 where there is none.
    pub user: UserKey,
    pub planned: PlannedRow,
    pub write: Option<usize>,
    pub trouble: Option<Trouble>,
}

impl WrittenRow {
    fn outcome(&self, answers: &[Applied], columns: &[Column], findings: &mut Findings) -> Outcome {
        let planned = self
            .planned
            .action
            .outcome()
            .expect("rows done before are not written");
        let answered = match self.write.map(|write| &answers[write]) {
            Some(Applied::Drifted) => Some(Trouble::Changed(
                "the user of this row was changed".to_owned(),
            )),
            Some(Applied::Taken(key)) => Some(Trouble::Taken(key.clone())),
            _ => None,
        };
        let Some(trouble) = self.trouble.as_ref().or(answered.as_ref()) else {
            return planned;
        };
        if planned == Outcome::Unchanged {
            return planned;
        }
        let before = findings.len();
        match trouble {
            Trouble::Changed(what) => rules::changed_while_running::found(what, findings),
            Trouble::Taken(key) => taken(key, columns, findings),
        }
        for finding in findings.iter_mut().skip(before) {
            finding.row = Some(self.planned.place.row);
            finding.line = Some(self.planned.place.line);
            finding.outcome = Some(Outcome::Rejected);
        }
        Outcome::Rejected
    }
}

/// Says which identifier somebody took, and in which column it stands.
fn taken(key: &IdentifierKey, columns: &[Column], findings: &mut Findings) {
    let field = key.kind.field();
    let mut named = columns.iter();
    let column = named.find(|column| field.is_some() && column.field == field);
    let text = shown_key(key);
    rules::changed_while_running::found_taken(key.kind.name(), &text, column, findings);
}

fn shown_key(key: &IdentifierKey) -> String {
    match key.kind {
        IdentifierKind::Social => key.key.replace(crate::users::user::SOCIAL_SEPARATOR, " "),
        _ => key.key.clone(),
    }
}
