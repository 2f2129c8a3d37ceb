use super::testing::{Bed, QUICK};
use super::*;
use crate::ports::store::{AccessTables, SignIns, Users};
use crate::users::field::Field;
use std::sync::Barrier;
use std::sync::atomic::{AtomicU32, Ordering};

const NOW: i64 = 1_700_000_000_000;
const MINUTE: i64 = 60_000;

/// MD5 of "abc" (RFC 1321).
const ABC: &str = "md5=900150983cd24fb0d6963f7d28e17f72";

/// The word of the answer to a first attempt of a user as `words` say.
#[track_caller]
fn check(words: &str, name: &str, password: &str, expected: &str) {
    let bed = Bed::new();
    bed.add("Ana", words);
    let answer = bed.answer(NOW, name, password.as_bytes());
    let mut said = answer.word().to_owned();
    if let Answer::ResetRequired { reason, grant } = answer {
        let grant = if grant.is_some() { " and a grant" } else { "" };
        said = format!("{said}: {reason}{grant}");
    }
    assert_eq!(said, expected, "{words}, {name}, {password}");
}

#[test]
fn every_answer_has_its_cause() {
    let all = format!("email=ana@example.org verified phone=+61491570006 username=ana id=u1 {ABC}");
    for name in [
        "ana@example.org",
        " Ana@Example.ORG ",
        "+61 491 570 006",
        "ANA",
    ] {
        check(&all, name, "abc", "signed-in");
        check(&all, name, "abd", "wrong-name-or-password");
    }
    // An id is no name to sign in with.
    check(&all, "u1", "abc", "wrong-name-or-password");
    check(&all, "nobody", "abc", "wrong-name-or-password");
    check(&all, "", "abc", "wrong-name-or-password");
    let plain = |more: &str| format!("username=ana {ABC} {more}").trim().to_owned();
    let answers = |words: &str, right: &str, wrong: &str| {
        check(words, "ana", "abc", right);
        check(words, "ana", "abd", wrong);
    };
    let wrong = "wrong-name-or-password";
    answers(&plain(""), "signed-in", wrong);
    answers(&plain("suspended"), "suspended", wrong);
    answers(&plain("suspended reset"), "suspended", wrong);
    let asked = "reset-required: asked by an operator";
    answers(&plain("reset"), asked, wrong);
    let temporary = "reset-required: temporary password used and a grant";
    answers(&plain("temporary"), temporary, wrong);
    answers(&plain("temporary suspended"), "suspended", wrong);
    answers(&plain("email=a@example.org"), "confirm-email", wrong);
    answers(&plain("email=a@example.org reset"), asked, wrong);
    answers(&plain("phone=+61491570006"), "signed-in", wrong);
    // Without a password nothing that is typed is right.
    answers("username=ana", wrong, wrong);
    answers("username=ana suspended", wrong, wrong);
    answers("username=ana reset", asked, asked);
    // A hash that cannot be read is none.
    answers("username=ana md5=900150983c reset", asked, asked);
    answers("username=ana md5=! reset", asked, asked);
    answers("username=ana md5=!", wrong, wrong);
}

#[test]
fn nothing_is_looked_at_while_sign_in_by_password_is_off() {
    let bed = Bed::new();
    bed.add("Ana", &format!("username=ana {ABC}"));
    bed.store_off();
    for password in ["abc", "abd"] {
        let answer = bed.answer(NOW, "ana", password.as_bytes());
        assert_eq!(answer, Answer::PasswordSignInIsOff);
    }
    assert_eq!(bed.user("Ana").version, 1);
}

#[test]
fn what_cannot_be_a_password_is_wrong_at_once_and_not_counted() {
    let bed = Bed::new();
    bed.add("Ana", &format!("username=ana {ABC}"));
    let long = "a".repeat(1_000_000);
    for _ in 0..3 {
        for password in ["", "abc\0", long.as_str(), &long[..1025]] {
            let reply = bed.reply(NOW, "ana", password.as_bytes());
            assert_eq!(reply.answer, Answer::WrongNameOrPassword);
            assert_eq!(reply.answer_after, Duration::ZERO);
        }
        let reply = bed.reply(NOW, &long, b"abc");
        assert_eq!(reply.answer, Answer::WrongNameOrPassword);
    }
    assert_eq!(bed.pool.memory_peak(), 0);
    assert_eq!(bed.answer(NOW, "ana", b"abc").word(), "signed-in");
    assert_eq!(
        bed.answer(NOW, "ana", &long.as_bytes()[..1024]).word(),
        "wrong-name-or-password"
    );
}

