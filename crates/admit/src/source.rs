//! The file to import, opened so that it can be read twice.

use crate::failure::Failure;
use admit_core::base::spill::scratch::{Scratch, ScratchFile};
use admit_core::import::source::Opened;
use admit_system::scratch::TemporaryFiles;
use std::fs::File;
use std::io::{Read, Result};
use std::path::Path;

/// Opens the file; standard input is spooled first, since it is read twice.
pub fn open(path: &Path, kept: Option<&File>) -> std::result::Result<Opened, Failure> {
    let wrong = |reason| Failure::Read {
        path: path.to_owned(),
        reason,
    };
    if path == Path::new("-") {
        let input = std::io::stdin().lock();
        return spooled("-".to_owned(), input, kept).map_err(wrong);
    }
    let file = File::open(path).map_err(wrong)?;
    let metadata = file.metadata().map_err(wrong)?;
    if metadata.is_dir() {
        return Err(Failure::Directory {
            path: path.to_owned(),
        });
    }
    // One name everywhere: the one that was typed.
    let name = path.display().to_string();
    if !metadata.is_file() {
        return spooled(name, file, kept).map_err(wrong);
    }
    let absolute = std::path::absolute(path)
        .ok()
        .map(|path| path.to_string_lossy().into_owned());
    Opened::new(name, absolute, Box::new(file)).map_err(wrong)
}

/// What can be read only once, copied to where it can be read again.
fn spooled(name: String, from: impl Read, kept: Option<&File>) -> Result<Opened> {
    Opened::copied(name, from, spool(kept)?)
}

/// Room for what can be read only once.
fn spool(kept: Option<&File>) -> Result<Box<dyn ScratchFile>> {
    match kept {
        Some(file) => Ok(Box::new(file.try_clone()?)),
        None => TemporaryFiles.file(),
    }
}
