//! Searching users, however far the index is.

use crate::Bed;
use crate::samples::{
    CHANGED, apply_for, apply_later, begun, create, identifiers, import, new_user, update,
    update_of, user,
};
use admit_core::ports::store::{
    Checkpoint, CreatedUser, ImportSession, Reversal, Reverted, Store, UserQuery,
};
use admit_core::users::change::{Applied, NewUser, PlannedWrite};
use admit_core::users::user::{Status, StoredUser, UserKey};

/// What is searched for: parts, beginnings and ends, short ones, and what nobody has.
const SOUGHT: [&str; 12] = [
    "",
    "a",
    "AN",
    "ana ",
    "na di",
    "ñ",
    "@EXAMPLE.ORG",
    "12@",
    "renamed",
    "again",
    "\n",
    "nobody",
];

fn everybody(store: &dyn Store) -> Vec<StoredUser> {
    let all = UserQuery {
        limit: u64::MAX,
        ..UserQuery::default()
    };
    store.list(&all).unwrap()
}

/// Compares what is found, page by page, with what is found by looking at every user.
#[track_caller]
fn check(store: &dyn Store) {
    let everybody = everybody(store);
    for text in SOUGHT {
        for (limit, status) in [(7, None), (10_000, Some(Status::Suspended))] {
            let mut query = UserQuery {
                limit,
                status,
                search: Some(text.to_owned()),
                ..UserQuery::default()
            };
            let is_sought = |user: &&StoredUser| {
                query.finds(&user.row) && status.is_none_or(|status| status == user.row.status)
            };
            let expected: Vec<StoredUser> = everybody.iter().filter(is_sought).cloned().collect();
            let mut found = Vec::new();
            loop {
                let page = store.list(&query).unwrap();
                let Some(last) = page.last() else {
                    break;
                };
                query.after = last.key;
                found.extend(page);
            }
            assert_eq!(found, expected, "{text:?} {status:?}");
        }
    }
}

#[track_caller]
fn check_found(store: &dyn Store, text: &str, expected: &[UserKey]) {
    let query = UserQuery {
        limit: 100,
        search: Some(text.to_owned()),
        ..UserQuery::default()
    };
    let found = store.list(&query).unwrap();
    let found: Vec<UserKey> = found.iter().map(|user| user.key).collect();
    assert_eq!(found, expected, "{text:?}");
}

/// Brings the index up to date, and looks at what is found after each part.
fn index(store: &dyn Store) {
    while store.index_some_users().unwrap() {
        check(store);
    }
    check(store);
}

/// Users whose numbers are far apart, near each other, and at the ends of segments.
fn users() -> Vec<NewUser> {
    let far = (1..40).map(|n| n * 512);
    let near = (1..12).chain(1022..1030);
    let mut keys: Vec<UserKey> = far.chain(near).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter()
        .map(|key| {
            let mut new = new_user(key, &format!("email:u{key}@example.org id:N{key}"));
            new.row.first_name = (key % 3 > 0).then(|| "Ana".to_owned());
            new.row.last_name = (key % 2 > 0).then(|| format!("Díaz Muñoz {key}"));
            if key % 5 == 0 {
                new.row.status = Status::Suspended;
            }
            new
        })
        .collect()
}

/// Imports them; answers with the number of the import.
fn import_all(store: &dyn Store) -> u64 {
    let number = begun(store, &import());
    let session = store.lock().unwrap();
    let writes: Vec<PlannedWrite> = users().into_iter().map(create).collect();
    let answers = apply_for(&*session, number, &writes, false);
    assert!(answers.iter().all(|answer| *answer == Applied::Created));
    number
}

fn renamed(store: &dyn Store, key: UserKey, name: &str) -> PlannedWrite {
    let mut change = update_of(&user(store, key));
    change.row.last_name = Some(name.to_owned());
    update(change)
}

fn created(store: &dyn Store, key: UserKey) -> CreatedUser {
    let user = user(store, key);
    CreatedUser {
        key,
        version: user.version,
        identifiers: identifiers(&format!("email:u{key}@example.org id:N{key}")),
    }
}

pub fn imported_users_are_found_before_and_after_they_are_indexed(bed: &mut Bed) {
    import_all(bed.store());
    check(bed.store());
    index(bed.store());
    check_found(bed.store(), "díaz muñoz 1023", &[1023]);
    check_found(bed.store(), "u1024@", &[1024]);
    check_found(bed.store(), "n15360", &[15_360]);
    bed.reopen();
    check(bed.store());
    assert!(!bed.store().index_some_users().unwrap());
}

pub fn users_are_found_by_what_an_import_made_of_them(bed: &mut Bed) {
    let store = bed.store();
    let number = import_all(store);
    index(store);
    let session = store.lock().unwrap();
    let writes: Vec<PlannedWrite> = [3, 1023, 5120]
        .map(|key| renamed(store, key, "Renamed"))
        .into();
    apply_for(&*session, number, &writes, false);
    let mut other = update_of(&user(store, 7));
    other.row.last_name = Some("Renamed".to_owned());
    session.exchange(number, CHANGED, &[other]).unwrap();
    check(store);
    check_found(store, "renamed", &[3, 7, 1023, 5120]);
    drop(session);
    index(store);
    check_found(store, "renamed", &[3, 7, 1023, 5120]);
}

pub fn users_are_found_by_what_is_made_of_them_by_hand(bed: &mut Bed) {
    let store = bed.store();
    // Beside very many that are not indexed, and where all are.
    import_all(store);
    for (key, name) in [(3, "Renamed"), (1023, "Renamed again")] {
        apply_later(store, &[renamed(store, key, name)]);
        check(store);
        let mut new = new_user(key + 30_000, &format!("id:again{key}"));
        new.row.first_name = Some("Renamed".to_owned());
        apply_later(store, &[create(new)]);
        check(store);
        let mut suspended = update_of(&user(store, key));
        suspended.row.status = Status::Suspended;
        apply_later(store, &[update(suspended)]);
        check(store);
        index(store);
    }
    check_found(store, "renamed", &[3, 1023, 30_003, 31_023]);
    check_found(store, "again", &[1023, 30_003, 31_023]);
}

pub fn who_is_removed_is_found_no_more(bed: &mut Bed) {
    let store = bed.store();
    let number = import_all(store);
    let by_hand = [2, 512, 1023];
    let undone = [1, 1024, 5120, 9728];
    assert!(store.remove_user(&created(store, by_hand[0])).unwrap());
    check(store);
    index(store);
    for key in &by_hand[1..] {
        assert!(store.remove_user(&created(store, *key)).unwrap());
        check(store);
    }
    let session = store.lock().unwrap();
    let reversals = undone.map(|key| Reversal::Remove(created(store, key)));
    let answers = revert(&*session, number, &reversals);
    assert_eq!(answers, undone.map(|_| Reverted::Done));
    drop(session);
    check(store);
    for key in by_hand.into_iter().chain(undone) {
        check_found(store, &format!("u{key}@"), &[]);
    }
    index(store);
    for key in by_hand.into_iter().chain(undone) {
        check_found(store, &format!("u{key}@"), &[]);
    }
}

fn revert(session: &dyn ImportSession, import: u64, reversals: &[Reversal]) -> Vec<Reverted> {
    session
        .revert(import, CHANGED, reversals, &|_| Checkpoint::default())
        .unwrap()
}