/// Five wrong attempts, then the lock with its minutes, then none.
#[track_caller]
fn check_lock(bed: &Bed, names: &[&str]) {
    for number in 0..5 {
        let answer = bed.answer(NOW, names[number % names.len()], b"wrong");
        assert_eq!(answer, Answer::WrongNameOrPassword, "{names:?} {number}");
    }
    for (later, minutes) in [(0, 5), (1, 5), (MINUTE, 4), (5 * MINUTE - 1, 1)] {
        for password in ["abc", "wrong"] {
            let answer = bed.answer(NOW + later, names[0], password.as_bytes());
            assert_eq!(answer, Answer::Locked { minutes }, "{names:?} {later}");
        }
    }
    let answer = bed.answer(NOW + 5 * MINUTE, names[0], b"wrong");
    assert_eq!(answer, Answer::WrongNameOrPassword, "{names:?}");
}

#[test]
fn five_wrong_attempts_lock_known_and_unknown_names_alike() {
    let bed = Bed::new();
    bed.add(
        "Ana",
        &format!("email=ana@example.org verified username=ana {ABC}"),
    );
    bed.add("Bo", "username=bo");
    check_lock(&bed, &["ana@example.org", "Ana@example.org"]);
    check_lock(&bed, &["ana", "ANA"]);
    check_lock(&bed, &["bo", " BO "]);
    check_lock(&bed, &["nobody@example.org", "Nobody@Example.org "]);
    check_lock(&bed, &["nobody", "NOBODY"]);
    check_lock(&bed, &["+61 491 570 006", "+61491570006"]);
    // After the lock the right password is right.
    assert_eq!(
        bed.answer(NOW + 5 * MINUTE, "ana", b"abc").word(),
        "signed-in"
    );
}

/// The wrong attempts with these writings of a username are counted as one name's,
/// whether somebody has it or nobody, and an operator who sets a password ends the lock.
#[track_caller]
fn check_writings(username: &str, writings: &[&str]) {
    for more in ["", "email=anna@example.org verified ", "nobody"] {
        let bed = Bed::new();
        let user = if more == "nobody" {
            format!("username=zoe {ABC}")
        } else {
            format!("{more}username={username} {ABC}")
        };
        bed.add("Anna", &user);
        check_lock(&bed, writings);
        for name in writings.iter().cycle().take(5) {
            bed.answer(NOW + 6 * MINUTE, name, b"wrong");
        }
        for name in writings {
            let answer = bed.answer(NOW + 6 * MINUTE, name, b"abc");
            assert_eq!(answer.word(), "locked", "{username} {name} {more}");
        }
        if more != "nobody" {
            let set =
                bed.parts()
                    .set_password(NOW + 6 * MINUTE, &bed.user("Anna"), b"another password");
            assert_eq!(set.unwrap(), None);
            let answer = bed.answer(NOW + 6 * MINUTE, writings[0], b"another password");
            assert_eq!(answer.word(), "signed-in", "{username} {more}");
        }
    }
}

#[test]
fn all_writings_of_a_username_are_counted_as_one() {
    check_writings(
        "anna@example.org",
        &[
            "anna@example.org",
            "\u{ff41}nna@example.org",
            "a\u{ff4e}na@example.org",
            "\u{1d41a}nna@example.org",
            "Anna\u{ff20}example.org",
            "anna@ex\u{200b}ample.org",
            "ANNA@\u{ff25}xample.ORG",
        ],
    );
    check_writings(
        "anna@b\u{fc}cher.example",
        &[
            "anna@b\u{fc}cher.example",
            "\u{ff41}nna@bu\u{308}cher.example",
            "anna\u{ff20}b\u{fc}cher.example",
            "anna@xn--bcher-kva.example",
        ],
    );
    // Neither is an address, or a number, of anybody.
    check_writings(
        "anna@localhost",
        &[
            "anna@localhost",
            "\u{ff41}nna@localhost",
            "an\u{200b}na@localhost",
            "anna@Local\u{ad}host",
            "\u{feff}anna@localhost",
        ],
    );
    check_writings(
        "+614anna",
        &[
            "+614anna",
            "\u{ff0b}614anna",
            "+\u{ff16}14anna",
            "+614\u{ff41}nna",
            "+6\u{200b}14ANNA",
            "+6\u{2460}4anna",
        ],
    );
    check_writings(
        "+61491570006",
        &["+61491570006", "+6149157000\u{2465}", "+61 491 570 006"],
    );
    check_writings("anna", &["anna", "\u{ff41}nna", "ANNA", "an\u{ad}na"]);
}

