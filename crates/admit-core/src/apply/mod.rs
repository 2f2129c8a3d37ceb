//! Writing what was decided, batch by batch. Each batch is one transaction with
//! the outcomes, the findings, the ledger and how far the import has come.

pub mod input;
mod prepare;
mod writer;

use crate::apply::input::ApplyInput;
use crate::apply::prepare::prepare;
use crate::apply::writer::Writer;
use crate::check::checked::Checked;
use crate::findings::finding::Findings;
use crate::findings::rule::Severity;
use crate::ports::store::{ImportRecord, ImportState, Store, StoreError};
use crate::ports::watch::RunError;
use crate::read::decoder::Decoder;
use crate::read::judge::Criteria;
use crate::rules;
use admit_passwords::Strength;
use std::collections::{BTreeMap, HashSet};
use std::sync::mpsc::{channel, sync_channel};

/// A failed sign-in takes as long as the dearest one, from the first attempt on.
fn raise_dearest_check(store: &dyn Store, microseconds: u64) -> Result<(), StoreError> {
    let with_new_hash = microseconds + Strength::default().cost().microseconds;
    if microseconds > 0 && with_new_hash > store.dearest_check()? {
        store.raise_dearest_check(with_new_hash)?;
    }
    Ok(())
}

/// Applies what a check found out. `record` is the import's as stored; what it is in the end
/// comes back, and is stored.
pub fn apply(
    input: &ApplyInput<'_>,
    mut record: ImportRecord,
    checked: &mut Checked,
    decoder: &mut Decoder<'_>,
) -> Result<ImportRecord, RunError> {
    raise_dearest_check(input.store, decoder.row.dearest_check())?;
    let criteria = Criteria::new(input.choices, input.access);
    let resumed = record.rows_done > 0;
    let mut writer = Writer {
        input,
        import: record.number,
        counts: counts_of(&record),
        seconds_before: record.seconds,
    };
    record.ledger.read = checked.rows;
    record.state = ImportState::Applying;
    let mut file_findings = if resumed {
        Vec::new()
    } else {
        checked.file_findings.clone()
    };
    if resumed {
        let mut findings = Findings::default();
        rules::resumed::found(record.rows_done, &mut findings);
        file_findings = findings.take();
    }
    writer.store_findings(&mut record, file_findings)?;
    checked.rewind()?;
    let creates = checked.ledger.created;
    let claimed = creates > input.batch_rows as u64;
    let lost = if claimed {
        writer.claim(checked, decoder, &criteria)?
    } else {
        HashSet::new()
    };
    checked.rewind()?;
    let (sender, receiver) = sync_channel(1);
    // What was written goes back to be dropped by the thread that made it.
    let (spend, spent) = channel();
    let outcome = std::thread::scope(|scope| {
        let criteria = &criteria;
        let preparation =
            scope.spawn(move || prepare(input, checked, decoder, criteria, (&sender, &spent)));
        let written = writer.write_all(&mut record, (receiver, &spend), &lost, claimed);
        let prepared = preparation.join().expect("the preparation does not panic");
        written.and(prepared)
    });
    match outcome {
        Ok(()) => {}
        Err(RunError::Interrupted) => {
            record.state = ImportState::Stopped;
            writer.store_findings(&mut record, Vec::new())?;
            return Err(RunError::Interrupted);
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

/// Stores the findings of a check, and its ledger as it would be.
pub fn store_check(
    input: &ApplyInput<'_>,
    mut record: ImportRecord,
    checked: &mut Checked,
) -> Result<ImportRecord, RunError> {
    let mut writer = Writer {
        input,
        import: record.number,
        counts: counts_of(&record),
        seconds_before: record.seconds,
    };
    record.ledger = checked.ledger;
    let mut findings = checked.file_findings.clone();
    checked.rewind()?;
    let mut rows = 0;
    while let Some(planned) = checked.next()? {
        checked.findings_of(planned.place.row, &mut findings)?;
        rows += 1;
        if findings.len() >= input.batch_rows {
            writer.store_findings(&mut record, std::mem::take(&mut findings))?;
        }
    }
    record.rows_done = rows;
    record.state = ImportState::Complete;
    writer.store_findings(&mut record, findings)?;
    Ok(record)
}

fn counts_of(record: &ImportRecord) -> BTreeMap<(String, Severity), u64> {
    record
        .counts
        .iter()
        .map(|count| ((count.code.clone(), count.severity), count.count))
        .collect()
}
