//! The people who operate it.

use crate::Bed;
use crate::samples::{CREATED, create_all};
use admit_core::passwords::stored::Secret;
use admit_core::ports::store::{
    Operator, OperatorChange, OperatorKind, OperatorLink, SecretDigest, Session, Store,
};
use std::sync::Barrier;
use std::thread;

const NOW: i64 = CREATED;

fn hash(text: &str) -> Secret {
    Secret(text.to_owned())
}

fn digest(of: u8) -> SecretDigest {
    [of; 32]
}

/// Adds an operator with this password, if there is to be one.
fn add(store: &dyn Store, email: &str, kind: OperatorKind, password: Option<&str>) -> u64 {
    let number = store.add_operator(email, kind, NOW).unwrap().unwrap();
    if let Some(password) = password {
        assert!(
            store
                .set_operator_password(number, &hash(password))
                .unwrap()
        );
    }
    number
}

fn session(of: u8, operator: u64, created: i64) -> Session {
    Session {
        digest: digest(of),
        operator,
        created,
        expires: created + 100,
    }
}

fn link(of: u8, operator: u64) -> OperatorLink {
    OperatorLink {
        digest: digest(of),
        operator,
        expires: NOW + 100,
    }
}

/// Checks which of these sessions there are at a time.
#[track_caller]
fn check_sessions(store: &dyn Store, now: i64, of: &[u8], expected: &[bool]) {
    let is_there = |of: &u8| store.session(&digest(*of), now).unwrap().is_some();
    let found: Vec<bool> = of.iter().map(is_there).collect();
    assert_eq!(found, expected, "{of:?} at {now}");
}

pub fn operators_are_found_by_address_and_number(bed: &mut Bed) {
    let store = bed.store();
    // A user of the same address has nothing to do with it.
    create_all(store, &[(1, "email:ana@example.org")]);
    assert_eq!(store.operators().unwrap(), []);
    let ana = add(store, "Ana@Example.org", OperatorKind::Administrator, None);
    let bo = add(store, "bo@example.org", OperatorKind::Viewer, Some("hash"));
    for taken in ["ana@example.org", " ANA@EXAMPLE.ORG "] {
        let again = store.add_operator(taken, OperatorKind::Viewer, NOW);
        assert_eq!(again.unwrap(), None, "{taken}");
    }
    bed.reopen();
    let store = bed.store();
    let expected = Operator {
        number: ana,
        email: "Ana@Example.org".to_owned(),
        kind: OperatorKind::Administrator,
        password: None,
        created: NOW,
        last_sign_in: None,
    };
    assert_eq!(store.operator("ana@EXAMPLE.org").unwrap(), Some(expected));
    let found = store.operator_of_number(bo).unwrap().unwrap();
    assert_eq!(found.password, Some(hash("hash")));
    assert_eq!(found.kind, OperatorKind::Viewer);
    assert_eq!(store.operators().unwrap().len(), 2);
    // Nobody is nobody, and nobody gets the number of somebody who was removed.
    for number in [0, 99, u64::MAX] {
        assert_eq!(store.operator_of_number(number).unwrap(), None);
        assert!(!store.set_operator_password(number, &hash("hash")).unwrap());
        assert!(!store.put_link(&link(1, number)).unwrap());
        let removed = store.remove_operator(number).unwrap();
        assert_eq!(removed, OperatorChange::Unknown, "{number}");
        let changed = store.set_operator_kind(number, OperatorKind::Viewer);
        assert_eq!(changed.unwrap(), OperatorChange::Unknown, "{number}");
    }
    assert_eq!(store.remove_operator(bo).unwrap(), OperatorChange::Done);
    assert_eq!(store.operator("bo@example.org").unwrap(), None);
    assert!(add(store, "bo@example.org", OperatorKind::Importer, None) > bo);
    assert_eq!(store.count().unwrap(), 1);
}

pub fn the_last_administrator_stays(bed: &mut Bed) {
    let store = bed.store();
    let viewer = OperatorKind::Viewer;
    let demote = |number| store.set_operator_kind(number, viewer).unwrap();
    let ana = add(
        store,
        "ana@example.org",
        OperatorKind::Administrator,
        Some("a"),
    );
    // One without a password, and others, cannot let anybody in.
    let bo = add(store, "bo@example.org", OperatorKind::Administrator, None);
    add(store, "cy@example.org", OperatorKind::Importer, Some("c"));
    assert_eq!(demote(ana), OperatorChange::LastAdministrator);
    let removed = store.remove_operator(ana).unwrap();
    assert_eq!(removed, OperatorChange::LastAdministrator);
    let same = store.set_operator_kind(ana, OperatorKind::Administrator);
    assert_eq!(same.unwrap(), OperatorChange::Done);
    let kept = store.operator_of_number(ana).unwrap().unwrap();
    assert_eq!(kept.kind, OperatorKind::Administrator);
    // With a second one, either may go, and then the other is the last.
    assert!(store.set_operator_password(bo, &hash("b")).unwrap());
    assert_eq!(demote(ana), OperatorChange::Done);
    assert_eq!(demote(bo), OperatorChange::LastAdministrator);
    let dee = add(store, "dee@example.org", OperatorKind::Administrator, None);
    assert_eq!(demote(dee), OperatorChange::Done);
    assert_eq!(store.remove_operator(ana).unwrap(), OperatorChange::Done);
}

