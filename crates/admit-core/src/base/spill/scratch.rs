//! Room for what does not fit in memory during a run. The program gives
//! temporary files; tests give memory.

use std::io::{Cursor, Read, Result, Seek, Write};

/// A temporary file, or what stands for one.
pub trait ScratchFile: Read + Write + Seek + Send {}
impl<T: Read + Write + Seek + Send> ScratchFile for T {}

/// Gives temporary files, which vanish when they are dropped.
pub trait Scratch: Sync {
    /// A new, empty one.
    fn file(&self) -> Result<Box<dyn ScratchFile>>;
}

/// Scratch files in memory, for tests and for small runs.
#[derive(Debug, Default)]
pub struct MemoryScratch;

impl Scratch for MemoryScratch {
    fn file(&self) -> Result<Box<dyn ScratchFile>> {
        Ok(Box::new(Cursor::new(Vec::new())))
    }
}
