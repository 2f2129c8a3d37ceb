//! What became of the rows of a batch, once the store has answered.

use crate::apply::record::{Time, bring_up};
use crate::check::plan::PlannedRow;
use crate::findings::finding::{Finding, Findings};
use crate::findings::rule::Rule;
use crate::ports::store::{Checkpoint, ImportRecord, Outcome, RowOutcome};
use crate::rows::raw::Column;
use crate::rules;
use crate::users::change::Applied;
use crate::users::user::{IdentifierKey, IdentifierKind, UserKey};
use std::collections::HashSet;

/// What is to be stored with a batch whose writes were answered so.
pub(super) fn settled(
    before: &ImportRecord,
    rows: &[WrittenRow],
    said: &Said<'_>,
    answers: &[Applied],
    time: Time,
) -> Checkpoint {
    let mut record = before.clone();
    let mut drifted = Findings::default();
    let mut outcomes = Vec::with_capacity(rows.len());
    let mut findings = said.findings.to_vec();
    for row in rows {
        let met = drifted.len();
        let outcome = row.outcome(answers, said, &mut drifted);
        let Meanwhile {
            gone,
            came_too_late,
            ..
        } = &row.meanwhile;
        if drifted.len() > met || *came_too_late || !gone.is_empty() {
            // What was found before speaks of the outcome that was planned.
            let of_row = |finding: &&mut Finding| finding.row == Some(row.planned.place.row);
            for finding in findings.iter_mut().filter(of_row) {
                finding.outcome = Some(outcome);
                if gone.contains(&finding.rule) {
                    finding.became_instead(GONE);
                }
            }
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

/// What became of what the check found, where that is so no more.
const GONE: &str = "It {was_not} done, as the user signed in or was changed meanwhile.";

/// What a batch was found to be before it was written.
#[derive(Clone, Copy)]
pub(super) struct Said<'s> {
    /// What was found of its rows.
    pub findings: &'s [Finding],
    /// The columns of the source, with the fields they feed.
    pub columns: &'s [Column],
    /// What users were to give up before all rows, and kept.
    pub kept: &'s HashSet<IdentifierKey>,
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
    /// What somebody did to its user meanwhile.
    pub meanwhile: Meanwhile,
}

/// What somebody did to a user between the check and the writing of a row, as far as it
/// does not stand in the way.
#[derive(Default)]
pub(super) struct Meanwhile {
    /// What was found only now.
    pub news: Vec<Finding>,
    /// What was found before and is so no more.
    pub gone: Vec<&'static Rule>,
    /// Whether nothing was left to write because of it.
    pub came_too_late: bool,
}

impl WrittenRow {
    /// One of which nothing is known yet.
    pub fn of(planned: PlannedRow, user: UserKey) -> WrittenRow {
        WrittenRow {
            user,
            planned,
            write: None,
            trouble: None,
            meanwhile: Meanwhile::default(),
        }
    }

    fn outcome(&self, answers: &[Applied], said: &Said<'_>, findings: &mut Findings) -> Outcome {
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
            let outcome = if self.meanwhile.came_too_late {
                Outcome::Unchanged
            } else {
                planned
            };
            for finding in &self.meanwhile.news {
                let mut finding = finding.clone();
                self.place(&mut finding, outcome);
                findings.add(finding);
            }
            return outcome;
        };
        if planned == Outcome::Unchanged {
            return planned;
        }
        let before = findings.len();
        match trouble {
            Trouble::Changed(what) => rules::changed_while_running::found(what, findings),
            Trouble::Taken(key) => taken(key, said, findings),
        }
        for finding in findings.iter_mut().skip(before) {
            self.place(finding, Outcome::Rejected);
        }
        Outcome::Rejected
    }

    fn place(&self, finding: &mut Finding, outcome: Outcome) {
        finding.row = Some(self.planned.place.row);
        finding.line = Some(self.planned.place.line);
        finding.outcome = Some(outcome);
    }
}

/// Says which identifier somebody took, and in which column it stands.
fn taken(key: &IdentifierKey, said: &Said<'_>, findings: &mut Findings) {
    let field = key.kind.field();
    let mut named = said.columns.iter();
    let column = named.find(|column| field.is_some() && column.field == field);
    let text = shown_key(key);
    let identifier = (key.kind.name(), text.as_str());
    let is_kept = said.kept.contains(key);
    rules::changed_while_running::found_taken(identifier, is_kept, column, findings);
}

fn shown_key(key: &IdentifierKey) -> String {
    match key.kind {
        IdentifierKind::Social => key.key.replace(crate::users::user::SOCIAL_SEPARATOR, " "),
        _ => key.key.clone(),
    }
}
