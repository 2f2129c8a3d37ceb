//! Users who give up what others of them take, and writes that look once more at whether
//! somebody was there before them.

use crate::Bed;
use crate::samples::{CHANGED, apply, begun, create_all, identifier, import, owners, update};
use crate::samples::{update_of, user};
use admit_core::passwords::stored::Secret;
use admit_core::ports::store::{
    Checkpoint, ImportBatch, ImportSession, Restoration, Reversal, Reverted, Store,
};
use admit_core::users::change::{Applied, UserUpdate};
use admit_core::users::user::{IdentifierKind, Identity, UserKey};

const EMAILS: &str = "email:a@example.org email:b@example.org email:c@example.org";

/// Three users, each with an email.
fn three(store: &dyn Store) {
    let emails = [
        "email:a@example.org",
        "email:b@example.org",
        "email:c@example.org",
    ];
    create_all(store, &[(1, emails[0]), (2, emails[1]), (3, emails[2])]);
}

/// A user who gives up one email for another one.
fn moving(store: &dyn Store, key: UserKey, gives: &str, gets: &str) -> UserUpdate {
    let mut update = update_of(&user(store, key));
    let email = |name: &str| format!("{name}@example.org");
    update.releases = vec![identifier(&format!("email:{}", email(gives)))];
    update.claims = vec![identifier(&format!("email:{}", email(gets)))];
    update.row.identities = vec![Identity::new(IdentifierKind::Email, email(gets))];
    update.before = Some(Secret("before".to_owned()));
    update
}

fn rotation(store: &dyn Store) -> Vec<UserUpdate> {
    let moves = [(1, "a", "b"), (2, "b", "c"), (3, "c", "a")];
    let moves = moves.map(|(key, gives, gets)| moving(store, key, gives, gets));
    moves.to_vec()
}

fn exchange(store: &dyn Store, updates: &[UserUpdate]) -> Vec<Applied> {
    let number = begun(store, &import());
    let session = store.lock().unwrap();
    session.exchange(number, CHANGED, updates).unwrap()
}

fn taken(name: &str) -> Applied {
    Applied::Taken(identifier(&format!("email:{name}@example.org")))
}

pub fn identifiers_go_round_in_one_transaction(bed: &mut Bed) {
    let store = bed.store();
    three(store);
    let answers = exchange(store, &rotation(store));
    assert_eq!(answers, [const { Applied::Updated }; 3]);
    assert_eq!(owners(store, EMAILS), [Some(3), Some(1), Some(2)]);
    let ana = user(store, 1);
    assert_eq!((ana.version, ana.updated), (2, CHANGED));
    assert_eq!(ana.row.identities[0].key, "b@example.org");
    assert_eq!(store.changes(&[1, 2, 3]).unwrap().concat().len(), 3);
}

pub fn who_would_not_get_everything_gives_nothing_up(bed: &mut Bed) {
    let store = bed.store();
    three(store);
    create_all(store, &[(4, "email:d@example.org")]);
    // The second wants what a fourth has, who gives up nothing: the first waits for the
    // second, and the third stands by itself.
    let updates = [
        moving(store, 1, "a", "b"),
        moving(store, 2, "b", "d"),
        moving(store, 3, "c", "e"),
    ];
    let answers = exchange(store, &updates);
    assert_eq!(answers, [taken("b"), taken("d"), Applied::Updated]);
    let all = format!("{EMAILS} email:d@example.org email:e@example.org");
    assert_eq!(
        owners(store, &all),
        [Some(1), Some(2), None, Some(4), Some(3)]
    );
    assert_eq!(user(store, 1).version, 1);
}

pub fn who_was_changed_or_is_gone_takes_part_in_nothing(bed: &mut Bed) {
    let store = bed.store();
    three(store);
    let updates = rotation(store);
    apply(store, &[update(update_of(&user(store, 2)))]);
    let answers = exchange(store, &updates);
    assert_eq!(answers, [taken("b"), Applied::Drifted, taken("a")]);
    assert_eq!(owners(store, EMAILS), [Some(1), Some(2), Some(3)]);
    // What is claimed for a user to come is nobody's to take.
    let number = begun(store, &import());
    let session = store.lock().unwrap();
    let claim = crate::samples::claims(9, "email:z@example.org");
    session.claim(number, &claim).unwrap();
    let wants = [moving(store, 1, "a", "z")];
    assert_eq!(
        session.exchange(number, CHANGED, &wants).unwrap(),
        [taken("z")]
    );
    assert_eq!(owners(store, "email:a@example.org"), [Some(1)]);
}

