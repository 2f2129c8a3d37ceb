//! Work that is done by whoever has time for it.
//!
//! A job is done by one owner at a time, who holds a lease and renews it. If it ends, as
//! when the owner has died, somebody else may go on. Times are in milliseconds since 1970
//! UTC.

use super::StoreError;
use crate::ports::watch::Phase;
use uuid::Uuid;

/// What there is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum JobKind {
    /// Check an upload.
    Check,
    /// Import an upload, or go on with its import.
    Apply,
    /// Take an import back.
    Undo,
    /// Wrap fast digests of passwords.
    Harden,
    /// Remove what has been kept for its time.
    Retention,
    /// Send mails.
    Mail,
    /// Bring up to date what users are searched by.
    SearchIndex,
}

impl JobKind {
    /// All of them.
    pub const ALL: [JobKind; 7] = [
        JobKind::Check,
        JobKind::Apply,
        JobKind::Undo,
        JobKind::Harden,
        JobKind::Retention,
        JobKind::Mail,
        JobKind::SearchIndex,
    ];

    /// The word for it in output and in the store.
    pub const fn name(self) -> &'static str {
        match self {
            JobKind::Check => "check",
            JobKind::Apply => "apply",
            JobKind::Undo => "undo",
            JobKind::Harden => "harden",
            JobKind::Retention => "retention",
            JobKind::Mail => "mail",
            JobKind::SearchIndex => "search-index",
        }
    }

    /// The kind of this name.
    pub fn of_name(name: &str) -> Option<JobKind> {
        JobKind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether it writes users in bulk: of such jobs one is done at a time.
    pub const fn writes(self) -> bool {
        matches!(self, JobKind::Apply | JobKind::Undo | JobKind::Harden)
    }
}

/// How far a job has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// It waits until it is due and somebody claims it.
    Waiting,
    /// Somebody is at work on it, or was when their lease ended.
    Running,
    /// It is done.
    Done,
    /// It came to nothing.
    Failed,
    /// Somebody asked for it to stop.
    Stopped,
}

impl JobState {
    /// All of them.
    pub const ALL: [JobState; 5] = [
        JobState::Waiting,
        JobState::Running,
        JobState::Done,
        JobState::Failed,
        JobState::Stopped,
    ];

    /// The word for it in output and in the store.
    pub const fn name(self) -> &'static str {
        match self {
            JobState::Waiting => "waiting",
            JobState::Running => "running",
            JobState::Done => "done",
            JobState::Failed => "failed",
            JobState::Stopped => "stopped",
        }
    }

    /// The state of this name.
    pub fn of_name(name: &str) -> Option<JobState> {
        JobState::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether there is still something to do.
    pub const fn is_open(self) -> bool {
        matches!(self, JobState::Waiting | JobState::Running)
    }
}

/// A job to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJob {
    /// What there is to do.
    pub kind: JobKind,
    /// The upload and import that it is for, by its public id.
    pub import: Option<Uuid>,
    /// Who asked for it.
    pub by: String,
    /// When it may begin.
    pub due: i64,
}

/// How much of a job is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JobProgress {
    /// What it is busy with.
    pub phase: Option<Phase>,
    /// Rows, or users, done in this phase.
    pub rows: u64,
    /// The byte of the source that was reached.
    pub bytes: u64,
    /// How many bytes it has.
    pub of_bytes: u64,
}

/// A job as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its number, from 1. None is given twice.
    pub number: u64,
    /// What there is to do.
    pub kind: JobKind,
    /// The upload and import that it is for, by its public id.
    pub import: Option<Uuid>,
    /// Who asked for it.
    pub by: String,
    /// How far it has come.
    pub state: JobState,
    /// When it was asked for.
    pub created: i64,
    /// When it may begin, or begin again.
    pub due: i64,
    /// Who is at work on it.
    pub owner: Option<String>,
    /// When somebody else may go on with it.
    pub lease_ends: Option<i64>,
    /// How often it was claimed.
    pub attempts: u32,
    /// Whether somebody asked for it to stop.
    pub stop_asked: bool,
    /// How much of it is done.
    pub progress: JobProgress,
    /// Why it came to nothing, or why it is to be tried again.
    pub failed: Option<String>,
    /// When it ended.
    pub finished: Option<i64>,
}

