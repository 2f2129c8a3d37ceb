//! An import as it is told: what was handed in, the run over it, and the job at work.

use crate::jobs::passwords_of;
use crate::problem::Problem;
use admit_core::base::seekable::Seekable;
use admit_core::ports::store::{
    Coming, FilePart, ImportRecord, ImportState, Job, JobKind, JobState, Ledger, Mode, Seen, Store,
    StoreError, Upload,
};
use admit_core::ports::watch::Phase;
use admit_core::report::json;
use admit_core::rows::choices::Choices;
use axum::Json;
use serde_json::{Value, json as object};
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// Everything that is known of an import.
pub struct Known {
    /// Its public id.
    pub id: Uuid,
    /// What was handed in; nothing for one of the command line.
    pub upload: Option<Upload>,
    /// The run over it, once one has begun.
    pub record: Option<ImportRecord>,
    /// The run over the passwords beside the file, once one has begun.
    pub passwords: Option<ImportRecord>,
    /// The latest job.
    pub job: Option<Job>,
}

impl Known {
    /// The import of this id, if there is one.
    ///
    /// # Errors
    /// The store failed.
    pub fn of(store: &dyn Store, id: Uuid) -> Result<Option<Known>, StoreError> {
        Ok(Known::all(store, &[id])?.pop())
    }

    /// The imports of these ids, in their order; those that there are. The store is asked
    /// as often as for one.
    ///
    /// # Errors
    /// The store failed.
    pub fn all(store: &dyn Store, ids: &[Uuid]) -> Result<Vec<Known>, StoreError> {
        // The uploads before the jobs: one that is whole has a job. The jobs before the
        // records: what they came to is then at least as new.
        let uploads = store.uploads_of(ids)?.into_iter();
        let mut uploads: HashMap<Uuid, Upload> =
            uploads.map(|upload| (upload.id, upload)).collect();
        let jobs = store.latest_jobs(ids)?.into_iter();
        let mut jobs: HashMap<Uuid, Job> =
            jobs.filter_map(|job| Some((job.import?, job))).collect();
        let beside = uploads.values().filter(|upload| has_passwords(upload));
        let beside = beside.map(|upload| passwords_of(upload.id));
        let runs: Vec<Uuid> = ids.iter().copied().chain(beside).collect();
        let mut records: HashMap<Uuid, ImportRecord> = HashMap::new();
        for record in store.imports_of(&runs)? {
            records.entry(record.id).or_insert(record);
        }
        let known = ids.iter().map(|id| {
            let upload = uploads.remove(id);
            let beside = upload.as_ref().filter(|upload| has_passwords(upload));
            Known {
                id: *id,
                passwords: beside.and_then(|_| records.remove(&passwords_of(*id))),
                record: records.remove(id),
                job: jobs.remove(id),
                upload,
            }
        });
        let is_there = |known: &Known| known.upload.is_some() || known.record.is_some();
        Ok(known.filter(is_there).collect())
    }

    /// The import that a path names.
    ///
    /// # Errors
    /// There is none; the store failed.
    pub fn named(store: &dyn Store, id: &str) -> Result<Known, Problem> {
        let id = Uuid::try_parse(id).map_err(|_| missing())?;
        Known::of(store, id)?.ok_or_else(missing)
    }

    /// As it is known, for whoever decides what is to be done with it.
    pub fn seen(&self) -> Seen {
        Seen {
            job: self.job.as_ref().map(|job| job.number),
            choices: self.upload.as_ref().map(|upload| upload.choices.clone()),
        }
    }

    /// Whether passwords were handed in beside the file.
    pub fn has_passwords(&self) -> bool {
        self.upload.as_ref().is_some_and(has_passwords)
    }

    /// How much has come of it, while its files are still coming.
    pub fn coming(&self) -> Option<Coming> {
        self.upload.as_ref().and_then(|upload| upload.coming)
    }

    /// Whether no run over it was to write users.
    pub fn is_check(&self) -> bool {
        match (&self.record, &self.upload) {
            (Some(record), _) => record.mode == Mode::Check,
            (None, Some(upload)) => upload.mode == Mode::Check,
            (None, None) => false,
        }
    }

