//! Rows of an import's file and values of its findings, looked up once.

use super::fix_file::of_run;
use super::view::{Known, source_of};
use crate::looked::{Counted, Source};
use crate::problem::Problem;
use crate::state::Server;
use admit_core::base::limits::FINDINGS_PAGE;
use admit_core::findings::rule::Severity;
use admit_core::formats;
use admit_core::import::source::Opened;
use admit_core::ports::store::{FindingQuery, ImportRecord, StoreError};
use admit_core::ports::watch::RunError;
use admit_core::report::row::Rows;
use admit_core::report::values::Values;
use admit_core::rows::choices::Choices;
use admit_system::scratch::TemporaryFiles;
use std::sync::{Arc, Mutex};

/// How many values are kept of an import, the commonest first.
const VALUES_MAX: usize = 5_000;

/// The rows of the file of an import; `None` where it is not kept any more.
///
/// # Errors
/// It cannot be read; the store failed.
pub fn rows(server: &Server, known: &Known) -> Result<Option<Arc<Mutex<Rows>>>, Problem> {
    let upload = known.upload.as_ref();
    if upload.is_some_and(|upload| upload.removed.is_some()) {
        return Ok(None);
    }
    let mut choices = known.choices()?;
    // Corrections are told of beside what the file says.
    (choices.set, choices.cells) = (Vec::new(), Vec::new());
    let source = Source {
        import: known.id,
        choices: serde_json::to_string(&choices).map_err(|_| Problem::unexpected())?,
    };
    let looked = server.looked();
    looked.rows(source, || open(server, known, &choices))
}

/// The values that errors and warnings of a run speak of, the commonest first.
///
/// # Errors
/// The store failed.
pub fn values(server: &Server, record: &ImportRecord) -> Result<Arc<Counted>, StoreError> {
    server.looked().values(record, || counted(server, record))
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
