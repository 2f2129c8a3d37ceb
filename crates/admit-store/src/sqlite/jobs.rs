//! The table of jobs.
//!
//! Whoever has time for a job asks several times a second. So it is looked for beside
//! whatever is written, and only one that is there is claimed.

use super::SqliteStore;
use super::fault::{Fault, corrupt};
use admit_core::ports::store::{
    Added, Job, JobEnd, JobKind, JobProgress, JobQuery, JobSignal, JobState, Jobs, Lease, NewJob,
    StoreError,
};
use admit_core::ports::watch::Phase;
use rusqlite::{Connection, OptionalExtension, Params, Row, params};
use serde_json::json;
use uuid::Uuid;

const READING: &str = "reading jobs";
const WRITING: &str = "writing jobs";

impl Jobs for SqliteStore {
    fn add_job(&self, new: &NewJob, now: i64) -> Result<Added, StoreError> {
        self.write(WRITING, |tx| add(tx, new, now))
    }

    fn claim_job(&self, lease: &Lease<'_>, kinds: &[JobKind]) -> Result<Option<Job>, StoreError> {
        if self
            .read(READING, |conn| free(conn, kinds, lease.now))?
            .is_none()
        {
            return Ok(None);
        }
        self.write("claiming a job", |tx| {
            let Some(number) = free(tx, kinds, lease.now)? else {
                return Ok(None);
            };
            tx.prepare_cached(
                "UPDATE jobs SET state = 'running', owner = ?2, lease_ends = ?3,
                    attempts = attempts + 1
                 WHERE number = ?1",
            )?
            .execute((number, lease.owner, lease.ends))?;
            job(tx, number)
        })
    }

    fn renew_job(
        &self,
        number: u64,
        lease: &Lease<'_>,
        progress: &JobProgress,
    ) -> Result<JobSignal, StoreError> {
        self.write("renewing a job", |tx| {
            let Some(own) = owned(tx, number, lease.owner)? else {
                return Ok(JobSignal::Lost);
            };
            let has_ended = own.lease_ends.is_none_or(|ends| ends <= lease.now);
            if has_ended && is_held_up(tx, &own, lease.now)? {
                return Ok(JobSignal::Lost);
            }
            tx.prepare_cached(
                "UPDATE jobs SET phase = ?2, rows = ?3, bytes = ?4, of_bytes = ?5,
                    lease_ends = ?6
                 WHERE number = ?1",
            )?
            .execute(params![
                clamped(number),
                progress.phase.map(Phase::name),
                clamped(progress.rows),
                clamped(progress.bytes),
                clamped(progress.of_bytes),
                lease.ends,
            ])?;
            Ok(if own.stop_asked {
                JobSignal::Stop
            } else {
                JobSignal::GoOn
            })
        })
    }

    fn finish_job(
        &self,
        number: u64,
        owner: &str,
        end: &JobEnd,
        now: i64,
    ) -> Result<bool, StoreError> {
        self.write("ending a job", |tx| {
            let Some(own) = owned(tx, number, owner)? else {
                return Ok(false);
            };
            let state = match end {
                JobEnd::Done => JobState::Done,
                JobEnd::Failed(_) => JobState::Failed,
                JobEnd::Stopped => JobState::Stopped,
                JobEnd::Again { .. } if own.stop_asked => JobState::Stopped,
                JobEnd::Again { .. } if another_waits(tx, &own)? => JobState::Failed,
                JobEnd::Again { .. } => JobState::Waiting,
            };
            let (due, why) = match end {
                JobEnd::Again { due, why } => (Some(*due), Some(why)),
                JobEnd::Failed(why) => (None, Some(why)),
                JobEnd::Done | JobEnd::Stopped => (None, None),
            };
            tx.prepare_cached(
                "UPDATE jobs SET state = ?2, due = coalesce(?3, due), failed = ?4,
                    finished = ?5, owner = NULL, lease_ends = NULL
                 WHERE number = ?1",
            )?
            .execute(params![
                clamped(number),
                state.name(),
                due.filter(|_| state.is_open()),
                why.filter(|_| state != JobState::Stopped),
                (!state.is_open()).then_some(now),
            ])?;
            Ok(true)
        })
    }

