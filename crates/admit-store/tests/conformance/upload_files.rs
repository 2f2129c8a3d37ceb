//! What was handed in, as files beside the database.

use crate::Bed;
use crate::uploads::{id, put};
use admit_core::ports::store::{
    Added, FilePart, JobEnd, JobKind, JobQuery, JobState, Lease, NewJob, Store,
};
use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

fn folder(bed: &Bed) -> PathBuf {
    bed.path().with_extension("db-uploads")
}

/// The names in the folder, in order.
fn names(bed: &Bed) -> Vec<String> {
    let entries = fs::read_dir(folder(bed)).unwrap().flatten();
    let names = entries.map(|entry| entry.file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

fn receive(store: &dyn Store, number: u8) {
    let mut file = store.receive(id(number), FilePart::Users).unwrap();
    file.write_all(b"id\n1\n").unwrap();
    file.finish().unwrap();
}

#[test]
fn of_what_is_not_finished_nothing_is_kept() {
    let bed = Bed::sqlite();
    receive(bed.store(), 1);
    let finished = format!("{}.users", id(1));
    assert_eq!(names(&bed), [finished.as_str()]);
    let mut file = bed.store().receive(id(2), FilePart::Passwords).unwrap();
    file.write_all(b"[").unwrap();
    assert_eq!(names(&bed).len(), 2);
    drop(file);
    assert_eq!(names(&bed), [finished.as_str()]);
    assert!(bed.store().remove_source(id(1), FilePart::Users).unwrap());
    assert!(names(&bed).is_empty());
}

#[test]
fn what_is_left_of_one_upload_is_removed_by_its_id() {
    let bed = Bed::sqlite();
    bed.store().remove_unfinished(id(1)).unwrap();
    receive(bed.store(), 1);
    receive(bed.store(), 2);
    for number in [1, 3] {
        let name = format!("{}.passwords.1.receiving", id(number));
        File::create(folder(&bed).join(name)).unwrap();
    }
    bed.store().remove_unfinished(id(1)).unwrap();
    let left = [
        format!("{}.users", id(1)),
        format!("{}.users", id(2)),
        format!("{}.passwords.1.receiving", id(3)),
    ];
    assert_eq!(names(&bed), left);
}

#[test]
fn what_somebody_left_who_died_is_removed_after_a_day() {
    const HOUR: Duration = Duration::from_hours(1);
    let bed = Bed::sqlite();
    receive(bed.store(), 1);
    let kept = format!("{}.users", id(1));
    let now = fs::metadata(folder(&bed).join(&kept)).unwrap();
    let now = now.modified().unwrap();
    let age = |name: &str, hours: u32| {
        let file = File::options().write(true).open(folder(&bed).join(name));
        file.unwrap().set_modified(now - hours * HOUR).unwrap();
    };
    let left = |number, hours: u32| {
        let name = format!("{}.users.1.receiving", id(number));
        File::create(folder(&bed).join(&name)).unwrap();
        age(&name, hours);
        name
    };
    age(&kept, 1000);
    let (recent, _) = (left(2, 23), left(3, 25));
    receive(bed.store(), 4);
    let new = format!("{}.users", id(4));
    assert_eq!(names(&bed), [kept, recent, new]);
}

#[cfg(unix)]
#[test]
fn only_the_owner_reads_what_was_handed_in() {
    use std::os::unix::fs::PermissionsExt;
    let bed = Bed::sqlite();
    let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    receive(bed.store(), 1);
    assert_eq!(mode(folder(&bed)), 0o700);
    // Whatever somebody made of the folder meanwhile.
    fs::set_permissions(folder(&bed), PermissionsExt::from_mode(0o755)).unwrap();
    let file = bed.store().receive(id(2), FilePart::Users).unwrap();
    assert_eq!(mode(folder(&bed)), 0o700);
    for name in names(&bed) {
        assert_eq!(mode(folder(&bed).join(&name)), 0o600, "{name}");
    }
    drop(file);
}

#[test]
fn a_folder_that_cannot_be_one_is_told() {
    let bed = Bed::sqlite();
    fs::write(folder(&bed), "").unwrap();
    let refused = bed.store().receive(id(1), FilePart::Users).err();
    let said = refused.map(|error| error.to_string()).unwrap_or_default();
    assert!(
        said.starts_with("the database failed while receiving an upload"),
        "{said}"
    );
}

#[test]
fn two_processes_do_each_job_once() {
    const JOBS: u8 = 30;
    let bed = Bed::sqlite();
    let url = bed.path().display().to_string();
    let stores = [(); 2].map(|()| admit_store::open(&url).unwrap());
    for number in 1..=JOBS {
        put(bed.store(), number);
        let job = NewJob {
            kind: if number % 3 == 0 {
                JobKind::Apply
            } else {
                JobKind::Check
            },
            import: Some(id(number)),
            by: "ana@example.org".to_owned(),
            due: 0,
        };
        let added = bed.store().add_job(&job, 0).unwrap();
        assert_eq!(added, Added::New(u64::from(number)));
    }
    let open = JobQuery {
        states: vec![JobState::Waiting, JobState::Running],
        limit: 1,
        ..JobQuery::default()
    };
    let work = |store: &dyn Store, owner: &str| {
        let lease = Lease {
            owner,
            now: 1,
            ends: 9,
        };
        let mut done: u8 = 0;
        while !store.jobs(&open).unwrap().is_empty() {
            while let Some(job) = store.claim_job(&lease, &JobKind::ALL).unwrap() {
                assert!(
                    store
                        .finish_job(job.number, owner, &JobEnd::Done, 2)
                        .unwrap()
                );
                done += 1;
            }
        }
        done
    };
    let (work, [one, other]) = (&work, &stores);
    let done = std::thread::scope(|scope| {
        let one = scope.spawn(move || work(&**one, "one"));
        work(&**other, "other") + one.join().unwrap()
    });
    assert_eq!(done, JOBS);
    assert_eq!(bed.store().forget_jobs(3).unwrap(), u64::from(JOBS));
}
