//! What sign-in and reset keep.

use crate::Bed;
use crate::samples::{CHANGED, CREATED, apply_for, create, import, new_user};
use admit_core::passwords::stored::Secret;
use admit_core::ports::store::{
    Attempt, AttemptLimit, Checkpoint, Grant, Mail, ResetCode, Reversal, Reverted, Store,
};
use admit_core::users::user::{IdentifierKey, IdentifierKind, UserKey};
use std::sync::Barrier;

const LIMIT: AttemptLimit = AttemptLimit {
    attempts: 3,
    window: 100,
};

fn take(store: &dyn Store, subject: &str, now: i64) -> Attempt {
    store.take_attempt(subject, LIMIT, now).unwrap()
}

pub fn attempts_are_counted_by_subject_and_forgotten(bed: &mut Bed) {
    let store = bed.store();
    for now in [0, 10, 20] {
        assert_eq!(take(store, "a", now), Attempt::Allowed, "{now}");
    }
    // Asking while it is locked locks no longer.
    for now in [20, 30, 119] {
        assert_eq!(take(store, "a", now), Attempt::Locked { until: 120 });
    }
    assert_eq!(take(store, "b", 30), Attempt::Allowed);
    bed.reopen();
    let store = bed.store();
    assert_eq!(take(store, "a", 119), Attempt::Locked { until: 120 });
    assert_eq!(take(store, "a", 120), Attempt::Allowed);
    // One that came to nothing is taken back.
    for now in 121..130 {
        assert_eq!(take(store, "a", now), Attempt::Allowed, "{now}");
        store.return_attempt("a").unwrap();
    }
    for now in [130, 131] {
        assert_eq!(take(store, "a", now), Attempt::Allowed, "{now}");
    }
    assert_eq!(take(store, "a", 132), Attempt::Locked { until: 231 });
    store.return_attempt("a").unwrap();
    assert_eq!(take(store, "a", 133), Attempt::Allowed);
    store.clear_attempts("a").unwrap();
    for now in [134, 135, 136] {
        assert_eq!(take(store, "a", now), Attempt::Allowed, "{now}");
    }
    // There is nothing to take back of somebody unknown.
    store.return_attempt("nobody").unwrap();
    store.clear_attempts("nobody").unwrap();
}

pub fn attempts_at_once_are_counted_one_by_one(bed: &mut Bed) {
    let store = bed.store();
    let start = Barrier::new(40);
    let allowed: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..40)
            .map(|_| {
                scope.spawn(|| {
                    start.wait();
                    usize::from(take(store, "a", 5) == Attempt::Allowed)
                })
            })
            .collect();
        threads.into_iter().map(|t| t.join().unwrap()).sum()
    });
    assert_eq!(allowed, 3);
}

pub fn last_sign_ins_and_the_dearest_check_are_kept(bed: &mut Bed) {
    let store = bed.store();
    assert_eq!(store.dearest_check().unwrap(), 0);
    for (user, now) in [(1, 5), (2, 6), (1, 7)] {
        store.note_sign_in(user, now).unwrap();
    }
    for microseconds in [5, 9, 7] {
        store.raise_dearest_check(microseconds).unwrap();
    }
    bed.reopen();
    let store = bed.store();
    assert_eq!(store.dearest_check().unwrap(), 9);
    store.set_dearest_check(4).unwrap();
    assert_eq!(store.dearest_check().unwrap(), 4);
    let last = store.last_sign_ins(&[2, 3, 1]).unwrap();
    assert_eq!(last, [Some(6), None, Some(7)]);
}

fn code(subject: &str, browser: u8, user: Option<UserKey>) -> ResetCode {
    ResetCode {
        subject: subject.to_owned(),
        sent_to: user.map(|user| {
            let kind = IdentifierKind::Email;
            let key = format!("{user}@example.org");
            (user, IdentifierKey { kind, key })
        }),
        browser: [browser; 32],
        code: [browser + 100; 32],
        expires: 100,
        tries: 2,
    }
}

fn grant(digest: u8, user: UserKey) -> Grant {
    Grant {
        digest: [digest; 32],
        user,
        expires: 100,
    }
}