    fn ask_to_stop(&self, import: Uuid, now: i64) -> Result<bool, StoreError> {
        self.write("stopping a job", |tx| {
            let mut statement = tx.prepare_cached(
                "UPDATE jobs SET stop_asked = 1,
                    finished = CASE state WHEN 'waiting' THEN ?2 END,
                    state = CASE state WHEN 'waiting' THEN 'stopped' ELSE state END
                 WHERE import = ?1 AND finished IS NULL",
            )?;
            Ok(statement.execute((import.as_bytes(), now))? > 0)
        })
    }

    fn job(&self, number: u64) -> Result<Option<Job>, StoreError> {
        self.read(READING, |conn| job(conn, clamped(number)))
    }

    fn jobs_of(&self, import: Uuid) -> Result<Vec<Job>, StoreError> {
        self.read(READING, |conn| {
            let clause = "WHERE import = ?1 ORDER BY number DESC";
            select(conn, clause, [import.as_bytes()])
        })
    }

    fn latest_jobs(&self, imports: &[Uuid]) -> Result<Vec<Job>, StoreError> {
        self.read(READING, |conn| {
            let mut latest = Vec::new();
            for import in imports {
                latest.extend(latest_of(conn, *import)?);
            }
            Ok(latest)
        })
    }

    fn jobs(&self, query: &JobQuery) -> Result<Vec<Job>, StoreError> {
        self.read(READING, |conn| {
            let clause = "WHERE (?1 IS NULL OR number < ?1)
                AND (?2 IS NULL OR state IN (SELECT value FROM json_each(?2)))
                AND (?3 IS NULL OR kind IN (SELECT value FROM json_each(?3)))
              ORDER BY number DESC LIMIT ?4";
            let states: Vec<&str> = query.states.iter().map(|state| state.name()).collect();
            let states = (!states.is_empty()).then(|| json!(states).to_string());
            let kinds = (!query.kinds.is_empty()).then(|| names(&query.kinds));
            let before = query.before.map(clamped);
            let limit = clamped(query.limit);
            select(conn, clause, params![before, states, kinds, limit])
        })
    }

    fn forget_jobs(&self, finished_before: i64) -> Result<u64, StoreError> {
        self.write("forgetting jobs", |tx| {
            let mut statement = tx.prepare_cached("DELETE FROM jobs WHERE finished < ?1")?;
            Ok(statement.execute([finished_before])? as u64)
        })
    }
}

/// Asks for a job.
pub(super) fn add(conn: &Connection, new: &NewJob, now: i64) -> Result<Added, Fault> {
    if let Some(busy) = comes_first(conn, new)? {
        return Ok(Added::Busy(busy));
    }
    let mut statement = conn.prepare_cached(
        "INSERT INTO jobs (kind, import, \"by\", state, created, due, attempts, stop_asked,
            rows, bytes, of_bytes)
         VALUES (?1, ?2, ?3, 'waiting', ?4, ?5, 0, 0, 0, 0, 0)",
    )?;
    let import = new.import.map(Uuid::into_bytes);
    let number = statement.insert(params![new.kind.name(), import, new.by, now, new.due])?;
    Ok(Added::New(number as u64))
}

/// The latest job of an import.
pub(super) fn latest_of(conn: &Connection, import: Uuid) -> Result<Option<Job>, Fault> {
    let clause = "WHERE import = ?1 ORDER BY number DESC LIMIT 1";
    Ok(select(conn, clause, [import.as_bytes()])?.pop())
}

