use super::*;
use crate::passwords::check::USED_UP;
use crate::ports::store::{AccessTables, SignIns, StoredMail};
use crate::sign_in::Answer;
use crate::sign_in::testing::Bed;
use crate::users::user::{Identity, Status};
use std::sync::Barrier;

const NOW: i64 = 1_700_000_000_000;
const MINUTE: i64 = 60_000;
const ANA: &str = "ana@example.org";
const NEW: &[u8] = b"a new password";

/// A bed with Ana, known by an address that is not confirmed.
fn bed() -> Bed {
    let bed = Bed::new();
    bed.add(ANA, "email=ana@example.org reset");
    bed
}

fn codes(bed: &Bed) -> Vec<String> {
    let mails = bed.store.outbox(0, u64::MAX, NOW).unwrap();
    let code = |mail: &StoredMail| {
        let body = &mail.mail.text().0;
        let at = body.find("code is ").unwrap() + "code is ".len();
        body[at..].split('\n').next().unwrap().to_owned()
    };
    mails.iter().map(code).collect()
}

fn latest(bed: &Bed) -> String {
    codes(bed).pop().unwrap_or_else(|| "0000-0000".to_owned())
}

fn granted(confirmed: Confirmed) -> Secret {
    match confirmed {
        Confirmed::Granted(grant) => grant,
        other => panic!("{other:?}"),
    }
}

impl Bed {
    fn reset(&self) -> Reset<'_> {
        Reset {
            sign_in: self.parts(),
        }
    }

    fn request(&self, now: i64, name: &str, browser: &str) {
        self.request_from(now, name, browser, None);
    }

    fn request_from(&self, now: i64, name: &str, browser: &str, address: Option<&str>) {
        let requested = self.reset().request(now, name, browser, address).unwrap();
        assert!(matches!(requested, Requested::CodeSent { .. }));
    }

    fn confirm(&self, now: i64, browser: &str, code: &str) -> Confirmed {
        self.reset().confirm(now, browser, code).unwrap()
    }

    fn set(&self, now: i64, grant: &Secret, password: &[u8]) -> PasswordSet {
        self.reset().set(now, &grant.0, password).unwrap()
    }
}

#[test]
fn a_code_confirms_the_address_and_lets_a_password_be_set_once() {
    let bed = bed();
    bed.request(NOW, "Ana@Example.org", "browser");
    let mail = bed.store.outbox(0, 10, NOW).unwrap().remove(0).mail;
    assert_eq!((mail.to.as_str(), mail.created), (ANA, NOW));
    let grant = granted(bed.confirm(NOW, "browser", &latest(&bed).to_lowercase()));
    let weak = bed.set(NOW, &grant, b"password");
    assert_eq!(weak, PasswordSet::Refused(Weakness::Common));
    assert_eq!(bed.set(NOW, &grant, NEW), PasswordSet::Done);
    assert_eq!(
        bed.set(NOW, &grant, b"yet another one"),
        PasswordSet::NotGranted
    );
    let user = bed.user(ANA);
    assert_eq!(user.row.reset, None);
    assert_eq!(user.row.identities[0].verified, Some(true));
    let password = user.password.unwrap();
    assert_eq!(password.origin, PasswordOrigin::SetHere);
    assert_eq!(password.changed, Some(NOW));
    assert!(matches!(bed.answer(NOW, ANA, NEW), Answer::SignedIn { .. }));
}

#[test]
fn a_grant_is_not_used_up_by_a_write_that_fails() {
    let bed = bed();
    bed.request(NOW, ANA, "browser");
    let grant = granted(bed.confirm(NOW, "browser", &latest(&bed)));
    // What is kept of the user cannot be read, so that nothing can be written.
    let mut edit = by_hand::Edit::default();
    edit.values.first_name = Some("Ana".to_owned());
    let mut update = by_hand::edit(&bed.user(ANA), &edit).unwrap().unwrap();
    update.before = Some(Secret("broken off".to_owned()));
    assert!(write(&bed.store, NOW, update).unwrap());
    let digest = secrets::grant_digest(&grant.0);
    let before = bed.store.grant(&digest, NOW).unwrap();
    assert!(before.is_some());
    assert!(bed.reset().set(NOW, &grant.0, NEW).is_err());
    assert_eq!(bed.store.grant(&digest, NOW).unwrap(), before);
}