#[test]
fn the_right_password_forgets_wrong_attempts() {
    let bed = Bed::new();
    bed.add("Ana", &format!("username=ana {ABC}"));
    for _ in 0..3 {
        for _ in 0..4 {
            assert_eq!(
                bed.answer(NOW, "ana", b"wrong").word(),
                "wrong-name-or-password"
            );
        }
        assert_eq!(bed.answer(NOW, "ana", b"abc").word(), "signed-in");
    }
}

#[test]
fn wrong_attempts_with_one_name_say_nothing_about_another() {
    let bed = Bed::new();
    bed.add(
        "Ana",
        &format!("email=ana@example.org verified phone=+61491570006 {ABC}"),
    );
    for _ in 0..6 {
        bed.answer(NOW, "ana@example.org", b"wrong");
    }
    let answer = bed.answer(NOW, "+61491570006", b"wrong");
    assert_eq!(answer, Answer::WrongNameOrPassword);
}

fn from(address: &str) -> Origin<'_> {
    Origin {
        browser: None,
        address: Some(address),
    }
}

fn browser(token: &str) -> Origin<'_> {
    Origin {
        browser: Some(token),
        address: Some("192.0.2.1"),
    }
}

#[test]
fn attempts_are_counted_by_address_first_and_then_for_everybody() {
    let bed = Bed::new();
    bed.add("Ana", &format!("username=ana {ABC}"));
    let word = |address: &str, name: &str, password: &[u8]| {
        let reply = bed.reply_to(NOW, from(address), name, password);
        reply.answer.word()
    };
    for name in ["ana", "nobody"] {
        for address in ["192.0.2.1", "192.0.2.2", "192.0.2.3"] {
            for _ in 0..5 {
                assert_eq!(word(address, name, b"wrong"), "wrong-name-or-password");
            }
            assert_eq!(word(address, name, b"abc"), "locked", "{name}");
        }
    }
    // Elsewhere the right password is right, and forgives what that address did alone.
    assert_eq!(word("192.0.2.4", "ana", b"abc"), "signed-in");
    assert_eq!(word("192.0.2.1", "ana", b"abc"), "locked");
    for name in ["ana", "nobody"] {
        for _ in 0..5 {
            assert_eq!(word("192.0.2.4", name, b"wrong"), "wrong-name-or-password");
        }
        assert_eq!(word("192.0.2.5", name, b"abc"), "locked", "{name}");
    }
}

#[test]
fn who_has_signed_in_from_a_browser_is_not_locked_out_there_by_others() {
    let bed = Bed::new();
    bed.add("Ana", &format!("username=ana {ABC}"));
    let word = |origin, password: &[u8]| bed.reply_to(NOW, origin, "ana", password).answer.word();
    assert_eq!(word(browser("ana's"), b"abc"), "signed-in");
    for address in ["192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.2.5"] {
        for _ in 0..6 {
            word(from(address), b"wrong");
        }
    }
    assert_eq!(word(browser("another"), b"abc"), "locked");
    for _ in 0..2 {
        // Wrong there counts as well, but by itself.
        for _ in 0..4 {
            assert_eq!(word(browser("ana's"), b"wrong"), "wrong-name-or-password");
        }
        assert_eq!(word(browser("ana's"), b"abc"), "signed-in");
    }
    for _ in 0..5 {
        word(browser("ana's"), b"wrong");
    }
    assert_eq!(word(browser("ana's"), b"abc"), "locked");
}

