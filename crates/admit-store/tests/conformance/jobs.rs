//! Work that is done by whoever has time for it.

use crate::Bed;
use crate::uploads::id;
use admit_core::ports::store::{
    Added, Job, JobEnd, JobKind, JobProgress, JobQuery, JobSignal, JobState, Lease, NewJob, Store,
};
use admit_core::ports::watch::Phase;
use std::collections::BTreeSet;

/// A job for an upload, or for none.
fn new(kind: JobKind, import: Option<u8>, due: i64) -> NewJob {
    NewJob {
        kind,
        import: import.map(id),
        by: "ana@example.org".to_owned(),
        due,
    }
}

/// Adds a job that nothing stands in the way of; answers with its number.
#[track_caller]
fn add(store: &dyn Store, kind: JobKind, import: Option<u8>, due: i64) -> u64 {
    match store.add_job(&new(kind, import, due), due).unwrap() {
        Added::New(number) => number,
        Added::Busy(job) => panic!("{job:?} stands in the way"),
    }
}

/// Adds a job that another one comes before; answers with that one.
#[track_caller]
fn add_busy(store: &dyn Store, kind: JobKind, import: Option<u8>, due: i64) -> Job {
    match store.add_job(&new(kind, import, due), due).unwrap() {
        Added::New(number) => panic!("{number} was added"),
        Added::Busy(job) => job,
    }
}

/// A lease of ten.
fn lease(owner: &str, now: i64) -> Lease<'_> {
    Lease {
        owner,
        now,
        ends: now + 10,
    }
}

/// The number of the job that is claimed, with a lease of ten.
fn claim(store: &dyn Store, owner: &str, kinds: &[JobKind], now: i64) -> Option<u64> {
    let claimed = store.claim_job(&lease(owner, now), kinds).unwrap()?;
    assert_eq!(store.job(claimed.number).unwrap().as_ref(), Some(&claimed));
    assert_eq!(claimed.state, JobState::Running);
    assert_eq!(claimed.owner.as_deref(), Some(owner));
    assert_eq!(claimed.lease_ends, Some(now + 10));
    Some(claimed.number)
}

fn renew(store: &dyn Store, number: u64, owner: &str, now: i64) -> JobSignal {
    let progress = JobProgress::default();
    store
        .renew_job(number, &lease(owner, now), &progress)
        .unwrap()
}

fn end(store: &dyn Store, number: u64, owner: &str, how: &JobEnd) -> bool {
    store.finish_job(number, owner, how, 500).unwrap()
}

fn state(store: &dyn Store, number: u64) -> JobState {
    store.job(number).unwrap().unwrap().state
}

const ALL: &[JobKind] = &JobKind::ALL;

pub fn a_job_goes_from_waiting_to_done(bed: &mut Bed) {
    let store = bed.store();
    let asked = new(JobKind::Check, Some(1), 7);
    assert_eq!(store.add_job(&asked, 5).unwrap(), Added::New(1));
    let mut job = Job {
        number: 1,
        kind: JobKind::Check,
        import: Some(id(1)),
        by: "ana@example.org".to_owned(),
        state: JobState::Waiting,
        created: 5,
        due: 7,
        owner: None,
        lease_ends: None,
        attempts: 0,
        stop_asked: false,
        progress: JobProgress::default(),
        failed: None,
        finished: None,
    };
    assert_eq!(store.job(1).unwrap().as_ref(), Some(&job));
    assert_eq!(claim(store, "a", ALL, 6), None);
    assert_eq!(claim(store, "a", &[JobKind::Apply, JobKind::Mail], 7), None);
    assert_eq!(claim(store, "a", &[], 7), None);
    assert_eq!(claim(store, "a", &[JobKind::Check], 7), Some(1));
    bed.reopen();
    let store = bed.store();
    job.progress = JobProgress {
        phase: Some(Phase::Matching),
        rows: 1 << 40,
        bytes: 3,
        of_bytes: 1 << 50,
    };
    let signal = store.renew_job(1, &lease("a", 20), &job.progress).unwrap();
    assert_eq!(signal, JobSignal::GoOn);
    job.state = JobState::Running;
    (job.owner, job.lease_ends, job.attempts) = (Some("a".to_owned()), Some(30), 1);
    assert_eq!(store.job(1).unwrap().as_ref(), Some(&job));
    assert!(store.finish_job(1, "a", &JobEnd::Done, 11).unwrap());
    job.state = JobState::Done;
    (job.owner, job.lease_ends, job.finished) = (None, None, Some(11));
    bed.reopen();
    let store = bed.store();
    assert_eq!(store.job(1).unwrap(), Some(job));
    assert_eq!(store.job(2).unwrap(), None);
    // It is over.
    assert_eq!(claim(store, "a", ALL, 99), None);
    assert_eq!(renew(store, 1, "a", 99), JobSignal::Lost);
    assert!(!end(store, 1, "a", &JobEnd::Done));
}