#[test]
fn a_new_password_forgets_wrong_attempts() {
    let bed = bed();
    bed.request(NOW, ANA, "browser");
    let grant = granted(bed.confirm(NOW, "browser", &latest(&bed)));
    assert_eq!(bed.set(NOW, &grant, NEW), PasswordSet::Done);
    for _ in 0..5 {
        bed.answer(NOW, ANA, b"wrong password");
    }
    assert!(matches!(bed.answer(NOW, ANA, NEW), Answer::Locked { .. }));
    bed.request(NOW, ANA, "browser");
    let grant = granted(bed.confirm(NOW, "browser", &latest(&bed)));
    assert_eq!(bed.set(NOW, &grant, b"another password"), PasswordSet::Done);
    let answer = bed.answer(NOW, ANA, b"another password");
    assert!(matches!(answer, Answer::SignedIn { .. }));
}

#[test]
fn a_code_can_be_tried_five_times() {
    let bed = bed();
    // Nobody's name answers alike.
    for name in [ANA, "nobody@example.org"] {
        bed.request(NOW, name, name);
        for tries_left in (0..5).rev() {
            let wrong = bed.confirm(NOW, name, "00000000");
            assert_eq!(wrong, Confirmed::Wrong { tries_left }, "{name}");
        }
        assert_eq!(
            bed.confirm(NOW, name, &latest(&bed)),
            Confirmed::Expired,
            "{name}"
        );
    }
}

#[test]
fn codes_and_grants_end_after_ten_minutes() {
    let bed = bed();
    bed.request(NOW, ANA, "browser");
    let code = latest(&bed);
    assert_eq!(
        bed.confirm(NOW + 10 * MINUTE, "browser", &code),
        Confirmed::Expired
    );
    let later = NOW + 10 * MINUTE - 1;
    let grant = granted(bed.confirm(later, "browser", &code));
    assert_eq!(
        bed.set(later + 10 * MINUTE, &grant, NEW),
        PasswordSet::NotGranted
    );
    assert_eq!(
        bed.set(later + 10 * MINUTE - 1, &grant, NEW),
        PasswordSet::Done
    );
}

#[test]
fn a_code_is_of_one_browser_and_one_user() {
    let bed = bed();
    bed.add("bo@example.org", "email=bo@example.org");
    bed.request(NOW, ANA, "ana's browser");
    bed.request(NOW, "bo@example.org", "bo's browser");
    let [of_ana, of_bo] = <[String; 2]>::try_from(codes(&bed)).unwrap();
    for (browser, code) in [
        ("ana's browser", &of_bo),
        ("bo's browser", &of_ana),
        ("another", &of_ana),
    ] {
        let answer = bed.confirm(NOW, browser, code);
        assert!(!matches!(answer, Confirmed::Granted(_)), "{browser}");
    }
    // What another browser asks for voids nothing; in the same one the next code
    // takes the place of the one before, and that of another account does not.
    bed.request(NOW, ANA, "another");
    bed.request(NOW, ANA, "bo's browser");
    let of_another = latest(&bed);
    granted(bed.confirm(NOW, "bo's browser", &of_bo));
    granted(bed.confirm(NOW, "bo's browser", &of_another));
    granted(bed.confirm(NOW, "ana's browser", &of_ana));
    bed.request(NOW, ANA, "another");
    let [.., before, last] = &codes(&bed)[..] else {
        panic!("two codes were sent");
    };
    assert_ne!(before, last);
    let wrong = bed.confirm(NOW, "another", "00000000");
    assert_eq!(wrong, Confirmed::Wrong { tries_left: 4 });
    granted(bed.confirm(NOW, "another", last));
}

