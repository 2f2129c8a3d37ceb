//! Tokens of the API.

use crate::Bed;
use crate::samples::CREATED;
use admit_core::base::limits::TOKEN_USED_MILLISECONDS;
use admit_core::ports::store::{Scope, Token};

fn token(name: &str, of: u8, scopes: &[Scope]) -> Token {
    Token {
        name: name.to_owned(),
        digest: [of; 32],
        scopes: scopes.to_vec(),
        created: CREATED,
        last_used: None,
    }
}

pub fn tokens_are_found_by_digest_until_they_are_revoked(bed: &mut Bed) {
    let store = bed.store();
    let nightly = token("nightly", 1, &Scope::ALL);
    let portal = token("Portal of HR", 2, &[Scope::SignIn, Scope::UsersRead]);
    for new in [&portal, &nightly] {
        assert!(store.add_token(new).unwrap());
    }
    // The name is taken, whatever else there is about it.
    assert!(!store.add_token(&token("nightly", 3, &[])).unwrap());
    bed.reopen();
    let store = bed.store();
    assert_eq!(store.tokens().unwrap(), [portal.clone(), nightly.clone()]);
    let found = |of| store.token_of_digest(&[of; 32]).unwrap();
    assert_eq!(
        [found(1), found(2), found(3)],
        [Some(nightly), Some(portal), None]
    );
    for (name, expected) in [("Nightly", false), ("nightly", true), ("nightly", false)] {
        assert_eq!(store.revoke_token(name).unwrap(), expected, "{name}");
    }
    assert_eq!(found(1), None);
    // The name is free again, for another token.
    assert!(store.add_token(&token("nightly", 4, &[])).unwrap());
    assert_eq!(
        [found(1), found(4)].map(|found| found.is_some()),
        [false, true]
    );
}

pub fn the_use_of_a_token_is_noted_once_a_minute(bed: &mut Bed) {
    let store = bed.store();
    assert!(store.add_token(&token("nightly", 1, &[])).unwrap());
    assert!(store.add_token(&token("other", 2, &[])).unwrap());
    let minute = TOKEN_USED_MILLISECONDS;
    for (used, expected) in [
        (CREATED, CREATED),
        (CREATED + minute - 1, CREATED),
        (CREATED + minute, CREATED + minute),
        // A clock that goes back changes nothing.
        (CREATED, CREATED + minute),
    ] {
        store.note_token_used(&[1; 32], used).unwrap();
        let found = store.token_of_digest(&[1; 32]).unwrap().unwrap();
        assert_eq!(found.last_used, Some(expected), "{used}");
    }
    // Nobody's is nobody's.
    store.note_token_used(&[3; 32], CREATED).unwrap();
    assert_eq!(
        store.token_of_digest(&[2; 32]).unwrap().unwrap().last_used,
        None
    );
}
