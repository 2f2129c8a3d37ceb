//! Temporary files: in memory while they are small, unlinked files beyond.

use admit_core::base::spill::scratch::{Scratch, ScratchFile};
use std::io;

/// What a scratch file may hold in memory before it goes to disk, in bytes.
const IN_MEMORY_BYTES: usize = 512 * 1024;

/// Gives temporary files in the system's folder for them.
pub struct TemporaryFiles;

impl Scratch for TemporaryFiles {
    fn file(&self) -> io::Result<Box<dyn ScratchFile>> {
        Ok(Box::new(tempfile::SpooledTempFile::new(IN_MEMORY_BYTES)))
    }
}