#[test]
fn no_password_is_set_over_one_that_an_operator_gave_meanwhile() {
    let bed = bed();
    bed.request(NOW, ANA, "browser");
    let grant = granted(bed.confirm(NOW, "browser", &latest(&bed)));
    let read = bed.user(ANA);
    let given = |user: &StoredUser| {
        let parts = bed.parts();
        let strength = parts.settings.strength;
        crate::sign_in::set_temporary_password(parts.store, parts.randomness, strength, NOW, user)
    };
    given(&read).unwrap();
    assert_eq!(bed.set(NOW, &grant, NEW), PasswordSet::NotGranted);
    // The grant was redeemed already when the operator came.
    let hash = Secret("new".to_owned());
    let written = bed.reset().write_password(NOW, &read, hash).unwrap();
    assert!(matches!(written, Written::SetMeanwhile));
    let kept = bed.user(ANA).password.unwrap();
    assert_eq!(kept.origin, PasswordOrigin::Temporary);
}

#[test]
fn a_code_is_kept_no_longer_than_it_can_be_used() {
    let bed = bed();
    let kept = |now| {
        let mails = bed.store.outbox(0, 9, now).unwrap();
        let codes = mails.into_iter().map(|stored| stored.mail.code.is_some());
        codes.collect::<Vec<bool>>()
    };
    bed.request(NOW, ANA, "browser");
    assert_eq!(kept(NOW + 10 * MINUTE - 1), [true]);
    assert_eq!(kept(NOW + 10 * MINUTE), [false]);
    bed.request(NOW, ANA, "browser");
    let grant = granted(bed.confirm(NOW, "browser", &latest(&bed)));
    assert_eq!(bed.set(NOW, &grant, NEW), PasswordSet::Done);
    assert_eq!(kept(NOW), [false, false]);
    let month = crate::base::limits::OUTBOX_MILLISECONDS;
    assert_eq!(kept(NOW + month - 1), [false, false]);
    assert_eq!(kept(NOW + month), [false; 0]);
}

#[test]
fn no_more_than_five_codes_an_hour_are_sent() {
    let bed = bed();
    for _ in 0..7 {
        bed.request(NOW, ANA, "browser");
    }
    assert_eq!(codes(&bed).len(), 5);
    bed.request(NOW + 60 * MINUTE, ANA, "browser");
    assert_eq!(codes(&bed).len(), 6);
}

#[test]
fn nobody_uses_up_the_codes_that_somebody_else_may_ask_for() {
    let bed = bed();
    let sent = |now, browser, address, expected| {
        bed.request_from(now, ANA, browser, Some(address));
        assert_eq!(codes(&bed).len(), expected, "{browser} {address}");
    };
    for count in 1..=7 {
        sent(NOW, "a stranger's", "192.0.2.1", count.min(5));
    }
    sent(NOW, "ana's", "198.51.100.7", 6);
    // From the browser that she signs in from she can ask even when very many ask
    // for her.
    let grant = granted(bed.confirm(NOW, "ana's", &latest(&bed)));
    assert_eq!(bed.set(NOW, &grant, NEW), PasswordSet::Done);
    let origin = Origin {
        browser: Some("ana's"),
        address: None,
    };
    let reply = bed.reply_to(NOW, origin, ANA, NEW);
    assert_eq!(reply.answer.word(), "signed-in");
    for number in 0..30 {
        let address = format!("203.0.113.{number}");
        bed.request_from(NOW, ANA, "a stranger's", Some(&address));
    }
    let count = codes(&bed).len();
    assert_eq!(count, 20);
    sent(NOW, "another of ana's", "198.51.100.8", count);
    sent(NOW, "ana's", "198.51.100.7", count + 1);
}

