//! Taking an import back: the users that it created are removed, those that it
//! changed are put back, and what somebody changed since stays.
//!
//! Each batch is one transaction, and what is left to do is found in the
//! directory itself. So an undo that was cut short is simply run again, and
//! running it once more changes nothing.

mod circle;
mod hand;
mod judge;
mod merge;
mod walk;
pub mod work;

use crate::undo::work::{UndoWork, Undone};
pub use judge::{Kept, Since, UndoVerdict, changed, created, leave_out_upgrades};
pub use merge::{Part, take_back};

use crate::base::limits::{BATCH_ROWS, UNDO_BATCH_USERS};
use crate::base::spill::scratch::Scratch;
use crate::ports::store::{ImportQuery, ImportRecord, ImportSession, ImportState, Store, short_id};
use crate::ports::watch::{RunError, Watch};
use hand::{Imagined, Writer};
use walk::Walk;

/// Takes an import back. `record` is the import's as stored; it is kept up to
/// date, and is stored by the session with every batch.
///
/// # Errors
/// The store failed, or somebody asked to stop; running it again goes on.
pub fn undo(
    work: &UndoWork<'_>,
    session: &dyn ImportSession,
    record: &mut ImportRecord,
) -> Result<Undone, RunError> {
    let import = record.number;
    let is_first = is_first(record);
    let mut writer = Writer::new(work, session, record)?;
    writer.begin()?;
    let undone = Walk::new(work, import, &mut writer).walk(is_first)?;
    writer.end()?;
    Ok(undone)
}

/// Says what [`undo`] would do, and writes nothing.
///
/// # Errors
/// The store failed, or somebody asked to stop.
pub fn look(work: &UndoWork<'_>, record: &ImportRecord) -> Result<Undone, RunError> {
    Walk::new(work, record.number, &mut Imagined).walk(is_first(record))
}

/// Works on an undo with what a store and a machine give, in batches of the usual size.
///
/// # Errors
/// The store failed, or what the work says.
pub fn working(
    store: &dyn Store,
    (scratch, watch): (&dyn Scratch, &dyn Watch),
    now: i64,
    work: impl FnOnce(&UndoWork<'_>) -> Result<Undone, RunError>,
) -> Result<Undone, RunError> {
    work(&UndoWork {
        store,
        access: &store.access()?,
        scratch,
        watch,
        now,
        batch_removals: BATCH_ROWS,
        batch_users: UNDO_BATCH_USERS,
        name: &|number| name_of(store, number),
    })
}

/// Whether no undo of the import has removed anybody yet.
fn is_first(record: &ImportRecord) -> bool {
    !matches!(record.state, ImportState::Undoing | ImportState::Undone)
}

/// What an import is called, by its number; nothing if that cannot be read.
fn name_of(imports: &dyn Store, number: u64) -> String {
    let query = ImportQuery {
        before: Some(number + 1),
        limit: 1,
        ..ImportQuery::default()
    };
    let found = imports.imports(&query).unwrap_or_default().pop();
    let found = found.filter(|record| record.number == number);
    found.map_or_else(String::new, |record| short_id(record.id))
}
