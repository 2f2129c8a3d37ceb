//! Identifiers reserved for users about to be created.

use crate::Bed;
use crate::samples::{
    apply, apply_for, claims, create, create_all, identifier, import, new_user, owners, update,
    update_of, user,
};
use admit_core::ports::store::{Checkpoint, ImportState};
use admit_core::users::change::{Applied, Claim};
use admit_core::users::user::UserKey;

/// Claims of several users, in the order of their identifiers.
fn sorted(users: &[(UserKey, &str)]) -> Vec<Claim> {
    let mut all: Vec<Claim> = users
        .iter()
        .flat_map(|(user, texts)| claims(*user, texts))
        .collect();
    all.sort_by(|a, b| a.identifier.cmp(&b.identifier));
    all
}

pub fn a_claim_is_nobodys_until_its_user_exists(bed: &mut Bed) {
    let store = bed.store();
    create_all(store, &[(1, "email:ana@example.org")]);
    let session = store.lock().unwrap();
    let number = session.begin(&import()).unwrap();
    let wanted = claims(2, "email:ana@example.org email:bo@example.org username:bo");
    assert_eq!(session.claim(number, &wanted).unwrap(), [0]);
    assert_eq!(
        owners(store, "email:bo@example.org username:bo"),
        [None, None]
    );
    // Nobody else gets what is claimed, neither a new user nor an old one.
    let other = create(new_user(3, "email:bo@example.org username:cy"));
    let taken = Applied::Taken(identifier("email:bo@example.org"));
    assert_eq!(apply(store, &[other]), std::slice::from_ref(&taken));
    let mut change = update_of(&user(store, 1));
    change.claims = vec![identifier("email:bo@example.org")];
    assert_eq!(apply(store, &[update(change)]), [taken]);
    assert_eq!(owners(store, "username:cy"), [None]);
    // The user comes.
    let new = create(new_user(2, "email:bo@example.org username:bo"));
    let answers = apply_for(&*session, number, &[new], true);
    assert_eq!(answers, [Applied::Created]);
    session.release(number).unwrap();
    let all = "email:ana@example.org email:bo@example.org username:bo";
    assert_eq!(owners(store, all), [Some(1), Some(2), Some(2)]);
}

pub fn claims_of_one_batch_clash_in_their_order(bed: &mut Bed) {
    let session = bed.store().lock().unwrap();
    let number = session.begin(&import()).unwrap();
    let wanted = [
        claims(1, "email:ana@example.org"),
        claims(2, "email:ana@example.org"),
    ];
    assert_eq!(session.claim(number, &wanted.concat()).unwrap(), [1]);
    // Giving up one that was taken takes nothing from whoever has it.
    session.give_up(&wanted[1]).unwrap();
    assert_eq!(session.claim(number, &wanted[1]).unwrap(), [0]);
}

pub fn claiming_again_for_the_same_user_takes_nothing(bed: &mut Bed) {
    let wanted = claims(1, "email:ana@example.org username:ana");
    let session = bed.store().lock().unwrap();
    let number = session.begin(&import()).unwrap();
    for _ in 0..2 {
        assert_eq!(session.claim(number, &wanted).unwrap(), [0_usize; 0]);
    }
    session.release(number).unwrap();
    assert_eq!(session.claim(number, &wanted).unwrap(), [0_usize; 0]);
    let new = create(new_user(1, "email:ana@example.org username:ana"));
    let answers = apply_for(&*session, number, &[new], true);
    assert_eq!(answers, [Applied::Created]);
    session.release(number).unwrap();
    let all = "email:ana@example.org username:ana";
    assert_eq!(owners(bed.store(), all), [Some(1), Some(1)]);
}

pub fn claims_belong_to_their_import(bed: &mut Bed) {
    let store = bed.store();
    create_all(store, &[(1, "email:ana@example.org")]);
    let session = store.lock().unwrap();
    let first = session.begin(&import()).unwrap();
    let second = session.begin(&import()).unwrap();
    let of_first = sorted(&[(2, "email:bo@example.org"), (3, "email:cy@example.org")]);
    session.claim(first, &of_first).unwrap();
    session
        .claim(second, &claims(4, "email:dee@example.org"))
        .unwrap();
    let new = create(new_user(2, "email:bo@example.org"));
    let answers = apply_for(&*session, first, &[new], true);
    assert_eq!(answers, [Applied::Created]);
    session.release(first).unwrap();
    session.release(first).unwrap();
    let all = "email:ana@example.org email:bo@example.org email:cy@example.org";
    assert_eq!(owners(store, all), [Some(1), Some(2), None]);
    create_all(store, &[(5, "email:cy@example.org")]);
    let dee = create(new_user(6, "email:dee@example.org"));
    let taken = Applied::Taken(identifier("email:dee@example.org"));
    assert_eq!(apply(store, std::slice::from_ref(&dee)), [taken]);
    session.release(second).unwrap();
    assert_eq!(apply(store, &[dee]), [Applied::Created]);
}