#[test]
fn who_cannot_be_reached_gets_no_mail_and_the_same_answers() {
    let bed = bed();
    bed.add("phone only", "phone=+61491570006");
    for name in ["+61491570006", "nobody@example.org", "nobody", ""] {
        bed.request(NOW, name, name);
        let answer = bed.confirm(NOW, name, "00000000");
        assert_eq!(answer, Confirmed::Wrong { tries_left: 4 }, "{name}");
    }
    assert_eq!(codes(&bed), [""; 0]);
}

#[test]
fn nothing_is_set_while_password_sign_in_is_off() {
    let bed = bed();
    bed.request(NOW, ANA, "browser");
    let code = latest(&bed);
    let grant = granted(bed.confirm(NOW, "browser", &code));
    bed.store_off();
    let requested = bed.reset().request(NOW, ANA, "browser", None).unwrap();
    assert_eq!(requested, Requested::PasswordSignInIsOff);
    let confirmed = bed.confirm(NOW, "browser", &code);
    assert_eq!(confirmed, Confirmed::PasswordSignInIsOff);
    assert_eq!(bed.set(NOW, &grant, NEW), PasswordSet::PasswordSignInIsOff);
    bed.store.set_password_connection(true).unwrap();
    assert_eq!(bed.set(NOW, &grant, NEW), PasswordSet::Done);
}

#[test]
fn what_is_kept_of_a_code_does_not_give_it_away() {
    let bed = bed();
    bed.request(NOW, ANA, "browser");
    let code = latest(&bed).replace('-', "");
    let digest = secrets::browser_digest("browser");
    let kept = bed.store.take_try(&digest, NOW).unwrap().remove(0);
    assert_ne!(kept.code, secrets::code_digest("", &code));
    assert_eq!(kept.code, secrets::code_digest("browser", &code));
    assert!(!format!("{:?}", bed.store.outbox(0, 1, NOW).unwrap()).contains(&latest(&bed)));
}

/// Gives Ana this address, or keeps her from signing in.
fn edit(bed: &Bed, email: Option<&str>, status: Option<Status>) {
    let identity = |email| Identity::new(IdentifierKind::Email, email);
    let edit = by_hand::Edit {
        values: by_hand::Values {
            identities: email.into_iter().map(identity).collect(),
            ..by_hand::Values::default()
        },
        status,
        ..by_hand::Edit::default()
    };
    let update = by_hand::edit(&bed.user(ANA), &edit).unwrap().unwrap();
    assert!(write(&bed.store, NOW, update).unwrap());
}

#[test]
fn codes_and_grants_end_with_the_address_and_with_a_suspension() {
    type Change = fn(&Bed);
    let changes: [(&str, Change); 3] = [
        ("another address", |bed| {
            edit(bed, Some("ana@example.net"), None);
        }),
        ("another address for a while", |bed| {
            edit(bed, Some("ana@example.net"), None);
            edit(bed, Some(ANA), None);
        }),
        ("suspended for a while", |bed| {
            edit(bed, None, Some(Status::Suspended));
            edit(bed, None, Some(Status::Active));
        }),
    ];
    for (what, change) in changes {
        let bed = bed();
        bed.request(NOW, ANA, "browser");
        let grant = granted(bed.confirm(NOW, "browser", &latest(&bed)));
        bed.request(NOW, ANA, "another");
        let code = latest(&bed);
        change(&bed);
        assert_eq!(bed.set(NOW, &grant, NEW), PasswordSet::NotGranted, "{what}");
        let confirmed = bed.confirm(NOW, "another", &code);
        assert_eq!(confirmed, Confirmed::Expired, "{what}");
        assert_eq!(bed.user(ANA).password, None, "{what}");
        // Nor is a mail sent with it.
        let claimed = bed.store.claim_mail(NOW, NOW + 1).unwrap();
        assert_eq!(claimed, None, "{what}");
    }
}