impl NewJob {
    /// Bringing up to date what users are searched by, as after every import and undo.
    pub fn of_search_index(now: i64) -> NewJob {
        NewJob {
            kind: JobKind::SearchIndex,
            import: None,
            by: "admit".to_owned(),
            due: now,
        }
    }
}

/// What became of asking for a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is kept, under this number.
    New(u64),
    /// There is another one that comes first; nothing was added.
    Busy(Job),
}

/// The right to do a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease<'o> {
    /// Who is to do it. No two are called alike.
    pub owner: &'o str,
    /// The time now.
    pub now: i64,
    /// When somebody else may go on with it.
    pub ends: i64,
}

/// What the owner of a job hears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobSignal {
    /// The job is still the owner's.
    GoOn,
    /// The same, and somebody asked for it to stop.
    Stop,
    /// The job is somebody else's by now, or nobody's: nothing more is to be done.
    Lost,
}

/// How a job ends for its owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobEnd {
    /// It is done.
    Done,
    /// It came to nothing, for this reason.
    Failed(String),
    /// It stopped because somebody asked for it.
    Stopped,
    /// It is to be tried again. One that was asked to stop is stopped.
    Again {
        /// When.
        due: i64,
        /// Why.
        why: String,
    },
}

/// Which jobs to give, the latest first.
#[derive(Clone, Debug, Default)]
pub struct JobQuery {
    /// Only those that have come so far; empty for all.
    pub states: Vec<JobState>,
    /// Only these kinds; empty for all.
    pub kinds: Vec<JobKind>,
    /// Only those before this number; `None` for the first page.
    pub before: Option<u64>,
    /// At most this many.
    pub limit: u64,
}

/// Work that is done by whoever has time for it.
pub trait Jobs {
    /// Asks for a job. An import has at most one job that is waiting or running; of the
    /// kinds that are for no import, at most one of each is waiting, which is due as early
    /// as anybody asked for.
    fn add_job(&self, new: &NewJob, now: i64) -> Result<Added, StoreError>;

    /// Leases the job of these kinds that has been due for longest:
    /// one that is waiting, or one whose lease has ended. While a job that writes has a
    /// lease, no other that writes is given; likewise of each kind that is for no import.
    fn claim_job(&self, lease: &Lease<'_>, kinds: &[JobKind]) -> Result<Option<Job>, StoreError>;

    /// Keeps how much is done, and the job for longer. An owner whose lease has ended has
    /// lost it only if somebody else has claimed it, or one that it may not run beside.
    fn renew_job(
        &self,
        number: u64,
        lease: &Lease<'_>,
        progress: &JobProgress,
    ) -> Result<JobSignal, StoreError>;

    /// Ends a job; answers whether it was still the owner's.
    fn finish_job(
        &self,
        number: u64,
        owner: &str,
        end: &JobEnd,
        now: i64,
    ) -> Result<bool, StoreError>;

    /// Asks for the job of an import to stop; answers whether there is one to stop. One
    /// that is waiting stops at once.
    fn ask_to_stop(&self, import: Uuid, now: i64) -> Result<bool, StoreError>;

    /// The job of this number.
    fn job(&self, number: u64) -> Result<Option<Job>, StoreError>;

    /// The jobs of an import, the latest first.
    fn jobs_of(&self, import: Uuid) -> Result<Vec<Job>, StoreError>;

    /// The latest job of each of these imports, in no order; of those that have one.
    fn latest_jobs(&self, imports: &[Uuid]) -> Result<Vec<Job>, StoreError>;

    /// A page of jobs, the latest first.
    fn jobs(&self, query: &JobQuery) -> Result<Vec<Job>, StoreError>;

    /// Forgets the jobs that ended before this time; answers how many there were.
    fn forget_jobs(&self, finished_before: i64) -> Result<u64, StoreError>;
}
