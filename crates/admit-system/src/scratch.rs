//! Temporary files: in memory while they are small, unlinked files beyond.

use admit_core::base::spill::scratch::{Scratch, ScratchFile};
use std::io::{Error, Read, Result, Seek, SeekFrom, Write};
use tempfile::SpooledTempFile;

/// What a scratch file may hold in memory before it goes to disk, in bytes.
const IN_MEMORY_BYTES: usize = 512 * 1024;

/// Gives temporary files in the system's folder for them.
pub struct TemporaryFiles;

impl Scratch for TemporaryFiles {
    fn file(&self) -> Result<Box<dyn ScratchFile>> {
        Ok(Box::new(Named(SpooledTempFile::new(IN_MEMORY_BYTES))))
    }
}

/// A temporary file whose errors say where it stands: a full disk is somebody's to
/// clear, and it is mostly another one than that of the database.
struct Named<F>(F);

impl<F: Write> Write for Named<F> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.0.write(bytes).map_err(|error| in_its_folder(&error))
    }

    fn flush(&mut self) -> Result<()> {
        self.0.flush().map_err(|error| in_its_folder(&error))
    }
}

impl<F: Read> Read for Named<F> {
    fn read(&mut self, bytes: &mut [u8]) -> Result<usize> {
        self.0.read(bytes)
    }
}

impl<F: Seek> Seek for Named<F> {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        self.0.seek(to)
    }
}

fn in_its_folder(error: &Error) -> Error {
    let folder = std::env::temp_dir();
    let text = format!(
        "a temporary file in {} cannot be written: {error}; make room there, or name another \
         folder with TMPDIR",
        folder.display()
    );
    Error::new(error.kind(), text)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Full;

    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }

        fn flush(&mut self) -> Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_full_disk_is_named_with_its_folder() {
        let error = Named(Full).write(b"a").unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::StorageFull);
        let folder = std::env::temp_dir().display().to_string();
        assert!(error.to_string().contains(&folder), "{error}");
    }
}
