//! `admit undo`: takes an import back.

use super::which_import;
use crate::cli::Format;
use crate::cli::importing::UndoArgs;
use crate::confirm::confirmed;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::progress::{Progress, Watching};
use crate::report::undo::{Told, What, json, print};
use crate::run::ask_for_search_index;
use crate::stop::Stop;
use admit_core::operators::deed::{Act, Deed};
use admit_core::ports::store::{ImportRecord, Mode, Store, short_id};
use admit_core::ports::watch::RunError;
use admit_core::sign_in::settle_failures;
use admit_core::undo::work::{UndoWork, Undone};
use admit_core::undo::{look, undo, working};
use admit_passwords::Bounds;
use admit_system::scratch::TemporaryFiles;
use std::time::Instant;

/// Runs the command.
pub fn run(args: &UndoArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let found = which_import::find(store.as_ref(), &args.import)?;
    if found.mode == Mode::Check {
        return Err(Failure::NothingToUndo {
            import: short_id(found.id),
        });
    }
    let session = (!args.dry_run).then(|| store.lock()).transpose()?;
    // Looked up again under the lock: it may have run until now.
    let mut record = which_import::find(store.as_ref(), &found.id.to_string())?;
    let before = record.state;
    let watching = Stop::on_signal(&context.printer).watching();
    let began = Instant::now();
    let asks = session.is_some() && !args.yes;
    if session.is_none() || asks {
        let what = if asks { What::Asked } else { What::Looked };
        let Some(undone) = walk(store.as_ref(), &record, watching.clone(), |work| {
            look(work, &record)
        })?
        else {
            return Ok(Exit::Interrupted);
        };
        let told = Told {
            record: &record,
            undone: &undone,
            seconds: began.elapsed().as_secs_f64(),
            what,
            before,
        };
        if session.is_none() {
            tell(&told, args, context)?;
            return Ok(Exit::Done);
        }
        if undone.is_change() {
            if args.output.format == Format::Text {
                print(&told, &mut context.printer)?;
            }
            if !confirmed(args.yes, "Undo this import?", context)? {
                context.printer.say("Nothing was undone.");
                return Ok(Exit::Done);
            }
        }
    }
    let Some(session) = session else {
        return Ok(Exit::Done);
    };
    let began = Instant::now();
    let stored = record.clone();
    let done = walk(store.as_ref(), &stored, watching, |work| {
        undo(work, &*session, &mut record)
    });
    note(&done, &stored, context);
    let Some(undone) = done? else {
        context.printer.say(&format!(
            "Stopped. What is done is kept; `admit undo {}` again does the rest.",
            short_id(record.id)
        ));
        return Ok(Exit::Interrupted);
    };
    let told = Told {
        record: &record,
        undone: &undone,
        seconds: began.elapsed().as_secs_f64(),
        what: What::Done,
        before,
    };
    tell(&told, args, context)?;
    settled(store.as_ref())
}

/// Remembers what was taken back; of an undo that stopped, that it did.
fn note(done: &Result<Option<Undone>, Failure>, record: &ImportRecord, context: &mut Context) {
    match done {
        Ok(Some(undone)) if !undone.is_change() => {}
        Ok(Some(undone)) => context.did(Deed::of_undo(record, undone)),
        Ok(None) | Err(_) => {
            let stopped = Deed::new(Act::ImportUndone).to(record.id);
            context.did(stopped.with("complete", false));
        }
    }
}

/// Failed sign-ins take no longer than they have to, once dear hashes are gone, and users
/// are searched by what they have now.
fn settled(store: &dyn Store) -> Result<Exit, Failure> {
    settle_failures(store, Bounds::default())?;
    ask_for_search_index(store)?;
    Ok(Exit::Done)
}

fn tell(told: &Told<'_>, args: &UndoArgs, context: &mut Context) -> Result<(), Failure> {
    match args.output.format {
        Format::Json => context.printer.json(&json(told))?,
        Format::Text => print(told, &mut context.printer)?,
    }
    Ok(())
}

/// Walks over what the import did; `None` if somebody asked to stop.
fn walk(
    store: &dyn Store,
    record: &ImportRecord,
    watching: Watching,
    work: impl FnOnce(&UndoWork<'_>) -> Result<Undone, RunError>,
) -> Result<Option<Undone>, Failure> {
    let users = record.ledger.created + record.ledger.updated;
    let progress = Progress::new(watching, users);
    let result = working(store, (&TemporaryFiles, &progress), Context::now(), work);
    progress.finish();
    match result {
        Ok(undone) => Ok(Some(undone)),
        Err(RunError::Interrupted) => Ok(None),
        Err(error) => Err(Failure::UndoStopped {
            import: short_id(record.id),
            reason: error.to_string(),
        }),
    }
}
