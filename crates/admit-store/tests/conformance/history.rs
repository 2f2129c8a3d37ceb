//! What changed users, and taking it back.

use crate::Bed;
use crate::samples::{
    CHANGED, apply, apply_later, begun, create, create_all, identifier, import, imports, new_user,
    owners, update, update_of, user,
};
use admit_core::findings::finding::Finding;
use admit_core::passwords::stored::{PasswordOrigin, Secret, StoredPassword};
use admit_core::ports::store::{
    Change, Checkpoint, CreatedUser, ImportSession, ImportState, Restoration, Reversal, Reverted,
    Store,
};
use admit_core::rules::undo_kept;
use admit_core::users::change::{Applied, PlannedWrite, UserUpdate};
use admit_core::users::user::{Membership, UserKey};

/// Writes for an import, or by hand, all of which must succeed.
fn apply_for(store: &dyn Store, import: Option<u64>, writes: &[PlannedWrite]) {
    let answers = match import {
        Some(import) => {
            let session = store.lock().unwrap();
            crate::samples::apply_for(&*session, import, writes, false)
        }
        None => apply(store, writes),
    };
    let written = |answer: &Applied| matches!(answer, Applied::Created | Applied::Updated);
    assert!(answers.iter().all(written), "{answers:?}");
}

fn revert(session: &dyn ImportSession, import: u64, reversals: &[Reversal]) -> Vec<Reverted> {
    let settle = &|_: &[Reverted]| Checkpoint::default();
    session.revert(import, CHANGED, reversals, settle).unwrap()
}

/// A change to a user that remembers this text as what was before.
fn change(store: &dyn Store, key: UserKey, before: &str) -> UserUpdate {
    let mut change = update_of(&user(store, key));
    change.before = Some(Secret(before.to_owned()));
    change
}

fn created(store: &dyn Store, import: u64) -> Vec<CreatedUser> {
    store.created_by(import, 0, u64::MAX).unwrap()
}

fn password() -> StoredPassword {
    StoredPassword {
        hash: Secret("$2b$10$abc".to_owned()),
        ..StoredPassword::default()
    }
}

pub fn the_users_of_an_import_are_found(bed: &mut Bed) {
    let store = bed.store();
    let first = begun(store, &import());
    let second = begun(store, &import());
    create_all(store, &[(1, "id:1")]);
    let new = |key: u64, texts: &str| create(new_user(key, texts));
    apply_for(
        store,
        Some(first),
        &[new(2, "id:2 email:bo@example.org"), new(3, "id:3")],
    );
    apply_for(store, Some(second), &[new(4, "id:4")]);
    apply_for(store, Some(first), &[new(5, "id:5")]);
    apply_for(store, Some(second), &[update(change(store, 3, "x"))]);
    let keys = |import, after, limit| -> Vec<(UserKey, u64)> {
        let page = store.created_by(import, after, limit).unwrap();
        page.iter().map(|user| (user.key, user.version)).collect()
    };
    assert_eq!(keys(first, 0, 10), [(2, 1), (3, 2), (5, 1)]);
    assert_eq!(keys(first, 0, 2), [(2, 1), (3, 2)]);
    assert_eq!(keys(first, 3, 2), [(5, 1)]);
    assert_eq!(keys(first, 5, 2), []);
    assert_eq!(keys(second, 0, 10), [(4, 1)]);
    assert_eq!(
        created(store, first)[0].identifiers,
        [identifier("id:2"), identifier("email:bo@example.org")]
    );
}

pub fn changes_are_kept_whoever_makes_them(bed: &mut Bed) {
    let store = bed.store();
    let number = begun(store, &import());
    create_all(store, &[(1, "id:1"), (2, "id:2"), (3, "id:3")]);
    for (by, before) in [(Some(number), "a"), (None, "b"), (Some(number), "c")] {
        apply_for(store, by, &[update(change(store, 1, before))]);
    }
    apply_for(store, Some(number), &[update(change(store, 3, "d"))]);
    // One that says nothing of before is not kept.
    apply_for(store, Some(number), &[update(update_of(&user(store, 2)))]);
    let expected = |by, version, before: &str| Change {
        import: by,
        user: 1,
        version,
        before: Secret(before.to_owned()),
        undone: false,
    };
    let changes = store.changes(&[2, 1, 9]).unwrap();
    assert_eq!(
        changes,
        [
            vec![],
            vec![
                expected(Some(number), 1, "a"),
                expected(None, 2, "b"),
                expected(Some(number), 3, "c"),
            ],
            vec![],
        ]
    );
    let changed = |after, limit| store.changed_by(number, after, limit).unwrap();
    assert_eq!(changed(0, 10), [1, 3]);
    assert_eq!(changed(0, 1), [1]);
    assert_eq!(changed(1, 10), [3]);
    assert_eq!(changed(3, 10), [] as [u64; 0]);
    assert_eq!(store.changed_by(number + 1, 0, 10).unwrap(), [] as [u64; 0]);
}

