//! A source that changes while it is imported, at every moment it is read: no row is
//! written but as it was when the source was read first, and the import can be gone on
//! with once the source is again what it was.

mod support;

use admit_core::base::limits::{RECORD_BYTES_MAX, SOURCE_BLOCK_BYTES};
use admit_core::base::spill::scratch::MemoryScratch;
use admit_core::import::report::{Ended, Report};
use admit_core::import::request::{Ports, Request};
use admit_core::import::run::run;
use admit_core::import::source::Opened;
use admit_core::ports::memory::MemoryStore;
use admit_core::ports::store::{AccessTables, ImportState, Mode};
use admit_core::ports::watch::Unwatched;
use admit_core::rows::choices::Choices;
use std::fmt::Write as _;
use std::io::{Cursor, Read, Result, Seek, SeekFrom};
use std::sync::{Arc, Mutex};
use support::{Counted, Still, dump, import, store_with};
use uuid::Uuid;

/// How long a row is, in bytes: most of it a note.
const ROW_BYTES: usize = 10_000;

/// Rows for more than what is read ahead, which is the longest record.
const ROWS: usize = (RECORD_BYTES_MAX + 3 * SOURCE_BLOCK_BYTES) / ROW_BYTES;

/// What happens to the bytes.
type Change = fn(&mut Vec<u8>);

const CHANGES: [(&str, Change); 6] = [
    ("overwritten", |bytes| {
        // Every address becomes another of the same length.
        let found: Vec<usize> = memchr::memmem::find_iter(bytes, "@mail.").collect();
        for at in found {
            bytes[at + 1..at + 5].copy_from_slice(b"evil");
        }
    }),
    ("cut", |bytes| bytes.truncate(bytes.len() * 2 / 3)),
    ("emptied", Vec::clear),
    ("grown", |bytes| bytes.extend_from_within(bytes.len() / 2..)),
    ("one byte less", |bytes| {
        bytes.remove(100);
    }),
    ("rotated", |bytes| {
        bytes.clear();
        bytes.extend_from_slice(b"id,email\n1,mallory@evil.example.com\n");
    }),
];

/// A source that changes before it is read for the n-th time.
struct Changing {
    bytes: Vec<u8>,
    position: u64,
    reads: Arc<Mutex<usize>>,
    at: usize,
    change: Change,
}

impl Read for Changing {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let mut reads = self.reads.lock().unwrap();
        *reads += 1;
        if *reads == self.at {
            (self.change)(&mut self.bytes);
        }
        let mut cursor = Cursor::new(&self.bytes);
        cursor.set_position(self.position);
        let read = cursor.read(buffer)?;
        self.position += read as u64;
        Ok(read)
    }
}

impl Seek for Changing {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        let mut cursor = Cursor::new(&self.bytes);
        cursor.set_position(self.position);
        self.position = cursor.seek(to)?;
        Ok(self.position)
    }
}

fn run_over(store: &MemoryStore, name: &str, source: Changing, resume: Option<Uuid>) -> Report {
    let reads = Arc::clone(&source.reads);
    let at = source.at;
    let source = Opened::new(name.to_owned(), None, Box::new(source)).unwrap();
    assert!(resume.is_some() || at > *reads.lock().unwrap());
    let access = store.access().unwrap();
    let request = Request {
        resume,
        batch_rows: 10,
        ..Request::new(source, Mode::Import, Choices::default(), &access)
    };
    let ports = Ports {
        store,
        scratch: &MemoryScratch,
        watch: &Unwatched,
        clock: &Still,
        randomness: &Counted::after(u64::from(resume.is_some()) << 32),
    };
    run(&ports, request).unwrap_or_else(|error| panic!("{error}"))
}

/// How often a source is read until it was read once.
fn reads_to_open(bytes: &[u8]) -> usize {
    bytes.len() / SOURCE_BLOCK_BYTES + 2
}

/// Changes the source before every reading behind the first walk, until there are no
/// more, in one way after the other. Answers with how often the import was stopped
/// after some rows were written.
fn check(name: &str, bytes: &[u8]) -> usize {
    let whole = store_with("");
    import(name, bytes, &whole, &Choices::default());
    let whole = dump(&whole);
    assert_eq!(whole.len(), ROWS);
    let (mut at, mut part_way) = (reads_to_open(bytes), 0);
    loop {
        at += 1;
        let (what, change) = CHANGES[at % CHANGES.len()];
        let place = format!("{name} {what} before reading {at}");
        let store = store_with("");
        let reads = Arc::default();
        let source = |change, reads| Changing {
            bytes: bytes.to_vec(),
            position: 0,
            reads,
            at,
            change,
        };
        let report = run_over(&store, name, source(change, Arc::clone(&reads)), None);
        let users = dump(&store);
        assert!(report.record.ledger.balances(), "{place}");
        assert!(users.iter().all(|user| whole.contains(user)), "{place}");
        if let Some(ended) = &report.ended {
            assert_eq!(ended, &Ended::SourceChanged, "{place}");
            assert_eq!(report.record.state, ImportState::Stopped, "{place}");
            part_way += usize::from(report.record.rows_done > 0);
            let same = source(|_| (), Arc::default());
            run_over(&store, name, same, Some(report.record.id));
        } else {
            assert_eq!(report.record.state, ImportState::Complete, "{place}");
        }
        assert!(dump(&store) == whole, "{place}");
        if *reads.lock().unwrap() < at {
            assert!(report.ended.is_none(), "{place}");
            return part_way;
        }
    }
}

/// Something that makes a row long.
fn note() -> String {
    "x".repeat(ROW_BYTES)
}

fn csv(first_name: &str) -> String {
    let mut text = "id,email,first_name,note\n".to_owned();
    for row in 0..ROWS {
        let _ = writeln!(
            text,
            "{row},user{row}@mail.example.com,{first_name},{}",
            note()
        );
    }
    text
}

fn json_rows() -> Vec<String> {
    let row = |row| {
        let note = note();
        format!(
            r#"{{"id":"{row}","email":"user{row}@mail.example.com","properties":{{"note":"{note}"}}}}"#
        )
    };
    (0..ROWS).map(row).collect()
}

#[test]
fn a_csv() {
    assert!(check("users.csv", csv("Ana").as_bytes()) > 0);
}

#[test]
fn a_csv_in_another_encoding() {
    let text = csv("Jos\u{e9}");
    let bytes: Vec<u8> = text.chars().map(|letter| letter as u8).collect();
    // It is copied as UTF-8 before its rows are looked at.
    assert_eq!(check("users.csv", &bytes), 0);
}

#[test]
fn lines_of_json() {
    assert!(check("users.ndjson", json_rows().join("\n").as_bytes()) > 0);
}

#[test]
fn a_json_document() {
    let text = format!("[{}]", json_rows().join(",\n"));
    assert!(check("users.json", text.as_bytes()) > 0);
}
