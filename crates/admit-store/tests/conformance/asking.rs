//! Jobs of imports, with what is changed with them, and imports that are deleted.

use crate::Bed;
use crate::uploads::{id, put};
use admit_core::ports::store::{
    Added, Ask, Asked, AuditQuery, CellChange, Deleted, FilePart, JobEnd, JobKind, Lease, NewEntry,
    NewJob, Seen, Store, UploadChange,
};
use admit_core::rows::cell_correction::CellCorrection;
use std::sync::Barrier;
use std::thread;
use uuid::Uuid;

const READ_AS_IT_CAME: &str = "{}";

fn deed(what: &str, number: u8) -> NewEntry {
    NewEntry {
        who: "token import-bot".to_owned(),
        what: what.to_owned(),
        subject: Some(id(number).to_string()),
        detail: "{}".to_owned(),
    }
}

fn seen(job: Option<u64>, choices: &str) -> Seen {
    Seen {
        job,
        choices: Some(choices.to_owned()),
    }
}

/// Asks for a job of the import of this number, with other choices.
fn ask(store: &dyn Store, number: u8, kind: JobKind, seen: Seen, choices: &str) -> Asked {
    ask_with(store, number, kind, seen, choices, None)
}

fn ask_with(
    store: &dyn Store,
    number: u8,
    kind: JobKind,
    seen: Seen,
    choices: &str,
    cell: impl IntoIterator<Item = CellChange>,
) -> Asked {
    let deeds = [
        deed("import-corrected", number),
        deed("import-begun", number),
    ];
    let ask = Ask {
        import: id(number),
        kind,
        by: "token import-bot",
        seen,
        change: UploadChange {
            choices: Some(choices.to_owned()),
            ..UploadChange::default()
        },
        cells: cell.into_iter().collect(),
        deeds: &deeds,
    };
    store.ask(&ask, 7).unwrap()
}

fn work_off(store: &dyn Store) {
    let lease = Lease {
        owner: "a",
        now: 100,
        ends: 200,
    };
    let job = store.claim_job(&lease, &JobKind::ALL).unwrap().unwrap();
    assert!(
        store
            .finish_job(job.number, "a", &JobEnd::Done, 101)
            .unwrap()
    );
}

/// The choices of an upload, the cells that are corrected, how many jobs it has, and how
/// many deeds are noted.
fn state(store: &dyn Store, number: u8) -> (Option<String>, usize, usize, usize) {
    let query = AuditQuery {
        subject: Some(id(number).to_string()),
        limit: 99,
        ..AuditQuery::default()
    };
    (
        store
            .upload(id(number))
            .unwrap()
            .map(|upload| upload.choices),
        store.cell_corrections(id(number)).unwrap().len(),
        store.jobs_of(id(number)).unwrap().len(),
        store.audit(&query).unwrap().len(),
    )
}

fn cell(text: &str) -> CellChange {
    CellChange::Put(CellCorrection {
        row: 2,
        column: "name".to_owned(),
        text: text.to_owned(),
    })
}

pub fn a_job_is_asked_for_with_all_that_is_changed(bed: &mut Bed) {
    let store = bed.store();
    put(store, 1);
    let first = seen(None, READ_AS_IT_CAME);
    let asked = ask_with(store, 1, JobKind::Check, first, "1", Some(cell("Ana")));
    assert_eq!(asked, Asked::Begun(1));
    let job = store.job(1).unwrap().unwrap();
    assert_eq!((job.kind, job.due, job.created), (JobKind::Check, 7, 7));
    assert_eq!((job.import, &*job.by), (Some(id(1)), "token import-bot"));
    bed.reopen();
    let store = bed.store();
    assert_eq!(state(store, 1), (Some("1".to_owned()), 1, 1, 2));
    // While something is at work on it, nothing is changed.
    let asked = ask_with(
        store,
        1,
        JobKind::Apply,
        seen(Some(1), "1"),
        "2",
        Some(cell("Eva")),
    );
    assert_eq!(asked, Asked::Changed);
    work_off(store);
    let take_back = |row| {
        let column = "name".to_owned();
        Some(CellChange::TakeBack { row, column })
    };
    for (as_seen, cell, expected) in [
        // What was seen is older than what is there.
        (seen(None, "1"), None, Asked::Changed),
        (seen(Some(1), READ_AS_IT_CAME), None, Asked::Changed),
        (seen(Some(2), "1"), None, Asked::Changed),
        (Seen::default(), None, Asked::Changed),
        (seen(Some(1), "1"), take_back(3), Asked::NoSuchCell),
    ] {
        let asked = ask_with(store, 1, JobKind::Check, as_seen, "2", cell);
        assert_eq!(asked, expected);
        assert_eq!(state(store, 1), (Some("1".to_owned()), 1, 1, 2));
    }
    let asked = ask_with(
        store,
        1,
        JobKind::Check,
        seen(Some(1), "1"),
        "2",
        take_back(2),
    );
    assert_eq!(asked, Asked::Begun(2));
    assert_eq!(state(store, 1), (Some("2".to_owned()), 0, 2, 4));
}

