//! Writing what was decided, batch by batch. Each batch is one transaction with
//! the outcomes, the findings, the ledger and how far the import has come.

mod batch;
mod compare;
mod givers;
pub mod input;
mod prepare;
mod record;
mod settled;
mod writer;

use crate::apply::input::{ApplyInput, Pace};
use crate::apply::prepare::Preparation;
use crate::apply::record::{Time, bring_up};
use crate::apply::writer::Writer;
use crate::check::checked::Checked;
use crate::findings::finding::{Finding, Findings};
use crate::findings::tally::{Examples, Tally};
use crate::ports::store::{Checkpoint, ImportRecord, ImportState, Outcome, Store, StoreError};
use crate::ports::watch::RunError;
use crate::read::decoder::Decoder;
use crate::read::judge::Criteria;
use crate::rules;
use admit_passwords::Strength;
use std::collections::{HashMap, HashSet};
use std::sync::mpsc::{channel, sync_channel};

/// A failed sign-in takes as long as the dearest one, from the first attempt on.
fn raise_dearest_check(store: &dyn Store, microseconds: u64) -> Result<(), StoreError> {
    let with_new_hash = microseconds + Strength::default().cost().microseconds;
    if microseconds > 0 && with_new_hash > store.dearest_check()? {
        store.raise_dearest_check(with_new_hash)?;
    }
    Ok(())
}

/// Applies what a check found out. `record` is the import's as stored; what it is in the
/// end comes back, and is stored.
pub fn apply(
    input: &ApplyInput<'_>,
    mut record: ImportRecord,
    checked: &mut Checked,
    decoder: &mut Decoder<'_>,
) -> Result<ImportRecord, RunError> {
    raise_dearest_check(input.store, decoder.row.dearest_check())?;
    let criteria = Criteria::new(input.choices, input.access);
    let creates = checked.ledger.created;
    let mut writer = Writer {
        input,
        import: record.number,
        seconds_before: record.seconds,
        before: 0,
        claimed: false,
        lost: HashMap::new(),
        moved: HashMap::new(),
        kept: HashSet::new(),
        columns: checked.columns.clone(),
    };
    let file_findings = file_findings(&record, checked);
    record.ledger.read = checked.rows;
    record.state = ImportState::Applying;
    writer.store_findings(&mut record, file_findings)?;
    if creates > 0 {
        writer.before = input.session.reserve(checked.last_row)? - 1;
    }
    let outcome = write(&mut writer, &mut record, checked, decoder, &criteria);
    match outcome {
        Ok(()) => {}
        Err(error @ (RunError::Interrupted | RunError::SourceChanged(_))) => {
            record.state = ImportState::Stopped;
            writer.store_findings(&mut record, Vec::new())?;
            // Others may have what it will not come to.
            input.session.release(record.number)?;
            return Err(error);
        }
        Err(error) => return Err(error),
    }
    record.state = ImportState::Complete;
    let mut findings = Findings::default();
    if !record.ledger.balances() {
        rules::ledger_does_not_balance::found(
            record.ledger.read,
            record.ledger.sum(),
            &mut findings,
        );
    }
    writer.store_findings(&mut record, findings.take())?;
    Ok(record)
}

/// The findings about the file, or what there is to say where it goes on.
fn file_findings(record: &ImportRecord, checked: &Checked) -> Vec<Finding> {
    if record.rows_done == 0 {
        return checked.file_findings.clone();
    }
    let mut findings = Findings::default();
    rules::resumed::found(record.rows_done, &mut findings);
    findings.take()
}

/// Claims what most rows create, and writes the plan.
fn write(
    writer: &mut Writer<'_, '_>,
    record: &mut ImportRecord,
    checked: &mut Checked,
    decoder: &mut Decoder<'_>,
    criteria: &Criteria<'_>,
) -> Result<(), RunError> {
    writer.write_givers(&checked.givers)?;
    if checked.ledger.created > writer.input.pace.batch_rows as u64 {
        checked.rewind()?;
        writer.claim(checked, decoder, criteria)?;
    }
    checked.rewind()?;
    let mut drifted = Tally::default();
    let mut examples = Examples::default();
    examples.see(&checked.file_findings);
    let preparation = Preparation {
        input: writer.input,
        checked: &mut *checked,
        decoder,
        criteria,
        together: HashMap::new(),
        before: writer.before,
    };
    let (sender, receiver) = sync_channel(1);
    let (spend, spent) = channel();
    let outcome = std::thread::scope(|scope| {
        let preparing = scope.spawn(move || preparation.run(&sender, &spent));
        let written = writer.write_all(record, receiver, &spend, (&mut drifted, &mut examples));
        let prepared = preparing.join().expect("the preparation does not panic");
        written.and(prepared)
    });
    checked.tally.merge(drifted);
    checked.tally.show(examples);
    outcome
}

/// Stores the findings of a check, each time for the import of the number given. The
/// last of them come with `record`, which says how the check ended.
pub fn store_check(
    store: &dyn Fn(u64, &Checkpoint) -> Result<(), StoreError>,
    pace: Pace<'_>,
    mut record: ImportRecord,
    checked: &mut Checked,
) -> Result<ImportRecord, RunError> {
    let before = record.seconds;
    let end = record.state;
    record.state = ImportState::Checking;
    let mut examples = Examples::default();
    let mut write = |record: &mut ImportRecord, findings: Vec<Finding>| -> Result<(), RunError> {
        examples.see(&findings);
        let time = Time {
            before,
            began: pace.now,
            seconds: (pace.seconds)(),
        };
        bring_up(record, &findings, time);
        let checkpoint = Checkpoint {
            outcomes: Vec::new(),
            findings,
            record: Some(record.clone()),
        };
        Ok(store(record.number, &checkpoint)?)
    };
    let mut findings = checked.file_findings.clone();
    if end == ImportState::Stopped {
        for finding in &mut findings {
            finding.outcome = Some(Outcome::NotReached);
        }
    }
    checked.rewind()?;
    while let Some(planned) = checked.next()? {
        let outcome = match planned.action.outcome() {
            Some(Outcome::Rejected) if record.ledger.rejected > 0 => Some(Outcome::Rejected),
            _ if end == ImportState::Stopped => Some(Outcome::NotReached),
            outcome => outcome,
        };
        checked.findings_of(&planned, outcome, &mut findings)?;
        if findings.len() >= pace.batch_rows {
            write(&mut record, std::mem::take(&mut findings))?;
        }
    }
    record.state = end;
    write(&mut record, findings)?;
    checked.tally.show(examples);
    Ok(record)
}