pub fn what_is_kept_of_earlier_changes_can_be_replaced(bed: &mut Bed) {
    let store = bed.store();
    create_all(store, &[(1, "id:1"), (2, "id:2")]);
    for before in ["a", "b"] {
        for user in [1, 2] {
            apply_for(store, None, &[update(change(store, user, before))]);
        }
    }
    let secret = |text: &str| Secret(text.to_owned());
    let mut last = change(store, 1, "c");
    // There is no change of version 9, and none is made of it.
    last.past = vec![(1, secret("new")), (9, secret("none"))];
    let mut drifted = last.clone();
    drifted.expected_version = 1;
    drifted.past = vec![(2, secret("drifted"))];
    let answers = apply_later(store, &[update(last), update(drifted)]);
    assert_eq!(answers, [Applied::Updated, Applied::Drifted]);
    let kept = store.changes(&[1, 2]).unwrap();
    let texts = |changes: &[Change]| -> Vec<String> {
        changes
            .iter()
            .map(|change| change.before.0.clone())
            .collect()
    };
    assert_eq!(texts(&kept[0]), ["new", "b", "c"]);
    assert_eq!(texts(&kept[1]), ["a", "b"]);
    // Whatever a store does for it, nothing is lost.
    store.wipe_overwritten().unwrap();
    assert_eq!(store.changes(&[1, 2]).unwrap(), kept);
}

pub fn hashes_that_come_are_noticed(bed: &mut Bed) {
    let store = bed.store();
    let written = || store.hashes_written().unwrap();
    assert_eq!((written(), store.hardened_at().unwrap()), (0, None));
    create_all(store, &[(1, "id:1")]);
    assert_eq!(written(), 0);
    let mut with = new_user(2, "id:2");
    with.password = Some(password());
    apply_for(store, None, &[create(with)]);
    let first = written();
    assert!(first > 0);
    store.set_hardened_at(first).unwrap();
    // A hash that was made here is none that came.
    let mut stronger = update_of(&user(store, 2));
    stronger.password = Some(StoredPassword {
        origin: PasswordOrigin::Upgraded,
        ..password()
    });
    apply_for(store, None, &[update(stronger)]);
    assert_eq!(written(), first);
    let mut again = update_of(&user(store, 2));
    again.password = Some(password());
    apply_for(store, None, &[update(again)]);
    assert!(written() > first);
    bed.reopen();
    let store = bed.store();
    assert_eq!(store.hardened_at().unwrap(), Some(first));
    assert!(store.hashes_written().unwrap() > first);
}

