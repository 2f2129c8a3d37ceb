use super::*;
use crate::operators::secrets::{new_link, session_digest};
use crate::ports::store::{OperatorKind, OperatorLink, Operators};
use crate::sign_in::testing::Bed;

const NOW: i64 = 1_735_689_600_000;
const ANA: &str = "ana@example.org";
const WALK: &[u8] = b"a long winter walk";

/// A bed with an operator who has a password.
fn with_ana() -> Bed {
    let bed = Bed::new();
    // Whether users can sign in does not concern operators.
    bed.store_off();
    let kind = OperatorKind::Administrator;
    let number = bed.store.add_operator(ANA, kind, NOW).unwrap().unwrap();
    assert_eq!(
        use_link(&bed, &link(&bed, number), WALK),
        LinkUsed::Done(number)
    );
    bed
}

/// The secret of a new link.
fn link(bed: &Bed, operator: u64) -> String {
    let (secret, digest) = new_link(&bed.randomness);
    let link = OperatorLink {
        digest,
        operator,
        expires: NOW + 1000,
    };
    assert!(bed.store.put_link(&link).unwrap());
    secret.0
}

fn operating(bed: &Bed) -> Operating<'_> {
    Operating {
        sign_in: bed.parts(),
    }
}

fn use_link(bed: &Bed, secret: &str, password: &[u8]) -> LinkUsed {
    operating(bed).use_link(NOW, secret, ANA, password).unwrap()
}

/// What coming in from an address answers, as a word.
fn enter(bed: &Bed, from: &str, email: &str, password: &[u8]) -> &'static str {
    let reply = operating(bed)
        .sign_in(NOW, Some(from), email, password)
        .unwrap();
    let fails = matches!(reply.entry, Entry::Wrong | Entry::Locked { .. });
    assert_eq!(reply.answer_after.is_zero(), !fails, "{reply:?}");
    match reply.entry {
        Entry::SignedIn { session, kept } => {
            let digest = session_digest(&session.0);
            assert_eq!(kept.digest, digest);
            assert_eq!(kept.expires, NOW + OPERATOR_SESSION_MILLISECONDS);
            let (_, operator) = bed.store.session(&digest, NOW).unwrap().unwrap();
            assert_eq!(operator_key(&operator.email), operator_key(email));
            "in"
        }
        Entry::Wrong => "wrong",
        Entry::Locked { minutes: 5 } => "locked",
        Entry::Locked { minutes } => panic!("{minutes}"),
        Entry::TryAgainShortly => "shortly",
    }
}

#[test]
fn operators_come_in_with_their_address_and_password() {
    let bed = with_ana();
    // A user of the same address has a password of their own.
    bed.add("ana", "email=ana@example.org hash=another verified");
    let new = bed
        .store
        .add_operator("bo@example.org", OperatorKind::Viewer, NOW);
    assert!(new.unwrap().is_some());
    let too_long = vec![b'a'; 5000];
    for (email, password, expected) in [
        (ANA, WALK, "in"),
        (" Ana@Example.ORG", WALK, "in"),
        (ANA, b"A long winter walk".as_slice(), "wrong"),
        (ANA, b"", "wrong"),
        (ANA, b"another", "wrong"),
        (ANA, &too_long, "wrong"),
        ("bo@example.org", WALK, "wrong"),
        ("bo@example.org", b"", "wrong"),
        ("nobody@example.org", WALK, "wrong"),
        ("", WALK, "wrong"),
    ] {
        assert_eq!(
            enter(&bed, "192.0.2.1", email, password),
            expected,
            "{email}"
        );
    }
}

#[test]
fn wrong_attempts_lock_an_address_whoever_has_it() {
    for email in [ANA, "nobody@example.org"] {
        let bed = with_ana();
        for _ in 0..bed.settings.attempts.attempts {
            assert_eq!(
                enter(&bed, "192.0.2.1", email, b"a guess"),
                "wrong",
                "{email}"
            );
        }
        assert_eq!(enter(&bed, "192.0.2.1", email, WALK), "locked", "{email}");
        // From elsewhere the operator comes in, and a user's name is another one.
        let expected = if email == ANA { "in" } else { "wrong" };
        assert_eq!(enter(&bed, "192.0.2.2", email, WALK), expected, "{email}");
        assert_eq!(enter(&bed, "192.0.2.1", "bo@example.org", WALK), "wrong");
    }
}

#[test]
fn a_link_sets_a_good_password_once() {
    let bed = with_ana();
    let ana = bed.store.operator(ANA).unwrap().unwrap().number;
    assert_eq!(enter(&bed, "192.0.2.1", ANA, WALK), "in");
    let secret = link(&bed, ana);
    for (password, expected) in [
        (b"short".as_slice(), LinkUsed::Refused(Weakness::TooShort)),
        (b"password", LinkUsed::Refused(Weakness::Common)),
        (b"ANA@example.org", LinkUsed::Refused(Weakness::OwnName)),
        (b"a new long walk", LinkUsed::Done(ana)),
        (b"another long walk", LinkUsed::NoLink),
    ] {
        assert_eq!(use_link(&bed, &secret, password), expected);
    }
    assert_eq!(use_link(&bed, "", WALK), LinkUsed::NoLink);
    assert_eq!(enter(&bed, "192.0.2.1", ANA, WALK), "wrong");
    assert_eq!(enter(&bed, "192.0.2.1", ANA, b"a new long walk"), "in");
}

#[test]
fn a_link_lets_in_again_who_was_locked_out() {
    let bed = with_ana();
    let ana = bed.store.operator(ANA).unwrap().unwrap().number;
    for _ in 0..bed.settings.attempts.attempts {
        enter(&bed, "192.0.2.1", ANA, b"a guess");
    }
    assert_eq!(enter(&bed, "192.0.2.1", ANA, WALK), "locked");
    let secret = link(&bed, ana);
    assert_eq!(
        use_link(&bed, &secret, b"a new long walk"),
        LinkUsed::Done(ana)
    );
    assert_eq!(enter(&bed, "192.0.2.1", ANA, b"a new long walk"), "in");
}

#[test]
fn the_first_administrator_comes_by_a_link() {
    let bed = Bed::new();
    let secret = link(&bed, NOBODY_YET);
    let nowhere = operating(&bed).use_link(NOW, &secret, "ana@example", WALK);
    assert_eq!(nowhere.unwrap(), LinkUsed::NoAddress);
    let own = LinkUsed::Refused(Weakness::OwnName);
    assert_eq!(use_link(&bed, &secret, b"ana@example.org"), own);
    assert_eq!(use_link(&bed, &secret, WALK), LinkUsed::Done(1));
    assert_eq!(use_link(&bed, &secret, WALK), LinkUsed::NoLink);
    assert_eq!(enter(&bed, "192.0.2.1", ANA, WALK), "in");
    let first = bed.store.operator(ANA).unwrap().unwrap();
    assert_eq!(first.kind, OperatorKind::Administrator);
}
