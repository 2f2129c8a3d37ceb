//! What was looked up of imports and is of use again: their files, opened, and the values
//! that their findings speak of. None of it can go stale: it is known by what it was made of.

use super::fix_file::of_run;
use super::view::{Known, source_of};
use crate::problem::Problem;
use crate::state::Server;
use admit_core::base::limits::FINDINGS_PAGE;
use admit_core::findings::rule::Severity;
use admit_core::formats;
use admit_core::import::source::Opened;
use admit_core::ports::store::{FindingQuery, ImportRecord, StoreError};
use admit_core::ports::watch::RunError;
use admit_core::report::row::Rows;
use admit_core::report::values::{Value, Values};
use admit_core::rows::choices::Choices;
use admit_system::scratch::TemporaryFiles;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// Of how many imports the files are kept open.
const OPEN_MAX: usize = 8;

/// Of how many imports the values are kept.
const COUNTED_MAX: usize = 16;

/// How many values are kept of an import, the commonest first.
const VALUES_MAX: usize = 5_000;

/// The values that findings speak of, each with how many do.
pub type Counted = Vec<(Value, u64)>;

/// What is kept.
#[derive(Default)]
pub struct Looked {
    open: Mutex<Vec<(Source, Arc<Mutex<Rows>>)>>,
    counted: Mutex<Vec<(Run, Arc<Counted>)>>,
}

/// A file and how it is read.
#[derive(Clone, PartialEq, Eq)]
struct Source {
    import: Uuid,
    choices: String,
}

/// A run as far as it has come.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Run {
    number: u64,
    finished: Option<i64>,
    rows_done: u64,
}

impl Looked {
    /// The rows of the file of an import; `None` where it is not kept any more.
    ///
    /// # Errors
    /// It cannot be read; the store failed.
    pub fn rows(
        &self,
        server: &Server,
        known: &Known,
    ) -> Result<Option<Arc<Mutex<Rows>>>, Problem> {
        let is_removed = |known: &Known| known.upload.as_ref().is_some_and(|u| u.removed.is_some());
        if is_removed(known) {
            return Ok(None);
        }
        let mut choices = known.choices()?;
        // Corrections are told of beside what the file says.
        (choices.set, choices.cells) = (Vec::new(), Vec::new());
        let key = Source {
            import: known.id,
            choices: serde_json::to_string(&choices).map_err(|_| Problem::unexpected())?,
        };
        if let Some(rows) = found(&self.open, &key) {
            return Ok(Some(rows));
        }
        let Some(rows) = open(server, known, &choices)? else {
            return Ok(None);
        };
        let rows = Arc::new(Mutex::new(rows));
        keep(&self.open, OPEN_MAX, key, Arc::clone(&rows));
        Ok(Some(rows))
    }

    /// The values that errors and warnings of a run speak of, the commonest first.
    ///
    /// # Errors
    /// The store failed.
    pub fn values(
        &self,
        server: &Server,
        record: &ImportRecord,
    ) -> Result<Arc<Counted>, StoreError> {
        let key = Run {
            number: record.number,
            finished: record.finished,
            rows_done: record.rows_done,
        };
        if let Some(counted) = found(&self.counted, &key) {
            return Ok(counted);
        }
        let counted = Arc::new(counted(server, record)?);
        keep(&self.counted, COUNTED_MAX, key, Arc::clone(&counted));
        Ok(counted)
    }
}

fn found<K: PartialEq + Clone, V>(kept: &Mutex<Vec<(K, Arc<V>)>>, key: &K) -> Option<Arc<V>> {
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    let at = kept.iter().position(|(known, _)| known == key)?;
    let entry = kept.remove(at);
    let value = Arc::clone(&entry.1);
    kept.push(entry);
    Some(value)
}

/// Keeps something, and forgets what was of no use for the longest time.
fn keep<K, V>(kept: &Mutex<Vec<(K, Arc<V>)>>, most: usize, key: K, value: Arc<V>) {
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    if kept.len() >= most {
        kept.remove(0);
    }
    kept.push((key, value));
}

fn open(server: &Server, known: &Known, choices: &Choices) -> Result<Option<Rows>, Problem> {
    let Some(source) = source_of(server.store(), known.id)? else {
        return Ok(None);
    };
    let name = known.name().to_owned();
    let opened = Opened::new(name.clone(), None, source);
    let opened = opened.map_err(|error| of_run(RunError::from(error)))?;
    let opened = formats::open::open(&name, opened.source, choices, &TemporaryFiles);
    let (opening, _) = opened.map_err(|error| of_run(RunError::from(error)))?;
    Ok(opening.reader.map(Rows::new))
}

fn counted(server: &Server, record: &ImportRecord) -> Result<Counted, StoreError> {
    let mut values = Values::default();
    let mut query = FindingQuery {
        at_least: Some(Severity::Warning),
        limit: FINDINGS_PAGE,
        ..FindingQuery::default()
    };
    loop {
        let found = server.store().findings(record.number, &query)?;
        let Some(last) = found.last() else { break };
        query.after = last.position;
        for stored in &found {
            if stored.finding.value.is_some() {
                values.add(&stored.finding);
            }
        }
    }
    let sorted = values.sorted().into_iter().take(VALUES_MAX);
    Ok(sorted
        .map(|(value, count)| (value.clone(), count))
        .collect())
}
