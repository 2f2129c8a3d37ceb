//! Sorting more than fits in memory: runs are sorted, spilled to scratch files
//! and merged. What fits stays in memory.

use crate::base::limits::SORT_MEMORY_BYTES;
use crate::base::spill::scratch::{Scratch, ScratchFile};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::{BufReader, BufWriter, Read, Result, Seek, SeekFrom, Write};

/// A record of fixed size that sorts by its own order.
pub trait FixedRecord: Copy + Ord + Send + 'static {
    /// Its size on disk, in bytes.
    const BYTES: usize;
    /// Writes it.
    fn write(&self, to: &mut [u8]);
    /// Reads what [`FixedRecord::write`] wrote.
    fn read(from: &[u8]) -> Self;
}

impl FixedRecord for (u64, u64) {
    const BYTES: usize = 16;
    fn write(&self, to: &mut [u8]) {
        to[..8].copy_from_slice(&self.0.to_le_bytes());
        to[8..].copy_from_slice(&self.1.to_le_bytes());
    }
    fn read(from: &[u8]) -> Self {
        (word(&from[..8]), word(&from[8..]))
    }
}

impl FixedRecord for (u64, u64, u64) {
    const BYTES: usize = 24;
    fn write(&self, to: &mut [u8]) {
        to[..8].copy_from_slice(&self.0.to_le_bytes());
        to[8..16].copy_from_slice(&self.1.to_le_bytes());
        to[16..].copy_from_slice(&self.2.to_le_bytes());
    }
    fn read(from: &[u8]) -> Self {
        (word(&from[..8]), word(&from[8..16]), word(&from[16..]))
    }
}

fn word(bytes: &[u8]) -> u64 {
    u64::from_le_bytes(bytes.try_into().expect("a word is eight bytes"))
}

/// A run that is being sorted and spilled by another thread.
type Spilling = std::thread::JoinHandle<Result<Box<dyn ScratchFile>>>;

fn finish_spilling(
    spilling: &mut Option<Spilling>,
    runs: &mut Vec<Box<dyn ScratchFile>>,
) -> Result<()> {
    if let Some(spilling) = spilling.take() {
        runs.push(spilling.join().expect("sorting a run does not panic")?);
    }
    Ok(())
}

/// Sorts records of fixed size. A run is sorted and spilled by another thread
/// while the next one fills.
pub struct FixedSorter<'s, T: FixedRecord> {
    scratch: &'s dyn Scratch,
    items: Vec<T>,
    items_max: usize,
    runs: Vec<Box<dyn ScratchFile>>,
    spilling: Option<Spilling>,
}

impl<'s, T: FixedRecord> FixedSorter<'s, T> {
    /// An empty one, with the usual memory.
    pub fn new(scratch: &'s dyn Scratch) -> Self {
        Self::with_memory(scratch, SORT_MEMORY_BYTES)
    }

    /// An empty one that spills beyond `bytes` of memory.
    pub fn with_memory(scratch: &'s dyn Scratch, bytes: usize) -> Self {
        FixedSorter {
            scratch,
            items: Vec::new(),
            items_max: (bytes / size_of::<T>()).max(2),
            runs: Vec::new(),
            spilling: None,
        }
    }

    /// Adds a record.
    pub fn push(&mut self, item: T) -> Result<()> {
        if self.items.len() == self.items_max {
            finish_spilling(&mut self.spilling, &mut self.runs)?;
            // As many come again, or the sort would not have outgrown its memory.
            let next = Vec::with_capacity(self.items_max);
            let items = std::mem::replace(&mut self.items, next);
            let file = self.scratch.file()?;
            self.spilling = Some(std::thread::spawn(move || spill(items, file)));
        }
        self.items.push(item);
        Ok(())
    }

    /// The records in ascending order.
    pub fn sorted(mut self) -> Result<FixedSorted<T>> {
        self.items.sort_unstable();
        finish_spilling(&mut self.spilling, &mut self.runs)?;
        let mut heap = BinaryHeap::new();
        let mut runs = Vec::new();
        for file in self.runs {
            let mut run = FixedRun {
                reader: BufReader::with_capacity(1 << 16, file),
                buffer: vec![0; T::BYTES],
            };
            if let Some(item) = run.next::<T>()? {
                heap.push(Reverse((item, runs.len())));
            }
            runs.push(run);
        }
        Ok(FixedSorted {
            items: self.items.into_iter().peekable(),
            heap,
            runs,
        })
    }
}