#[test]
fn strangers_see_the_same_whoever_has_to_set_a_password() {
    let bed = Bed::new();
    bed.add("Ana", "email=ana@example.org reset");
    bed.add("Bo", &format!("email=bo@example.org verified {ABC}"));
    bed.add("Cy", &format!("email=cy@example.org verified reset {ABC}"));
    for (name, password, word) in [
        ("ana@example.org", "abc", "reset-required"),
        ("bo@example.org", "abd", "wrong-name-or-password"),
        ("cy@example.org", "abc", "reset-required"),
        ("cy@example.org", "abd", "wrong-name-or-password"),
        ("nobody@example.org", "abc", "wrong-name-or-password"),
    ] {
        let reply = bed.reply_to(NOW, browser("a browser"), name, password.as_bytes());
        assert_eq!(reply.answer.word(), word, "{name}");
        assert_eq!(reply.shown, Answer::WrongNameOrPassword, "{name}");
    }
    let to = |now| -> Vec<String> {
        let mails = bed.store.outbox(0, 10, now).unwrap();
        mails.into_iter().map(|stored| stored.mail.to).collect()
    };
    assert_eq!(to(NOW), ["ana@example.org", "cy@example.org"]);
    // The code of the mail is one of the browser that tried; an hour later there is
    // another one.
    let code = bed.store.outbox(0, 1, NOW).unwrap()[0].mail.code.clone();
    let reset = reset::Reset {
        sign_in: bed.parts(),
    };
    let confirmed = reset.confirm(NOW, "a browser", &code.unwrap().0).unwrap();
    assert!(matches!(confirmed, reset::Confirmed::Granted(_)));
    let hour = 60 * MINUTE;
    for (now, count) in [(NOW + 10 * MINUTE, 2), (NOW + hour - 1, 2), (NOW + hour, 3)] {
        bed.reply_to(now, browser("a browser"), "ana@example.org", b"abc");
        assert_eq!(to(now).len(), count);
    }
    // Said outright where an operator wants it so.
    bed.store.set_tells_at_once(true).unwrap();
    let later = NOW + 2 * hour;
    let reply = bed.reply_to(later, browser("a browser"), "ana@example.org", b"abc");
    assert_eq!(reply.shown.word(), "reset-required");
    assert_eq!(to(later).len(), 3);
}

#[test]
fn a_temporary_password_ends_after_a_week() {
    let week = TEMPORARY_PASSWORD_MILLISECONDS;
    for (later, expected) in [
        (week - 1, "temporary password used"),
        (week, "temporary password ended"),
    ] {
        let bed = Bed::new();
        bed.add("Ana", &format!("username=ana {ABC}"));
        let parts = bed.parts();
        let temporary =
            set_temporary_password(parts.store, parts.randomness, QUICK, NOW, &bed.user("Ana"));
        let answer = bed.answer(NOW + later, "ana", temporary.unwrap().0.as_bytes());
        let Answer::ResetRequired { reason, grant } = answer else {
            panic!("{answer:?}");
        };
        assert_eq!(reason.to_string(), expected);
        assert_eq!(grant.is_some(), later < week);
    }
}

#[test]
fn attempts_where_a_reset_is_asked_for_count_like_all_others() {
    let bed = Bed::new();
    bed.add("Bo", "username=bo reset");
    for _ in 0..5 {
        assert_eq!(bed.answer(NOW, "bo", b"wrong").word(), "reset-required");
    }
    assert_eq!(
        bed.answer(NOW, "bo", b"wrong"),
        Answer::Locked { minutes: 5 }
    );
}

#[test]
fn of_five_hundred_guesses_at_once_five_are_checked() {
    let bed = Bed::new();
    bed.add("Ana", &format!("username=ana {ABC}"));
    let (start, checked) = (Barrier::new(500), AtomicU32::new(0));
    std::thread::scope(|scope| {
        for number in 0..500 {
            let (bed, start, checked) = (&bed, &start, &checked);
            scope.spawn(move || {
                start.wait();
                match bed.answer(NOW, "ana", format!("guess {number}").as_bytes()) {
                    Answer::WrongNameOrPassword => {
                        checked.fetch_add(1, Ordering::SeqCst);
                    }
                    Answer::TryAgainShortly => {}
                    answer => assert_eq!(answer, Answer::Locked { minutes: 5 }),
                }
            });
        }
    });
    assert_eq!(checked.into_inner(), 5);
}