#[test]
fn a_grant_for_another_address_sets_nothing() {
    let bed = bed();
    let address = |key: &str| IdentifierKey {
        kind: IdentifierKind::Email,
        key: key.to_owned(),
    };
    for (key, expected) in [
        ("ana@example.net", PasswordSet::NotGranted),
        (ANA, PasswordSet::Done),
    ] {
        let user = bed.user(ANA).key;
        let (secret, grant) =
            secrets::new_grant(&bed.randomness, user, Some(&address(key)), NOW + MINUTE);
        bed.store.put_grant(&grant).unwrap();
        assert_eq!(bed.set(NOW, &secret, NEW), expected, "{key}");
    }
}

#[test]
fn of_a_thousand_right_codes_at_once_one_is_granted() {
    let bed = bed();
    bed.request(NOW, ANA, "browser");
    let code = latest(&bed);
    let start = Barrier::new(1000);
    let grants: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..1000)
            .map(|_| {
                scope.spawn(|| {
                    start.wait();
                    let answer = bed.confirm(NOW, "browser", &code);
                    usize::from(matches!(answer, Confirmed::Granted(_)))
                })
            })
            .collect();
        threads.into_iter().map(|t| t.join().unwrap()).sum()
    });
    assert_eq!(grants, 1);
}

/// What can be asked of the three steps.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Request(&'static str),
    Confirm(&'static str),
    ConfirmWrong(&'static str),
    Set,
    SetWithout,
}

const STEPS: [Step; 8] = [
    Step::Request("a"),
    Step::Request("b"),
    Step::Confirm("a"),
    Step::Confirm("b"),
    Step::ConfirmWrong("a"),
    Step::ConfirmWrong("b"),
    Step::Set,
    Step::SetWithout,
];

/// Whether the steps set a password: they ask for a code, give it in the same
/// browser before asking for another, and use what that granted.
fn is_intended(steps: &[Step]) -> bool {
    // What is confirmed is the latest code.
    let confirmed = |at: usize| {
        let before = steps[..at].iter().rev();
        let request = before.clone().find(|step| matches!(step, Step::Request(_)));
        match (steps[at], request) {
            (Step::Confirm(browser), Some(Step::Request(asked))) => browser == *asked,
            _ => false,
        }
    };
    (0..steps.len())
        .filter(|at| confirmed(*at))
        .any(|at| steps[at..].contains(&Step::Set))
}

fn sets_a_password(steps: &[Step]) -> bool {
    let bed = bed();
    let mut grant = Secret(String::new());
    for step in steps {
        match step {
            Step::Request(browser) => bed.request(NOW, ANA, browser),
            Step::Confirm(browser) => {
                if let Confirmed::Granted(secret) = bed.confirm(NOW, browser, &latest(&bed)) {
                    grant = secret;
                }
            }
            Step::ConfirmWrong(browser) => {
                bed.confirm(NOW, browser, "0000-0000");
            }
            Step::Set => {
                bed.set(NOW, &grant, NEW);
            }
            Step::SetWithout => {
                bed.set(NOW, &Secret(USED_UP.to_owned()), NEW);
            }
        }
    }
    bed.user(ANA).password.is_some()
}

#[test]
fn only_the_intended_order_of_steps_sets_a_password() {
    let mut sequences: Vec<Vec<Step>> = vec![Vec::new()];
    let mut intended = 0;
    for _ in 0..4 {
        sequences = sequences
            .iter()
            .flat_map(|steps| STEPS.map(|step| [steps.as_slice(), &[step]].concat()))
            .collect();
        for steps in &sequences {
            let expected = is_intended(steps);
            intended += u32::from(expected);
            assert_eq!(sets_a_password(steps), expected, "{steps:?}");
        }
    }
    assert!(intended > 10, "{intended}");
}
