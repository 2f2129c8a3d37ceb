//! The record of a run: a new one, or that of an import to go on with.

use crate::check::input::Earlier;
use crate::import::error::ImportError;
use crate::import::request::{Ports, Request};
use crate::ports::randomness::new_id;
use crate::ports::store::{
    Checkpoint, ImportRecord, ImportState, Ledger, Mode, Store, StoreError, short_id,
};
use crate::rows::choices::Choices;

/// What was chosen for an import that is kept.
pub fn choices_of(record: &ImportRecord) -> Result<Choices, ImportError> {
    serde_json::from_str(&record.choices).map_err(|reason| ImportError::ChoicesUnreadable {
        import: short_id(record.id),
        mode: record.mode,
        reason: reason.to_string(),
    })
}

/// Stores what the record of a run is from now on.
pub(super) fn store_record(store: &dyn Store, record: &ImportRecord) -> Result<(), StoreError> {
    let progress = Checkpoint {
        record: Some(record.clone()),
        ..Checkpoint::default()
    };
    store.record(record.number, &progress)
}

/// The record of a run that begins.
pub(super) fn new_record(ports: &Ports<'_>, request: &Request<'_>, now: i64) -> ImportRecord {
    let choices = serde_json::to_string(&request.choices);
    ImportRecord {
        number: 0,
        id: new_id(now, ports.randomness),
        file: request.source.name.clone(),
        path: request.source.path.clone(),
        digest: request.source.digest.clone(),
        choices: choices.expect("choices have a form as JSON"),
        mode: request.mode,
        state: ImportState::Checking,
        started: now,
        finished: None,
        seconds: 0.0,
        rows_done: 0,
        ledger: Ledger::default(),
        counts: Vec::new(),
    }
}

/// Imports that were running when their process died are stopped, not running.
pub(super) fn end_dead_imports(store: &dyn Store) -> Result<(), StoreError> {
    for mut record in store.imports()? {
        let is_running = matches!(record.state, ImportState::Checking | ImportState::Applying);
        if is_running && record.mode == Mode::Import {
            record.state = ImportState::Stopped;
            store_record(store, &record)?;
        }
    }
    Ok(())
}

/// The runs over the same bytes, the latest first.
pub(super) fn of_same_source(
    store: &dyn Store,
    digest: &str,
) -> Result<Vec<ImportRecord>, StoreError> {
    let mut same = store.imports()?;
    same.retain(|record| record.digest == digest);
    Ok(same)
}

/// The import to go on with, if there is one among the runs over the `same` source.
pub(super) fn unfinished(
    request: &Request<'_>,
    same: &[ImportRecord],
) -> Result<Option<ImportRecord>, ImportError> {
    let name = || request.source.name.clone();
    let unfinished = match &request.resume {
        Some(record) if record.digest != request.source.digest => {
            return Err(ImportError::OtherSource { name: name() });
        }
        Some(record) => Some(record.clone()),
        None if request.mode == Mode::Check => None,
        None => first_to_go_on_with(same, &request.choices)?,
    };
    // Suggestions are taken only where somebody could look at them before.
    let shown = |record: &ImportRecord| record.state == ImportState::Complete;
    let takes_suggestions = request.mode == Mode::Import && !request.choices.accept.is_empty();
    if takes_suggestions && unfinished.is_none() && !same.iter().any(shown) {
        return Err(ImportError::NotShown { name: name() });
    }
    Ok(unfinished)
}

/// The first of these that asking for the same once more goes on with.
fn first_to_go_on_with(
    same: &[ImportRecord],
    choices: &Choices,
) -> Result<Option<ImportRecord>, ImportError> {
    for record in same {
        let is_part_way = record.state == ImportState::Stopped
            && record.mode == Mode::Import
            && record.rows_done > 0;
        if !is_part_way {
            continue;
        }
        let mut before = choices_of(record)?;
        before.max_errors = choices.max_errors;
        before.firebase.clone_from(&choices.firebase);
        if before == *choices {
            return Ok(Some(record.clone()));
        }
    }
    Ok(None)
}

/// What the earlier sessions of an import did.
pub(super) fn earlier(store: &dyn Store, record: &ImportRecord) -> Result<Earlier, StoreError> {
    let mut earlier = Earlier::up_to(record.rows_done);
    if record.rows_done > 0 {
        store.outcomes(record.number, &mut |row, outcome| {
            earlier.note(row, outcome);
        })?;
    }
    Ok(earlier)
}
