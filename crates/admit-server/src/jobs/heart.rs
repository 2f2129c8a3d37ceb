//! The life signs of a job: how far it has come is written now and then, the lease is
//! renewed with it, and who asked for it to stop is heard.

use crate::jobs::Bell;
use crate::limits::HEARTBEAT;
use crate::state::Server;
use admit_core::ports::store::{JobProgress, JobSignal, Lease};
use admit_core::ports::watch::{Phase, Watch};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// The life signs of a job.
pub struct Heart<'s> {
    server: &'s Server,
    job: u64,
    owner: &'s str,
    /// The server is to stop.
    closing: &'s AtomicBool,
    progress: Mutex<JobProgress>,
    stop: AtomicBool,
    lost: AtomicBool,
    over: AtomicBool,
    ended: Bell,
}

impl<'s> Heart<'s> {
    /// Of a job that was claimed.
    pub fn new(server: &'s Server, job: u64, owner: &'s str, closing: &'s AtomicBool) -> Self {
        Heart {
            server,
            job,
            owner,
            closing,
            progress: Mutex::default(),
            stop: AtomicBool::new(false),
            lost: AtomicBool::new(false),
            over: AtomicBool::new(false),
            ended: Bell::default(),
        }
    }

    /// Beats until the job is over.
    pub fn beat(&self) {
        let mut written = JobProgress::default();
        let mut renewed = self.server.now();
        while !self.over.load(Ordering::SeqCst) {
            self.ended.wait(HEARTBEAT);
            let progress = self.progress();
            let now = self.server.now();
            // Also if nothing moves: somebody may have asked for it to stop.
            let is_due = now - renewed >= 2 * HEARTBEAT.as_millis() as i64;
            if progress == written && !is_due {
                continue;
            }
            let lease = lease(self.server, self.owner, now);
            let signal = self.server.store().renew_job(self.job, &lease, &progress);
            match signal {
                Ok(JobSignal::GoOn) => {}
                Ok(JobSignal::Stop) => self.stop.store(true, Ordering::SeqCst),
                Ok(JobSignal::Lost) => self.lost.store(true, Ordering::SeqCst),
                // The next beat tries again; the lease holds so long.
                Err(error) => tracing::warn!(job = self.job, %error, "a sign of life"),
            }
            (written, renewed) = (progress, now);
        }
    }

    /// The job is over.
    pub fn end(&self) {
        self.over.store(true, Ordering::SeqCst);
        self.ended.ring();
    }

    /// How many bytes the source has.
    pub fn of_bytes(&self, bytes: u64) {
        self.noted().of_bytes = bytes;
    }

    /// Whether somebody asked for the job to stop, other than by stopping the server.
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }

    /// Whether somebody else has the job by now.
    pub fn is_lost(&self) -> bool {
        self.lost.load(Ordering::SeqCst)
    }

    /// Whether the server is to stop.
    pub fn is_closing(&self) -> bool {
        self.closing.load(Ordering::SeqCst)
    }

    fn progress(&self) -> JobProgress {
        *self.noted()
    }

    fn noted(&self) -> std::sync::MutexGuard<'_, JobProgress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Watch for Heart<'_> {
    fn progress(&self, phase: Phase, rows: u64, byte: u64) {
        let mut noted = self.noted();
        noted.phase = Some(phase);
        noted.rows = rows;
        noted.bytes = byte;
    }

    fn stop_asked(&self) -> bool {
        self.is_stopped() || self.is_lost() || self.is_closing()
    }
}

/// The right to a job from now on.
pub fn lease<'o>(server: &Server, owner: &'o str, now: i64) -> Lease<'o> {
    Lease {
        owner,
        now,
        ends: now + server.config().lease.as_millis() as i64,
    }
}
