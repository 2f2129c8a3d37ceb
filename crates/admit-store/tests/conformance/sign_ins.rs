//! What sign-in and reset keep.

use crate::Bed;
use crate::samples::{
    CHANGED, CREATED, apply_for, apply_later, create, create_all, import, new_user, update,
    update_of, user,
};
use admit_core::base::limits::OUTBOX_MILLISECONDS;
use admit_core::passwords::stored::Secret;
use admit_core::ports::store::{
    Attempt, AttemptLimit, Checkpoint, Counter, CreatedUser, Grant, Mail, MailEnd, ResetCode,
    Restoration, Reversal, Reverted, Store, StoredMail, prompt_subject, reset_subject,
    subject_of_name,
};
use admit_core::users::user::{IdentifierKey, IdentifierKind, Status, UserKey};
use std::sync::Barrier;

const LIMIT: AttemptLimit = AttemptLimit {
    attempts: 3,
    window: 100,
};

fn counter(subject: &str) -> Counter {
    Counter {
        subject: subject.to_owned(),
        limit: LIMIT,
    }
}

fn take(store: &dyn Store, subject: &str, now: i64) -> Attempt {
    store.take_attempt(&[counter(subject)], now).unwrap()
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
        store.return_attempt(&[counter("a")]).unwrap();
    }
    for now in [130, 131] {
        assert_eq!(take(store, "a", now), Attempt::Allowed, "{now}");
    }
    assert_eq!(take(store, "a", 132), Attempt::Locked { until: 231 });
    store.return_attempt(&[counter("a")]).unwrap();
    assert_eq!(take(store, "a", 133), Attempt::Allowed);
    store.clear_attempts("a").unwrap();
    for now in [134, 135, 136] {
        assert_eq!(take(store, "a", now), Attempt::Allowed, "{now}");
    }
    // There is nothing to take back of somebody unknown.
    store.return_attempt(&[counter("nobody")]).unwrap();
    store.clear_attempts("nobody").unwrap();
}

pub fn an_attempt_is_counted_by_all_or_by_none(bed: &mut Bed) {
    let store = bed.store();
    let wide = Counter {
        limit: AttemptLimit {
            attempts: 4,
            window: 50,
        },
        ..counter("a")
    };
    let narrow = |word: &str| [counter(&format!("a from {word}")), wide.clone()];
    let take_both = |word, now| store.take_attempt(&narrow(word), now).unwrap();
    for now in [0, 1, 2] {
        assert_eq!(take_both("x", now), Attempt::Allowed);
    }
    assert_eq!(take_both("x", 3), Attempt::Locked { until: 102 });
    assert_eq!(take_both("y", 4), Attempt::Allowed);
    for (word, until) in [("x", 102), ("y", 54), ("z", 54)] {
        assert_eq!(take_both(word, 5), Attempt::Locked { until }, "{word}");
    }
    let counted = |subject, now| -> Vec<(String, u32, i64)> {
        let counted = store.attempts(subject, now).unwrap().into_iter();
        let told = counted.map(|one| (one.subject, one.count, one.until));
        told.collect()
    };
    let of = |subject: &str, count, until| (subject.to_owned(), count, until);
    assert_eq!(
        counted("a", 53),
        [
            of("a", 4, 54),
            of("a from x", 3, 102),
            of("a from y", 1, 104)
        ]
    );
    assert_eq!(counted("a", 54)[0], of("a from x", 3, 102));
    assert_eq!(counted("a from y", 103), [of("a from y", 1, 104)]);
    assert_eq!(counted("a fro", 5), []);
    // What x did is taken off again, and what y did is not.
    store.forgive_attempts(&narrow("x")).unwrap();
    store.forgive_attempts(&narrow("nobody")).unwrap();
    store.forgive_attempts(&[]).unwrap();
    for now in [6, 7, 8] {
        assert_eq!(take_both("z", now), Attempt::Allowed);
    }
    assert_eq!(take_both("x", 9), Attempt::Locked { until: 58 });
    store.return_attempt(&narrow("z")).unwrap();
    assert_eq!(take_both("z", 10), Attempt::Allowed);
    // All that begins with a subject goes with it, and nothing else.
    assert_eq!(take(store, "ab", 11), Attempt::Allowed);
    store.clear_attempts("a").unwrap();
    for now in [12, 13, 14] {
        assert_eq!(take_both("z", now), Attempt::Allowed);
    }
    for now in [12, 13] {
        assert_eq!(take(store, "ab", now), Attempt::Allowed);
    }
    assert_eq!(take(store, "ab", 14), Attempt::Locked { until: 113 });
}

