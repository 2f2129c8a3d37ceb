//! What a run reads: a source that whoever asks for the run has opened.

use crate::base::limits::READ_BLOCK_BYTES;
use crate::formats::reader::Source;
use std::io::{ErrorKind, Read, Result};

/// A source that was opened, and stands at its beginning. It is read twice, and must
/// not change meanwhile.
pub struct Opened {
    /// Its name as people know it; `-` for standard input.
    pub name: String,
    /// Where to read it again, if it can be; an absolute path.
    pub path: Option<String>,
    /// BLAKE3 of its bytes, in hex.
    pub digest: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// The bytes.
    pub source: Box<dyn Source>,
}

impl Opened {
    /// Reads a source once for its digest, and goes back to its beginning.
    ///
    /// # Errors
    /// The source cannot be read.
    pub fn new(name: String, path: Option<String>, mut source: Box<dyn Source>) -> Result<Opened> {
        source.rewind()?;
        let (digest, bytes) = digest(&mut *source)?;
        source.rewind()?;
        Ok(Opened {
            name,
            path,
            digest,
            bytes,
            source,
        })
    }
}

/// BLAKE3 in hex of what is left to read, and how many bytes that is.
///
/// # Errors
/// It cannot be read.
pub fn digest(bytes: &mut (impl Read + ?Sized)) -> Result<(String, u64)> {
    let mut hash = blake3::Hasher::new();
    let mut buffer = vec![0; READ_BLOCK_BYTES];
    loop {
        match bytes.read(&mut buffer) {
            Ok(0) => return Ok((hash.finalize().to_hex().to_string(), hash.count())),
            Ok(read) => hash.update(&buffer[..read]),
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
    }
}
