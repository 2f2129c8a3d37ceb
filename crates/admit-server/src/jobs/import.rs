//! Checking an upload, and importing it.

use super::heart::Heart;
use crate::limits::WAIT_FOR_LOCK;
use crate::state::Server;
use admit_core::import::error::ImportError;
use admit_core::import::expected::Expected;
use admit_core::import::report::{Ended, Report};
use admit_core::import::request::{Ports, Request};
use admit_core::import::run;
use admit_core::import::source::Opened;
use admit_core::operators::deed::{Deed, Doer};
use admit_core::ports::store::{
    AuditQuery, FilePart, ImportRecord, ImportState, Job, JobEnd, JobKind, Mode, NewEntry,
    StoreError, Upload, UploadChange,
};
use admit_core::ports::watch::RunError;
use admit_core::report::json::{self, Words};
use admit_core::rows::choices::Choices;
use admit_system::clock::SystemClock;
use admit_system::hashing;
use admit_system::scratch::TemporaryFiles;
use uuid::Uuid;

/// Runs a check or an import of an upload, or goes on with it.
pub fn run(server: &Server, job: &Job, heart: &Heart<'_>) -> JobEnd {
    match work(server, job, heart) {
        Ok(end) => end,
        Err(error) => of_error(server, job, &error),
    }
}

fn work(server: &Server, job: &Job, heart: &Heart<'_>) -> Result<JobEnd, ImportError> {
    let Some((id, upload)) = upload_of(server, job)? else {
        return Ok(JobEnd::Failed("The upload is gone.".to_owned()));
    };
    let choices: Choices = match serde_json::from_str(&upload.choices) {
        Ok(choices) => Choices {
            cells: server.store().cell_corrections(id)?,
            ..choices
        },
        Err(_) => return Ok(JobEnd::Failed("What was chosen cannot be read.".to_owned())),
    };
    let has_passwords = upload
        .files
        .iter()
        .any(|file| file.part == FilePart::Passwords);
    let run = Run {
        server,
        job,
        heart,
        upload: &upload,
        has_passwords,
    };
    let users = (id, FilePart::Users);
    let Some(report) = run.over(users, choices.clone(), None)? else {
        return Ok(not_kept());
    };
    let end = end_of(server, job, &upload, &report);
    if !has_passwords || end != JobEnd::Done || report.fatal {
        return Ok(end);
    }
    // Whom a check of the users expects counts as being there.
    let expected = (report.record.mode == Mode::Check).then_some(report.expected);
    let passwords = (passwords_of(id), FilePart::Passwords);
    let choices = choices.of_passwords();
    Ok(match run.over(passwords, choices, expected)? {
        Some(report) => how_ended(server, job, &report),
        None => not_kept(),
    })
}

fn not_kept() -> JobEnd {
    JobEnd::Failed("The file is not kept any more; hand it in again.".to_owned())
}

/// The public id of the run over the passwords beside a file: that of the import with
/// another last bit, so that each leads to the other.
pub fn passwords_of(import: Uuid) -> Uuid {
    Uuid::from_u128(import.as_u128() ^ 1)
}

/// A run over a file of an upload.
struct Run<'r> {
    server: &'r Server,
    job: &'r Job,
    heart: &'r Heart<'r>,
    upload: &'r Upload,
    has_passwords: bool,
}