/// A number as SQLite has it.
fn clamped(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The names of these kinds, as a list in JSON.
fn names(kinds: &[JobKind]) -> String {
    let names: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
    json!(names).to_string()
}

/// The kinds of which one is done at a time, as a list in JSON.
fn writing() -> String {
    let all = JobKind::ALL.into_iter();
    names(&all.filter(|kind| kind.writes()).collect::<Vec<_>>())
}

/// The job because of which a new one is not added, which is due as early as both.
fn comes_first(conn: &Connection, new: &NewJob) -> Result<Option<Job>, Fault> {
    let Some(import) = new.import else {
        let clause = "WHERE import IS NULL AND state = 'waiting' AND kind = ?1";
        let Some(mut waiting) = select(conn, clause, [new.kind.name()])?.pop() else {
            return Ok(None);
        };
        waiting.due = waiting.due.min(new.due);
        conn.prepare_cached("UPDATE jobs SET due = ?2 WHERE number = ?1")?
            .execute((clamped(waiting.number), waiting.due))?;
        return Ok(Some(waiting));
    };
    let clause = "WHERE import = ?1 AND finished IS NULL";
    Ok(select(conn, clause, [import.as_bytes()])?.pop())
}

/// The job that is to be claimed next.
fn free(conn: &Connection, kinds: &[JobKind], now: i64) -> Result<Option<i64>, Fault> {
    let mut statement = conn.prepare_cached(
        "SELECT number FROM jobs AS job
         WHERE finished IS NULL AND kind IN (SELECT value FROM json_each(?1))
           AND CASE state WHEN 'waiting' THEN due <= ?2 ELSE lease_ends <= ?2 END
           AND NOT EXISTS (SELECT 1 FROM jobs AS other
             WHERE other.finished IS NULL AND other.number <> job.number
               AND other.state = 'running' AND other.lease_ends > ?2
               AND (other.kind IN (SELECT value FROM json_each(?3))
                    AND job.kind IN (SELECT value FROM json_each(?3))
                 OR other.import IS NULL AND job.import IS NULL AND other.kind = job.kind))
         ORDER BY due, number LIMIT 1",
    )?;
    let found = statement.query_row((names(kinds), now, writing()), |row| row.get(0));
    Ok(found.optional()?)
}

/// Whether another job has a lease beside which this one is not done.
fn is_held_up(conn: &Connection, job: &Job, now: i64) -> Result<bool, Fault> {
    let mut statement = conn.prepare_cached(
        "SELECT 1 FROM jobs
         WHERE finished IS NULL AND number <> ?1 AND state = 'running' AND lease_ends > ?2
           AND (?3 AND kind IN (SELECT value FROM json_each(?4))
             OR ?5 AND import IS NULL AND kind = ?6)",
    )?;
    Ok(statement.exists(params![
        clamped(job.number),
        now,
        job.kind.writes(),
        writing(),
        job.import.is_none(),
        job.kind.name(),
    ])?)
}

/// Whether another of the same kind waits already.
fn another_waits(conn: &Connection, job: &Job) -> Result<bool, Fault> {
    let mut statement = conn.prepare_cached(
        "SELECT 1 FROM jobs WHERE import IS NULL AND state = 'waiting' AND kind = ?1",
    )?;
    Ok(job.import.is_none() && statement.exists([job.kind.name()])?)
}

/// The job, if this one is at work on it.
fn owned(conn: &Connection, number: u64, owner: &str) -> Result<Option<Job>, Fault> {
    let clause = "WHERE number = ?1 AND state = 'running' AND owner = ?2";
    Ok(select(conn, clause, (clamped(number), owner))?.pop())
}

fn job(conn: &Connection, number: i64) -> Result<Option<Job>, Fault> {
    Ok(select(conn, "WHERE number = ?1", [number])?.pop())
}

fn select(conn: &Connection, clause: &str, values: impl Params) -> Result<Vec<Job>, Fault> {
    let sql = format!(
        "SELECT number, kind, import, \"by\", state, created, due, owner, lease_ends, attempts,
            stop_asked, phase, rows, bytes, of_bytes, failed, finished
         FROM jobs {clause}"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query(values)?;
    let mut jobs = Vec::new();
    while let Some(row) = rows.next()? {
        jobs.push(job_in(row)?);
    }
    Ok(jobs)
}

fn job_in(row: &Row<'_>) -> Result<Job, Fault> {
    let number: i64 = row.get(0)?;
    let (kind, state): (String, String) = (row.get(1)?, row.get(4)?);
    let wrong = |column, name: &String| corrupt("jobs", column, &number, name);
    let import: Option<[u8; 16]> = row.get(2)?;
    let count = |index| Ok::<_, Fault>(row.get::<_, i64>(index)? as u64);
    let phase: Option<String> = row.get(11)?;
    Ok(Job {
        number: number as u64,
        kind: JobKind::of_name(&kind).ok_or_else(|| wrong("kind", &kind))?,
        import: import.map(Uuid::from_bytes),
        by: row.get(3)?,
        state: JobState::of_name(&state).ok_or_else(|| wrong("state", &state))?,
        created: row.get(5)?,
        due: row.get(6)?,
        owner: row.get(7)?,
        lease_ends: row.get(8)?,
        attempts: row.get(9)?,
        stop_asked: row.get(10)?,
        progress: JobProgress {
            phase: phase.as_deref().and_then(Phase::of_name),
            rows: count(12)?,
            bytes: count(13)?,
            of_bytes: count(14)?,
        },
        failed: row.get(15)?,
        finished: row.get(16)?,
    })
}