pub fn users_are_put_back_together_or_not_at_all(bed: &mut Bed) {
    let store = bed.store();
    three(store);
    let number = begun(store, &import());
    let session = store.lock().unwrap();
    session.exchange(number, CHANGED, &rotation(store)).unwrap();
    let back = |moves: [(UserKey, &str, &str); 3]| {
        let restorations = moves.map(|(key, gives, gets)| Restoration {
            update: moving(store, key, gives, gets),
            without_password: false,
            whole: true,
        });
        [Reversal::Together(restorations.to_vec())]
    };
    let revert = |session: &dyn ImportSession, reversals: &[Reversal]| {
        let settle = &|_: &[Reverted]| Checkpoint::default();
        session.revert(number, CHANGED, reversals, settle).unwrap()
    };
    // One of them is to have what a stranger has.
    create_all(store, &[(4, "email:d@example.org")]);
    let blocked = back([(1, "b", "a"), (2, "c", "b"), (3, "a", "d")]);
    let first = identifier("email:a@example.org");
    assert_eq!(revert(&*session, &blocked), [Reverted::Taken(first)]);
    assert_eq!(owners(store, EMAILS), [Some(3), Some(1), Some(2)]);
    assert_eq!(store.changed_by(number, 0, 9).unwrap(), [1, 2, 3]);
    let own = back([(1, "b", "a"), (2, "c", "b"), (3, "a", "c")]);
    apply(store, &[update(update_of(&user(store, 3)))]);
    assert_ne!(revert(&*session, &own), [Reverted::Done]);
    assert_eq!(owners(store, EMAILS), [Some(3), Some(1), Some(2)]);
    let own = back([(1, "b", "a"), (2, "c", "b"), (3, "a", "c")]);
    assert_eq!(revert(&*session, &own), [Reverted::Done]);
    assert_eq!(owners(store, EMAILS), [Some(1), Some(2), Some(3)]);
    assert_eq!(store.changed_by(number, 0, 9).unwrap(), [0_u64; 0]);
}

pub fn a_batch_is_left_where_somebody_was_changed_if_that_is_asked_for(bed: &mut Bed) {
    let store = bed.store();
    three(store);
    let stale = update(update_of(&user(store, 2)));
    apply(store, &[update(update_of(&user(store, 2)))]);
    let mut again = update_of(&user(store, 1));
    again.expected_version = 2;
    let writes = [update(update_of(&user(store, 1))), stale, update(again)];
    let number = begun(store, &import());
    let session = store.lock().unwrap();
    for unless_drifted in [true, false] {
        let batch = ImportBatch {
            import: number,
            now: CHANGED,
            writes: &writes,
            claimed: false,
            unless_drifted,
        };
        let settle = |_: &[Applied]| Checkpoint::default();
        let answers = session.apply(&batch, &settle).unwrap();
        let expected = [Applied::Updated, Applied::Drifted, Applied::Updated];
        assert_eq!(answers, expected);
        assert_eq!(batch.is_left(&answers), unless_drifted);
        let version = if unless_drifted { 1 } else { 3 };
        assert_eq!(user(store, 1).version, version);
    }
}

pub fn who_signed_in_has_drifted_where_that_is_asked_for(bed: &mut Bed) {
    let store = bed.store();
    three(store);
    assert!(!user(store, 1).signed_in);
    store.note_sign_in(1, None, 5).unwrap();
    let read = [1, 2, 9];
    let users = store.users(&read).unwrap();
    let signed_in = users
        .iter()
        .map(|user| user.as_ref().map(|user| user.signed_in));
    assert_eq!(
        signed_in.collect::<Vec<_>>(),
        [Some(true), Some(false), None]
    );
    let all = admit_core::ports::store::UserQuery {
        limit: 9,
        ..Default::default()
    };
    let listed = store.list(&all).unwrap();
    let listed: Vec<(UserKey, bool)> = listed
        .iter()
        .map(|user| (user.key, user.signed_in))
        .collect();
    assert_eq!(listed, [(1, true), (2, false), (3, false)]);
    for (key, unless_signed_in, expected) in [
        (1, true, Applied::Drifted),
        (2, true, Applied::Updated),
        (1, false, Applied::Updated),
    ] {
        let mut change = update_of(&user(store, key));
        change.unless_signed_in = unless_signed_in;
        assert_eq!(apply(store, &[update(change)]), [expected], "{key}");
    }
}
