//! `admit backup`: a copy of the database and of what was handed in.

use crate::cli::Format;
use crate::cli::serving::BackupArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::words::number;
use crate::stop::Stop;
use crate::target;
use admit_core::operators::deed::{Act, Deed};
use admit_store::{BackupMade, FOLDER_SUFFIX};
use serde_json::json;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use tempfile::NamedTempFile;

/// The copy is made in a folder beside its place, and stands there once it is whole.
pub fn run(args: &BackupArgs, context: &mut Context) -> Result<Exit, Failure> {
    let path = &args.file;
    is_free(path, args.force, context.database())?;
    let wrong = |reason| Failure::Write {
        path: path.clone(),
        reason,
    };
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    let making = builder.prefix(".admit-backup-").tempdir_in(folder);
    let making = making.map_err(wrong)?;
    let file = NamedTempFile::new_in(making.path()).map_err(wrong)?;
    let files = making.path().join("files");
    let stop = Stop::on_signal(&context.printer).watching().stop;
    let go_on = || !stop.load(Ordering::SeqCst);
    let made = admit_store::backup(context.database(), file.path(), &files, &go_on)?;
    let Some(made) = made else {
        context
            .printer
            .say("Interrupted. Nothing of the backup is kept.");
        return Ok(Exit::Interrupted);
    };
    let place = beside(path, FOLDER_SUFFIX);
    if place.exists() {
        std::fs::rename(&place, making.path().join("replaced")).map_err(wrong)?;
    }
    if files.exists() {
        std::fs::rename(&files, &place).map_err(wrong)?;
    }
    target::put(file, path, args.force)?;
    // To be noted, an older one would be brought up to date; and it is mostly before that
    // that one makes a backup.
    if !made.is_of_older {
        context.did(Deed::new(Act::BackupMade).with("users", made.users));
    }
    sync(folder).map_err(wrong)?;
    tell(&made, path, args, context)?;
    Ok(Exit::Done)
}

fn tell(
    made: &BackupMade,
    path: &Path,
    args: &BackupArgs,
    context: &mut Context,
) -> Result<(), Failure> {
    if args.output.format == Format::Json {
        let made = json!({
            "file": path.display().to_string(),
            "users": made.users,
            "files": made.files,
            "bytes": made.bytes,
        });
        context.printer.json(&made)?;
        return Ok(());
    }
    let users = if made.users == 1 { "user" } else { "users" };
    let files = match made.files {
        0 => String::new(),
        1 => ", 1 file that was handed in".to_owned(),
        count => format!(", {} files that were handed in", number(count)),
    };
    context.printer.say(&format!(
        "Wrote {}: {} {users}{files}, {} bytes.",
        path.display(),
        number(made.users),
        number(made.bytes)
    ));
    Ok(())
}

/// Says whether a backup may be written there: over an older one if it is asked for, but
/// never over a database that is at work.
fn is_free(path: &Path, force: bool, database: &str) -> Result<(), Failure> {
    let in_use = |reason: String| Failure::InUse {
        path: path.to_owned(),
        reason,
    };
    if admit_store::is_at(database, path) {
        return Err(in_use("it is the database that is to be copied".to_owned()));
    }
    for suffix in ["-wal", "-shm", "-journal"] {
        let other = beside(path, suffix);
        if other.exists() {
            return Err(in_use(format!(
                "{} stands beside it, so that a database is at work there",
                other.display()
            )));
        }
    }
    target::allowed(path, force)?;
    let files = beside(path, FOLDER_SUFFIX);
    if files.exists() && !(force && is_of_a_backup(&files)) {
        return Err(Failure::FileExists { path: files });
    }
    Ok(())
}

/// Whether nothing stands in a folder but what a backup puts there.
fn is_of_a_backup(folder: &Path) -> bool {
    let Ok(mut entries) = std::fs::read_dir(folder) else {
        return false;
    };
    entries.all(|entry| {
        entry.is_ok_and(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            let id = name.split('.').next().unwrap_or_default();
            uuid::Uuid::try_parse(id).is_ok()
        })
    })
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Sees to it that the names given in a folder are there after a power cut.
fn sync(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    std::fs::File::open(folder)?.sync_all()?;
    let _ = folder;
    Ok(())
}