#[test]
fn a_weaker_hash_is_replaced_at_the_first_good_sign_in() {
    let bed = Bed::new();
    bed.add("Ana", &format!("username=ana {ABC}"));
    let before = bed.user("Ana");
    assert_eq!(
        bed.answer(NOW, "ana", b"abd").word(),
        "wrong-name-or-password"
    );
    assert_eq!(bed.user("Ana"), before);
    assert_eq!(bed.answer(NOW, "ana", b"abc").word(), "signed-in");
    let after = bed.user("Ana");
    let password = after.password.as_ref().unwrap();
    assert_eq!(password.origin, PasswordOrigin::Upgraded);
    assert_eq!(
        (password.method.as_ref(), password.salt.as_ref()),
        (None, None)
    );
    assert_eq!(Strength::of(&password.hash.0), Some(QUICK));
    // What the file had is remembered by a digest.
    let digest = password_digest(before.id, before.password.as_ref().unwrap(), QUICK);
    assert_eq!(after.row.last_imported, [(Field::HashedPassword, digest)]);
    // Nothing more to do the next time; the password is still the password.
    assert_eq!(bed.answer(NOW + 1, "ana", b"abc").word(), "signed-in");
    assert_eq!(bed.user("Ana"), after);
    assert_eq!(
        bed.answer(NOW, "ana", b"abd").word(),
        "wrong-name-or-password"
    );
    assert_eq!(
        bed.store.last_sign_ins(&[after.key]).unwrap(),
        [Some(NOW + 1)]
    );
}

#[test]
fn a_hash_that_became_weaker_than_new_ones_is_made_again() {
    let mut bed = Bed::new();
    bed.add("Ana", &format!("username=ana {ABC}"));
    bed.answer(NOW, "ana", b"abc");
    let more = Strength { passes: 2, ..QUICK };
    bed.settings.strength = more;
    assert_eq!(bed.answer(NOW, "ana", b"abc").word(), "signed-in");
    let hash = bed.user("Ana").password.unwrap().hash;
    assert_eq!(Strength::of(&hash.0), Some(more));
    bed.settings.strength = QUICK;
    assert_eq!(bed.answer(NOW, "ana", b"abc").word(), "signed-in");
    assert_eq!(bed.user("Ana").password.unwrap().hash, hash);
}

/// bcrypt of five times "0123456789abcdef", of which it takes 72 bytes; made with
/// bcrypt 4 of Python.
const LONG: &str = "hash=$2b$04$abcdefghijklmnopqrstuuWTSHkTgWdsWag7rtSY2APXG6jxP2cuq";

/// Who types more than the old hash used does not have it all kept: with the part
/// that counted one would not be let in any more.
#[test]
fn only_a_password_that_counted_whole_is_kept_anew() {
    let long = "0123456789abcdef".repeat(5);
    let cases = [
        // From the manual of PHP: crypt.
        ("crypt=rl.3StKT.4T8M", "rasmuslerdorf", false),
        ("crypt=rl.3StKT.4T8M", "rasmusle", true),
        // bcrypt of the first 72 bytes of what is typed.
        (LONG, long.as_str(), false),
        (LONG, &long[..72], true),
        // phpBB, from test.php of phpass 0.3; white space around it is not counted.
        ("hash=$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0", "test12345", true),
    ];
    for (hash, typed, is_kept_anew) in cases {
        let bed = Bed::new();
        bed.add("Ana", &format!("username=ana {hash}"));
        for _ in 0..2 {
            let answer = bed.answer(NOW, "ana", typed.as_bytes());
            assert_eq!(answer.word(), "signed-in", "{typed}");
        }
        let origin = bed.user("Ana").password.unwrap().origin;
        assert_eq!(origin == PasswordOrigin::Upgraded, is_kept_anew, "{typed}");
    }
}