pub fn a_link_sets_a_password_once(bed: &mut Bed) {
    let store = bed.store();
    let ana = add(
        store,
        "ana@example.org",
        OperatorKind::Importer,
        Some("old"),
    );
    let bo = add(store, "bo@example.org", OperatorKind::Importer, Some("old"));
    assert!(store.put_link(&link(1, ana)).unwrap());
    assert!(store.put_link(&link(2, ana)).unwrap());
    assert!(store.put_link(&link(3, bo)).unwrap());
    bed.reopen();
    let store = bed.store();
    let redeem = |of, now| store.redeem_link(&digest(of), &hash("new"), now).unwrap();
    // The first gave way to the second, and nothing holds longer than it was to.
    assert_eq!(store.link(&digest(1), NOW).unwrap(), None);
    assert_eq!(redeem(1, NOW), None);
    assert_eq!(store.link(&digest(2), NOW + 99).unwrap(), Some(ana));
    assert_eq!(store.link(&digest(2), NOW + 100).unwrap(), None);
    assert_eq!(redeem(2, NOW + 100), None);
    assert!(
        store
            .put_session(&session(7, ana, NOW), &hash("old"))
            .unwrap()
    );
    assert!(
        store
            .put_session(&session(8, bo, NOW), &hash("old"))
            .unwrap()
    );
    assert_eq!(redeem(2, NOW + 99), Some(ana));
    assert_eq!(redeem(2, NOW), None);
    assert_eq!(store.link(&digest(2), NOW).unwrap(), None);
    check_sessions(store, NOW, &[7, 8], &[false, true]);
    let password = |number| store.operator_of_number(number).unwrap().unwrap().password;
    assert_eq!(password(ana), Some(hash("new")));
    assert_eq!(password(bo), Some(hash("old")));
    // Who sets a password otherwise, or is removed, has no link any more.
    assert!(store.set_operator_password(bo, &hash("other")).unwrap());
    assert_eq!(redeem(3, NOW), None);
    assert!(store.put_link(&link(4, bo)).unwrap());
    assert_eq!(store.remove_operator(bo).unwrap(), OperatorChange::Done);
    assert_eq!(redeem(4, NOW), None);
}

pub fn of_many_callers_one_redeems_a_link(bed: &mut Bed) {
    let store = bed.store();
    let ana = add(store, "ana@example.org", OperatorKind::Viewer, None);
    assert!(store.put_link(&link(1, ana)).unwrap());
    let together = Barrier::new(8);
    let told = thread::scope(|scope| {
        let callers: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    together.wait();
                    store.redeem_link(&digest(1), &hash("new"), NOW).unwrap()
                })
            })
            .collect();
        let answers = callers.into_iter().map(|caller| caller.join().unwrap());
        answers.flatten().collect::<Vec<u64>>()
    });
    assert_eq!(told, [ana]);
}

pub fn sessions_end_in_time_and_with_the_password(bed: &mut Bed) {
    let store = bed.store();
    let password = hash("hash");
    let ana = add(
        store,
        "ana@example.org",
        OperatorKind::Administrator,
        Some("hash"),
    );
    let bo = add(
        store,
        "bo@example.org",
        OperatorKind::Importer,
        Some("hash"),
    );
    let put = |of, operator, created| {
        let kept = store.put_session(&session(of, operator, created), &password);
        assert!(kept.unwrap(), "{of}");
    };
    put(1, ana, NOW);
    put(2, ana, NOW + 50);
    put(3, bo, NOW + 50);
    let (found, operator) = store.session(&digest(2), NOW + 60).unwrap().unwrap();
    assert_eq!(found, session(2, ana, NOW + 50));
    assert_eq!(operator.number, ana);
    assert_eq!(operator.last_sign_in, Some(NOW + 50));
    check_sessions(store, NOW + 99, &[1, 2, 3, 4], &[true, true, true, false]);
    check_sessions(store, NOW + 100, &[1, 2, 3], &[false, true, true]);
    // What ended is removed, whatever clock asks for it later.
    put(4, ana, NOW + 110);
    check_sessions(store, NOW, &[1, 2, 3, 4], &[false, true, true, true]);
    store.end_session(&digest(2)).unwrap();
    check_sessions(store, NOW, &[2, 3, 4], &[false, true, true]);
    store.end_sessions(ana).unwrap();
    check_sessions(store, NOW, &[3, 4], &[true, false]);
    // A new password, another kind and a removal end them; the same kind does not.
    let same = store.set_operator_kind(bo, OperatorKind::Importer);
    assert_eq!(same.unwrap(), OperatorChange::Done);
    check_sessions(store, NOW, &[3], &[true]);
    assert!(store.set_operator_password(bo, &password).unwrap());
    check_sessions(store, NOW, &[3], &[false]);
    put(5, bo, NOW);
    let other = store.set_operator_kind(bo, OperatorKind::Viewer);
    assert_eq!(other.unwrap(), OperatorChange::Done);
    check_sessions(store, NOW, &[5], &[false]);
    put(6, bo, NOW);
    assert_eq!(store.remove_operator(bo).unwrap(), OperatorChange::Done);
    check_sessions(store, NOW, &[6], &[false]);
}

pub fn a_session_needs_the_hash_that_was_verified(bed: &mut Bed) {
    let store = bed.store();
    let ana = add(store, "ana@example.org", OperatorKind::Viewer, Some("new"));
    let bo = add(store, "bo@example.org", OperatorKind::Viewer, None);
    // Who signed in with a password that was replaced meanwhile is not signed in.
    for (operator, verified, expected) in [
        (ana, "old", false),
        (bo, "", false),
        (99, "new", false),
        (ana, "new", true),
    ] {
        let kept = store.put_session(&session(1, operator, NOW), &hash(verified));
        assert_eq!(kept.unwrap(), expected, "{operator} {verified}");
        check_sessions(store, NOW, &[1], &[expected]);
    }
    assert_eq!(
        store.operator_of_number(bo).unwrap().unwrap().last_sign_in,
        None
    );
}
