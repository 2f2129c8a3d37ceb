//! What was handed in to be imported, and its bytes.

use crate::Bed;
use admit_core::ports::store::{
    Added, Coming, FilePart, JobEnd, JobKind, Lease, Mode, NewJob, Store, Upload, UploadChange,
    UploadQuery, UploadedFile,
};
use admit_core::rows::cell_correction::CellCorrection;
use std::io::{Read, Seek, SeekFrom, Write};
use uuid::Uuid;

/// The id of the upload of this number: they ascend.
pub fn id(number: u8) -> Uuid {
    Uuid::from_u128(0x0197_0000_0000_7000_8000_0000_0000_0000 | u128::from(number) << 64)
}

fn file(part: FilePart, digest: &str) -> UploadedFile {
    UploadedFile {
        part,
        name: format!("{}.csv", part.name()),
        bytes: 1 << 40,
        digest: digest.to_owned(),
    }
}

/// An upload that nothing was said of yet.
pub fn upload(number: u8) -> Upload {
    Upload {
        id: id(number),
        name: format!("users {number}.csv"),
        created: 1000 + i64::from(number),
        by: "token import-bot".to_owned(),
        mode: Mode::Check,
        choices: "{}".to_owned(),
        coming: None,
        files: vec![file(FilePart::Users, &format!("d{number}"))],
        columns: None,
        failed: None,
        removed: None,
        confirmed: false,
    }
}

pub fn put(store: &dyn Store, number: u8) -> Upload {
    let upload = upload(number);
    assert!(store.put_upload(&upload).unwrap());
    upload
}

pub fn every_part_of_an_upload_survives(bed: &mut Bed) {
    let plain = put(bed.store(), 1);
    let full = Upload {
        mode: Mode::Import,
        choices: r#"{"map":[["E-Mail","email"]]}"#.to_owned(),
        files: vec![
            file(FilePart::Users, "d2"),
            file(FilePart::Passwords, "d2p"),
        ],
        columns: Some("[]".to_owned()),
        failed: Some("It is no file of users.".to_owned()),
        removed: Some(i64::MAX),
        confirmed: true,
        ..upload(2)
    };
    assert!(bed.store().put_upload(&full).unwrap());
    // An id that is known is refused, and what is known stays.
    let other = Upload {
        name: "other.csv".to_owned(),
        files: vec![file(FilePart::Passwords, "other")],
        ..plain.clone()
    };
    assert!(!bed.store().put_upload(&other).unwrap());
    bed.reopen();
    let store = bed.store();
    assert_eq!(store.upload(id(1)).unwrap(), Some(plain));
    assert_eq!(store.upload(id(2)).unwrap(), Some(full));
    assert_eq!(store.upload(id(3)).unwrap(), None);
}

/// Changes an upload, and checks what it is then.
#[track_caller]
fn check_change(store: &dyn Store, change: &UploadChange, expected: &Upload) {
    assert!(store.change_upload(expected.id, change).unwrap());
    assert_eq!(store.upload(expected.id).unwrap().as_ref(), Some(expected));
}

pub fn an_upload_changes_in_what_is_named(bed: &mut Bed) {
    let store = bed.store();
    let mut now = put(store, 1);
    let other = put(store, 2);
    check_change(store, &UploadChange::default(), &now);
    let choices = r#"{"replace_access":true}"#.to_owned();
    (now.choices, now.mode) = (choices, Mode::Import);
    let change = UploadChange {
        choices: Some(now.choices.clone()),
        mode: Some(now.mode),
        ..UploadChange::default()
    };
    check_change(store, &change, &now);
    (now.columns, now.failed) = (Some("[1]".to_owned()), Some("No.".to_owned()));
    let change = UploadChange {
        columns: now.columns.clone(),
        failed: now.failed.clone(),
        ..UploadChange::default()
    };
    check_change(store, &change, &now);
    (now.failed, now.removed, now.confirmed) = (None, Some(7), true);
    let change = UploadChange {
        failed: Some(String::new()),
        removed: now.removed,
        confirmed: Some(true),
        ..UploadChange::default()
    };
    check_change(store, &change, &now);
    now.confirmed = false;
    let change = UploadChange {
        confirmed: Some(false),
        ..UploadChange::default()
    };
    check_change(store, &change, &now);
    assert!(!store.change_upload(id(9), &change).unwrap());
    assert_eq!(store.upload(id(2)).unwrap(), Some(other));
}