pub fn a_complete_import_has_no_claims(bed: &mut Bed) {
    let session = bed.store().lock().unwrap();
    let mut record = import();
    record.number = session.begin(&record).unwrap();
    let wanted = claims(1, "email:ana@example.org username:ana");
    session.claim(record.number, &wanted).unwrap();
    let new = create(new_user(1, "email:ana@example.org username:ana"));
    apply_for(&*session, record.number, &[new], true);
    record.state = ImportState::Complete;
    let checkpoint = Checkpoint {
        record: Some(record.clone()),
        ..Checkpoint::default()
    };
    session.record(record.number, &checkpoint).unwrap();
    session.release(record.number).unwrap();
    let all = "email:ana@example.org username:ana";
    assert_eq!(owners(bed.store(), all), [Some(1), Some(1)]);
}

pub fn the_next_lock_frees_what_a_dead_import_claimed(bed: &mut Bed) {
    create_all(bed.store(), &[(1, "email:ana@example.org")]);
    let session = bed.store().lock().unwrap();
    let number = session.begin(&import()).unwrap();
    let wanted = sorted(&[
        (2, "email:bo@example.org id:2"),
        (3, "email:cy@example.org"),
    ]);
    session.claim(number, &wanted).unwrap();
    let new = create(new_user(2, "email:bo@example.org id:2"));
    apply_for(&*session, number, &[new], true);
    drop(session);
    bed.reopen();
    drop(bed.store().lock().unwrap());
    let all = "email:ana@example.org email:bo@example.org id:2 email:cy@example.org";
    assert_eq!(owners(bed.store(), all), [Some(1), Some(2), Some(2), None]);
    create_all(bed.store(), &[(4, "email:cy@example.org")]);
    let record = crate::samples::imports(bed.store()).remove(0);
    assert_eq!(record.state, ImportState::Stopped);
}

pub fn the_claims_of_a_user_are_given_up(bed: &mut Bed) {
    let store = bed.store();
    create_all(store, &[(1, "email:ana@example.org")]);
    let session = store.lock().unwrap();
    let number = session.begin(&import()).unwrap();
    let claim = |user, texts| session.claim(number, &claims(user, texts)).unwrap();
    claim(2, "email:bo@example.org username:bo");
    claim(3, "email:cy@example.org");
    // Only claims are given up, and only of the user named.
    let not_theirs = "email:bo@example.org email:cy@example.org";
    session
        .give_up(&claims(1, "email:ana@example.org"))
        .unwrap();
    session.give_up(&claims(2, not_theirs)).unwrap();
    assert_eq!(owners(store, "email:ana@example.org"), [Some(1)]);
    assert_eq!(claim(4, "email:bo@example.org"), [0_usize; 0]);
    assert_eq!(claim(4, "email:cy@example.org"), [0]);
}

pub fn nothing_but_claims_is_freed_around_a_large_import(bed: &mut Bed) {
    for stops in [false, true] {
        let store = bed.store();
        let name = |name: &str| format!("email:{name}.{stops}@example.org");
        let session = store.lock().unwrap();
        let number = session.begin(&import()).unwrap();
        // More than there are users, with others that come before and during it.
        let before = store.reserve_number().unwrap();
        create_all(store, &[(before, &name("b"))]);
        let first = session.reserve(40).unwrap();
        let during = store.reserve_number().unwrap();
        create_all(store, &[(during, &name("e"))]);
        let (b, c, d, f) = (name("b"), name("c"), name("d"), name("f"));
        let wanted = sorted(&[(first, &name("a")), (first + 1, &c), (first + 2, &b)]);
        assert_eq!(session.claim(number, &wanted).unwrap(), [1]);
        let wanted = sorted(&[(first + 1, &d), (first + 3, &f)]);
        assert_eq!(session.claim(number, &wanted).unwrap(), [0_usize; 0]);
        // Of the users of both batches one comes.
        let new = create(new_user(first + 1, &format!("{c} {d}")));
        let answers = apply_for(&*session, number, &[new], true);
        assert_eq!(answers, [Applied::Created]);
        if stops {
            session.release(number).unwrap();
        }
        drop(session);
        bed.reopen();
        let session = bed.store().lock().unwrap();
        let all = ["a", "b", "c", "d", "e", "f"].map(name).join(" ");
        let (before, during, new) = (Some(before), Some(during), Some(first + 1));
        let expected = [None, before, new, new, during, None];
        assert_eq!(owners(bed.store(), &all), expected);
        // What nobody has can be had.
        let number = session.begin(&import()).unwrap();
        let freed = sorted(&[(first + 50, &name("a")), (first + 50, &name("f"))]);
        assert_eq!(session.claim(number, &freed).unwrap(), [0_usize; 0]);
        session.release(number).unwrap();
    }
}
