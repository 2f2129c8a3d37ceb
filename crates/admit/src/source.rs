//! The file to import, opened so that it can be read twice.

use crate::failure::Failure;
use crate::scratch::TemporaryFiles;
use admit_core::base::spill::scratch::{Scratch, ScratchFile};
use admit_core::formats::reader::Source;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

/// A file made ready for reading twice.
pub struct Opened {
    pub source: Box<dyn Source>,
    pub bytes: u64,
    pub digest: String,
    pub name: String,
    pub path: Option<String>,
}

/// Opens the file; standard input is spooled first, since it is read twice.
pub fn open(path: &Path, kept: Option<&File>) -> Result<Opened, Failure> {
    let wrong = |reason| Failure::Read {
        path: path.to_owned(),
        reason,
    };
    if path == Path::new("-") {
        let mut spool = spool(kept).map_err(wrong)?;
        let mut hash = Blake::default();
        let bytes = copy(&mut std::io::stdin().lock(), &mut spool, &mut hash).map_err(wrong)?;
        spool.seek(SeekFrom::Start(0)).map_err(wrong)?;
        return Ok(Opened {
            source: Box::new(spool),
            bytes,
            digest: hash.hex(),
            name: "-".to_owned(),
            path: None,
        });
    }
    let mut file = File::open(path).map_err(wrong)?;
    let metadata = file.metadata().map_err(wrong)?;
    if metadata.is_dir() {
        return Err(Failure::Directory {
            path: path.to_owned(),
        });
    }
    let mut hash = Blake::default();
    let seekable = metadata.is_file();
    let name = path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    );
    if !seekable {
        let mut spool = spool(kept).map_err(wrong)?;
        let bytes = copy(&mut file, &mut spool, &mut hash).map_err(wrong)?;
        spool.seek(SeekFrom::Start(0)).map_err(wrong)?;
        return Ok(Opened {
            source: Box::new(spool),
            bytes,
            digest: hash.hex(),
            name,
            path: None,
        });
    }
    let bytes = copy(&mut file, &mut std::io::sink(), &mut hash).map_err(wrong)?;
    file.seek(SeekFrom::Start(0)).map_err(wrong)?;
    let absolute = std::path::absolute(path)
        .ok()
        .map(|path| path.to_string_lossy().into_owned());
    Ok(Opened {
        source: Box::new(file),
        bytes,
        digest: hash.hex(),
        name,
        path: absolute,
    })
}

#[derive(Default)]
struct Blake(blake3::Hasher);

impl Blake {
    fn hex(&self) -> String {
        self.0.finalize().to_hex().to_string()
    }
}

fn copy(from: &mut impl Read, to: &mut impl Write, hash: &mut Blake) -> std::io::Result<u64> {
    let mut buffer = vec![0; 1 << 17];
    let mut total = 0;
    loop {
        let read = match from.read(&mut buffer) {
            Ok(0) => return Ok(total),
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hash.0.update(&buffer[..read]);
        to.write_all(&buffer[..read])?;
        total += read as u64;
    }
}

/// Room for what can be read only once.
fn spool(kept: Option<&File>) -> std::io::Result<Box<dyn ScratchFile>> {
    match kept {
        Some(file) => Ok(Box::new(file.try_clone()?)),
        None => TemporaryFiles.file(),
    }
}
