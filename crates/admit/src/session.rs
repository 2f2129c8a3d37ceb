//! One run over one file: opening it, checking it, writing it, and keeping the
//! record of it.

mod held_back;

use crate::context::Context;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::scratch::TemporaryFiles;
use crate::source::{Opened, open};
use admit_core::apply::input::ApplyInput;
use admit_core::apply::{apply, store_check};
use admit_core::base::limits::BATCH_ROWS;
use admit_core::base::spill::scratch::Scratch;
use admit_core::check::checked::{Checked, check};
use admit_core::check::input::{CheckInput, Earlier};
use admit_core::findings::finding::Findings;
use admit_core::findings::tally::Tally;
use admit_core::formats;
use admit_core::formats::reader::RowReader;
use admit_core::import::expected::{Expected, ExpectedDirectory};
use admit_core::import::report::{Ended, Report};
use admit_core::ports::store::{Directory, ImportRecord, ImportState, Ledger, Store};
use admit_core::ports::watch::RunError;
use admit_core::read::columns::Mapping;
use admit_core::rows::choices::Choices;
use admit_core::rules;
use admit_core::users::access::Access;
use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;
use uuid::Uuid;

/// What a run was asked to do.
pub struct Request {
    /// Where what can be read only once is kept for later, such as standard
    /// input.
    pub spool: Option<File>,
    /// The file; `-` is standard input.
    pub path: PathBuf,
    /// What the person importing chose.
    pub settings: Choices,
    /// Whether it only checks.
    pub dry_run: bool,
    /// The import to go on with, if one was named.
    pub resume: Option<ImportRecord>,
    /// Whether a check is to say whom it expects, for the passwords beside.
    pub expects: bool,
    /// Users that checks before this one expect, who count as being there.
    pub expected: Option<Expected>,
}

/// Runs an import or a check.
pub fn run(
    request: &Request,
    access: &Access,
    store: &dyn Store,
    stop: Arc<AtomicBool>,
) -> Result<Report, Failure> {
    let opened = open(&request.path, request.spool.as_ref())?;
    let began = Instant::now();
    let now = Context::now();
    let _lock = if request.dry_run {
        None
    } else {
        Some(store.lock()?)
    };
    if !request.dry_run {
        end_dead_imports(store)?;
        store.release_claims()?;
    }
    let same = same_file(store, &opened.digest)?;
    let unfinished = unfinished(request, &opened.digest, &same)?;
    let mut file_findings = Findings::default();
    let done = same
        .iter()
        .find(|record| record.state == ImportState::Complete && !record.dry_run);
    if let (Some(record), None, false) = (done, &unfinished, request.dry_run) {
        rules::same_file_imported_before::found(
            &date(record.started),
            &short(record.id),
            &mut file_findings,
        );
    }
    let mut settings = unfinished
        .as_ref()
        .map_or_else(|| request.settings.clone(), settings_of);
    // Secrets are kept with no import.
    settings.firebase.clone_from(&request.settings.firebase);
    let mut record = match &unfinished {
        Some(record) => record.clone(),
        None => new_record(&opened, &settings, request.dry_run, now),
    };
    if unfinished.is_none() {
        record.number = store.begin(&record)?;
    }
    let progress = Progress::new(stop, opened.bytes);
    let run = Run {
        store,
        access,
        settings: &settings,
        progress: &progress,
        began,
        now,
        record,
        resumed: unfinished.is_some(),
        expects: request.expects,
        expected: request.expected.as_ref(),
    };
    let report = run.over(opened, file_findings);
    progress.finish();
    report
}

/// The import to go on with, if there is one.
fn unfinished(
    request: &Request,
    digest: &str,
    same: &[ImportRecord],
) -> Result<Option<ImportRecord>, Failure> {
    let unfinished = match &request.resume {
        Some(record) if record.digest != digest => {
            return Err(Failure::OtherFile {
                path: request.path.clone(),
            });
        }
        Some(record) => Some(record.clone()),
        None if request.dry_run => None,
        None => same
            .iter()
            .find(|record| goes_on(record, &request.settings))
            .cloned(),
    };
    // Suggestions are taken only where somebody could look at them before.
    let shown = |record: &ImportRecord| record.state == ImportState::Complete;
    let takes_suggestions = !request.dry_run && !request.settings.accept.is_empty();
    if takes_suggestions && unfinished.is_none() && !same.iter().any(shown) {
        return Err(Failure::NotShown {
            path: request.path.clone(),
        });
    }
    Ok(unfinished)
}

struct Run<'a> {
    store: &'a dyn Store,
    access: &'a Access,
    settings: &'a Choices,
    progress: &'a Progress,
    began: Instant,
    now: i64,
    record: ImportRecord,
    resumed: bool,
    expects: bool,
    expected: Option<&'a Expected>,
}

