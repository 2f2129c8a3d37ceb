//! The bytes of what was handed in to be imported.

use super::{FilePart, StoreError};
use crate::base::seekable::Seekable;
use std::io::Write;
use uuid::Uuid;

/// The bytes of what was handed in. They are kept by upload and part, and never changed.
pub trait Sources {
    /// Begins to receive a file. It counts once it is finished, in place of any other of
    /// this upload and part.
    fn receive(&self, id: Uuid, part: FilePart) -> Result<Box<dyn Receiving>, StoreError>;

    /// Opens a file that was received, from its beginning; `None` if there is none.
    fn open_source(
        &self,
        id: Uuid,
        part: FilePart,
    ) -> Result<Option<Box<dyn Seekable>>, StoreError>;

    /// Removes what is left of files of an upload that were never finished, because whoever
    /// received them has died.
    fn remove_unfinished(&self, id: Uuid) -> Result<(), StoreError>;

    /// Removes a file; answers whether there was one. Whoever has it open may go on
    /// reading.
    fn remove_source(&self, id: Uuid, part: FilePart) -> Result<bool, StoreError>;
}

/// A file that is being received. Of one that is dropped before it is finished nothing is
/// kept. Why it cannot be written is told by [`StoreError::of_io`].
pub trait Receiving: Write + Send {
    /// Keeps the file: once this has answered, it is there also after a power cut.
    fn finish(self: Box<Self>) -> Result<(), StoreError>;
}
