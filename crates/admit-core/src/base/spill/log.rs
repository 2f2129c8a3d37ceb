//! Records of fixed size noted in order, on scratch files.

use crate::base::spill::scratch::{Scratch, ScratchFile};
use std::io::{BufReader, BufWriter, Read, Result, Seek, SeekFrom, Write};

/// Notes byte records in order.
pub struct LogWriter {
    writer: BufWriter<Box<dyn ScratchFile>>,
}

impl LogWriter {
    /// An empty log.
    pub fn new(scratch: &dyn Scratch) -> Result<LogWriter> {
        Ok(LogWriter {
            writer: BufWriter::with_capacity(1 << 16, scratch.file()?),
        })
    }

    /// Adds bytes.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.writer.write_all(bytes)
    }

    /// Ends the log.
    pub fn finish(self) -> Result<Log> {
        let file = self
            .writer
            .into_inner()
            .map_err(std::io::IntoInnerError::into_error)?;
        Ok(Log {
            reader: BufReader::with_capacity(1 << 16, file),
        })
    }
}

/// A log that is complete and can be read any number of times.
pub struct Log {
    reader: BufReader<Box<dyn ScratchFile>>,
}

impl Log {
    /// Goes back to the beginning.
    pub fn rewind(&mut self) -> Result<()> {
        self.reader.seek(SeekFrom::Start(0)).map(|_| ())
    }

    /// Reads the next bytes; `false` at the end.
    pub fn read(&mut self, into: &mut [u8]) -> Result<bool> {
        match self.reader.read_exact(into) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Ok(false),
            Err(error) => Err(error),
        }
    }
}
