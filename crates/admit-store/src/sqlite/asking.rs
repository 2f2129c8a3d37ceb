//! Asking for what is to be done with imports, and deleting them.

use super::fault::Fault;
use super::{SqliteStore, audit, forgetting, jobs, uploads};
use admit_core::ports::store::{
    Added, Ask, Asked, Asking, CellChange, Deleted, NewEntry, NewJob, StoreError,
};
use rusqlite::Connection;
use uuid::Uuid;

impl Asking for SqliteStore {
    fn ask(&self, ask: &Ask<'_>, now: i64) -> Result<Asked, StoreError> {
        self.write("asking for a job", |tx| {
            let refused = refused(tx, ask)?;
            if refused.is_some() {
                return Ok(refused);
            }
            let id = ask.import;
            if ask.lacks(&uploads::cells_of(tx, id)?) {
                return Ok(Some(Asked::NoSuchCell));
            }
            for cell in &ask.cells {
                match cell {
                    CellChange::TakeBack { row, column } => {
                        uploads::remove_cell(tx, id, *row, column)?;
                    }
                    CellChange::Put(cell) => {
                        uploads::put_cell(tx, id, cell)?;
                    }
                }
            }
            uploads::change(tx, id, &ask.change)?;
            for deed in ask.deeds {
                audit::note(tx, deed, now)?;
            }
            let job = NewJob {
                kind: ask.kind,
                import: Some(id),
                by: ask.by.to_owned(),
                due: now,
            };
            Ok(match jobs::add(tx, &job, now)? {
                Added::New(number) => Some(Asked::Begun(number)),
                // Looked for above.
                Added::Busy(_) => None,
            })
        })
        .map(|asked| asked.unwrap_or(Asked::Changed))
    }

    fn delete_import(
        &self,
        import: Uuid,
        passwords: Uuid,
        deed: &NewEntry,
        now: i64,
    ) -> Result<Deleted, StoreError> {
        let deleted = self.write("deleting an import", |tx| {
            if is_at_work(tx, import)? {
                return Ok(Deleted::Busy);
            }
            let mut was_there = false;
            let runs = [passwords, import];
            for run in runs {
                let found = forgetting::has_written(tx, run)?;
                if found.is_some_and(|(_, has_written)| has_written) {
                    return Ok(Deleted::WroteUsers);
                }
                was_there |= found.is_some();
            }
            for run in runs {
                forgetting::forget_record(tx, run)?;
            }
            was_there |= uploads::remove(tx, import)?;
            if !was_there {
                return Ok(Deleted::NotThere);
            }
            audit::note(tx, deed, now)?;
            Ok(Deleted::Done)
        })?;
        // It is deleted: what is left of what it found goes with the next one.
        let _ = self.forget_what_was_found();
        Ok(deleted)
    }
}

/// Why a job cannot begin; nothing if it can.
fn refused(conn: &Connection, ask: &Ask<'_>) -> Result<Option<Asked>, Fault> {
    let id = ask.import;
    let upload = uploads::upload(conn, id)?;
    if upload.is_none() && forgetting::has_written(conn, id)?.is_none() {
        return Ok(Some(Asked::Gone));
    }
    let latest = jobs::latest_of(conn, id)?;
    let is_seen = latest.map(|job| job.number) == ask.seen.job && ask.fits(upload.as_ref());
    Ok((!is_seen || is_at_work(conn, id)?).then_some(Asked::Changed))
}

fn is_at_work(conn: &Connection, import: Uuid) -> Result<bool, Fault> {
    let latest = jobs::latest_of(conn, import)?;
    Ok(latest.is_some_and(|job| job.state.is_open()))
}