pub fn the_latest_browsers_of_a_user_are_known(bed: &mut Bed) {
    let store = bed.store();
    let note = |user, browser: u8| store.note_sign_in(user, Some(&[browser; 32]), 5).unwrap();
    for browser in 1..=10 {
        note(1, browser);
    }
    note(2, 1);
    note(1, 1);
    note(1, 11);
    bed.reopen();
    let store = bed.store();
    let known = |user| -> Vec<u8> {
        let is_known = |browser: &u8| store.knows_browser(user, &[*browser; 32]).unwrap();
        (0..=12).filter(is_known).collect()
    };
    assert_eq!(known(1), [1, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    assert_eq!(known(2), [1]);
    store.void_grants(1).unwrap();
    assert_eq!((known(1), known(2)), (vec![], vec![1]));
}

fn mail(user: UserKey, created: i64) -> Mail {
    Mail {
        user,
        to: format!("{user}@example.org"),
        subject: "A code".to_owned(),
        body: "It is\n{code}".to_owned(),
        code: Some(Secret("1234".to_owned())),
        code_ends: created + 100,
        created,
    }
}

pub fn mails_are_kept_for_a_month_and_codes_as_long_as_they_hold(bed: &mut Bed) {
    let put = |user, browser, now| {
        let code = ResetCode {
            expires: now + 100,
            ..code("a", browser, Some(user))
        };
        let mail = mail(user, now);
        bed.store().put_code(&code, Some(&mail), now).unwrap();
    };
    let kept = |now| -> Vec<(u64, bool)> {
        let mails = bed.store().outbox(0, 10, now).unwrap();
        let kept = mails
            .iter()
            .map(|stored| (stored.number, stored.mail.code.is_some()));
        kept.collect()
    };
    put(1, 1, 0);
    put(2, 2, 50);
    assert_eq!(kept(99), [(1, true), (2, true)]);
    let latest = |before, limit| -> Vec<u64> {
        let mails = bed.store().latest_mails(before, limit, 99).unwrap();
        mails.iter().map(|stored| stored.number).collect()
    };
    assert_eq!(latest(u64::MAX, 10), [2, 1]);
    assert_eq!(latest(u64::MAX, 1), [2]);
    assert_eq!(latest(2, 10), [1]);
    let waiting = |most, now| bed.store().waiting_mails(most, now).unwrap();
    let counted = [
        waiting(9, 99),
        waiting(1, 99),
        waiting(9, 100),
        waiting(9, 150),
    ];
    assert_eq!(counted, [2, 1, 1, 0]);
    assert_eq!(kept(100), [(1, false), (2, true)]);
    put(2, 3, 60);
    bed.store().void_grants(2).unwrap();
    assert_eq!(kept(100), [(1, false), (2, false), (3, false)]);
    let text = bed.store().outbox(0, 1, 100).unwrap()[0].mail.text();
    assert_eq!(text.0, "It is\n(ended)");
    let month = OUTBOX_MILLISECONDS;
    assert_eq!(kept(month + 50), [(3, false)]);
    put(1, 1, month + 60);
    // No number is given again.
    assert_eq!(kept(month + 60), [(4, true)]);
}

pub fn a_mail_is_sent_once_while_it_is_of_use(bed: &mut Bed) {
    let put = |user, browser, now| {
        let code = ResetCode {
            expires: now + 100,
            ..code("a", browser, Some(user))
        };
        let mail = mail(user, now);
        bed.store().put_code(&code, Some(&mail), now).unwrap();
    };
    let claim = |now: i64| {
        let claimed = bed.store().claim_mail(now, now + 10).unwrap();
        claimed.map(|stored| (stored.number, stored.attempts))
    };
    let settle = |number, attempt, end: &MailEnd, now| {
        bed.store().settle_mail(number, attempt, end, now).unwrap()
    };
    let again = |at| MailEnd::Again {
        at,
        why: "busy".to_owned(),
    };
    put(1, 1, 0);
    put(2, 2, 0);
    assert_eq!(claim(0), Some((1, 1)));
    assert_eq!(claim(0), Some((2, 1)));
    assert_eq!(claim(9), None);
    // Whoever had the first is gone; the second is to be tried later.
    assert!(settle(2, 1, &again(30), 5));
    assert_eq!(claim(10), Some((1, 2)));
    assert!(!settle(1, 1, &MailEnd::Sent, 11));
    assert!(settle(1, 2, &MailEnd::Sent, 12));
    assert!(!settle(1, 2, &again(20), 13));
    assert_eq!(claim(29), None);
    assert_eq!(claim(30), Some((2, 2)));
    assert!(settle(
        2,
        2,
        &MailEnd::Failed("no such person".to_owned()),
        31
    ));
    assert_eq!(claim(99), None);
    // One that was tried less often comes first.
    put(5, 5, 31);
    assert_eq!(claim(31), Some((3, 1)));
    assert!(settle(3, 1, &again(32), 31));
    put(6, 6, 32);
    assert_eq!(claim(32), Some((4, 1)));
    assert_eq!(claim(32), Some((3, 2)));
    assert!(settle(3, 2, &MailEnd::Sent, 33));
    assert!(settle(4, 1, &MailEnd::Sent, 33));
    // A code that was used or ended is of no use.
    put(3, 3, 40);
    bed.store().void_grants(3).unwrap();
    put(4, 4, 40);
    assert_eq!(claim(140), None);
    assert_eq!(claim(50), Some((6, 1)));
    assert!(!settle(9, 1, &MailEnd::Sent, 50));
    let told = |stored: &StoredMail| {
        let has_code = stored.mail.code.is_some();
        (
            stored.sent,
            stored.next_try,
            stored.failed.clone(),
            has_code,
        )
    };
    let mails = bed.store().outbox(0, 10, 50).unwrap();
    assert_eq!(told(&mails[0]), (Some(12), None, None, false));
    let why = Some("no such person".to_owned());
    assert_eq!(told(&mails[1]), (None, None, why, true));
    assert_eq!(told(&mails[5]), (None, Some(60), None, true));
}

pub fn nothing_is_kept_of_a_user_who_is_removed(bed: &mut Bed) {
    let store = bed.store();
    let session = store.lock().unwrap();
    let number = session.begin(&import()).unwrap();
    let users = [new_user(1, "id:1 email:1@example.org"), new_user(2, "id:2")];
    apply_for(&*session, number, &users.map(create), false);
    let subjects = |user: UserKey| {
        [
            format!("{} from x", subject_of_name(&user.to_string())),
            reset_subject(&format!("user {user} from x")),
            prompt_subject(user),
        ]
    };
    for user in [1, 2] {
        let mail = mail(user, 0);
        let browser = user as u8;
        let code = code(&format!("user {user}"), browser, Some(user));
        store.put_code(&code, Some(&mail), 0).unwrap();
        store.put_grant(&grant(browser, user)).unwrap();
        for subject in subjects(user) {
            for _ in 0..3 {
                take(store, &subject, 0);
            }
        }
    }
    store.note_sign_in(2, Some(&[2; 32]), 0).unwrap();
    let mut created = store.created_by(number, 0, 10).unwrap();
    let by_hand = created.remove(1);
    let removals: Vec<Reversal> = created.into_iter().map(Reversal::Remove).collect();
    let settle = &|_: &[Reverted]| Checkpoint::default();
    let answers = session.revert(number, CHANGED, &removals, settle).unwrap();
    assert_eq!(answers, [Reverted::Done]);
    let left = |user: u8| {
        let attempts =
            subjects(u64::from(user)).map(|subject| take(store, &subject, 0) != Attempt::Allowed);
        let mails = store.outbox(0, 10, 0).unwrap();
        let mails = mails
            .iter()
            .any(|stored| stored.mail.user == u64::from(user));
        (
            attempts,
            mails,
            store.grant(&[user; 32], 0).unwrap().is_some(),
            !store.take_try(&[user; 32], 0).unwrap().is_empty(),
        )
    };
    assert_eq!(left(1), ([false; 3], false, false, false));
    assert_eq!(left(2), ([true; 3], true, true, true));
    drop(session);
    // By hand also somebody who has signed in, if nobody changed the user meanwhile.
    let read_before = CreatedUser {
        version: 7,
        ..by_hand.clone()
    };
    assert!(!store.remove_user(&read_before).unwrap());
    assert!(store.remove_user(&by_hand).unwrap());
    assert!(!store.remove_user(&by_hand).unwrap());
    assert_eq!(left(2), ([false; 3], false, false, false));
    assert!(!store.knows_browser(2, &[2; 32]).unwrap());
    assert_eq!(store.last_sign_ins(&[2]).unwrap(), [None]);
    assert_eq!(store.users(&[2]).unwrap(), [None]);
    assert_eq!(store.count().unwrap(), 0);
    // The identifier is free, and the number is not given again.
    assert!(store.reserve_number().unwrap() > 2);
    let session = store.lock().unwrap();
    let number = session.begin(&import()).unwrap();
    apply_for(&*session, number, &[create(new_user(9, "id:2"))], false);
    assert_eq!(store.count().unwrap(), 1);
}

pub fn grants_end_where_an_address_is_given_up_or_a_user_is_suspended(bed: &mut Bed) {
    let store = bed.store();
    let texts: Vec<(UserKey, String)> = (1..=8)
        .map(|key| {
            let texts = format!("email:{key}@example.org phone:+6149157000{key} username:u{key}");
            (key, texts)
        })
        .collect();
    let users: Vec<(UserKey, &str)> = texts.iter().map(|(key, t)| (*key, t.as_str())).collect();
    create_all(store, &users);
    for user in 1..=8 {
        let browser = user as u8;
        store.put_grant(&grant(browser, user)).unwrap();
        let code = code(&format!("user {user}"), browser, Some(user));
        store.put_code(&code, Some(&mail(user, 0)), 0).unwrap();
    }
    let without = |key: UserKey, kind: IdentifierKind| {
        let mut update = update_of(&user(store, key));
        let gone = update.row.identities.extract_if(.., |own| own.kind == kind);
        update.releases = gone.map(|own| own.identifier()).collect();
        update
    };
    let suspended = |key: UserKey| {
        let mut update = update_of(&user(store, key));
        update.row.status = Status::Suspended;
        update
    };
    let left = || -> Vec<UserKey> {
        let mails = store.outbox(0, 10, 0).unwrap();
        let left = |user: &UserKey| {
            let browser = [*user as u8; 32];
            let grant = store.grant(&browser, 0).unwrap().is_some();
            let code = mails
                .iter()
                .any(|m| m.mail.user == *user && m.mail.code.is_some());
            assert_eq!(grant, code, "{user}");
            grant
        };
        (1..=8).filter(left).collect()
    };
    let updates = [
        without(1, IdentifierKind::Email),
        without(2, IdentifierKind::Phone),
        without(3, IdentifierKind::Username),
        suspended(4),
    ];
    apply_later(store, &updates.map(update));
    assert_eq!(left(), [3, 5, 6, 7, 8]);
    let session = store.lock().unwrap();
    let number = session.begin(&import()).unwrap();
    apply_for(&*session, number, &[update(suspended(5))], false);
    let updates = [without(6, IdentifierKind::Email)];
    session.exchange(number, CHANGED, &updates).unwrap();
    let restorations = [without(7, IdentifierKind::Email)].map(|update| {
        Reversal::Restore(Box::new(Restoration {
            update,
            without_password: false,
            whole: false,
        }))
    });
    let settle = &|_: &[Reverted]| Checkpoint::default();
    session
        .revert(number, CHANGED, &restorations, settle)
        .unwrap();
    assert_eq!(left(), [3, 8]);
    // Who is suspended already loses nothing by another change.
    store.put_grant(&grant(4, 4)).unwrap();
    apply_later(store, &[update(suspended(4))]);
    assert!(store.grant(&[4; 32], 0).unwrap().is_some());
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
        store.note_sign_in(user, None, now).unwrap();
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

fn email_of(user: UserKey) -> IdentifierKey {
    IdentifierKey {
        kind: IdentifierKind::Email,
        key: format!("{user}@example.org"),
    }
}

fn code(subject: &str, browser: u8, user: Option<UserKey>) -> ResetCode {
    ResetCode {
        subject: subject.to_owned(),
        sent_to: user.map(|user| (user, email_of(user))),
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
        address: digest.is_multiple_of(2).then(|| email_of(user)),
        expires: 100,
    }
}

pub fn a_code_is_tried_and_redeemed(bed: &mut Bed) {
    let mail = mail(1, 3);
    for code in [code("a", 1, Some(1)), code("b", 2, None)] {
        let mail = code.sent_to.is_some().then_some(&mail);
        bed.store().put_code(&code, mail, 0).unwrap();
    }
    bed.reopen();
    let store = bed.store();
    let outbox = store.outbox(0, 10, 3).unwrap();
    assert_eq!(outbox.len(), 1);
    assert_eq!((outbox[0].number, &outbox[0].mail), (1, &mail));
    assert_eq!(store.outbox(1, 10, 3).unwrap(), []);
    for (browser, subject, user) in [(1, "a", Some(1)), (2, "b", None)] {
        assert_eq!(store.take_try(&[browser; 32], 100).unwrap(), []);
        for tries in [1, 0] {
            let expected = ResetCode {
                tries,
                ..code(subject, browser, user)
            };
            let taken = store.take_try(&[browser; 32], 99).unwrap();
            assert_eq!(taken, [expected], "{subject}");
        }
        assert_eq!(store.take_try(&[browser; 32], 99).unwrap(), []);
    }
    assert_eq!(store.take_try(&[9; 32], 0).unwrap(), []);
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

pub fn there_is_one_code_for_a_subject_in_a_browser(bed: &mut Bed) {
    let store = bed.store();
    let subjects = |browser: u8| -> Vec<String> {
        let codes = store.take_try(&[browser; 32], 0).unwrap();
        codes.into_iter().map(|code| code.subject).collect()
    };
    let put = |code: &ResetCode, now| store.put_code(code, None, now).unwrap();
    put(&code("b", 1, None), 0);
    put(&code("a", 1, Some(1)), 0);
    put(&code("a", 2, Some(1)), 0);
    assert_eq!(subjects(1), ["a", "b"]);
    assert_eq!(subjects(2), ["a"]);
    // Another one of the same takes its place, with all its tries.
    let other = ResetCode {
        code: [77; 32],
        ..code("a", 1, Some(1))
    };
    put(&other, 0);
    let taken = store.take_try(&[1; 32], 0).unwrap();
    assert_eq!((taken[0].code, taken[0].tries), ([77; 32], 1));
    // What ended is removed with the next one.
    put(&code("c", 3, None), 100);
    assert_eq!((subjects(1), subjects(2)), (vec![], vec![]));
    assert_eq!(subjects(3), ["c"]);
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
    assert_eq!(store.take_try(&[1; 32], 0).unwrap(), []);
    assert_eq!(store.take_try(&[2; 32], 0).unwrap().len(), 1);
    // One that was used can be kept again.
    store.put_grant(&grant(1, 1)).unwrap();
    store.void_grants(2).unwrap();
    assert_eq!(store.grant(&[3; 32], 0).unwrap(), None);
    assert_eq!(store.take_try(&[2; 32], 0).unwrap(), []);
    assert_eq!(store.redeem_grant(&[1; 32], 0).unwrap(), Some(1));
}

pub fn users_who_signed_in_are_not_removed(bed: &mut Bed) {
    let store = bed.store();
    let session = store.lock().unwrap();
    let number = session.begin(&import()).unwrap();
    let users = [new_user(1, "id:1"), new_user(2, "id:2")];
    apply_for(&*session, number, &users.map(create), false);
    store.note_sign_in(1, None, CREATED).unwrap();
    let created = store.created_by(number, 0, 10).unwrap();
    let removals: Vec<Reversal> = created.into_iter().map(Reversal::Remove).collect();
    let settle = &|_: &[Reverted]| Checkpoint::default();
    let answers = session.revert(number, CHANGED, &removals, settle);
    let answers = answers.unwrap();
    assert_eq!(answers, [Reverted::Drifted, Reverted::Done]);
}
