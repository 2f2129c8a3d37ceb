//! Files that commands write: nothing of the user's is overwritten unasked.

use crate::failure::Failure;
use std::io;
use std::path::Path;
use tempfile::NamedTempFile;

/// Says whether a file may be written there, before anything is done.
pub fn allowed(path: &Path, force: bool) -> Result<(), Failure> {
    if path.symlink_metadata().is_err() {
        return Ok(());
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
        Ok(())
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