pub fn an_import_has_one_job_at_a_time(bed: &mut Bed) {
    let store = bed.store();
    let first = add(store, JobKind::Check, Some(1), 0);
    for kind in [JobKind::Check, JobKind::Apply] {
        assert_eq!(add_busy(store, kind, Some(1), 0).number, first);
    }
    let second = add(store, JobKind::Check, Some(2), 0);
    assert_eq!(claim(store, "a", ALL, 0), Some(first));
    assert_eq!(add_busy(store, JobKind::Apply, Some(1), 0).number, first);
    assert!(end(store, first, "a", &JobEnd::Failed("No.".to_owned())));
    let third = add(store, JobKind::Apply, Some(1), 0);
    let of: Vec<u64> = store
        .jobs_of(id(1))
        .unwrap()
        .iter()
        .map(|job| job.number)
        .collect();
    assert_eq!(of, [third, first]);
    assert_eq!(store.jobs_of(id(2)).unwrap().len(), 1);
    assert_eq!(store.jobs_of(id(3)).unwrap(), []);
    let failed = store.job(first).unwrap().unwrap();
    assert_eq!(
        (failed.state, failed.failed.as_deref()),
        (JobState::Failed, Some("No."))
    );
    assert!(second < third);
}

pub fn of_what_is_for_no_import_one_waits(bed: &mut Bed) {
    let store = bed.store();
    let mail = add(store, JobKind::Mail, None, 50);
    let index = add(store, JobKind::SearchIndex, None, 60);
    // It is due as early as anybody asked for.
    for (due, expected) in [(70, 50), (40, 40), (45, 40)] {
        let busy = add_busy(store, JobKind::Mail, None, due);
        assert_eq!((busy.number, busy.due), (mail, expected));
        assert_eq!(store.job(mail).unwrap(), Some(busy));
    }
    assert_eq!(claim(store, "a", ALL, 40), Some(mail));
    // What is asked for meanwhile is done after it.
    let next = add(store, JobKind::Mail, None, 41);
    assert_eq!(claim(store, "b", ALL, 45), None);
    assert_eq!(claim(store, "b", ALL, 60), Some(mail));
    assert_eq!(claim(store, "b", ALL, 60), Some(index));
    assert!(!end(store, mail, "a", &JobEnd::Done));
    // What is to be tried again while the next waits is done by that.
    let again = JobEnd::Again {
        due: 90,
        why: "The mail server is away.".to_owned(),
    };
    assert!(end(store, mail, "b", &again));
    assert_eq!(state(store, mail), JobState::Failed);
    assert_eq!(claim(store, "c", ALL, 61), Some(next));
    assert!(end(store, next, "c", &again));
    assert_eq!(add_busy(store, JobKind::Mail, None, 200).due, 90);
}

pub fn what_has_been_due_for_longest_comes_first(bed: &mut Bed) {
    let store = bed.store();
    let late = add(store, JobKind::Check, Some(1), 30);
    let early = add(store, JobKind::Check, Some(2), 10);
    let same = add(store, JobKind::Check, Some(3), 10);
    assert_eq!(claim(store, "a", ALL, 50), Some(early));
    assert_eq!(claim(store, "a", ALL, 50), Some(same));
    let again = JobEnd::Again {
        due: 51,
        why: "Another import is running.".to_owned(),
    };
    assert!(end(store, early, "a", &again));
    let waiting = store.job(early).unwrap().unwrap();
    assert_eq!(
        waiting.failed.as_deref(),
        Some("Another import is running.")
    );
    assert_eq!(
        (waiting.state, waiting.due, waiting.attempts),
        (JobState::Waiting, 51, 1)
    );
    assert_eq!((waiting.owner, waiting.finished), (None, None));
    assert_eq!(claim(store, "a", ALL, 52), Some(late));
    assert_eq!(claim(store, "a", ALL, 52), Some(early));
    assert_eq!(store.job(early).unwrap().unwrap().attempts, 2);
    assert!(end(store, early, "a", &JobEnd::Done));
    assert_eq!(store.job(early).unwrap().unwrap().failed, None);
}