impl Run<'_> {
    /// Runs over a file, or goes on with it; nothing if the file is not kept.
    fn over(
        &self,
        (id, part): (Uuid, FilePart),
        choices: Choices,
        expected: Option<Expected>,
    ) -> Result<Option<Report>, ImportError> {
        let store = self.server.store();
        let mode = match self.job.kind {
            JobKind::Check => Mode::Check,
            _ => Mode::Import,
        };
        let before = store.import(&id.to_string())?;
        if let Some(record) = before.as_ref().filter(|record| is_done(record, self.job)) {
            // It was done, and whoever did it could not say so any more.
            return Ok(Some(Report::of(record.clone())));
        }
        let Some(source) = store.open_source(self.upload.id, part)? else {
            return Ok(None);
        };
        let files = &self.upload.files;
        let name = files.iter().find(|file| file.part == part);
        let name = name.map_or(&self.upload.name, |file| &file.name);
        let opened = Opened::new(name.clone(), None, source).map_err(RunError::from)?;
        self.heart.of_bytes(opened.bytes);
        let access = store.access()?;
        let ports = Ports {
            store,
            scratch: &TemporaryFiles,
            watch: self.heart,
            clock: &SystemClock::new(),
            randomness: &hashing::System,
        };
        // By its id the run takes the place of its check, or goes on with what it began.
        let request = Request {
            id: Some(id),
            expects: mode == Mode::Check && part == FilePart::Users && self.has_passwords,
            expected,
            may_take_away: &|_| self.upload.confirmed,
            ..Request::new(opened, mode, choices, &access)
        };
        run::run(&ports, request).map(Some)
    }
}

fn upload_of(server: &Server, job: &Job) -> Result<Option<(Uuid, Upload)>, StoreError> {
    let Some(id) = job.import else {
        return Ok(None);
    };
    let upload = server.store().upload(id)?;
    Ok(upload.map(|upload| (id, upload)))
}

/// Whether what the job is for was done by an earlier owner of it.
fn is_done(record: &ImportRecord, job: &Job) -> bool {
    let is_over = matches!(
        record.state,
        ImportState::Complete | ImportState::Undoing | ImportState::Undone
    );
    is_over && job.kind == JobKind::Apply && record.mode == Mode::Import
}

/// How the job ends, from how the run ended.
fn end_of(server: &Server, job: &Job, upload: &Upload, report: &Report) -> JobEnd {
    let columns = (!report.columns.is_empty()).then(|| json::columns(report).to_string());
    let change = UploadChange {
        columns,
        failed: Some(String::new()),
        ..UploadChange::default()
    };
    if let Err(error) = server.store().change_upload(upload.id, &change) {
        tracing::warn!(%error, "the columns of an upload");
    }
    how_ended(server, job, report)
}

fn how_ended(server: &Server, job: &Job, report: &Report) -> JobEnd {
    let Some(ended) = &report.ended else {
        note(server, job, report);
        return JobEnd::Done;
    };
    match ended {
        Ended::Interrupted => JobEnd::Again {
            due: server.now(),
            why: "The server stopped.".to_owned(),
        },
        ended => JobEnd::Failed(sentence(ended)),
    }
}

fn sentence(ended: &Ended) -> String {
    let (_, reason) = json::ended(ended, Words::Api);
    let mut letters = reason.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => reason,
    }
}

/// Notes in the audit trail that an import is done, unless that is noted: its passwords may
/// have come later, or whoever did it could not end its job.
fn note(server: &Server, job: &Job, report: &Report) {
    if job.kind != JobKind::Apply {
        return;
    }
    let entry = NewEntry {
        who: job.by.clone(),
        ..Deed::of_import(&report.record).by(Doer::Admit)
    };
    let query = AuditQuery {
        what: Some(entry.what.clone()),
        subject: entry.subject.clone(),
        limit: 1,
        ..AuditQuery::default()
    };
    let store = server.store();
    let noted = store.audit(&query).and_then(|noted| {
        if noted.is_empty() {
            store.note(&entry, server.now())?;
        }
        Ok(())
    });
    if let Err(error) = noted {
        tracing::error!(%error, "the audit trail");
    }
}

/// How the job ends where the run did not take place.
fn of_error(server: &Server, job: &Job, error: &ImportError) -> JobEnd {
    let again = |why: String| JobEnd::Again {
        due: server.now() + WAIT_FOR_LOCK.as_millis() as i64,
        why,
    };
    match error {
        ImportError::Run(RunError::Store(StoreError::ImportRunning | StoreError::Busy)) => {
            again("Another import is being written.".to_owned())
        }
        ImportError::Run(RunError::Store(StoreError::LockLost)) => {
            again("Another process went on meanwhile.".to_owned())
        }
        error => {
            tracing::warn!(job = job.number, %error, "a run did not take place");
            JobEnd::Failed(format!("{error}."))
        }
    }
}
