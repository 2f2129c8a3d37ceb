//! Corrections of an import that wrote users. Its file is read once more with them, as an
//! import that follows it: rows that are in are unchanged there, so that it writes the rows
//! that were corrected.

use super::begin::file_is_kept;
use super::received::Received;
use super::view::Known;
use crate::problem::Problem;
use crate::state::Server;
use crate::who::Caller;
use admit_core::operators::deed::{Act, Deed};
use admit_core::ports::store::{
    ImportQuery, ImportRecord, ImportState, Mode, Store, StoreError, Upload, UploadQuery,
};
use admit_core::rows::choices::Choices;
use std::io;
use uuid::Uuid;

/// How many imports of the same file are looked at.
const SAME_FILE_MAX: u64 = 50;

/// Does something to the import that takes the corrections of one: to itself as long as it
/// wrote nobody, else to the one that follows it, which is made if there is none yet.
///
/// # Errors
/// What `work` says; it is at work, stopped part-way, or its file is not kept; the store
/// failed.
pub fn followed<T>(
    server: &Server,
    caller: &Caller,
    known: &Known,
    work: impl FnOnce(&Known) -> Result<T, Problem>,
) -> Result<(Uuid, T), Problem> {
    let Some(record) = known.record.as_ref().filter(|it| it.mode == Mode::Import) else {
        return Ok((known.id, work(known)?));
    };
    if known.open_job().is_some() {
        return Err(known.not_now("Something is at work on this import; wait, or stop it first."));
    }
    if !matches!(record.state, ImportState::Complete | ImportState::Undone) {
        return Err(known.not_now("It stopped part-way: go on with it, or undo it, first."));
    }
    file_is_kept(known)?;
    if let Some(next) = follower(server.store(), known)? {
        return Ok((next.id, work(&next)?));
    }
    let received = Received::new(server, &caller.who, Mode::Check);
    let next = made(server, caller, known, received.id)?;
    let done = work(&next)?;
    received.kept();
    Ok((next.id, done))
}

/// The import that follows one: a check of the same file with the same choices, handed in
/// later and not imported yet.
///
/// # Errors
/// The store failed.
pub fn follower(store: &dyn Store, known: &Known) -> Result<Option<Known>, Problem> {
    let files = known.upload.iter().flat_map(|upload| &upload.files);
    let digests: Vec<&str> = files.map(|file| file.digest.as_str()).collect();
    let Some(first) = digests.first() else {
        return Ok(None);
    };
    let same = store.uploads(&UploadQuery {
        digest: Some((*first).to_owned()),
        limit: SAME_FILE_MAX,
        ..UploadQuery::default()
    })?;
    let wanted = without_corrections(known.choices()?);
    for upload in same.iter().filter(|upload| upload.id > known.id) {
        let own = upload.files.iter().map(|file| file.digest.as_str());
        let Some(other) = Known::of(store, upload.id)? else {
            continue;
        };
        if own.eq(digests.iter().copied())
            && other.state() == "checked"
            && without_corrections(other.choices()?).is_same_as(&wanted)
        {
            return Ok(Some(other));
        }
    }
    Ok(None)
}

/// The import that one follows: the last of the same file that wrote users.
///
/// # Errors
/// The store failed.
pub fn followed_by(store: &dyn Store, known: &Known) -> Result<Option<ImportRecord>, StoreError> {
    let Some(record) = known.record.as_ref().filter(|it| it.mode == Mode::Check) else {
        return Ok(None);
    };
    let earlier = store.imports(&ImportQuery {
        digest: Some(record.digest.clone()),
        state: Some(ImportState::Complete),
        limit: SAME_FILE_MAX,
        ..ImportQuery::default()
    })?;
    let mut earlier = earlier.into_iter();
    Ok(earlier.find(|other| other.mode == Mode::Import && other.id < known.id))
}

fn without_corrections(mut choices: Choices) -> Choices {
    (choices.set, choices.cells) = (Vec::new(), Vec::new());
    choices
}

fn made(server: &Server, caller: &Caller, known: &Known, id: Uuid) -> Result<Known, Problem> {
    const DOING: &str = "copying a file";
    let store = server.store();
    let upload = known.upload.as_ref().ok_or_else(Problem::unexpected)?;
    for file in &upload.files {
        let source = store.open_source(known.id, file.part)?;
        let mut source = source.ok_or_else(Problem::unexpected)?;
        let mut copy = store.receive(id, file.part)?;
        io::copy(&mut source, &mut copy).map_err(|error| StoreError::of_io(DOING, &error))?;
        copy.finish()?;
    }
    store.put_upload(&Upload {
        id,
        created: server.now(),
        by: caller.who.clone(),
        mode: Mode::Check,
        failed: None,
        confirmed: false,
        ..upload.clone()
    })?;
    for cell in store.cell_corrections(known.id)? {
        store.put_cell_correction(id, &cell)?;
    }
    let bytes: u64 = upload.files.iter().map(|file| file.bytes).sum();
    let deed = Deed::new(Act::ImportHandedIn).to(id).with("mode", "check");
    let deed = deed.with("bytes", bytes);
    caller.note(server, deed.with("follows", known.id.to_string()));
    Known::of(store, id)?.ok_or_else(Problem::unexpected)
}