/// Checks which uploads there are on a page.
#[track_caller]
fn check_page(
    store: &dyn Store,
    before: Option<u8>,
    limit: u64,
    digest: Option<&str>,
    expected: &[u8],
) {
    let query = UploadQuery {
        before: before.map(id),
        digest: digest.map(str::to_owned),
        limit,
    };
    let found = store.uploads(&query).unwrap();
    let found: Vec<Uuid> = found.iter().map(|upload| upload.id).collect();
    let expected: Vec<Uuid> = expected.iter().map(|number| id(*number)).collect();
    assert_eq!(found, expected);
}

pub fn uploads_are_paged_and_found_by_digest(bed: &mut Bed) {
    let store = bed.store();
    check_page(store, None, 9, None, &[]);
    for number in [2, 4, 1, 3] {
        let mut upload = upload(number);
        upload.files.push(file(
            FilePart::Passwords,
            if number > 2 { "late" } else { "early" },
        ));
        assert!(store.put_upload(&upload).unwrap());
    }
    check_page(store, None, 9, None, &[4, 3, 2, 1]);
    check_page(store, None, 2, None, &[4, 3]);
    check_page(store, Some(3), u64::MAX, None, &[2, 1]);
    check_page(store, Some(1), 9, None, &[]);
    check_page(store, None, 9, Some("d2"), &[2]);
    check_page(store, None, 9, Some("late"), &[4, 3]);
    check_page(store, Some(4), 9, Some("late"), &[3]);
    check_page(store, None, 9, Some("none"), &[]);
    assert!(store.remove_upload(id(3)).unwrap());
    assert!(!store.remove_upload(id(3)).unwrap());
    check_page(store, None, 9, Some("late"), &[4]);
    // It can be put again, and nothing is left of what it was.
    put(store, 3);
    check_page(store, None, 9, Some("late"), &[4]);
}

pub fn uploads_whose_files_are_kept_too_long_are_found(bed: &mut Bed) {
    let store = bed.store();
    // Kept too long, with a job, removed already, and in time.
    for number in [4, 1, 2, 3] {
        put(store, number);
    }
    let job = NewJob {
        kind: JobKind::Check,
        import: Some(id(2)),
        by: "retention".to_owned(),
        due: 0,
    };
    assert_eq!(store.add_job(&job, 0).unwrap(), Added::New(1));
    let removed = UploadChange {
        removed: Some(1),
        ..UploadChange::default()
    };
    assert!(store.change_upload(id(3), &removed).unwrap());
    let check = |time, limit, expected: &[u8]| {
        let found = store.uploads_kept_before(time, limit).unwrap();
        let expected: Vec<Upload> = expected.iter().map(|number| upload(*number)).collect();
        assert_eq!(found, expected, "{time}");
    };
    check(1001, 9, &[]);
    check(1002, 9, &[1]);
    check(9999, 9, &[1, 4]);
    check(9999, 1, &[1]);
    // While somebody is at work on it, too.
    let lease = Lease {
        owner: "a",
        now: 5,
        ends: 10,
    };
    let claimed = store.claim_job(&lease, &JobKind::ALL).unwrap();
    assert_eq!(claimed.map(|job| job.number), Some(1));
    check(9999, 9, &[1, 4]);
    assert!(store.finish_job(1, "a", &JobEnd::Done, 9).unwrap());
    check(9999, 9, &[1, 2, 4]);
}

/// An upload whose files are still coming.
fn coming(number: u8, heard: i64) -> Upload {
    Upload {
        coming: Some(Coming { bytes: 0, heard }),
        files: Vec::new(),
        ..upload(number)
    }
}