fn spill<T: FixedRecord>(
    mut items: Vec<T>,
    file: Box<dyn ScratchFile>,
) -> Result<Box<dyn ScratchFile>> {
    items.sort_unstable();
    let mut writer = BufWriter::with_capacity(1 << 16, file);
    let mut buffer = vec![0; T::BYTES];
    for item in &items {
        item.write(&mut buffer);
        writer.write_all(&buffer)?;
    }
    let mut file = writer
        .into_inner()
        .map_err(std::io::IntoInnerError::into_error)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(file)
}

struct FixedRun {
    reader: BufReader<Box<dyn ScratchFile>>,
    buffer: Vec<u8>,
}

impl FixedRun {
    fn next<T: FixedRecord>(&mut self) -> Result<Option<T>> {
        match self.reader.read_exact(&mut self.buffer) {
            Ok(()) => Ok(Some(T::read(&self.buffer))),
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Gives sorted records one by one.
pub struct FixedSorted<T: FixedRecord> {
    items: std::iter::Peekable<std::vec::IntoIter<T>>,
    heap: BinaryHeap<Reverse<(T, usize)>>,
    runs: Vec<FixedRun>,
}

impl<T: FixedRecord> FixedSorted<T> {
    /// The next one; `None` at the end.
    #[allow(
        clippy::should_implement_trait,
        reason = "it can fail, so it is no iterator"
    )]
    pub fn next(&mut self) -> Result<Option<T>> {
        let from_memory = match (self.items.peek(), self.heap.peek()) {
            (Some(item), Some(Reverse((run_item, _)))) => item <= run_item,
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (None, None) => return Ok(None),
        };
        if from_memory {
            return Ok(self.items.next());
        }
        let Some(Reverse((item, run))) = self.heap.pop() else {
            return Ok(None);
        };
        if let Some(next) = self.runs[run].next::<T>()? {
            self.heap.push(Reverse((next, run)));
        }
        Ok(Some(item))
    }
}

/// Where a record of the arena stands, with its first sixteen bytes, which
/// decide most comparisons without a look at the arena.
#[derive(Clone, Copy)]
struct Entry {
    prefix: u128,
    start: u32,
    length: u32,
}

/// Records that are sorted together.
#[derive(Default)]
struct Batch {
    arena: Vec<u8>,
    entries: Vec<Entry>,
}

impl Batch {
    fn sort(&mut self) {
        let arena = &self.arena;
        let bytes =
            |entry: &Entry| &arena[entry.start as usize..(entry.start + entry.length) as usize];
        self.entries
            .sort_unstable_by(|a, b| a.prefix.cmp(&b.prefix).then_with(|| bytes(a).cmp(bytes(b))));
    }

    fn spill(mut self, file: Box<dyn ScratchFile>) -> Result<Box<dyn ScratchFile>> {
        self.sort();
        let mut writer = BufWriter::with_capacity(1 << 16, file);
        for entry in &self.entries {
            writer.write_all(&entry.length.to_le_bytes())?;
            writer.write_all(
                &self.arena[entry.start as usize..(entry.start + entry.length) as usize],
            )?;
        }
        let mut file = writer
            .into_inner()
            .map_err(std::io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(file)
    }
}

/// Sorts records of any length by their bytes. A run is sorted and spilled by
/// another thread while the next one fills.
pub struct Sorter<'s> {
    scratch: &'s dyn Scratch,
    batch: Batch,
    memory: usize,
    runs: Vec<Box<dyn ScratchFile>>,
    spilling: Option<Spilling>,
}

impl<'s> Sorter<'s> {
    /// An empty one, with the usual memory.
    pub fn new(scratch: &'s dyn Scratch) -> Self {
        Self::with_memory(scratch, SORT_MEMORY_BYTES)
    }

    /// An empty one that spills beyond `memory` bytes.
    pub fn with_memory(scratch: &'s dyn Scratch, memory: usize) -> Self {
        Sorter {
            scratch,
            batch: Batch::default(),
            memory,
            runs: Vec::new(),
            spilling: None,
        }
    }

