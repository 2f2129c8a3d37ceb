//! One run over one source: checking it, writing it, and keeping the record of it.

use super::record::{
    Recorder, all_imports, earlier, kept, new_record, of_same_source, take_the_place, unfinished,
};
use crate::apply::input::{ApplyInput, Pace};
use crate::apply::{apply, store_check};
use crate::base::limits::FINDINGS_PAGE;
use crate::check::checked::{Checked, check};
use crate::check::input::CheckInput;
use crate::findings::finding::Findings;
use crate::findings::outcome::Outcome;
use crate::findings::tally::Tally;
use crate::formats;
use crate::formats::reader::RowReader;
use crate::import::error::ImportError;
use crate::import::expected::{Expected, ExpectedDirectory};
use crate::import::left::left;
use crate::import::remembered::{MappingChanges, recalled, remember};
use crate::import::report::{Ended, Report};
use crate::import::request::{Ports, Request};
use crate::import::source::Opened;
use crate::ports::clock::{date, seconds_since};
use crate::ports::randomness::number;
use crate::ports::store::{
    Checkpoint, FindingQuery, ImportQuery, ImportRecord, ImportState, Imports, Mode, StoreError,
    Users, short_id,
};
use crate::ports::watch::RunError;
use crate::read::columns::Mapping;
use crate::read::decoder::Decoder;
use crate::read::judge::RowJudge;
use crate::rows::choices::Choices;
use crate::rows::raw::Column;
use crate::rules;
use crate::users::access::Access;
use std::time::Duration;

/// Runs an import or a check.
pub fn run(ports: &Ports<'_>, request: Request<'_>) -> Result<Report, ImportError> {
    let store = ports.store;
    let (began, now) = (ports.clock.elapsed(), ports.clock.now());
    let named = request.choices.encoding.as_deref();
    if let Some(given) = named.filter(|name| formats::encoding::find(name).is_err()) {
        let given = given.to_owned();
        return Err(ImportError::NoEncoding { given });
    }
    let recorder = Recorder::new(store, request.mode)?;
    let same = of_same_source(store, &request.source.digest)?;
    let unfinished = unfinished(&request, &same)?;
    let mut file_findings = Findings::default();
    if unfinished.is_none() {
        let others = same.iter().filter(|record| Some(record.id) != request.id);
        say_imported_before(others, &mut file_findings);
    }
    let goes_on = unfinished.is_some();
    let (mut record, mut choices) = unfinished.unwrap_or_else(|| {
        let record = new_record(ports, &request, now);
        (record, request.choices.clone())
    });
    let reader = reader(ports, request.source, &choices, &mut file_findings);
    if goes_on {
        recorder.go_on(&mut record)?;
    } else {
        if let Ok(Some(reader)) = &reader {
            choices.remembered = recalled(store, reader.columns(), &choices)?;
            record.choices = kept(&choices);
        }
        take_the_place(store, request.id)?;
        record.number = recorder.begin(&record)?;
    }
    let run = Run {
        ports: *ports,
        recorder: &recorder,
        access: request.access,
        choices: &choices,
        began,
        now,
        record,
        expects: request.expects,
        expected: request.expected.as_ref(),
        batch_rows: request.batch_rows,
        may_take_away: request.may_take_away,
    };
    run.over(reader, file_findings)
}

/// Gives the rows of the source, if any can be read from it.
fn reader(
    ports: &Ports<'_>,
    opened: Opened,
    choices: &Choices,
    file_findings: &mut Findings,
) -> Result<Option<Box<dyn RowReader>>, RunError> {
    let Opened { name, source, .. } = opened;
    let opening = formats::open::open(&name, source, choices, ports.scratch);
    let (opening, mut found) = opening?;
    for finding in found.take() {
        file_findings.add(finding);
    }
    Ok(opening.reader)
}

/// Says it if an import of the same bytes is complete.
fn say_imported_before<'r>(
    mut same: impl Iterator<Item = &'r ImportRecord>,
    findings: &mut Findings,
) {
    let is_done = |record: &&ImportRecord| {
        record.state == ImportState::Complete && record.mode == Mode::Import
    };
    if let Some(record) = same.find(is_done) {
        let (date, id) = (date(record.started), short_id(record.id));
        rules::same_file_imported_before::found(&date, &id, findings);
    }
}

/// A run that has its record.
pub(super) struct Run<'a> {
    pub ports: Ports<'a>,
    pub recorder: &'a Recorder<'a>,
    access: &'a Access,
    pub choices: &'a Choices,
    began: Duration,
    now: i64,
    pub record: ImportRecord,
    pub may_take_away: &'a dyn Fn(u64) -> bool,
    expects: bool,
    expected: Option<&'a Expected>,
    batch_rows: usize,
}