pub fn one_job_that_writes_is_done_at_a_time(bed: &mut Bed) {
    let store = bed.store();
    let apply = add(store, JobKind::Apply, Some(1), 0);
    let undo = add(store, JobKind::Undo, Some(2), 0);
    let harden = add(store, JobKind::Harden, None, 0);
    let check = add(store, JobKind::Check, Some(3), 0);
    assert_eq!(claim(store, "a", ALL, 0), Some(apply));
    // Checks go on beside it.
    assert_eq!(claim(store, "b", ALL, 1), Some(check));
    assert_eq!(claim(store, "b", ALL, 9), None);
    // Its lease has ended: whoever claims first is the next, and the other has lost.
    assert_eq!(claim(store, "b", &[JobKind::Undo], 10), Some(undo));
    assert_eq!(renew(store, apply, "a", 11), JobSignal::Lost);
    assert_eq!(
        claim(store, "c", &[JobKind::Apply, JobKind::Harden], 11),
        None
    );
    assert!(end(store, undo, "b", &JobEnd::Done));
    // Nobody came: it has not lost yet.
    assert_eq!(renew(store, apply, "a", 12), JobSignal::GoOn);
    assert_eq!(claim(store, "c", ALL, 13), Some(check));
    assert_eq!(claim(store, "c", ALL, 14), None);
    assert!(end(store, apply, "a", &JobEnd::Done));
    assert_eq!(claim(store, "c", ALL, 15), Some(harden));
}

pub fn a_lease_that_ends_is_taken_over(bed: &mut Bed) {
    let store = bed.store();
    let job = add(store, JobKind::Apply, Some(1), 0);
    assert_eq!(claim(store, "a", ALL, 0), Some(job));
    assert_eq!(renew(store, job, "b", 5), JobSignal::Lost);
    assert_eq!(renew(store, job, "a", 5), JobSignal::GoOn);
    assert_eq!(claim(store, "b", ALL, 14), None);
    bed.reopen();
    let store = bed.store();
    let progress = store.job(job).unwrap().unwrap().progress;
    assert_eq!(claim(store, "b", ALL, 15), Some(job));
    let taken = store.job(job).unwrap().unwrap();
    assert_eq!((taken.attempts, taken.progress), (2, progress));
    assert_eq!(renew(store, job, "a", 16), JobSignal::Lost);
    for how in [JobEnd::Done, JobEnd::Stopped, JobEnd::Failed(String::new())] {
        assert!(!end(store, job, "a", &how));
    }
    assert_eq!(renew(store, job, "b", 17), JobSignal::GoOn);
    assert!(end(store, job, "b", &JobEnd::Done));
}

pub fn a_job_is_asked_to_stop(bed: &mut Bed) {
    let store = bed.store();
    assert!(!store.ask_to_stop(id(1), 0).unwrap());
    // One that waits stops at once.
    let waiting = add(store, JobKind::Apply, Some(1), 0);
    assert!(store.ask_to_stop(id(1), 3).unwrap());
    let stopped = store.job(waiting).unwrap().unwrap();
    assert_eq!(
        (stopped.state, stopped.finished),
        (JobState::Stopped, Some(3))
    );
    assert!(!store.ask_to_stop(id(1), 4).unwrap());
    assert_eq!(claim(store, "a", ALL, 5), None);
    // One that runs is told so, whoever goes on with it.
    let running = add(store, JobKind::Apply, Some(1), 5);
    assert_eq!(claim(store, "a", ALL, 5), Some(running));
    assert_eq!(renew(store, running, "a", 6), JobSignal::GoOn);
    assert!(store.ask_to_stop(id(1), 7).unwrap());
    assert!(store.ask_to_stop(id(1), 7).unwrap());
    assert_eq!(renew(store, running, "a", 8), JobSignal::Stop);
    bed.reopen();
    let store = bed.store();
    assert_eq!(claim(store, "b", ALL, 18), Some(running));
    assert!(store.job(running).unwrap().unwrap().stop_asked);
    assert_eq!(renew(store, running, "b", 19), JobSignal::Stop);
    // It is not tried again.
    let again = JobEnd::Again {
        due: 30,
        why: "The disk is full.".to_owned(),
    };
    assert!(end(store, running, "b", &again));
    assert_eq!(state(store, running), JobState::Stopped);
    // The next one of the import goes on.
    let next = add(store, JobKind::Apply, Some(1), 20);
    assert_eq!(claim(store, "b", ALL, 20), Some(next));
    assert_eq!(renew(store, next, "b", 21), JobSignal::GoOn);
    assert!(end(store, next, "b", &JobEnd::Stopped));
}

/// Checks which jobs are on a page.
#[track_caller]
fn check_page(store: &dyn Store, query: &JobQuery, expected: &[u64]) {
    let found = store.jobs(query).unwrap();
    let found: Vec<u64> = found.iter().map(|job| job.number).collect();
    assert_eq!(found, expected, "{query:?}");
}