impl Run<'_> {
    fn over(self, opened: Opened, mut file_findings: Findings) -> Result<Report, Failure> {
        let scratch = TemporaryFiles;
        let seed = seed();
        let earlier = earlier(self.store, &self.record)?;
        let resumed_after = self.resumed.then_some(self.record.rows_done);
        let Some(reader) = self.reader(opened, &scratch, &mut file_findings)? else {
            return self.unreadable(file_findings);
        };
        let mapping = Mapping::new(reader.columns(), self.settings, &mut file_findings)
            .knowing_imports(self.imports()?);
        let overview = self.store.overview()?;
        let to_be = self.expected.map(|expected| ExpectedDirectory {
            directory: self.store,
            expected,
        });
        let directory: &dyn Directory = match &to_be {
            Some(to_be) => to_be,
            None => self.store,
        };
        let job = CheckInput {
            directory,
            access: self.access,
            choices: self.settings,
            scratch: &scratch,
            watch: self.progress,
            seed,
            earlier,
            first_new: overview.last_user,
            keeps_claims: self.expects || !self.record.dry_run && overview.users == 0,
        };
        let (mut review, mut decoder) = match check(&job, reader, mapping, file_findings) {
            Ok(reviewed) => reviewed,
            Err(error) => return Ok(self.ended(error, None, resumed_after)),
        };
        let last_user = overview.last_user;
        let expected = self.expected(&mut review, last_user)?;
        let fills = decoder.row.fills();
        let values = fills.iter().map(|fill| fill.values).collect();
        let began = self.began;
        let work = ApplyInput {
            store: self.store,
            access: self.access,
            choices: self.settings,
            scratch: &scratch,
            watch: self.progress,
            seed,
            now: self.now,
            batch_rows: BATCH_ROWS,
            seconds: &|| began.elapsed().as_secs_f64(),
        };
        self.passwords_unused(decoder.row.passwords(), &mut review)?;
        if let Some(reason) = self.held_back(&review)? {
            return self.write_nothing(&work, &mut review, reason);
        }
        let result = if self.record.dry_run {
            store_check(&work, self.record.clone(), &mut review)
        } else {
            apply(&work, self.record.clone(), &mut review, &mut decoder)
        };
        match result {
            Ok(record) => Ok(Report {
                values,
                expected,
                ..report(record, &review, None, resumed_after)
            }),
            Err(error) => Ok(self.ended(error, Some(&review), resumed_after)),
        }
    }

    /// The short ids of the imports there have been.
    fn imports(&self) -> Result<Vec<String>, Failure> {
        let imports = self.store.imports()?.into_iter();
        Ok(imports.map(|import| short(import.id)).collect())
    }

    /// Whom an import after this check would find, if that is asked for.
    fn expected(&self, review: &mut Checked, last_user: u64) -> Result<Expected, Failure> {
        let mut expected = Expected::default();
        // An import needs the claims itself.
        if !self.expects {
            return Ok(expected);
        }
        if let Some(mut claims) = review.claims.take() {
            let users = review.ledger.created;
            let last = last_user + review.last_row;
            let added = expected.add(&mut claims, &review.created, users, last);
            added.map_err(failure)?;
        }
        Ok(expected)
    }

    /// Gives the rows of the file, if anything can be read from it.
    fn reader(
        &self,
        opened: Opened,
        scratch: &dyn Scratch,
        file_findings: &mut Findings,
    ) -> Result<Option<Box<dyn RowReader>>, Failure> {
        let (opening, mut found) =
            formats::open::open(&opened.name, opened.source, self.settings, scratch).map_err(
                |reason| Failure::Read {
                    path: opened.name.clone().into(),
                    reason,
                },
            )?;
        for finding in found.take() {
            file_findings.add(finding);
        }
        Ok(opening.reader)
    }

    /// A file that holds no rows that could be read.
    fn unreadable(mut self, mut findings: Findings) -> Result<Report, Failure> {
        let mut tally = Tally::default();
        findings.iter().for_each(|finding| tally.add(finding));
        self.record.counts = tally.counts();
        self.record.state = ImportState::Complete;
        self.record.finished = Some(Context::now());
        self.record.seconds = self.began.elapsed().as_secs_f64();
        let progress = admit_core::ports::store::Checkpoint {
            outcomes: Vec::new(),
            findings: findings.take(),
            record: Some(self.record.clone()),
        };
        self.store.record(self.record.number, &progress)?;
        Ok(Report {
            record: self.record,
            tally,
            columns: Vec::new(),
            values: Vec::new(),
            blank_rows: 0,
            fatal: true,
            ended: None,
            resumed_after: None,
            expected: Expected::default(),
        })
    }

    /// The run ended early: what the store has of it is the truth.
    fn ended(
        mut self,
        error: RunError,
        review: Option<&Checked>,
        resumed_after: Option<u64>,
    ) -> Report {
        let ended = match error {
            RunError::Interrupted => Ended::Interrupted,
            other => Ended::Failed(other.to_string()),
        };
        if let Ok(Some(stored)) = self.store.import(&self.record.id.to_string()) {
            self.record = stored;
        }
        if self.record.rows_done == 0 && ended == Ended::Interrupted
            || self.record.state != ImportState::Stopped
        {
            self.record.state = ImportState::Stopped;
            let progress = admit_core::ports::store::Checkpoint {
                record: Some(self.record.clone()),
                ..Default::default()
            };
            // A full disk must not hide why the run ended.
            let _ = self.store.record(self.record.number, &progress);
        }
        let mut outcome = Report {
            record: self.record,
            tally: Tally::default(),
            columns: Vec::new(),
            values: Vec::new(),
            blank_rows: 0,
            fatal: false,
            ended: Some(ended),
            resumed_after,
            expected: Expected::default(),
        };
        if let Some(review) = review {
            outcome.tally = review.tally.clone();
            outcome.columns.clone_from(&review.columns);
            outcome.blank_rows = review.blank_rows;
        }
        outcome
    }
}

