//! The record of a run: a new one, or that of an import to go on with.

use crate::base::limits::IMPORTS_PAGE;
use crate::check::input::Earlier;
use crate::import::error::ImportError;
use crate::import::request::{Ports, Request};
use crate::ports::randomness::new_id;
use crate::ports::store::{
    Checkpoint, Forgotten, ImportQuery, ImportRecord, ImportSession, ImportState, Ledger, Mode,
    Store, StoreError, short_id,
};
use crate::rows::choices::Choices;
use uuid::Uuid;

/// What was chosen for an import that is kept.
pub fn choices_of(record: &ImportRecord) -> Result<Choices, ImportError> {
    serde_json::from_str(&record.choices).map_err(|reason| ImportError::ChoicesUnreadable {
        import: short_id(record.id),
        mode: record.mode,
        reason: reason.to_string(),
    })
}

/// What was chosen, as it is kept with the record.
pub(super) fn kept(choices: &Choices) -> String {
    serde_json::to_string(choices).expect("choices have a form as JSON")
}

/// What a run writes its history with.
pub(super) enum Recorder<'s> {
    /// A check writes nothing else, and needs no lock for it.
    Check(&'s dyn Store),
    /// An import holds the lock.
    Import(Box<dyn ImportSession + 's>),
}

impl<'s> Recorder<'s> {
    /// Takes the lock, if one is needed.
    pub fn new(store: &'s dyn Store, mode: Mode) -> Result<Recorder<'s>, StoreError> {
        Ok(match mode {
            Mode::Check => Recorder::Check(store),
            Mode::Import => Recorder::Import(store.lock()?),
        })
    }

    /// Stores the record of a run that begins; answers with its number.
    pub fn begin(&self, record: &ImportRecord) -> Result<u64, StoreError> {
        match self {
            Recorder::Check(store) => store.begin_check(record),
            Recorder::Import(session) => session.begin(record),
        }
    }

    /// Goes on with an import: from its beginning if it wrote nothing.
    pub fn go_on(&self, record: &mut ImportRecord) -> Result<(), StoreError> {
        match self {
            Recorder::Import(session) if record.rows_done == 0 => {
                record.state = ImportState::Checking;
                record.ledger = Ledger::default();
                record.counts.clear();
                session.begin_anew(record)
            }
            Recorder::Check(_) | Recorder::Import(_) => Ok(()),
        }
    }

    /// Stores how far the run has come.
    pub fn store(&self, import: u64, checkpoint: &Checkpoint) -> Result<(), StoreError> {
        match self {
            Recorder::Check(store) => store.record_check(import, checkpoint),
            Recorder::Import(session) => session.record(import, checkpoint),
        }
    }

    /// Stores what the record of the run is from now on.
    pub fn store_record(&self, record: &ImportRecord) -> Result<(), StoreError> {
        let checkpoint = Checkpoint {
            record: Some(record.clone()),
            ..Checkpoint::default()
        };
        self.store(record.number, &checkpoint)
    }
}

/// The record of a run that begins.
pub(super) fn new_record(ports: &Ports<'_>, request: &Request<'_>, now: i64) -> ImportRecord {
    ImportRecord {
        number: 0,
        id: request.id.unwrap_or_else(|| new_id(now, ports.randomness)),
        file: request.source.name.clone(),
        path: request.source.path.clone(),
        digest: request.source.digest.clone(),
        choices: kept(&request.choices),
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

/// The runs over the same bytes, the latest first.
pub(super) fn of_same_source(
    store: &dyn Store,
    digest: &str,
) -> Result<Vec<ImportRecord>, StoreError> {
    let query = ImportQuery {
        digest: Some(digest.to_owned()),
        ..ImportQuery::default()
    };
    all_imports(store, query)
}

/// All imports that a query asks for, page by page.
pub(super) fn all_imports(
    store: &dyn Store,
    mut query: ImportQuery,
) -> Result<Vec<ImportRecord>, StoreError> {
    query.limit = IMPORTS_PAGE;
    let mut all = Vec::new();
    loop {
        let page = store.imports(&query)?;
        let Some(last) = page.last() else {
            return Ok(all);
        };
        query.before = Some(last.number);
        all.extend(page);
    }
}

/// The import to go on with, and by which choices, if there is one among the runs over
/// the `same` source. Whoever asks holds the lock, so that nobody else goes on with it.
pub(super) fn unfinished(
    request: &Request<'_>,
    same: &[ImportRecord],
) -> Result<Option<(ImportRecord, Choices)>, ImportError> {
    let name = || request.source.name.clone();
    let own = same.iter().find(|record| Some(record.id) == request.id);
    let own = own.filter(|record| is_part_way(record) && request.mode == Mode::Import);
    let unfinished = match request.resume.or(own.map(|own| own.id)) {
        Some(_) if request.mode == Mode::Check => return Err(ImportError::CheckResumed),
        Some(id) => {
            let named = same.iter().find(|record| record.id == id);
            let record = named.ok_or_else(|| ImportError::OtherSource { name: name() })?;
            Some(gone_on_with(record, &request.choices)?)
        }
        None if request.mode == Mode::Check || request.id.is_some() => None,
        None => first_to_go_on_with(same, &request.choices)?,
    };
    let takes_suggestions = request.mode == Mode::Import && !request.choices.accept.is_empty();
    if takes_suggestions && unfinished.is_none() && !were_shown(&request.choices, same) {
        return Err(ImportError::NotShown { name: name() });
    }
    Ok(unfinished)
}

/// Whether somebody could look at the suggestions that are to be taken: a run over the
/// same source by the same choices has shown them.
fn were_shown(choices: &Choices, same: &[ImportRecord]) -> bool {
    let others = |choices: &Choices| Choices {
        accept: Vec::new(),
        max_errors: None,
        firebase: None,
        ..choices.clone()
    };
    let looked = same.iter().filter(|record| {
        record.state == ImportState::Complete
            && choices_of(record).is_ok_and(|own| others(&own).is_same_as(&others(choices)))
    });
    let looked: Vec<&ImportRecord> = looked.collect();
    choices.accept.iter().all(|code| {
        looked.iter().any(|record| {
            // A run that a finding about the file held back has looked at no row.
            let has_looked = record.ledger.rejected < record.ledger.read || record.ledger.read == 0;
            has_looked || record.counts.iter().any(|count| count.code == *code)
        })
    })
}

/// Refuses an import that cannot be gone on with.
pub fn something_to_resume(record: &ImportRecord) -> Result<(), ImportError> {
    let what = match (record.mode, record.state) {
        (Mode::Check, _) => "was a check".to_owned(),
        (Mode::Import, ImportState::Complete | ImportState::Undoing | ImportState::Undone) => {
            format!("is {}", record.state.name())
        }
        (Mode::Import, ImportState::Checking | ImportState::Applying | ImportState::Stopped) => {
            return Ok(());
        }
    };
    Err(ImportError::NothingToResume {
        import: short_id(record.id),
        what,
    })
}

/// The import that was named, if it can be gone on with, and its own choices.
fn gone_on_with(
    record: &ImportRecord,
    given: &Choices,
) -> Result<(ImportRecord, Choices), ImportError> {
    something_to_resume(record)?;
    let mut own = choices_of(record)?;
    // Secrets are kept with no import.
    own.firebase.clone_from(&given.firebase);
    // A guard can be set anew; it goes only where the whole command is given again.
    own.max_errors = given.max_errors.or(own.max_errors);
    let silent = Choices {
        contents: given.contents,
        max_errors: own.max_errors,
        firebase: own.firebase.clone(),
        ..Choices::default()
    };
    let given = Choices {
        max_errors: own.max_errors,
        ..given.clone()
    };
    let fits = given.is_same_as(&own) || given == silent;
    if !fits || given.contents != own.contents {
        let import = short_id(record.id);
        return Err(ImportError::OtherChoices { import });
    }
    Ok((record.clone(), own))
}

/// Whether an import stopped after it had stored outcomes. Whoever asks holds the lock, so
/// that one that died has stopped.
fn is_part_way(record: &ImportRecord) -> bool {
    record.state == ImportState::Stopped && record.mode == Mode::Import && record.rows_done > 0
}

/// Forgets what an earlier run left under the id that this one is to have.
pub(super) fn take_the_place(store: &dyn Store, id: Option<Uuid>) -> Result<(), ImportError> {
    let Some(id) = id else {
        return Ok(());
    };
    match store.forget_import(id)? {
        Forgotten::Done | Forgotten::NotThere => Ok(()),
        Forgotten::WroteUsers => {
            let import = short_id(id);
            Err(ImportError::WroteUsers { import })
        }
    }
}

/// The first of these that asking for the same once more goes on with.
fn first_to_go_on_with(
    same: &[ImportRecord],
    choices: &Choices,
) -> Result<Option<(ImportRecord, Choices)>, ImportError> {
    for record in same {
        if !is_part_way(record) {
            continue;
        }
        let mut before = choices_of(record)?;
        before.max_errors = choices.max_errors;
        before.firebase.clone_from(&choices.firebase);
        if before.is_same_as(choices) {
            return Ok(Some((record.clone(), before)));
        }
    }
    Ok(None)
}

/// What the earlier sessions of an import did.
pub(super) fn earlier(store: &dyn Store, record: &ImportRecord) -> Result<Earlier, StoreError> {
    let mut earlier = Earlier::up_to(record.rows_done);
    if record.rows_done > 0 {
        store.outcomes(record.number, &mut |done| {
            earlier.note(done.row, done.outcome);
        })?;
    }
    Ok(earlier)
}