pub fn uploads_come_until_they_are_whole(bed: &mut Bed) {
    let store = bed.store();
    for upload in [coming(1, 1000), coming(2, 2000), upload(3)] {
        assert!(store.put_upload(&upload).unwrap());
    }
    let more = Coming {
        bytes: 1 << 40,
        heard: 3000,
    };
    assert!(store.note_coming(id(1), &more).unwrap());
    assert!(!store.note_coming(id(3), &more).unwrap());
    assert!(!store.note_coming(id(9), &more).unwrap());
    let unheard = |store: &dyn Store, since, expected: &[u8]| {
        let found = store.uploads_unheard_since(since, 9).unwrap();
        let found: Vec<Uuid> = found.iter().map(|upload| upload.id).collect();
        let expected: Vec<Uuid> = expected.iter().map(|number| id(*number)).collect();
        assert_eq!(found, expected, "{since}");
    };
    bed.reopen();
    let store = bed.store();
    let first = Upload {
        coming: Some(more),
        ..coming(1, 0)
    };
    assert_eq!(store.upload(id(1)).unwrap(), Some(first));
    unheard(store, 2000, &[]);
    unheard(store, 2001, &[2]);
    unheard(store, 3001, &[1, 2]);
    assert_eq!(store.uploads_unheard_since(9999, 1).unwrap().len(), 1);
    // Retention leaves alone what is still coming.
    assert_eq!(store.uploads_kept_before(9999, 9).unwrap(), [upload(3)]);
    let job = NewJob {
        kind: JobKind::Check,
        import: Some(id(1)),
        by: "token import-bot".to_owned(),
        due: 5,
    };
    let whole = Upload {
        name: "other.csv".to_owned(),
        ..upload(1)
    };
    assert!(store.finish_upload(&whole, &job, 4).unwrap());
    // Only once, and nothing that is whole or not there.
    for number in [1, 3, 9] {
        assert!(!store.finish_upload(&upload(number), &job, 4).unwrap());
    }
    bed.reopen();
    let store = bed.store();
    assert_eq!(store.upload(id(1)).unwrap(), Some(whole));
    let jobs = store.jobs_of(id(1)).unwrap();
    assert_eq!(jobs.iter().map(|job| job.due).collect::<Vec<_>>(), [5]);
    assert_eq!(store.jobs_of(id(3)).unwrap(), []);
    unheard(store, 9999, &[2]);
    assert!(store.remove_upload(id(2)).unwrap());
    unheard(store, 9999, &[]);
}

pub fn uploads_and_their_jobs_are_asked_for_by_the_page(bed: &mut Bed) {
    let store = bed.store();
    for number in [1, 2, 3] {
        put(store, number);
    }
    for number in [1, 1, 2] {
        let job = NewJob {
            kind: JobKind::Check,
            import: Some(id(number)),
            by: String::new(),
            due: 0,
        };
        let Added::New(_) = store.add_job(&job, 0).unwrap() else {
            panic!("there is another one");
        };
        assert!(store.ask_to_stop(id(number), 1).unwrap());
    }
    let ids = [id(3), id(9), id(1)];
    let mut uploads: Vec<Uuid> = store
        .uploads_of(&ids)
        .unwrap()
        .iter()
        .map(|upload| upload.id)
        .collect();
    uploads.sort_unstable();
    assert_eq!(uploads, [id(1), id(3)]);
    let jobs = store.latest_jobs(&ids).unwrap();
    let jobs: Vec<_> = jobs.iter().map(|job| (job.import, job.number)).collect();
    assert_eq!(jobs, [(Some(id(1)), 2)]);
    assert_eq!(store.uploads_of(&[]).unwrap(), []);
    assert_eq!(store.latest_jobs(&[]).unwrap(), []);
}

fn cell(row: u64, column: &str, text: &str) -> CellCorrection {
    CellCorrection {
        row,
        column: column.to_owned(),
        text: text.to_owned(),
    }
}