    /// The job that is to be done or at work.
    pub fn open_job(&self) -> Option<&Job> {
        self.job.as_ref().filter(|job| job.state.is_open())
    }

    /// How far it has come, in the words of the API.
    pub fn state(&self) -> &'static str {
        if let Some(job) = self.open_job() {
            return self.state_of_job(job);
        }
        let failed = self
            .job
            .as_ref()
            .is_some_and(|job| job.state == JobState::Failed);
        match &self.record {
            None if self.coming().is_some() => "receiving",
            None if failed => "failed",
            None => "stopped",
            Some(record) => {
                let last = match (&self.passwords, record.state) {
                    (Some(passwords), ImportState::Complete) => passwords,
                    _ => record,
                };
                let lacks = self.has_passwords() && self.passwords.is_none();
                match (last.state, last.mode) {
                    // The passwords beside it are still to come.
                    (ImportState::Complete, Mode::Import) if failed && lacks => "failed",
                    (ImportState::Complete, Mode::Check) => "checked",
                    (ImportState::Stopped, Mode::Check) if failed => "failed",
                    (state, _) => state.name(),
                }
            }
        }
    }

    fn state_of_job(&self, job: &Job) -> &'static str {
        match job.kind {
            JobKind::Check => "checking",
            JobKind::Undo => "undoing",
            _ => {
                let goes_on_by_itself = self
                    .upload
                    .as_ref()
                    .is_some_and(|upload| upload.mode == Mode::Import);
                let is_before = self.record.as_ref().is_none_or(|record| {
                    record.mode == Mode::Import && record.state == ImportState::Checking
                });
                // One that was begun again is never shown as further back than it was.
                if goes_on_by_itself && is_before && job.attempts <= 1 {
                    "checking"
                } else {
                    "applying"
                }
            }
        }
    }

    /// What was chosen for it.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn choices(&self) -> Result<Choices, Problem> {
        let kept = match (&self.upload, &self.record) {
            (Some(upload), _) => &upload.choices,
            (None, Some(record)) => &record.choices,
            (None, None) => return Ok(Choices::default()),
        };
        serde_json::from_str(kept).map_err(|error| {
            tracing::error!(import = %self.id, %error, "the choices of an import");
            Problem::unexpected()
        })
    }

    /// A problem that says that this cannot be done in the state that it is in.
    pub fn not_now(&self, what_to_do: &str) -> Problem {
        Problem::conflict(what_to_do).with("state", self.state())
    }

    /// As it is answered.
    pub fn told(&self) -> Value {
        let mut told = match &self.record {
            Some(record) => json::import(record),
            None => self.not_begun(),
        };
        if self.is_about_to_write() {
            told["rows"] = object!(json::rows(&Ledger::default()));
        }
        told["state"] = object!(self.state());
        told["complete"] = object!(self.state() == "complete");
        told["name"] = object!(self.name());
        told["created_at"] = object!(json::time(self.created()));
        told["by"] = object!(self.by());
        told["progress"] = self.progress();
        told["file_removed_at"] =
            object!(self.upload.as_ref().and_then(|u| u.removed).map(json::time));
        if self.has_passwords() {
            told["passwords"] = object!(self.passwords.as_ref().map(json::import));
        }
        if let Some(why) = self.reason() {
            told["reason"] = object!(why);
        }
        told
    }

    fn not_begun(&self) -> Value {
        let mode = self
            .upload
            .as_ref()
            .map_or(Mode::Check, |upload| upload.mode);
        json::not_begun(self.id, self.name(), mode)
    }

    /// Its name as people know it.
    pub fn name(&self) -> &str {
        match (&self.upload, &self.record) {
            (Some(upload), _) => &upload.name,
            (None, Some(record)) => &record.file,
            (None, None) => "",
        }
    }

    /// When it was handed in, in milliseconds since 1970 UTC.
    pub fn created(&self) -> i64 {
        match (&self.upload, &self.record) {
            (Some(upload), _) => upload.created,
            (None, Some(record)) => record.started,
            (None, None) => 0,
        }
    }

    /// Who handed it in.
    pub fn by(&self) -> &str {
        self.upload
            .as_ref()
            .map_or("command line", |upload| &upload.by)
    }

    fn progress(&self) -> Value {
        if let Some(coming) = self.coming() {
            return object!({"phase": null, "rows": 0, "bytes": coming.bytes, "of_bytes": null});
        }
        let Some(job) = self.open_job() else {
            return Value::Null;
        };
        object!({
            "phase": job.progress.phase.map(Phase::name),
            "rows": job.progress.rows,
            "bytes": job.progress.bytes,
            "of_bytes": job.progress.of_bytes,
            "outcomes": self.outcomes(),
        })
    }

    /// Whether users are to be written, and what is known is still of the check.
    fn is_about_to_write(&self) -> bool {
        let is_check = self.record.as_ref().is_some_and(|r| r.mode == Mode::Check);
        is_check
            && self
                .open_job()
                .is_some_and(|job| job.kind == JobKind::Apply)
    }

    /// Rows by what became of them so far.
    fn outcomes(&self) -> Option<Value> {
        Some(object!(json::rows(&self.so_far()?)))
    }

    /// The same in numbers; what a check foresaw has not become of any row.
    pub fn so_far(&self) -> Option<Ledger> {
        let record = self.record.as_ref()?;
        let of_check = self.is_about_to_write().then(Ledger::default);
        Some(of_check.unwrap_or(record.ledger))
    }

    /// Why it is where it is, if something stands in its way.
    pub fn reason(&self) -> Option<&str> {
        let job = self.job.as_ref().and_then(|job| job.failed.as_deref());
        let upload = self
            .upload
            .as_ref()
            .and_then(|upload| upload.failed.as_deref());
        job.or(upload).filter(|why| !why.is_empty())
    }

    /// The answer with it.
    pub fn answer(&self) -> Json<Value> {
        Json(self.told())
    }
}