fn failure(error: RunError) -> Failure {
    match error {
        RunError::Store(error) => Failure::Store(error),
        RunError::Io(error) => Failure::Output(error),
        RunError::Interrupted => Failure::Output(std::io::ErrorKind::Interrupted.into()),
    }
}

fn report(
    record: ImportRecord,
    review: &Checked,
    ended: Option<Ended>,
    resumed_after: Option<u64>,
) -> Report {
    Report {
        record,
        tally: review.tally.clone(),
        columns: review.columns.clone(),
        values: Vec::new(),
        blank_rows: review.blank_rows,
        fatal: review.fatal,
        ended,
        resumed_after,
        expected: Expected::default(),
    }
}

fn new_record(opened: &Opened, settings: &Choices, dry_run: bool, now: i64) -> ImportRecord {
    ImportRecord {
        number: 0,
        id: Uuid::now_v7(),
        file: opened.name.clone(),
        path: opened.path.clone(),
        digest: opened.digest.clone(),
        choices: serde_json::to_string(settings).unwrap_or_default(),
        dry_run,
        state: ImportState::Checking,
        started: now,
        finished: None,
        seconds: 0.0,
        rows_done: 0,
        ledger: Ledger::default(),
        counts: Vec::new(),
    }
}

/// What was chosen for an import that was stored.
pub fn settings_of(record: &ImportRecord) -> Choices {
    serde_json::from_str(&record.choices).unwrap_or_default()
}

/// Imports that were running when their process died are stopped, not running.
fn end_dead_imports(store: &dyn Store) -> Result<(), Failure> {
    for mut record in store.imports()? {
        if matches!(record.state, ImportState::Checking | ImportState::Applying) && !record.dry_run
        {
            record.state = ImportState::Stopped;
            let progress = admit_core::ports::store::Checkpoint {
                record: Some(record.clone()),
                ..Default::default()
            };
            store.record(record.number, &progress)?;
        }
    }
    Ok(())
}

fn same_file(store: &dyn Store, digest: &str) -> Result<Vec<ImportRecord>, Failure> {
    Ok(store
        .imports()?
        .into_iter()
        .filter(|record| record.digest == digest)
        .collect())
}

/// Whether an earlier run is one that the same command goes on with.
fn goes_on(record: &ImportRecord, settings: &Choices) -> bool {
    let mut before = settings_of(record);
    before.max_errors = settings.max_errors;
    before.firebase.clone_from(&settings.firebase);
    record.state == ImportState::Stopped
        && !record.dry_run
        && record.rows_done > 0
        && before == *settings
}

/// What the earlier sessions of an import did.
fn earlier(store: &dyn Store, record: &ImportRecord) -> Result<Earlier, Failure> {
    let mut earlier = Earlier::up_to(record.rows_done);
    if record.rows_done > 0 {
        store.outcomes(record.number, &mut |row, outcome| {
            earlier.note(row, outcome);
        })?;
    }
    Ok(earlier)
}

fn seed() -> u64 {
    Uuid::new_v4().as_u64_pair().1
}

/// The day and minute of a moment, in UTC.
pub fn date(milliseconds: i64) -> String {
    jiff::Timestamp::from_millisecond(milliseconds).map_or_else(
        |_| "an unknown day".to_owned(),
        |time| time.strftime("%Y-%m-%d %H:%M UTC").to_string(),
    )
}

/// An import's id as far as a person needs it: its end, which no two share in
/// practice.
pub fn short(id: Uuid) -> String {
    admit_core::ports::store::short_id(id)
}