pub fn jobs_are_paged_and_forgotten(bed: &mut Bed) {
    let store = bed.store();
    for (import, kind) in [
        (1, JobKind::Check),
        (2, JobKind::Apply),
        (3, JobKind::Check),
    ] {
        add(store, kind, Some(import), 0);
    }
    add(store, JobKind::Retention, None, 0);
    assert_eq!(claim(store, "a", ALL, 0), Some(1));
    assert_eq!(claim(store, "a", ALL, 0), Some(2));
    assert!(store.finish_job(1, "a", &JobEnd::Done, 10).unwrap());
    assert!(store.finish_job(2, "a", &JobEnd::Done, 20).unwrap());
    let all = JobQuery {
        limit: 9,
        ..JobQuery::default()
    };
    check_page(store, &all, &[4, 3, 2, 1]);
    check_page(
        store,
        &JobQuery {
            limit: 2,
            ..all.clone()
        },
        &[4, 3],
    );
    check_page(
        store,
        &JobQuery {
            before: Some(3),
            ..all.clone()
        },
        &[2, 1],
    );
    let done = vec![JobState::Done, JobState::Failed];
    check_page(
        store,
        &JobQuery {
            states: done,
            ..all.clone()
        },
        &[2, 1],
    );
    let kinds = vec![JobKind::Check];
    check_page(
        store,
        &JobQuery {
            kinds,
            ..all.clone()
        },
        &[3, 1],
    );
    assert_eq!(store.forget_jobs(10).unwrap(), 0);
    assert_eq!(store.forget_jobs(20).unwrap(), 1);
    check_page(store, &all, &[4, 3, 2]);
    assert_eq!(claim(store, "a", ALL, 0), Some(3));
    assert_eq!(claim(store, "a", ALL, 0), Some(4));
    assert!(store.finish_job(4, "a", &JobEnd::Done, 20).unwrap());
    assert!(store.finish_job(3, "a", &JobEnd::Done, 20).unwrap());
    assert_eq!(store.forget_jobs(21).unwrap(), 3);
    check_page(store, &all, &[]);
    // No number is given again.
    assert_eq!(add(store, JobKind::Check, Some(1), 0), 5);
}

pub fn many_owners_do_each_job_once(bed: &mut Bed) {
    const OWNERS: u64 = 6;
    const JOBS: u8 = 40;
    let store = bed.store();
    for number in 0..JOBS {
        let kind = if number % 4 == 0 {
            JobKind::Apply
        } else {
            JobKind::Check
        };
        add(store, kind, Some(number), 0);
    }
    let work = |owner: &str| {
        let mut done = Vec::new();
        let mut is_left = true;
        while is_left {
            while let Some(job) = store.claim_job(&lease(owner, 1), ALL).unwrap() {
                assert_eq!(renew(store, job.number, owner, 2), JobSignal::GoOn);
                assert!(end(store, job.number, owner, &JobEnd::Done));
                done.push(job.number);
            }
            let open = vec![JobState::Waiting, JobState::Running];
            let query = JobQuery {
                states: open,
                limit: 1,
                ..JobQuery::default()
            };
            is_left = !store.jobs(&query).unwrap().is_empty();
        }
        done
    };
    let done: Vec<u64> = std::thread::scope(|scope| {
        let owners: Vec<String> = (0..OWNERS).map(|owner| owner.to_string()).collect();
        let work = &work;
        let owners = owners.into_iter();
        let threads: Vec<_> = owners
            .map(|owner| scope.spawn(move || work(&owner)))
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    });
    let each: BTreeSet<u64> = done.iter().copied().collect();
    assert_eq!(
        (done.len(), each.len()),
        (usize::from(JOBS), usize::from(JOBS))
    );
    let query = JobQuery {
        limit: 100,
        ..JobQuery::default()
    };
    let jobs = store.jobs(&query).unwrap();
    assert!(
        jobs.iter()
            .all(|job| job.attempts == 1 && job.state == JobState::Done)
    );
}

pub fn of_many_owners_one_takes_over(bed: &mut Bed) {
    let store = bed.store();
    let job = add(store, JobKind::Apply, Some(1), 0);
    assert_eq!(claim(store, "dead", ALL, 0), Some(job));
    let owners: Vec<String> = (0..6).map(|owner| owner.to_string()).collect();
    let took: Vec<&String> = std::thread::scope(|scope| {
        let threads = owners.iter().map(|owner| {
            let take = move || {
                store
                    .claim_job(&lease(owner, 10), ALL)
                    .unwrap()
                    .map(|_| owner)
            };
            scope.spawn(take)
        });
        let threads: Vec<_> = threads.collect();
        threads
            .into_iter()
            .filter_map(|thread| thread.join().unwrap())
            .collect()
    });
    assert_eq!(took.len(), 1);
    assert!(!end(store, job, "dead", &JobEnd::Done));
    assert!(end(store, job, took[0], &JobEnd::Done));
    assert_eq!(store.job(job).unwrap().unwrap().attempts, 2);
}
