//! Files that commands write: nothing of the user's is overwritten unasked.

use crate::failure::Failure;
use std::io;
use std::path::Path;
use tempfile::NamedTempFile;

/// Says whether a file may be written there, before anything is done.
pub fn allowed(path: &Path, force: bool) -> Result<(), Failure> {
    if path.symlink_metadata().is_err() {
        return can_be_made(path);
    }
    let path = path.to_owned();
    if path.is_dir() {
        Err(Failure::Directory { path })
    } else if !force {
        Err(Failure::FileExists { path })
    } else if path.exists() && !path.is_file() {
        let reason = io::Error::other("it is not a file");
        Err(Failure::Write { path, reason })
    } else {
        can_be_made(&path)
    }
}

/// Tries whether a file can be made beside where this one is to stand, before the work
/// whose outcome it is to hold.
fn can_be_made(path: &Path) -> Result<(), Failure> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    match tempfile::tempfile_in(folder) {
        Ok(_) => Ok(()),
        Err(reason) => Err(Failure::Write {
            path: path.to_owned(),
            reason,
        }),
    }
}

/// Puts a file that is complete in its place. What came to stand there meanwhile
/// stays, unless it is to be replaced.
pub fn put(file: NamedTempFile, path: &Path, force: bool) -> Result<(), Failure> {
    let put = if force {
        file.persist(path)
    } else {
        file.persist_noclobber(path)
    };
    put.map(|_| ()).map_err(|error| {
        let path = path.to_owned();
        match error.error {
            reason if reason.kind() == io::ErrorKind::AlreadyExists => Failure::FileExists { path },
            reason => Failure::Write { path, reason },
        }
    })
}
