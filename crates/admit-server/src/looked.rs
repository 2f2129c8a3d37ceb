//! What was looked up of imports and is of use again: their files, opened, and the values
//! that their findings speak of. None of it can go stale: it is known by what it was made of.

use admit_core::ports::store::ImportRecord;
use admit_core::report::row::Rows;
use admit_core::report::values::Value;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// Of how many imports the files are kept open.
const OPEN_MAX: usize = 8;

/// Of how many imports the values are kept.
const COUNTED_MAX: usize = 16;

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
pub struct Source {
    /// The import.
    pub import: Uuid,
    /// What was chosen for it, as JSON.
    pub choices: String,
}

/// A run as far as it has come.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Run {
    number: u64,
    finished: Option<i64>,
    rows_done: u64,
}

impl Looked {
    /// The rows of a file; what `open` gives, if they are not known.
    ///
    /// # Errors
    /// What `open` says.
    pub fn rows<E>(
        &self,
        source: Source,
        open: impl FnOnce() -> Result<Option<Rows>, E>,
    ) -> Result<Option<Arc<Mutex<Rows>>>, E> {
        if let Some(rows) = found(&self.open, &source) {
            return Ok(Some(rows));
        }
        let Some(rows) = open()? else {
            return Ok(None);
        };
        let rows = Arc::new(Mutex::new(rows));
        keep(&self.open, OPEN_MAX, source, Arc::clone(&rows));
        Ok(Some(rows))
    }

    /// The values of a run; what `count` gives, if they are not known.
    ///
    /// # Errors
    /// What `count` says.
    pub fn values<E>(
        &self,
        record: &ImportRecord,
        count: impl FnOnce() -> Result<Counted, E>,
    ) -> Result<Arc<Counted>, E> {
        let key = Run {
            number: record.number,
            finished: record.finished,
            rows_done: record.rows_done,
        };
        if let Some(counted) = found(&self.counted, &key) {
            return Ok(counted);
        }
        let counted = Arc::new(count()?);
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
