//! The people who operate it.

use crate::Bed;
use crate::samples::{CREATED, create_all};
use crate::users::Dice;
use admit_core::passwords::stored::Secret;
use admit_core::ports::store::{
    NOBODY_YET, NewEntry, Operator, OperatorChange, OperatorKind, OperatorLink, SecretDigest,
    Session, Store, operator_key,
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
    for number in [98, 99, u64::MAX] {
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

pub fn a_link_for_nobody_yet_makes_the_first_administrator(bed: &mut Bed) {
    let store = bed.store();
    let redeem = |of, email: &str| {
        let redeemed = store.redeem_first_link(&digest(of), email, &hash("new"), NOW);
        redeemed.unwrap()
    };
    let ana = add(store, "ana@example.org", OperatorKind::Viewer, Some("old"));
    assert!(
        store
            .put_session(&session(9, ana, NOW), &hash("old"))
            .unwrap()
    );
    assert!(store.put_link(&link(1, NOBODY_YET)).unwrap());
    assert!(store.put_link(&link(2, NOBODY_YET)).unwrap());
    assert!(store.put_link(&link(3, ana)).unwrap());
    assert_eq!(store.link(&digest(1), NOW).unwrap(), None);
    assert_eq!(store.link(&digest(2), NOW).unwrap(), Some(NOBODY_YET));
    // Each kind of link does what it is for, and only that.
    assert_eq!(
        store.redeem_link(&digest(2), &hash("new"), NOW).unwrap(),
        None
    );
    assert_eq!(redeem(3, "eve@example.org"), None);
    assert_eq!(redeem(1, "eve@example.org"), None);
    let late = store.redeem_first_link(&digest(2), "a@example.org", &hash("new"), NOW + 100);
    assert_eq!(late.unwrap(), None);
    assert_eq!(redeem(2, "Ana@example.org"), Some(ana));
    let first = store.operator_of_number(ana).unwrap().unwrap();
    assert_eq!(first.kind, OperatorKind::Administrator);
    assert_eq!(first.password, Some(hash("new")));
    check_sessions(store, NOW, &[9], &[false]);
    // From now on there is somebody, and no such link.
    assert_eq!(redeem(2, "eve@example.org"), None);
    assert!(!store.put_link(&link(4, NOBODY_YET)).unwrap());
}

pub fn a_link_for_nobody_yet_ends_with_the_first_password(bed: &mut Bed) {
    let store = bed.store();
    assert!(store.put_link(&link(1, NOBODY_YET)).unwrap());
    bed.reopen();
    let store = bed.store();
    assert_eq!(store.link(&digest(1), NOW).unwrap(), Some(NOBODY_YET));
    add(
        store,
        "ana@example.org",
        OperatorKind::Administrator,
        Some("a"),
    );
    assert_eq!(store.link(&digest(1), NOW).unwrap(), None);
    let redeemed = store.redeem_first_link(&digest(1), "bo@example.org", &hash("b"), NOW);
    assert_eq!(redeemed.unwrap(), None);
    assert_eq!(store.operators().unwrap().len(), 1);
}

pub fn however_operators_change_somebody_can_let_others_in(bed: &mut Bed) {
    let store = bed.store();
    let mut dice = Dice(11);
    let (mut is_let_in, mut answers) = (false, Vec::new());
    for round in 0..300 {
        let (number, of) = (dice.roll(8), dice.roll(6) as u8);
        let email = format!("o{}@example.org", dice.roll(6));
        let kind = OperatorKind::ALL[dice.roll(3) as usize];
        let (by, secret) = (digest(of), hash(&email));
        answers.push(match dice.roll(8) {
            0 | 1 => format!("{:?}", store.add_operator(&email, kind, NOW)),
            2 => format!("{:?}", store.remove_operator(number)),
            3 => format!("{:?}", store.set_operator_kind(number, kind)),
            4 => format!("{:?}", store.put_link(&link(of, number))),
            5 => format!("{:?}", store.redeem_link(&by, &secret, NOW)),
            6 => format!("{:?}", store.redeem_first_link(&by, &email, &secret, NOW)),
            _ => format!(
                "{:?}",
                store.put_session(&session(of, number, NOW), &secret)
            ),
        });
        let all = store.operators().unwrap();
        let may = |operator: &Operator| {
            operator.kind == OperatorKind::Administrator && operator.password.is_some()
        };
        let can_let_in = all.iter().any(may);
        assert!(can_let_in || !is_let_in, "{round}: {all:?}");
        is_let_in = can_let_in;
        let mut keys: Vec<String> = all.iter().map(|one| operator_key(&one.email)).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), all.len(), "{round}: {all:?}");
        for of in 0..6 {
            if let Some((session, operator)) = store.session(&digest(of), NOW).unwrap() {
                assert_eq!(session.operator, operator.number, "{round}");
                assert!(operator.password.is_some(), "{round}: {operator:?}");
            }
        }
    }
    assert!(is_let_in);
    assert!(
        answers.iter().all(|answer| answer.starts_with("Ok")),
        "{answers:?}"
    );
    // Compared by the suite, as all that is in the store.
    let noted = NewEntry {
        detail: answers.join(" "),
        ..NewEntry::default()
    };
    store.note(&noted, NOW).unwrap();
}

/// What one process decides holds for another one.
#[test]
fn two_processes_agree_on_who_is_the_last() {
    let bed = Bed::sqlite();
    let other = admit_store::open(&bed.path().display().to_string()).unwrap();
    let administrators = ["ana@example.org", "bo@example.org"].map(|email| {
        add(
            bed.store(),
            email,
            OperatorKind::Administrator,
            Some("hash"),
        )
    });
    assert!(bed.store().put_link(&link(1, administrators[0])).unwrap());
    let together = Barrier::new(2);
    let answers = thread::scope(|scope| {
        let remove = |store: &dyn Store, number: u64| {
            together.wait();
            store.remove_operator(number).unwrap()
        };
        let [ana, bo] = administrators;
        let first = scope.spawn(move || remove(bed.store(), ana));
        let second = remove(&*other, bo);
        [first.join().unwrap(), second]
    });
    let last = |answer: &&OperatorChange| **answer == OperatorChange::LastAdministrator;
    assert_eq!(answers.iter().filter(last).count(), 1, "{answers:?}");
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