    /// Adds a record.
    pub fn push(&mut self, record: &[u8]) -> Result<()> {
        let used = self.batch.arena.len() + self.batch.entries.len() * size_of::<Entry>();
        if used + record.len() > self.memory && !self.batch.entries.is_empty() {
            self.spill()?;
        }
        let mut first = [0; 16];
        let shared = record.len().min(16);
        first[..shared].copy_from_slice(&record[..shared]);
        self.batch.entries.push(Entry {
            prefix: u128::from_be_bytes(first),
            start: self.batch.arena.len() as u32,
            length: record.len() as u32,
        });
        self.batch.arena.extend_from_slice(record);
        Ok(())
    }

    fn spill(&mut self) -> Result<()> {
        finish_spilling(&mut self.spilling, &mut self.runs)?;
        let batch = std::mem::take(&mut self.batch);
        let file = self.scratch.file()?;
        self.spilling = Some(std::thread::spawn(move || batch.spill(file)));
        Ok(())
    }

    /// The records in ascending order.
    pub fn sorted(mut self) -> Result<Sorted> {
        finish_spilling(&mut self.spilling, &mut self.runs)?;
        if self.runs.is_empty() {
            self.batch.sort();
        } else if !self.batch.entries.is_empty() {
            self.spill()?;
            finish_spilling(&mut self.spilling, &mut self.runs)?;
        }
        let mut sorted = Sorted {
            batch: Batch::default(),
            next: 0,
            runs: Vec::new(),
            heap: BinaryHeap::new(),
            current: Vec::new(),
        };
        if self.runs.is_empty() {
            sorted.batch = self.batch;
        }
        for file in self.runs {
            let mut run = BufReader::with_capacity(1 << 16, file);
            if let Some(record) = read_record(&mut run, Vec::new())? {
                sorted.heap.push(Reverse((record, sorted.runs.len())));
            }
            sorted.runs.push(run);
        }
        Ok(sorted)
    }
}

fn read_record(run: &mut impl Read, mut buffer: Vec<u8>) -> Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    match run.read_exact(&mut length) {
        Ok(()) => {}
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    }
    buffer.resize(u32::from_le_bytes(length) as usize, 0);
    run.read_exact(&mut buffer)?;
    Ok(Some(buffer))
}

/// Gives sorted records one by one.
pub struct Sorted {
    batch: Batch,
    next: usize,
    runs: Vec<BufReader<Box<dyn ScratchFile>>>,
    heap: BinaryHeap<Reverse<(Vec<u8>, usize)>>,
    current: Vec<u8>,
}

impl Sorted {
    /// The next one; `None` at the end.
    #[allow(
        clippy::should_implement_trait,
        reason = "it lends from itself and can fail, so it is no iterator"
    )]
    pub fn next(&mut self) -> Result<Option<&[u8]>> {
        if self.runs.is_empty() {
            let Some(entry) = self.batch.entries.get(self.next) else {
                return Ok(None);
            };
            self.next += 1;
            return Ok(Some(
                &self.batch.arena[entry.start as usize..(entry.start + entry.length) as usize],
            ));
        }
        let Some(Reverse((record, run))) = self.heap.pop() else {
            return Ok(None);
        };
        let buffer = std::mem::replace(&mut self.current, record);
        if let Some(next) = read_record(&mut self.runs[run], buffer)? {
            self.heap.push(Reverse((next, run)));
        }
        Ok(Some(&self.current))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::spill::scratch::MemoryScratch;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn records_come_back_in_order(mut records in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..40), 0..200), memory in 100usize..4000) {
            let mut sorter = Sorter::with_memory(&MemoryScratch, memory);
            for record in &records {
                sorter.push(record).unwrap();
            }
            let mut sorted = sorter.sorted().unwrap();
            let mut got = Vec::new();
            while let Some(record) = sorted.next().unwrap() {
                got.push(record.to_vec());
            }
            records.sort();
            prop_assert_eq!(got, records);
        }

        #[test]
        fn fixed_records_come_back_in_order(mut records in proptest::collection::vec((any::<u64>(), 0u64..5, any::<u64>()), 0..300), memory in 48usize..4000) {
            let mut sorter = FixedSorter::with_memory(&MemoryScratch, memory);
            for record in &records {
                sorter.push(*record).unwrap();
            }
            let mut sorted = sorter.sorted().unwrap();
            let mut got = Vec::new();
            while let Some(record) = sorted.next().unwrap() {
                got.push(record);
            }
            records.sort_unstable();
            prop_assert_eq!(got, records);
        }
    }
}