impl Run<'_> {
    fn over(
        self,
        reader: Result<Option<Box<dyn RowReader>>, RunError>,
        mut file_findings: Findings,
    ) -> Result<Report, ImportError> {
        let ports = self.ports;
        let store = ports.store;
        let seed = number(ports.randomness);
        let earlier = earlier(store, &self.record)?;
        let done = self.record.rows_done;
        let resumed_after = (done > 0).then_some(done);
        let reader = match reader {
            Ok(Some(reader)) => reader,
            Ok(None) => return self.unreadable(file_findings),
            Err(error) => return Ok(self.ended(error, None, resumed_after)),
        };
        let mapping = self.mapping(reader.columns(), &mut file_findings)?;
        let to_be = self.expected.map(|expected| ExpectedDirectory {
            directory: store,
            expected,
        });
        let directory: &dyn Users = match &to_be {
            Some(to_be) => to_be,
            None => store,
        };
        let last_user = directory.last_user()?;
        let is_first = self.record.mode == Mode::Import && store.is_empty()?;
        let input = CheckInput {
            directory,
            access: self.access,
            choices: self.choices,
            scratch: ports.scratch,
            watch: ports.watch,
            seed,
            earlier,
            keeps_claims: self.expects || is_first,
            keeps_changes: self.record.mode == Mode::Check,
        };
        match check(&input, reader, mapping, file_findings) {
            Ok(checked) => self.carry_out(checked, seed, last_user, resumed_after),
            Err(error) => Ok(self.ended(error, None, resumed_after)),
        }
    }

    /// Does what the check found out, and tells of it.
    fn carry_out(
        self,
        (mut checked, mut decoder): (Checked, Decoder<'_>),
        seed: u64,
        last_user: u64,
        resumed_after: Option<u64>,
    ) -> Result<Report, ImportError> {
        let (ports, began) = (self.ports, self.began);
        let store = ports.store;
        let expected = self.expectation(&mut checked, last_user)?;
        let fills = decoder.row.fills();
        let values: Vec<u64> = fills.iter().map(|fill| fill.values).collect();
        let samples: Vec<Vec<String>> = fills.iter().map(|fill| fill.samples.clone()).collect();
        let pace = Pace {
            now: self.now,
            batch_rows: self.batch_rows,
            seconds: &|| seconds_since(ports.clock, began),
        };
        self.passwords_unused(decoder.row.passwords(), &mut checked)?;
        if let Some(reason) = self.held_back(&checked)? {
            let report = self.write_nothing(pace, &mut checked, reason)?;
            return Ok(Report {
                values,
                samples,
                ..report
            });
        }
        match self.write(seed, pace, &mut checked, &mut decoder) {
            Ok(record) => {
                let mappings = self.remember(&record, &decoder.row);
                let mut report = Report {
                    values,
                    samples,
                    expected,
                    left: left(store, &record)?,
                    mappings,
                    ..report(record, &checked, None, resumed_after)
                };
                if resumed_after.is_some() {
                    report.tally = stored_findings(store, &report.record)?;
                }
                Ok(report)
            }
            Err(error) => Ok(self.ended(error, Some(&checked), resumed_after)),
        }
    }

    /// Writes what was found out: of a check what was found, of an import the users.
    fn write(
        &self,
        seed: u64,
        pace: Pace<'_>,
        checked: &mut Checked,
        decoder: &mut Decoder<'_>,
    ) -> Result<ImportRecord, RunError> {
        let record = self.record.clone();
        let session = match self.recorder {
            Recorder::Check(_) => {
                let record = ImportRecord {
                    state: ImportState::Complete,
                    rows_done: checked.rows,
                    ledger: checked.ledger,
                    ..record
                };
                let store = self.ports.store;
                store.record_changes(record.number, &checked.changes)?;
                return self.store_check(pace, record, checked);
            }
            Recorder::Import(session) => &**session,
        };
        let input = ApplyInput {
            store: self.ports.store,
            session,
            access: self.access,
            choices: self.choices,
            scratch: self.ports.scratch,
            watch: self.ports.watch,
            seed,
            pace,
        };
        apply(&input, record, checked, decoder)
    }

    /// Which column feeds which field.
    fn mapping(&self, columns: &[Column], findings: &mut Findings) -> Result<Mapping, StoreError> {
        let mapping = Mapping::new(columns, self.choices, findings);
        if mapping.names_imports() {
            return Ok(mapping.knowing_imports(self.imports()?));
        }
        Ok(mapping)
    }

    /// Remembers what was said of the columns by hand, once every row has its outcome and
    /// one of them is in: what let nobody in may be what was said wrongly.
    fn remember(&self, record: &ImportRecord, row: &RowJudge<'_>) -> MappingChanges {
        let is_done = record.mode == Mode::Import && record.state == ImportState::Complete;
        if !is_done || record.ledger.let_in() == 0 {
            return MappingChanges::default();
        }
        // The import is complete: what it takes to say something again must not hide it.
        let store = self.ports.store;
        let asked = row.asked_each_time(self.choices);
        remember(store, row.columns(), &asked, self.choices, self.now).unwrap_or_default()
    }

    /// The short ids of the imports there have been.
    fn imports(&self) -> Result<Vec<String>, StoreError> {
        let imports = all_imports(self.ports.store, ImportQuery::default())?;
        let ids = imports.into_iter().map(|import| short_id(import.id));
        Ok(ids.collect())
    }

    /// Stores what was found, with the record of how the check ended.
    pub(super) fn store_check(
        &self,
        pace: Pace<'_>,
        record: ImportRecord,
        checked: &mut Checked,
    ) -> Result<ImportRecord, RunError> {
        let store = |import, checkpoint: &Checkpoint| self.recorder.store(import, checkpoint);
        store_check(&store, pace, record, checked)
    }

    /// Whom an import after this check would find, if that is asked for.
    fn expectation(&self, checked: &mut Checked, last_user: u64) -> Result<Expected, RunError> {
        let mut expected = Expected::default();
        // An import needs the claims itself.
        if !self.expects {
            return Ok(expected);
        }
        if let Some(mut claims) = checked.claims.take() {
            let users = checked.ledger.created;
            let numbers = (last_user, checked.last_row);
            expected.add(&mut claims, &checked.created, users, numbers)?;
        }
        Ok(expected)
    }

    /// A source that holds no rows that could be read.
    fn unreadable(mut self, mut findings: Findings) -> Result<Report, ImportError> {
        let mut tally = Tally::default();
        for finding in findings.iter_mut() {
            finding.outcome = Some(Outcome::Rejected);
            tally.add(finding);
        }
        tally.in_mode(self.record.mode);
        self.record.counts = tally.counts();
        self.record.state = ImportState::Complete;
        self.record.finished = Some(self.ports.clock.now());
        self.record.seconds = seconds_since(self.ports.clock, self.began);
        let checkpoint = Checkpoint {
            outcomes: Vec::new(),
            findings: findings.take(),
            record: Some(self.record.clone()),
        };
        self.recorder.store(self.record.number, &checkpoint)?;
        Ok(Report {
            tally,
            fatal: true,
            ..Report::of(self.record)
        })
    }

    /// The run ended early: what the store has of it is the truth.
    fn ended(
        mut self,
        error: RunError,
        checked: Option<&Checked>,
        resumed_after: Option<u64>,
    ) -> Report {
        let store = self.ports.store;
        let ended = match error {
            RunError::Interrupted => Ended::Interrupted,
            RunError::SourceChanged(_) => Ended::SourceChanged,
            other => Ended::Failed(other.to_string()),
        };
        if let Ok(Some(stored)) = store.import(&self.record.id.to_string()) {
            self.record = stored;
        }
        let stored = self.record.clone();
        self.record.state = ImportState::Stopped;
        // A full disk must not hide why the run ended. Whoever has the lock by now says
        // how far the import has come.
        if let Err(StoreError::LockLost) = self.recorder.store_record(&self.record) {
            self.record = stored;
        }
        let mut report = Report {
            ended: Some(ended),
            resumed_after,
            ..Report::of(self.record)
        };
        if let Some(checked) = checked {
            // A disk that gives nothing any more must not hide why the run ended.
            report.tally = stored_findings(store, &report.record).unwrap_or_default();
            report.columns.clone_from(&checked.columns);
            report.blank_rows = checked.blank_rows;
        }
        report
    }
}

/// What the store has of a run that did not go through at once: its check looked at
/// rows that it did not come to, and not at those that were done before.
fn stored_findings(store: &dyn Imports, record: &ImportRecord) -> Result<Tally, StoreError> {
    let mut tally = Tally::default();
    let mut query = FindingQuery {
        limit: FINDINGS_PAGE,
        ..FindingQuery::default()
    };
    loop {
        let page = store.findings(record.number, &query)?;
        let Some(last) = page.last() else {
            return Ok(tally);
        };
        query.after = last.position;
        for stored in &page {
            tally.add(&stored.finding);
        }
    }
}

/// What there is to say of a run behind its check.
pub(super) fn report(
    record: ImportRecord,
    checked: &Checked,
    ended: Option<Ended>,
    resumed_after: Option<u64>,
) -> Report {
    let mut tally = checked.tally.clone();
    tally.in_mode(record.mode);
    Report {
        tally,
        columns: checked.columns.clone(),
        blank_rows: checked.blank_rows,
        changes: checked.changes.clone(),
        fatal: checked.fatal,
        ended,
        resumed_after,
        ..Report::of(record)
    }
}