/// There is no such import.
pub fn missing() -> Problem {
    Problem::not_found("No import has this id. The list of imports shows those that there are.")
}

/// Whether passwords were handed in beside the file.
pub fn has_passwords(upload: &Upload) -> bool {
    let mut files = upload.files.iter();
    files.any(|file| file.part == FilePart::Passwords)
}

/// The bytes that a run was over, if they are kept: a file, or the passwords beside one.
///
/// # Errors
/// The store failed.
pub fn source_of(store: &dyn Store, id: Uuid) -> Result<Option<Box<dyn Seekable>>, StoreError> {
    match store.open_source(id, FilePart::Users)? {
        Some(source) => Ok(Some(source)),
        None => store.open_source(passwords_of(id), FilePart::Passwords),
    }
}

/// An import in the document.
#[derive(ToSchema)]
#[expect(
    dead_code,
    clippy::struct_field_names,
    reason = "only its form is told, in the words of the API"
)]
pub struct Import {
    /// Its public id.
    import: Uuid,
    /// Its name as people know it.
    name: String,
    /// `receiving`, `checking`, `checked`, `applying`, `complete`, `stopped`, `undoing`,
    /// `undone` or `failed`.
    state: String,
    /// Whether every row has its outcome in the directory.
    complete: bool,
    /// Whether it is a check.
    #[schema(rename = "dry_run")]
    is_check: bool,
    /// When it was handed in.
    created_at: String,
    /// Who handed it in.
    by: String,
    /// Rows by what became of them.
    rows: serde_json::Map<String, Value>,
    /// Findings by severity.
    findings: serde_json::Map<String, Value>,
    /// Findings by rule.
    by_rule: Vec<serde_json::Map<String, Value>>,
    /// How long it worked.
    seconds: f64,
    /// The same of the passwords that were handed in beside the file; null before their
    /// run.
    #[schema(required = false)]
    passwords: Option<serde_json::Map<String, Value>>,
    /// How far the job at work has come, or what has come of the file; null if nothing is
    /// at work.
    progress: Option<serde_json::Map<String, Value>>,
}
