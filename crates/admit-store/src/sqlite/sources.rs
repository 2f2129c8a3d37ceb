//! What was handed in, as files in a folder beside the database.

use super::fault::Fault;
use super::{SqliteStore, session};
use crate::limits::HALF_RECEIVED_MAX;
use admit_core::base::seekable::Seekable;
use admit_core::ports::store::{FilePart, Receiving, Sources, StoreError};
use rusqlite::Connection;
use std::fs::{DirBuilder, File};
use std::io::{ErrorKind, Result, Write};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// Added to the database's name for the folder.
pub const FOLDER_SUFFIX: &str = "-uploads";
/// Ends the name of a file that is still being received.
const RECEIVING: &str = "receiving";
const DOING: &str = "receiving an upload";

impl Sources for SqliteStore {
    fn receive(
        &self,
        id: Uuid,
        part: FilePart,
    ) -> std::result::Result<Box<dyn Receiving>, StoreError> {
        let folder = self.uploads_folder();
        let incoming = Incoming::new(&folder, &name(id, part));
        let incoming = incoming.map_err(|error| StoreError::of_io(DOING, &error))?;
        Ok(Box::new(incoming))
    }

    fn open_source(
        &self,
        id: Uuid,
        part: FilePart,
    ) -> std::result::Result<Option<Box<dyn Seekable>>, StoreError> {
        match File::open(self.uploads_folder().join(name(id, part))) {
            Ok(file) => Ok(Some(Box::new(file))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StoreError::of_io("reading an upload", &error)),
        }
    }

    fn remove_unfinished(&self, id: Uuid) -> std::result::Result<(), StoreError> {
        let removed = remove_unfinished(&self.uploads_folder(), id);
        removed.map_err(|error| StoreError::of_io("removing an upload", &error))
    }

    fn remove_source(&self, id: Uuid, part: FilePart) -> std::result::Result<bool, StoreError> {
        let folder = self.uploads_folder();
        let removed = std::fs::remove_file(folder.join(name(id, part)));
        match removed.and_then(|()| sync(&folder)) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(StoreError::of_io("removing an upload", &error)),
        }
    }
}

impl SqliteStore {
    fn uploads_folder(&self) -> PathBuf {
        folder_of(&self.path)
    }
}

/// The folder beside a database.
pub(super) fn folder_of(database: &Path) -> PathBuf {
    let mut folder = database.as_os_str().to_owned();
    folder.push(FOLDER_SUFFIX);
    folder.into()
}

/// The names of the files that are kept, by what a database of any version says.
pub(super) fn kept(conn: &Connection) -> std::result::Result<Vec<String>, Fault> {
    let tables = "SELECT count(*) FROM sqlite_schema WHERE name = 'upload_files'";
    if conn.query_row(tables, [], |row| row.get::<_, i64>(0))? == 0 {
        return Ok(Vec::new());
    }
    let mut statement = conn.prepare(
        "SELECT upload, part FROM upload_files JOIN uploads ON id = upload
         WHERE removed IS NULL ORDER BY upload, part",
    )?;
    let names = statement.query_map([], |row| {
        let id = Uuid::from_bytes(row.get(0)?);
        let part: String = row.get(1)?;
        Ok(FilePart::of_name(&part).map(|part| name(id, part)))
    })?;
    let names: Vec<Option<String>> = names.collect::<std::result::Result<_, _>>()?;
    Ok(names.into_iter().flatten().collect())
}

fn name(id: Uuid, part: FilePart) -> String {
    format!("{}.{}", id.hyphenated(), part.name())
}

/// A file that is being received, under a name of its own.
struct Incoming {
    folder: PathBuf,
    /// The name that it is to have.
    name: String,
    /// Where it is meanwhile; nowhere once it has its name.
    place: Option<PathBuf>,
    file: File,
}

impl Incoming {
    fn new(folder: &Path, name: &str) -> Result<Incoming> {
        make(folder)?;
        let (place, file) = new_file(folder, name)?;
        let incoming = Incoming {
            folder: folder.to_owned(),
            name: name.to_owned(),
            place: Some(place),
            file,
        };
        sweep(folder, &incoming.file);
        Ok(incoming)
    }
}

impl Write for Incoming {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> Result<()> {
        self.file.flush()
    }
}

impl Receiving for Incoming {
    fn finish(mut self: Box<Self>) -> std::result::Result<(), StoreError> {
        let kept = self.file.sync_all().and_then(|()| {
            let Some(place) = &self.place else {
                return Ok(());
            };
            std::fs::rename(place, self.folder.join(&self.name))?;
            self.place = None;
            sync(&self.folder)
        });
        kept.map_err(|error| StoreError::of_io(DOING, &error))
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        if let Some(place) = &self.place {
            let _ = std::fs::remove_file(place);
        }
    }
}

/// Makes the folder, for its owner only.
pub(super) fn make(folder: &Path) -> Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        // So that the folder itself is there after a power cut.
        Ok(()) => folder.parent().map_or(Ok(()), sync),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => close_to_others(folder),
        Err(error) => Err(error),
    }
}

/// Takes a folder away from all but its owner.
fn close_to_others(folder: &Path) -> Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let permissions = std::fs::metadata(folder)?.permissions();
        if permissions.mode() & 0o077 != 0 {
            std::fs::set_permissions(folder, PermissionsExt::from_mode(0o700))?;
        }
    }
    let _ = folder;
    Ok(())
}

/// A new file for what is to have this name: several may be receiving it.
fn new_file(folder: &Path, name: &str) -> Result<(PathBuf, File)> {
    let mut options = File::options();
    session::private(options.create_new(true).write(true));
    let mut number = 1_u32;
    loop {
        let place = folder.join(format!("{name}.{number}.{RECEIVING}"));
        match options.open(&place) {
            Ok(file) => return Ok((place, file)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(error),
        }
    }
}

/// Removes what nobody has written to for long, as of when this file was made: whoever
/// was receiving it has died. What cannot be removed stays for the next time.
fn sweep(folder: &Path, new: &File) {
    let Ok(now) = new.metadata().and_then(|new| new.modified()) else {
        return;
    };
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        let is_received = path.extension().is_none_or(|end| end != RECEIVING);
        let written = path.metadata().and_then(|file| file.modified());
        let age = written
            .ok()
            .and_then(|written| now.duration_since(written).ok());
        if !is_received && age.is_some_and(|age| age > HALF_RECEIVED_MAX) {
            let _ = std::fs::remove_file(path);
        }
    }
}

/// Removes the files of an upload that are still being received.
fn remove_unfinished(folder: &Path, id: Uuid) -> Result<()> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    let begin = format!("{}.", id.hyphenated());
    for path in entries.flatten().map(|entry| entry.path()) {
        let is_received = path.extension().is_none_or(|end| end != RECEIVING);
        let name = path.file_name().and_then(|name| name.to_str());
        if !is_received && name.is_some_and(|name| name.starts_with(&begin)) {
            std::fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// Sees to it that names given in a folder are there after a power cut.
pub(super) fn sync(folder: &Path) -> Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    let _ = folder;
    Ok(())
}
