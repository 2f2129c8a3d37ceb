//! What was handed in, in memory.

use super::MemoryStore;
use crate::base::seekable::Seekable;
use crate::ports::store::{FilePart, Receiving, Sources, StoreError};
use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

type ByPlace = BTreeMap<(Uuid, FilePart), Arc<[u8]>>;

/// Files by upload and part. Whoever receives one holds on to them.
#[derive(Clone, Debug, Default)]
pub(super) struct Files(Arc<Mutex<ByPlace>>);

impl Files {
    pub(super) fn count(&self) -> usize {
        self.all().len()
    }

    fn all(&self) -> MutexGuard<'_, ByPlace> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A file that is being received.
struct Incoming {
    files: Files,
    place: (Uuid, FilePart),
    bytes: Vec<u8>,
}

impl Write for Incoming {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.bytes.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Receiving for Incoming {
    fn finish(self: Box<Self>) -> Result<(), StoreError> {
        self.files.all().insert(self.place, self.bytes.into());
        Ok(())
    }
}

impl Sources for MemoryStore {
    fn receive(&self, id: Uuid, part: FilePart) -> Result<Box<dyn Receiving>, StoreError> {
        Ok(Box::new(Incoming {
            files: self.sources.clone(),
            place: (id, part),
            bytes: Vec::new(),
        }))
    }

    fn open_source(
        &self,
        id: Uuid,
        part: FilePart,
    ) -> Result<Option<Box<dyn Seekable>>, StoreError> {
        let found = self.sources.all().get(&(id, part)).cloned();
        Ok(found.map(|bytes| Box::new(Cursor::new(bytes)) as Box<dyn Seekable>))
    }

    fn remove_unfinished(&self, _: Uuid) -> Result<(), StoreError> {
        // Whoever receives a file holds it until it is finished.
        Ok(())
    }

    fn remove_source(&self, id: Uuid, part: FilePart) -> Result<bool, StoreError> {
        Ok(self.sources.all().remove(&(id, part)).is_some())
    }
}
