//! What a run reads: a source that whoever asks for the run has opened.

use crate::base::seekable::Seekable;
use crate::base::spill::scratch::ScratchFile;
use crate::base::verified::{Bytes, Verified};
use crate::formats::reader::Source;
use std::io::{Read, Result};

/// A source that was opened, and stands at its beginning. It is read more than once:
/// should it change meanwhile, reading it ends with
/// [`SourceChanged`](crate::base::verified::SourceChanged).
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
    /// Reads a source once for its digests, and goes back to its beginning.
    ///
    /// # Errors
    /// The source cannot be read.
    pub fn new(
        name: String,
        path: Option<String>,
        mut source: Box<dyn Seekable>,
    ) -> Result<Opened> {
        source.rewind()?;
        let bytes = Bytes::of(&mut *source)?;
        Ok(Opened::of(name, path, bytes, source))
    }

    /// What can be read only once, copied to where it can be read again.
    ///
    /// # Errors
    /// It cannot be read, or not be written.
    pub fn copied(name: String, from: impl Read, to: Box<dyn ScratchFile>) -> Result<Opened> {
        let mut copying = Copying { from, to };
        let bytes = Bytes::of(&mut copying)?;
        copying.to.rewind()?;
        Ok(Opened::of(name, None, bytes, Box::new(copying.to)))
    }

    fn of(name: String, path: Option<String>, bytes: Bytes, source: Box<dyn Seekable>) -> Opened {
        Opened {
            name,
            path,
            digest: bytes.digest.clone(),
            bytes: bytes.length,
            source: Box::new(Verified::new(source, bytes)),
        }
    }
}

/// Writes what is read of it.
struct Copying<F> {
    from: F,
    to: Box<dyn ScratchFile>,
}

impl<F: Read> Read for Copying<F> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let read = self.from.read(buffer)?;
        self.to.write_all(&buffer[..read])?;
        Ok(read)
    }
}