pub fn removed_users_leave_nothing_but_claims(bed: &mut Bed) {
    let store = bed.store();
    let number = begun(store, &import());
    create_all(store, &[(1, "id:1")]);
    let mut full = new_user(3, "id:3 email:cy@example.org");
    full.password = Some(password());
    full.memberships = vec![Membership {
        organization: 1,
        roles: vec![2],
        ..Membership::default()
    }];
    apply_for(
        store,
        Some(number),
        &[create(new_user(2, "id:2")), create(full)],
    );
    apply_for(store, None, &[update(change(store, 3, "before"))]);
    let mut users = created(store, number);
    // What was changed since it was looked at stays.
    users[1].version = 1;
    let session = store.lock().unwrap();
    let removals: Vec<Reversal> = users.drain(..).map(Reversal::Remove).collect();
    assert_eq!(
        revert(&*session, number, &removals),
        [Reverted::Done, Reverted::Drifted]
    );
    let users = created(store, number);
    assert_eq!(users.len(), 1);
    let removal = Reversal::Remove(users[0].clone());
    let twice = [removal.clone(), removal];
    assert_eq!(
        revert(&*session, number, &twice),
        [Reverted::Done, Reverted::Drifted]
    );
    assert_eq!(store.count().unwrap(), 1);
    assert_eq!(created(store, number), []);
    assert_eq!(store.changes(&[3]).unwrap(), [vec![]]);
    assert_eq!(owners(store, "id:2 email:cy@example.org"), [None, None]);
    // Numbers are not given again, and claims wait to be released.
    assert_eq!(store.last_user().unwrap(), 3);
    let early = apply(store, &[create(new_user(4, "id:2"))]);
    assert_eq!(early, [Applied::Taken(identifier("id:2"))]);
    session.release(number).unwrap();
    drop(session);
    assert_eq!(store.reserve_number().unwrap(), 4);
    // Nothing of the user of before comes with the identifiers.
    create_all(store, &[(4, "id:2 id:3 email:cy@example.org")]);
    assert_eq!(user(store, 4).memberships, []);
    assert_eq!(user(store, 4).password, None);
}

pub fn restored_users_are_as_the_update_says(bed: &mut Bed) {
    let store = bed.store();
    let number = begun(store, &import());
    create_all(
        store,
        &[(1, "email:a@example.org"), (2, "email:b@example.org")],
    );
    let mut given = change(store, 1, "first");
    given.password = Some(password());
    given.memberships = vec![Membership {
        organization: 4,
        ..Membership::default()
    }];
    apply_for(store, Some(number), &[update(given)]);
    apply_for(store, Some(number), &[update(change(store, 2, "second"))]);
    let restoration = |key, whole: bool| {
        let mut update = change(store, key, "undo");
        update.leaves = vec![4];
        Restoration {
            update,
            without_password: true,
            whole,
        }
    };
    let taken = {
        let mut restoration = restoration(2, true);
        restoration.update.claims = vec![identifier("email:a@example.org")];
        restoration
    };
    let drifted = {
        let mut restoration = restoration(2, true);
        restoration.update.expected_version = 1;
        restoration
    };
    let steps: Vec<Reversal> = [taken, drifted, restoration(1, true), restoration(2, false)]
        .into_iter()
        .map(|restoration| Reversal::Restore(Box::new(restoration)))
        .collect();
    let session = store.lock().unwrap();
    assert_eq!(
        revert(&*session, number, &steps),
        [
            Reverted::Taken(identifier("email:a@example.org")),
            Reverted::Drifted,
            Reverted::Done,
            Reverted::Done
        ]
    );
    let ana = user(store, 1);
    assert_eq!((ana.version, ana.updated), (3, CHANGED));
    assert_eq!(ana.password, None);
    assert_eq!(ana.memberships, []);
    // The one that was put back in part is still to be found.
    assert_eq!(store.changed_by(number, 0, 10).unwrap(), [2]);
    let undone = |key| -> Vec<(u64, bool)> {
        let changes = store.changes(&[key]).unwrap().remove(0);
        changes.iter().map(|c| (c.version, c.undone)).collect()
    };
    assert_eq!(undone(1), [(1, true), (2, true)]);
    assert_eq!(undone(2), [(1, false), (2, true)]);
}

pub fn an_undo_is_stored_with_its_progress(bed: &mut Bed) {
    let store = bed.store();
    let mut record = import();
    let number = begun(store, &record);
    record.number = number;
    record.state = ImportState::Undoing;
    apply_for(store, Some(number), &[create(new_user(1, "id:1"))]);
    let removal = Reversal::Remove(created(store, number).remove(0));
    let settle = &|answers: &[Reverted]| {
        assert_eq!(answers, [Reverted::Done]);
        Checkpoint {
            outcomes: Vec::new(),
            findings: vec![Finding::of(&undo_kept::RULE)],
            record: Some(record.clone()),
        }
    };
    let session = store.lock().unwrap();
    session.revert(number, CHANGED, &[removal], settle).unwrap();
    drop(session);
    bed.reopen();
    let store = bed.store();
    let stored = imports(store).remove(0);
    assert_eq!(stored.state, ImportState::Undoing);
    assert_eq!(crate::dump::findings(store, number).len(), 1);
    assert!(store.is_empty().unwrap());
}