#[test]
fn an_upgrade_of_a_user_changed_meanwhile_is_left_out() {
    let bed = Bed::new();
    bed.add("Ana", &format!("username=ana {ABC}"));
    let read = bed.user("Ana");
    let reset = by_hand::ask_for_reset(&read).unwrap();
    assert!(write(&bed.store, NOW, reset).unwrap());
    bed.parts().upgrade(NOW, &read, Secret("new".to_owned()));
    let now = bed.user("Ana");
    assert_eq!(now.password, read.password);
    assert_eq!(now.row.reset, Some(ResetReason::Asked));
}

#[test]
fn parallel_first_sign_ins_all_succeed() {
    let bed = Bed::new();
    bed.add("Ana", &format!("username=ana {ABC}"));
    let start = Barrier::new(4);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                start.wait();
                assert_eq!(bed.answer(NOW, "ana", b"abc").word(), "signed-in");
            });
        }
    });
    let password = bed.user("Ana").password.unwrap();
    assert_eq!(password.origin, PasswordOrigin::Upgraded);
    assert_eq!(bed.answer(NOW, "ana", b"abc").word(), "signed-in");
}

#[test]
fn nobody_is_locked_by_signing_in_many_times_at_once() {
    let bed = Bed::new();
    bed.add("Ana", &format!("username=ana {ABC}"));
    let (start, done) = (Barrier::new(300), AtomicU32::new(0));
    std::thread::scope(|scope| {
        for _ in 0..300 {
            scope.spawn(|| {
                start.wait();
                match bed.answer(NOW, "ana", b"abc") {
                    Answer::SignedIn { .. } => {
                        done.fetch_add(1, Ordering::SeqCst);
                    }
                    other => assert_eq!(other, Answer::TryAgainShortly),
                }
            });
        }
    });
    assert!(done.into_inner() > 5);
    assert_eq!(bed.answer(NOW, "ana", b"abc").word(), "signed-in");
}

#[test]
fn a_temporary_password_works_once() {
    let bed = Bed::new();
    bed.add(
        "Ana",
        &format!("username=ana temporary {ABC}").replace("temporary ", ""),
    );
    bed.add("Bo", &format!("username=bo {ABC} temporary"));
    let start = Barrier::new(4);
    let grants = std::sync::Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                start.wait();
                if let Answer::ResetRequired { grant, .. } = bed.answer(NOW, "bo", b"abc") {
                    grants.lock().unwrap().extend(grant);
                }
            });
        }
    });
    let grants = grants.into_inner().unwrap();
    assert_eq!(grants.len(), 1);
    let user = bed.user("Bo");
    assert_eq!(user.row.reset, Some(ResetReason::TemporaryUsed));
    let digest = secrets::grant_digest(&grants[0].0);
    assert_eq!(
        bed.store
            .grant(&digest, NOW)
            .unwrap()
            .map(|grant| grant.user),
        Some(user.key)
    );
    let answer = bed.answer(NOW, "bo", b"abc");
    let expected = Answer::ResetRequired {
        reason: ResetReason::TemporaryUsed,
        grant: None,
    };
    assert_eq!(answer, expected);
}

#[test]
fn every_failure_waits_for_the_same_time() {
    let mut bed = Bed::new();
    bed.settings.failure_time = Duration::from_secs(1);
    let users = [
        ("ana", format!("username=ana {ABC}")),
        ("bo", "username=bo".to_owned()),
        ("cy", format!("username=cy suspended {ABC}")),
        ("di", "username=di reset".to_owned()),
        ("ed", format!("username=ed {ABC} email=ed@example.org")),
    ];
    for (name, words) in &users {
        bed.add(name, words);
    }
    let times = |bed: &Bed| {
        let mut times = Vec::new();
        for name in ["ana", "bo", "di", "nobody"] {
            for _ in 0..6 {
                times.push(bed.reply(NOW, name, b"wrong").answer_after);
            }
        }
        for name in ["cy", "ed"] {
            times.push(bed.reply(NOW, name, b"abc").answer_after);
        }
        times.dedup();
        times
    };
    assert_eq!(times(&bed), [Duration::from_secs(1)]);
    bed.store.raise_dearest_check(4_000_000).unwrap();
    // One dear hash does not slow them all for as long as it takes itself.
    let longest = Duration::from_millis(SIGN_IN_FAILURE_MILLISECONDS_MAX);
    assert_eq!(times(&bed), [longest]);
    // A good sign-in waits for nothing.
    let reply = bed.reply(NOW + 5 * MINUTE, "ana", b"abc");
    assert_eq!(
        (reply.answer.word(), reply.answer_after),
        ("signed-in", Duration::ZERO)
    );
}

