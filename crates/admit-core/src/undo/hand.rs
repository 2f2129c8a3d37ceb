//! The two that a walk over the users of an import works through: one writes,
//! the other only imagines it.

use crate::findings::finding::Finding;
use crate::findings::tally::RuleCount;
use crate::ports::store::{
    Checkpoint, FindingQuery, ImportRecord, ImportSession, ImportState, Reversal, Reverted,
};
use crate::ports::watch::RunError;
use crate::rules::undo_kept;
use crate::undo::work::UndoWork;
use std::collections::HashSet;
use uuid::Uuid;
use xxhash_rust::xxh3::xxh3_64;

/// Does what a walk has decided.
pub trait Hand {
    /// One transaction.
    fn revert(
        &mut self,
        reversals: &[Reversal],
        findings: Vec<Finding>,
    ) -> Result<Vec<Reverted>, RunError>;

    /// Gives the identifiers of removed users free.
    fn release(&mut self) -> Result<(), RunError>;
}

/// Writes nothing, and answers as if all went well.
pub struct Imagined;

impl Hand for Imagined {
    fn revert(
        &mut self,
        reversals: &[Reversal],
        _: Vec<Finding>,
    ) -> Result<Vec<Reverted>, RunError> {
        Ok(vec![Reverted::Done; reversals.len()])
    }

    fn release(&mut self) -> Result<(), RunError> {
        Ok(())
    }
}

/// Writes to the store.
pub struct Writer<'a> {
    work: &'a UndoWork<'a>,
    session: &'a dyn ImportSession,
    record: &'a mut ImportRecord,
    /// What an earlier run has said already, by [`said`].
    said: HashSet<u64>,
}

impl<'a> Writer<'a> {
    /// Looks up what an earlier undo of this import has said.
    pub fn new(
        work: &'a UndoWork<'a>,
        session: &'a dyn ImportSession,
        record: &'a mut ImportRecord,
    ) -> Result<Writer<'a>, RunError> {
        let mut writer = Writer {
            work,
            session,
            record,
            said: HashSet::new(),
        };
        let mut query = FindingQuery {
            rules: vec![undo_kept::RULE.code.to_owned()],
            limit: work.batch_users as u64,
            ..FindingQuery::default()
        };
        loop {
            let page = work.store.findings(writer.record.number, &query)?;
            let Some(last) = page.last() else {
                return Ok(writer);
            };
            query.after = last.position;
            writer
                .said
                .extend(page.iter().map(|stored| said(&stored.finding)));
        }
    }

    /// From here on the import cannot be resumed.
    pub fn begin(&mut self) -> Result<(), RunError> {
        self.store_state(ImportState::Undoing)
    }

    /// All of it is done.
    pub fn end(&mut self) -> Result<(), RunError> {
        self.store_state(ImportState::Undone)
    }

    fn store_state(&mut self, state: ImportState) -> Result<(), RunError> {
        self.record.state = state;
        let checkpoint = Checkpoint {
            record: Some(self.record.clone()),
            ..Checkpoint::default()
        };
        Ok(self.session.record(self.record.number, &checkpoint)?)
    }

    fn count(&mut self, findings: &[Finding]) {
        for finding in findings {
            let mut counts = self.record.counts.iter_mut();
            let known = counts.find(|count| {
                count.code == finding.rule.code && count.severity == finding.severity
            });
            match known {
                Some(count) => count.count += 1,
                None => self.record.counts.push(RuleCount {
                    code: finding.rule.code.to_owned(),
                    severity: finding.severity,
                    count: 1,
                }),
            }
        }
    }
}

impl Hand for Writer<'_> {
    fn revert(
        &mut self,
        reversals: &[Reversal],
        mut findings: Vec<Finding>,
    ) -> Result<Vec<Reverted>, RunError> {
        findings.retain(|finding| self.said.insert(said(finding)));
        self.count(&findings);
        let checkpoint = Checkpoint {
            outcomes: Vec::new(),
            findings,
            record: Some(self.record.clone()),
        };
        let settle = |_: &[Reverted]| checkpoint.clone();
        let (import, now) = (self.record.number, self.work.now);
        Ok(self.session.revert(import, now, reversals, &settle)?)
    }

    fn release(&mut self) -> Result<(), RunError> {
        Ok(self.session.release(self.record.number)?)
    }
}

/// Tells what was said about a user from everything else that was said.
fn said(finding: &Finding) -> u64 {
    let user = finding.user.unwrap_or(Uuid::nil());
    xxh3_64(format!("{user} {}", finding.message()).as_bytes())
}
