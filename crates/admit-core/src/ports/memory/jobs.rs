//! Jobs in memory.

use super::MemoryStore;
use crate::ports::store::{
    Added, Job, JobEnd, JobKind, JobProgress, JobQuery, JobSignal, JobState, Jobs, Lease, NewJob,
    StoreError,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What is kept of jobs.
#[derive(Debug, Default)]
pub(super) struct Kept {
    jobs: BTreeMap<u64, Job>,
    /// The highest number that was ever given.
    last: u64,
}

impl Kept {
    /// The job of an import that is waiting or running.
    pub(super) fn open_of(&self, import: Uuid) -> Option<&Job> {
        let mut open = self.jobs.values().filter(|job| job.state.is_open());
        open.find(|job| job.import == Some(import))
    }

    /// The number of the latest job of an import.
    pub(super) fn latest_of(&self, import: Uuid) -> Option<u64> {
        let mut latest_first = self.jobs.values().rev();
        let latest = latest_first.find(|job| job.import == Some(import));
        latest.map(|job| job.number)
    }

    /// Those that are waiting or running.
    pub(super) fn open(&self) -> impl Iterator<Item = &Job> {
        self.jobs.values().filter(|job| job.state.is_open())
    }

    fn waiting_of(&mut self, kind: JobKind) -> Option<&mut Job> {
        let mut waiting = self.jobs.values_mut().filter(|job| is_waiting(job));
        waiting.find(|job| job.import.is_none() && job.kind == kind)
    }

    /// Whether another job has a lease beside which this one is not done.
    fn is_held_up(&self, job: &Job, now: i64) -> bool {
        let mut held = self.jobs.values().filter(|other| has_lease(other, now));
        held.any(|other| other.number != job.number && excludes(other, job))
    }

    pub(super) fn add(&mut self, new: &NewJob, now: i64) -> Added {
        let busy = match new.import {
            Some(import) => self.open_of(import).cloned(),
            None => self.waiting_of(new.kind).map(|job| {
                job.due = job.due.min(new.due);
                job.clone()
            }),
        };
        if let Some(job) = busy {
            return Added::Busy(job);
        }
        self.last += 1;
        let job = Job {
            number: self.last,
            kind: new.kind,
            import: new.import,
            by: new.by.clone(),
            state: JobState::Waiting,
            created: now,
            due: new.due,
            owner: None,
            lease_ends: None,
            attempts: 0,
            stop_asked: false,
            progress: JobProgress::default(),
            failed: None,
            finished: None,
        };
        self.jobs.insert(job.number, job);
        Added::New(self.last)
    }

    fn owned(&mut self, number: u64, owner: &str) -> Option<&mut Job> {
        let job = self.jobs.get_mut(&number)?;
        (job.state == JobState::Running && job.owner.as_deref() == Some(owner)).then_some(job)
    }
}

fn is_waiting(job: &Job) -> bool {
    job.state == JobState::Waiting
}

fn has_lease(job: &Job, now: i64) -> bool {
    job.state == JobState::Running && job.lease_ends.is_some_and(|ends| ends > now)
}

fn excludes(one: &Job, other: &Job) -> bool {
    let are_for_none = one.import.is_none() && other.import.is_none();
    (one.kind.writes() && other.kind.writes()) || (are_for_none && one.kind == other.kind)
}

fn end(job: &mut Job, state: JobState, now: i64) {
    job.state = state;
    job.owner = None;
    job.lease_ends = None;
    job.finished = Some(now);
}

impl Jobs for MemoryStore {
    fn add_job(&self, new: &NewJob, now: i64) -> Result<Added, StoreError> {
        Ok(self.state().jobs.add(new, now))
    }

    fn claim_job(&self, lease: &Lease<'_>, kinds: &[JobKind]) -> Result<Option<Job>, StoreError> {
        let kept = &mut self.state().jobs;
        let is_free = |job: &&Job| {
            let is_left = job.state == JobState::Running && !has_lease(job, lease.now);
            kinds.contains(&job.kind) && (is_left || (is_waiting(job) && job.due <= lease.now))
        };
        let free = kept.jobs.values().filter(is_free);
        let free = free.filter(|job| !kept.is_held_up(job, lease.now));
        let Some(number) = free
            .min_by_key(|job| (job.due, job.number))
            .map(|job| job.number)
        else {
            return Ok(None);
        };
        let job = kept.jobs.get_mut(&number);
        Ok(job.map(|job| {
            job.state = JobState::Running;
            job.owner = Some(lease.owner.to_owned());
            job.lease_ends = Some(lease.ends);
            job.attempts += 1;
            job.clone()
        }))
    }

    fn renew_job(
        &self,
        number: u64,
        lease: &Lease<'_>,
        progress: &JobProgress,
    ) -> Result<JobSignal, StoreError> {
        let kept = &mut self.state().jobs;
        let Some(job) = kept.owned(number, lease.owner).cloned() else {
            return Ok(JobSignal::Lost);
        };
        if !has_lease(&job, lease.now) && kept.is_held_up(&job, lease.now) {
            return Ok(JobSignal::Lost);
        }
        let Some(job) = kept.owned(number, lease.owner) else {
            return Ok(JobSignal::Lost);
        };
        job.progress = *progress;
        job.lease_ends = Some(lease.ends);
        Ok(if job.stop_asked {
            JobSignal::Stop
        } else {
            JobSignal::GoOn
        })
    }

    fn finish_job(
        &self,
        number: u64,
        owner: &str,
        how: &JobEnd,
        now: i64,
    ) -> Result<bool, StoreError> {
        let kept = &mut self.state().jobs;
        let Some(job) = kept.owned(number, owner).cloned() else {
            return Ok(false);
        };
        let another_waits = job.import.is_none() && kept.waiting_of(job.kind).is_some();
        let Some(job) = kept.owned(number, owner) else {
            return Ok(false);
        };
        job.failed = None;
        match how {
            JobEnd::Done => end(job, JobState::Done, now),
            JobEnd::Stopped => end(job, JobState::Stopped, now),
            JobEnd::Again { .. } if job.stop_asked => end(job, JobState::Stopped, now),
            JobEnd::Failed(why) => {
                job.failed = Some(why.clone());
                end(job, JobState::Failed, now);
            }
            JobEnd::Again { due, why } => {
                job.failed = Some(why.clone());
                end(job, JobState::Failed, now);
                if !another_waits {
                    job.state = JobState::Waiting;
                    job.due = *due;
                    job.finished = None;
                }
            }
        }
        Ok(true)
    }

    fn ask_to_stop(&self, import: Uuid, now: i64) -> Result<bool, StoreError> {
        let kept = &mut self.state().jobs;
        let Some(number) = kept.open_of(import).map(|job| job.number) else {
            return Ok(false);
        };
        if let Some(job) = kept.jobs.get_mut(&number) {
            job.stop_asked = true;
            if is_waiting(job) {
                end(job, JobState::Stopped, now);
            }
        }
        Ok(true)
    }

    fn job(&self, number: u64) -> Result<Option<Job>, StoreError> {
        Ok(self.state().jobs.jobs.get(&number).cloned())
    }

    fn jobs_of(&self, import: Uuid) -> Result<Vec<Job>, StoreError> {
        let state = self.state();
        let latest_first = state.jobs.jobs.values().rev();
        let own = latest_first.filter(|job| job.import == Some(import));
        Ok(own.cloned().collect())
    }

    fn latest_jobs(&self, imports: &[Uuid]) -> Result<Vec<Job>, StoreError> {
        let state = self.state();
        let latest = imports.iter().filter_map(|import| {
            let mut latest_first = state.jobs.jobs.values().rev();
            latest_first.find(|job| job.import == Some(*import))
        });
        Ok(latest.cloned().collect())
    }

    fn jobs(&self, query: &JobQuery) -> Result<Vec<Job>, StoreError> {
        let state = self.state();
        let latest_first = state.jobs.jobs.values().rev();
        Ok(latest_first
            .filter(|job| query.before.is_none_or(|before| job.number < before))
            .filter(|job| query.states.is_empty() || query.states.contains(&job.state))
            .filter(|job| query.kinds.is_empty() || query.kinds.contains(&job.kind))
            .take(query.limit as usize)
            .cloned()
            .collect())
    }

    fn forget_jobs(&self, finished_before: i64) -> Result<u64, StoreError> {
        let jobs = &mut self.state().jobs.jobs;
        let before = jobs.len();
        jobs.retain(|_, job| job.finished.is_none_or(|ended| ended >= finished_before));
        Ok((before - jobs.len()) as u64)
    }
}