#[test]
fn the_dearest_check_is_remembered() {
    let mut bed = Bed::new();
    bed.add("Ana", &format!("username=ana {ABC}"));
    bed.answer(NOW, "nobody", b"abc");
    let nobody = bed.store.dearest_check().unwrap();
    assert_eq!(nobody, QUICK.cost().microseconds);
    bed.settings.strength = Strength { passes: 9, ..QUICK };
    bed.answer(NOW, "ana", b"abc");
    let dearest = bed.store.dearest_check().unwrap();
    assert!(dearest > nobody);
    bed.settings.strength = QUICK;
    bed.answer(NOW, "nobody", b"abc");
    assert_eq!(bed.store.dearest_check().unwrap(), dearest);
}

#[test]
fn a_thousand_at_once_are_signed_in_or_told_to_try_again() {
    let mut bed = Bed::new();
    bed.settings.strength = Strength {
        memory: 1024,
        passes: 1,
        lanes: 1,
    };
    bed.pool = HashPool::new(PoolLimits {
        memory: 16 * 1024 * 1024,
        cores: 64,
        queue: 500 * bed.settings.strength.cost().microseconds,
    });
    for number in 0..1000 {
        bed.add(
            &format!("u{number}"),
            &format!("username=user{number} {ABC}"),
        );
    }
    let start = Barrier::new(1000);
    let (done, later) = (AtomicU32::new(0), AtomicU32::new(0));
    std::thread::scope(|scope| {
        for number in 0..1000 {
            let (bed, start, done, later) = (&bed, &start, &done, &later);
            scope.spawn(move || {
                start.wait();
                let name = format!("user{number}");
                match bed.answer(NOW, &name, b"abc") {
                    Answer::SignedIn { .. } => done.fetch_add(1, Ordering::SeqCst),
                    Answer::TryAgainShortly => later.fetch_add(1, Ordering::SeqCst),
                    other => panic!("{name}: {other:?}"),
                };
            });
        }
    });
    assert_eq!(done.load(Ordering::SeqCst) + later.into_inner(), 1000);
    assert!(done.into_inner() >= 13);
    assert!(bed.pool.memory_peak() <= 16 * 1024 * 1024);
    // Nobody who was turned away is locked for it.
    assert_eq!(bed.answer(NOW, "user7", b"abc").word(), "signed-in");
}

#[test]
fn nobody_is_taken_for_another_by_a_username_that_is_an_address() {
    let bed = Bed::new();
    bed.add("Mallory", &format!("username=ana@example.org {ABC}"));
    bed.add("Ana", "email=ana@example.org verified reset");
    let answer = bed.answer(NOW, "ana@example.org", b"abc");
    assert_eq!(answer.word(), "reset-required");
    let ana = bed.user("Ana").key;
    assert_eq!(
        bed.owner(IdentifierKind::Email, "ana@example.org"),
        Some(ana)
    );
}

#[test]
fn temporary_passwords_are_long_and_all_different() {
    let bed = Bed::new();
    let made: Vec<String> = (0..50)
        .map(|_| secrets::temporary_password(&bed.randomness).0)
        .collect();
    for password in &made {
        assert_eq!(password.len(), 23, "{password}");
        assert_eq!(made.iter().filter(|other| *other == password).count(), 1);
    }
    assert!(bed.store.is_empty().unwrap());
}

#[test]
fn a_name_may_be_as_long_as_names_are_read() {
    let bed = Bed::new();
    let longest = "a".repeat(SIGN_IN_NAME_BYTES_MAX);
    bed.add("ana", &format!("username={longest} {ABC}"));
    let answer = bed.answer(0, &longest, b"abc");
    assert!(matches!(answer, Answer::SignedIn { .. }), "{answer:?}");
    let answer = bed.answer(0, &format!("{longest}a"), b"abc");
    assert_eq!(answer, Answer::WrongNameOrPassword);
}
