//! The threads that do jobs: some for checks, one for what writes, one for the rest.

use super::heart::{Heart, lease};
use super::{chores, import, search, undo};
use crate::limits::{LOOK_FOR_JOBS, PAUSE_AFTER_FAILURE};
use crate::state::Server;
use admit_core::ports::store::{Job, JobEnd, JobKind, StoreError};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Instant;
use uuid::Uuid;

/// The threads that do jobs.
pub struct Workers {
    server: Server,
    closing: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Workers {
    /// Begins to do jobs.
    ///
    /// # Errors
    /// The system gives no threads.
    pub fn begin(server: &Server) -> std::io::Result<Workers> {
        let mut workers = Workers {
            server: server.clone(),
            closing: Arc::default(),
            threads: Vec::new(),
        };
        for _ in 0..server.config().checks_max {
            workers.add("check", &[JobKind::Check])?;
        }
        workers.add("import", &[JobKind::Apply, JobKind::Undo, JobKind::Harden])?;
        workers.add("chores", chores::KINDS)?;
        Ok(workers)
    }

    fn add(&mut self, name: &str, kinds: &'static [JobKind]) -> std::io::Result<()> {
        let worker = Worker {
            server: self.server.clone(),
            // No two are called alike, also after a restart.
            owner: format!("{name} {}", Uuid::now_v7()),
            kinds,
            closing: Arc::clone(&self.closing),
        };
        let thread = thread::Builder::new().name(name.to_owned());
        self.threads.push(thread.spawn(move || worker.work())?);
        Ok(())
    }

    /// Stops after the batch at hand; what is not done stays to be done.
    pub fn end(self) {
        self.closing.store(true, Ordering::SeqCst);
        self.server.bell().ring();
        for thread in self.threads {
            let _ = thread.join();
        }
    }
}

/// Does every job that is due, in the thread of whoever calls, until there is none.
///
/// # Errors
/// The store failed.
pub fn do_all_due(server: &Server) -> Result<(), StoreError> {
    let worker = Worker {
        server: server.clone(),
        owner: format!("all {}", Uuid::now_v7()),
        kinds: &JobKind::ALL,
        closing: Arc::default(),
    };
    loop {
        let lease = lease(server, &worker.owner, server.now());
        match server.store().claim_job(&lease, worker.kinds)? {
            Some(job) => worker.do_it(&job),
            None => return Ok(()),
        }
    }
}

struct Worker {
    server: Server,
    owner: String,
    kinds: &'static [JobKind],
    closing: Arc<AtomicBool>,
}

impl Worker {
    fn work(&self) {
        while !self.closing.load(Ordering::SeqCst) {
            let lease = lease(&self.server, &self.owner, self.server.now());
            match self.server.store().claim_job(&lease, self.kinds) {
                Ok(Some(job)) => self.do_it(&job),
                Ok(None) => self.server.bell().wait(LOOK_FOR_JOBS),
                Err(error) => {
                    tracing::warn!(%error, "looking for jobs");
                    self.server.bell().wait(PAUSE_AFTER_FAILURE);
                }
            }
        }
    }

    fn do_it(&self, job: &Job) {
        let kind = job.kind.name();
        tracing::info!(job = job.number, kind, import = ?job.import, attempt = job.attempts, "begun");
        let began = Instant::now();
        let heart = Heart::new(&self.server, job.number, &self.owner, &self.closing);
        let end = thread::scope(|scope| {
            scope.spawn(|| heart.beat());
            let end = catch_unwind(AssertUnwindSafe(|| self.end_of(job, &heart)));
            heart.end();
            end
        });
        let end = end.unwrap_or_else(|_| {
            JobEnd::Failed("Something went wrong here; look at the log of the server.".to_owned())
        });
        if heart.is_lost() {
            tracing::warn!(job = job.number, kind, "somebody else goes on with it");
            return;
        }
        let meters = self.server.meters();
        meters.job(kind, word(&end), began.elapsed());
        let number = job.number;
        let (store, now) = (self.server.store(), self.server.now());
        match store.finish_job(number, &self.owner, &end, now) {
            Ok(true) => tracing::info!(job = number, kind, end = word(&end), "ended"),
            Ok(false) => tracing::warn!(job = number, kind, "it was somebody else's by then"),
            Err(error) => tracing::error!(job = number, kind, %error, "its end is not kept"),
        }
        if search::follows(job.kind)
            && let Err(error) = search::ask(&self.server)
        {
            tracing::warn!(%error, "what users are searched by");
        }
        self.server.bell().ring();
    }

    fn end_of(&self, job: &Job, heart: &Heart<'_>) -> JobEnd {
        match job.kind {
            JobKind::Check | JobKind::Apply => import::run(&self.server, job, heart),
            JobKind::Undo => undo::run(&self.server, job, heart),
            JobKind::Harden | JobKind::Retention | JobKind::Mail | JobKind::SearchIndex => {
                chores::run(&self.server, job, heart)
            }
        }
    }
}

fn word(end: &JobEnd) -> &'static str {
    match end {
        JobEnd::Done => "done",
        JobEnd::Failed(_) => "failed",
        JobEnd::Stopped => "stopped",
        JobEnd::Again { .. } => "again",
    }
}