pub fn a_code_is_tried_and_redeemed(bed: &mut Bed) {
    let mail = Mail {
        to: "1@example.org".to_owned(),
        subject: "A code".to_owned(),
        body: Secret("It is\n1234".to_owned()),
        created: 3,
    };
    for code in [code("a", 1, Some(1)), code("b", 2, None)] {
        let mail = code.sent_to.is_some().then_some(&mail);
        bed.store().put_code(&code, mail, 0).unwrap();
    }
    bed.reopen();
    let store = bed.store();
    let outbox = store.outbox(0, 10).unwrap();
    assert_eq!(outbox.len(), 1);
    assert_eq!((outbox[0].number, &outbox[0].mail), (1, &mail));
    assert_eq!(store.outbox(1, 10).unwrap(), []);
    for (browser, subject, user) in [(1, "a", Some(1)), (2, "b", None)] {
        assert_eq!(store.take_try(&[browser; 32], 100).unwrap(), None);
        for tries in [1, 0] {
            let expected = ResetCode {
                tries,
                ..code(subject, browser, user)
            };
            let taken = store.take_try(&[browser; 32], 99).unwrap();
            assert_eq!(taken, Some(expected), "{subject}");
        }
        assert_eq!(store.take_try(&[browser; 32], 99).unwrap(), None);
    }
    assert_eq!(store.take_try(&[9; 32], 0).unwrap(), None);
    // Only as it is: another code of the same subject is not redeemed.
    let other = ResetCode {
        code: [7; 32],
        ..code("a", 1, Some(1))
    };
    assert!(!store.redeem_code(&other, &grant(5, 1)).unwrap());
    let redeem = || {
        store
            .redeem_code(&code("a", 1, Some(1)), &grant(6, 1))
            .unwrap()
    };
    assert!(redeem());
    assert!(!redeem());
    assert_eq!(store.grant(&[5; 32], 0).unwrap(), None);
    assert_eq!(store.grant(&[6; 32], 99).unwrap(), Some(grant(6, 1)));
    assert_eq!(store.grant(&[6; 32], 100).unwrap(), None);
}

pub fn there_is_one_code_for_a_subject_and_for_a_browser(bed: &mut Bed) {
    let store = bed.store();
    let has_code = |browser: u8| store.take_try(&[browser; 32], 0).unwrap().is_some();
    store.put_code(&code("a", 1, Some(1)), None, 0).unwrap();
    store.put_code(&code("a", 2, Some(1)), None, 0).unwrap();
    assert!(!has_code(1) && has_code(2));
    store.put_code(&code("b", 2, None), None, 0).unwrap();
    let now = store.take_try(&[2; 32], 0).unwrap().unwrap();
    assert_eq!(now.subject, "b");
    // What ended is removed with the next one.
    store.put_code(&code("c", 3, None), None, 100).unwrap();
    assert!(!has_code(2) && has_code(3));
}

pub fn a_grant_is_redeemed_once(bed: &mut Bed) {
    let store = bed.store();
    for (digest, user) in [(1, 1), (2, 1), (3, 2)] {
        store.put_grant(&grant(digest, user)).unwrap();
    }
    store.put_code(&code("a", 1, Some(1)), None, 0).unwrap();
    store.put_code(&code("b", 2, Some(2)), None, 0).unwrap();
    assert_eq!(store.redeem_grant(&[9; 32], 0).unwrap(), None);
    assert_eq!(store.redeem_grant(&[1; 32], 100).unwrap(), None);
    let start = Barrier::new(20);
    let redeemed: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..20)
            .map(|_| {
                scope.spawn(|| {
                    start.wait();
                    usize::from(store.redeem_grant(&[1; 32], 0).unwrap() == Some(1))
                })
            })
            .collect();
        threads.into_iter().map(|t| t.join().unwrap()).sum()
    });
    assert_eq!(redeemed, 1);
    // Everything of that user goes with it, nothing of others.
    assert_eq!(store.grant(&[2; 32], 0).unwrap(), None);
    assert_eq!(store.grant(&[3; 32], 0).unwrap(), Some(grant(3, 2)));
    assert_eq!(store.take_try(&[1; 32], 0).unwrap(), None);
    assert!(store.take_try(&[2; 32], 0).unwrap().is_some());
    // One that was used can be kept again.
    store.put_grant(&grant(1, 1)).unwrap();
    store.void_grants(2).unwrap();
    assert_eq!(store.grant(&[3; 32], 0).unwrap(), None);
    assert_eq!(store.take_try(&[2; 32], 0).unwrap(), None);
    assert_eq!(store.redeem_grant(&[1; 32], 0).unwrap(), Some(1));
}

pub fn users_who_signed_in_are_not_removed(bed: &mut Bed) {
    let store = bed.store();
    let session = store.lock().unwrap();
    let number = session.begin(&import()).unwrap();
    let users = [new_user(1, "id:1"), new_user(2, "id:2")];
    apply_for(&*session, number, &users.map(create), false);
    store.note_sign_in(1, CREATED).unwrap();
    let created = store.created_by(number, 0, 10).unwrap();
    let removals: Vec<Reversal> = created.into_iter().map(Reversal::Remove).collect();
    let settle = &|_: &[Reverted]| Checkpoint::default();
    let answers = session.revert(number, CHANGED, &removals, settle);
    let answers = answers.unwrap();
    assert_eq!(answers, [Reverted::Drifted, Reverted::Done]);
}