pub fn cells_are_corrected_one_by_one(bed: &mut Bed) {
    let store = bed.store();
    put(store, 1);
    put(store, 2);
    let check = |store: &dyn Store, number, expected: &[CellCorrection]| {
        assert_eq!(store.cell_corrections(id(number)).unwrap(), expected);
    };
    check(store, 1, &[]);
    for cell in [
        cell(10, "E-Mail", "a@example.org"),
        cell(9, "name", ""),
        cell(9, "Name", "Ana"),
        cell(10, "E-Mail", "b@example.org"),
    ] {
        assert!(store.put_cell_correction(id(1), &cell).unwrap());
    }
    assert!(
        store
            .put_cell_correction(id(2), &cell(2, "x", "y"))
            .unwrap()
    );
    assert!(
        !store
            .put_cell_correction(id(3), &cell(2, "x", "y"))
            .unwrap()
    );
    bed.reopen();
    let store = bed.store();
    let kept = [
        cell(9, "Name", "Ana"),
        cell(9, "name", ""),
        cell(10, "E-Mail", "b@example.org"),
    ];
    check(store, 1, &kept);
    check(store, 2, &[cell(2, "x", "y")]);
    check(store, 3, &[]);
    assert!(!store.remove_cell_correction(id(1), 9, "NAME").unwrap());
    assert!(!store.remove_cell_correction(id(2), 9, "Name").unwrap());
    assert!(store.remove_cell_correction(id(1), 9, "Name").unwrap());
    check(store, 1, &kept[1..]);
    assert!(store.remove_upload(id(1)).unwrap());
    put(store, 1);
    check(store, 1, &[]);
    check(store, 2, &[cell(2, "x", "y")]);
}

fn read(store: &dyn Store, number: u8, part: FilePart) -> Option<Vec<u8>> {
    let mut source = store.open_source(id(number), part).unwrap()?;
    let mut bytes = Vec::new();
    source.read_to_end(&mut bytes).unwrap();
    // It can be gone back in.
    let mut again = Vec::new();
    source.seek(SeekFrom::Start(1)).unwrap();
    source.read_to_end(&mut again).unwrap();
    assert_eq!(again, bytes[1..]);
    Some(bytes)
}

pub fn what_is_handed_in_is_there_once_it_is_finished(bed: &mut Bed) {
    let store = bed.store();
    let part = FilePart::Users;
    assert_eq!(read(store, 1, part), None);
    let mut first = store.receive(id(1), part).unwrap();
    let mut second = store.receive(id(1), part).unwrap();
    let mut dropped = store.receive(id(2), part).unwrap();
    first.write_all(b"id\n1\n").unwrap();
    second.write_all(b"id\n2\n").unwrap();
    dropped.write_all(b"id\n").unwrap();
    assert_eq!(read(store, 1, part), None);
    drop(dropped);
    first.write_all(b"3\n").unwrap();
    first.finish().unwrap();
    assert_eq!(read(store, 1, part).as_deref(), Some(&b"id\n1\n3\n"[..]));
    let mut open = store.open_source(id(1), part).unwrap().unwrap();
    second.finish().unwrap();
    bed.reopen();
    let store = bed.store();
    assert_eq!(read(store, 1, part).as_deref(), Some(&b"id\n2\n"[..]));
    // Whoever has a file open goes on reading what it was.
    let mut text = String::new();
    open.read_to_string(&mut text).unwrap();
    assert_eq!(text, "id\n1\n3\n");
    assert_eq!(read(store, 1, FilePart::Passwords), None);
    assert_eq!(read(store, 2, part), None);
    let mut passwords = store.receive(id(1), FilePart::Passwords).unwrap();
    passwords.write_all(b"[]").unwrap();
    passwords.finish().unwrap();
    assert!(store.remove_source(id(1), part).unwrap());
    assert!(!store.remove_source(id(1), part).unwrap());
    assert!(!store.remove_source(id(2), part).unwrap());
    assert_eq!(read(store, 1, part), None);
    assert_eq!(
        read(store, 1, FilePart::Passwords).as_deref(),
        Some(&b"[]"[..])
    );
}
