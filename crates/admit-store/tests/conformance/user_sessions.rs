//! Users who are signed in.

use crate::Bed;
use admit_core::ports::store::{Store, UserSession};

fn session(of: u8, created: i64) -> UserSession {
    UserSession {
        digest: [of; 32],
        user: 7,
        password: u64::MAX - u64::from(of),
        created,
        expires: created + 100,
    }
}

/// Checks which sessions there are at a time.
#[track_caller]
fn check(store: &dyn Store, now: i64, expected: &[(u8, bool)]) {
    for (of, there) in expected {
        let found = store.user_session(&[*of; 32], now).unwrap();
        assert_eq!(found.is_some(), *there, "{of} at {now}");
    }
}

pub fn sessions_of_users_end(bed: &mut Bed) {
    let store = bed.store();
    for of in [1, 2] {
        store.put_user_session(&session(of, 1_000)).unwrap();
    }
    let kept = store.user_session(&[1; 32], 1_001).unwrap();
    assert_eq!(kept, Some(session(1, 1_000)));
    check(store, 1_099, &[(1, true), (2, true), (3, false)]);
    store.end_user_session(&[1; 32]).unwrap();
    check(store, 1_099, &[(1, false), (2, true)]);
    check(store, 1_100, &[(2, false)]);
    // What has ended is gone when another begins.
    store.put_user_session(&session(3, 1_100)).unwrap();
    check(store, 1_000, &[(2, false), (3, true)]);
    // Whatever a user holds is ended at once.
    store.void_grants(7).unwrap();
    check(store, 1_000, &[(3, false)]);
}
