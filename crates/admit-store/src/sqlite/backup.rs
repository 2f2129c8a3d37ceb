//! A copy of the database and of what was handed in, as of one moment, while others go
//! on reading and writing.

use super::fault::Fault;
use super::sources;
use super::{migrations, open_read_only, open_reader, session, settings};
use crate::limits::BACKUP_STEP_PAGES;
use admit_core::ports::store::StoreError;
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

const DOING: &str = "copying the database";
const DOING_FILES: &str = "copying what was handed in";
/// How much of a file is copied between two looks at whether to go on, in bytes.
const PIECE_BYTES: u64 = 8 * 1024 * 1024;

/// What a backup holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BackupMade {
    /// How many users.
    pub users: u64,
    /// How many files that were handed in.
    pub files: u64,
    /// The size of all of it, in bytes.
    pub bytes: u64,
    /// Whether an older version of Admit wrote the database. It was left so.
    pub is_of_older: bool,
}

/// Copies the database at `from` into the file `to`, which is empty, and what was handed
/// in into the folder `files`, which is made if there is anything for it. `None` if
/// `go_on` said no before the end.
pub(crate) fn backup(
    from: &Path,
    to: &Path,
    files: &Path,
    go_on: &dyn Fn() -> bool,
) -> Result<Option<BackupMade>, StoreError> {
    let copied = copy_database(from, to, go_on).map_err(|fault| fault.doing(DOING))?;
    let Some(is_of_older) = copied else {
        return Ok(None);
    };
    let listed = look(to).map_err(|fault| fault.doing("reading the copy"))?;
    let mut made = BackupMade {
        users: listed.users,
        is_of_older,
        ..BackupMade::default()
    };
    let size = |path: &Path| std::fs::metadata(path).map(|file| file.len());
    let of_io = |error| StoreError::of_io(DOING, &error);
    made.bytes = size(to).map_err(of_io)?;
    let kept = copy_files(&sources::folder_of(from), files, &listed.names, go_on);
    match kept.map_err(|error| StoreError::of_io(DOING_FILES, &error))? {
        Some((files, bytes)) => {
            made.files = files;
            made.bytes += bytes;
            Ok(Some(made))
        }
        None => Ok(None),
    }
}

/// Copies it page by page, all as of the moment of the first. Answers whether an older
/// version wrote it; `None` if it did not come to the end.
fn copy_database(from: &Path, to: &Path, go_on: &dyn Fn() -> bool) -> Result<Option<bool>, Fault> {
    let name = from.display().to_string();
    // Not through the door of everybody, which would bring an older one up to date: a
    // backup is what one makes before that.
    let readable = |reader: Connection| Ok((migrations::is_behind(&reader, &name)?, reader));
    let reader = open_reader(from).and_then(readable);
    let (is_of_older, reader) = reader.or_else(|fault| {
        let reader = open_read_only(from, &name).map_err(|_| fault)?;
        Ok::<_, Fault>((false, reader))
    })?;
    let moment = reader.unchecked_transaction()?;
    moment.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    let mut copy = Connection::open(to)?;
    {
        let backup = Backup::new(&moment, &mut copy)?;
        loop {
            if !go_on() {
                return Ok(None);
            }
            match backup.step(BACKUP_STEP_PAGES)? {
                StepResult::Done => break,
                StepResult::More => {}
                _ => return Err(Fault::Described(StoreError::Busy)),
            }
        }
    }
    moment.finish()?;
    copy.close().map_err(|(_, error)| error)?;
    Ok(Some(is_of_older))
}

/// What the copy says that it holds.
struct Listed {
    users: u64,
    /// The files that were handed in and are kept.
    names: Vec<String>,
}

fn look(copy: &Path) -> Result<Listed, Fault> {
    let conn = Connection::open(copy)?;
    let found: String = conn.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if found != "ok" {
        return Err(Fault::Described(StoreError::Failed {
            doing: "checking the copy",
            reason: format!("the database is damaged: {found}"),
        }));
    }
    let users = settings::get(&conn, settings::USERS)?.unwrap_or(0);
    let names = sources::kept(&conn)?;
    // Nothing is to stand beside it: what is in its log goes into it.
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    conn.close().map_err(|(_, error)| error)?;
    Ok(Listed {
        users: users.unsigned_abs(),
        names,
    })
}

/// Copies these files; one that has been removed meanwhile is left out. Answers how many
/// there were, and their size.
fn copy_files(
    from: &Path,
    to: &Path,
    names: &[String],
    go_on: &dyn Fn() -> bool,
) -> io::Result<Option<(u64, u64)>> {
    let (mut files, mut bytes) = (0, 0);
    for name in names {
        let mut source = match File::open(from.join(name)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            source => source?,
        };
        sources::make(to)?;
        let mut options = File::options();
        session::private(options.create_new(true).write(true));
        let mut copy = options.open(to.join(name))?;
        loop {
            if !go_on() {
                return Ok(None);
            }
            let piece = io::copy(&mut (&mut source).take(PIECE_BYTES), &mut copy)?;
            bytes += piece;
            if piece < PIECE_BYTES {
                break;
            }
        }
        copy.flush()?;
        copy.sync_all()?;
        files += 1;
    }
    if files > 0 {
        sources::sync(to)?;
    }
    Ok(Some((files, bytes)))
}