pub fn no_job_is_asked_for_without_its_file(bed: &mut Bed) {
    let store = bed.store();
    put(store, 1);
    let removed = UploadChange {
        removed: Some(5),
        ..UploadChange::default()
    };
    assert!(store.change_upload(id(1), &removed).unwrap());
    for kind in [JobKind::Check, JobKind::Apply] {
        let as_seen = seen(None, READ_AS_IT_CAME);
        assert_eq!(ask(store, 1, kind, as_seen, "1"), Asked::Changed);
        assert_eq!(ask(store, 2, kind, Seen::default(), "1"), Asked::Gone);
    }
    assert_eq!(state(store, 1), (Some(READ_AS_IT_CAME.to_owned()), 0, 0, 0));
    assert_eq!(state(store, 2), (None, 0, 0, 0));
    // What was written can be taken back without it.
    let as_seen = seen(None, READ_AS_IT_CAME);
    assert_eq!(ask(store, 1, JobKind::Undo, as_seen, "1"), Asked::Begun(1));
}

fn delete(store: &dyn Store, number: u8) -> Deleted {
    let passwords = Uuid::from_u128(id(number).as_u128() ^ 1);
    let deed = deed("import-deleted", number);
    store
        .delete_import(id(number), passwords, &deed, 8)
        .unwrap()
}

pub fn an_import_is_deleted_once_and_only_at_rest(bed: &mut Bed) {
    let store = bed.store();
    put(store, 1);
    put(store, 2);
    let job = NewJob {
        kind: JobKind::Apply,
        import: Some(id(1)),
        by: String::new(),
        due: 0,
    };
    assert_eq!(store.add_job(&job, 0).unwrap(), Added::New(1));
    assert_eq!(delete(store, 1), Deleted::Busy);
    assert_eq!(state(store, 1), (Some(READ_AS_IT_CAME.to_owned()), 0, 1, 0));
    work_off(store);
    assert_eq!(delete(store, 1), Deleted::Done);
    assert_eq!(delete(store, 1), Deleted::NotThere);
    assert_eq!(state(store, 1), (None, 0, 1, 1));
    assert_eq!(state(store, 2), (Some(READ_AS_IT_CAME.to_owned()), 0, 0, 0));
    let as_seen = seen(Some(1), READ_AS_IT_CAME);
    assert_eq!(ask(store, 1, JobKind::Apply, as_seen, "1"), Asked::Gone);
    assert!(store.open_source(id(1), FilePart::Users).unwrap().is_none());
}

pub fn of_many_who_ask_one_is_heard(bed: &mut Bed) {
    const CALLERS: u8 = 8;
    let store = bed.store();
    put(store, 1);
    let together = Barrier::new(usize::from(CALLERS));
    let heard: Vec<u8> = thread::scope(|scope| {
        let callers = (0..CALLERS).map(|caller| {
            let together = &together;
            scope.spawn(move || {
                together.wait();
                let as_seen = seen(None, READ_AS_IT_CAME);
                let asked = ask(store, 1, JobKind::Apply, as_seen, &caller.to_string());
                (asked == Asked::Begun(1)).then_some(caller)
            })
        });
        let callers: Vec<_> = callers.collect();
        let heard = callers.into_iter().map(|caller| caller.join().unwrap());
        heard.flatten().collect()
    });
    let [heard] = heard[..] else {
        panic!("{heard:?}");
    };
    assert_eq!(state(store, 1), (Some(heard.to_string()), 0, 1, 2));
    // Whoever it was, both stores end alike.
    assert!(store.ask_to_stop(id(1), 9).unwrap());
    assert_eq!(delete(store, 1), Deleted::Done);
}
