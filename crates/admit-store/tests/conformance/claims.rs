//! Identifiers reserved for users about to be created.

use crate::Bed;
use crate::samples::{
    CREATED, apply, claims, create, create_all, identifier, new_user, owners, update, update_of,
    user,
};
use admit_core::ports::store::{Checkpoint, Store};
use admit_core::users::change::{Applied, PlannedWrite};

fn apply_claimed(store: &dyn Store, writes: &[PlannedWrite]) -> Vec<Applied> {
    let settle = &mut |_: &[Applied]| Checkpoint::default();
    store.apply(None, CREATED, writes, true, settle).unwrap()
}

pub fn a_claim_is_nobodys_until_its_user_exists(bed: &mut Bed) {
    let store = bed.store();
    create_all(store, &[(1, "email:ana@example.org")]);
    let wanted = claims(2, "email:ana@example.org email:bo@example.org username:bo");
    assert_eq!(store.claim(&wanted).unwrap(), [0]);
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
    assert_eq!(apply_claimed(store, &[new]), [Applied::Created]);
    assert_eq!(
        owners(store, "email:bo@example.org username:bo"),
        [Some(2), Some(2)]
    );
    assert_eq!(store.release_claims().unwrap(), 0);
    assert_eq!(
        owners(store, "email:bo@example.org username:bo"),
        [Some(2), Some(2)]
    );
}

pub fn claims_of_one_batch_clash_in_their_order(bed: &mut Bed) {
    let wanted = [
        claims(1, "email:ana@example.org"),
        claims(2, "email:ana@example.org"),
    ];
    assert_eq!(bed.store().claim(&wanted.concat()).unwrap(), [1]);
    assert_eq!(bed.store().release_claims().unwrap(), 1);
}

pub fn claiming_again_for_the_same_user_takes_nothing(bed: &mut Bed) {
    let wanted = claims(1, "email:ana@example.org username:ana");
    assert!(bed.store().claim(&wanted).unwrap().is_empty());
    bed.reopen();
    assert!(bed.store().claim(&wanted).unwrap().is_empty());
    assert_eq!(bed.store().release_claims().unwrap(), 2);
    assert!(bed.store().claim(&wanted).unwrap().is_empty());
    let new = create(new_user(1, "email:ana@example.org username:ana"));
    assert_eq!(apply_claimed(bed.store(), &[new]), [Applied::Created]);
    assert_eq!(bed.store().release_claims().unwrap(), 0);
    // Now that there is such a user, the number is somebody's.
    assert_eq!(
        bed.store().claim(&claims(1, "phone:+15550100")).unwrap(),
        [0]
    );
    assert_eq!(owners(bed.store(), "phone:+15550100"), [None]);
}

pub fn claims_that_wait_for_nobody_are_released(bed: &mut Bed) {
    assert_eq!(bed.store().release_claims().unwrap(), 0);
    create_all(bed.store(), &[(1, "email:ana@example.org")]);
    let wanted = [
        claims(2, "email:bo@example.org"),
        claims(3, "email:cy@example.org"),
    ];
    assert!(bed.store().claim(&wanted.concat()).unwrap().is_empty());
    let new = create(new_user(2, "email:bo@example.org"));
    assert_eq!(apply_claimed(bed.store(), &[new]), [Applied::Created]);
    bed.reopen();
    assert_eq!(bed.store().release_claims().unwrap(), 1);
    assert_eq!(bed.store().release_claims().unwrap(), 0);
    let all = "email:ana@example.org email:bo@example.org email:cy@example.org";
    assert_eq!(owners(bed.store(), all), [Some(1), Some(2), None]);
    create_all(bed.store(), &[(4, "email:cy@example.org")]);
}

pub fn the_claims_of_a_user_are_released(bed: &mut Bed) {
    let store = bed.store();
    create_all(store, &[(1, "email:ana@example.org")]);
    store
        .claim(&claims(2, "email:bo@example.org username:bo"))
        .unwrap();
    store.claim(&claims(3, "email:cy@example.org")).unwrap();
    // Only claims are released, and only of the user named.
    store.release(&claims(1, "email:ana@example.org")).unwrap();
    store
        .release(&claims(2, "email:bo@example.org email:cy@example.org"))
        .unwrap();
    assert_eq!(owners(store, "email:ana@example.org"), [Some(1)]);
    assert_eq!(
        store.claim(&claims(4, "email:bo@example.org")).unwrap(),
        [0_usize; 0]
    );
    assert_eq!(
        store.claim(&claims(4, "email:cy@example.org")).unwrap(),
        [0]
    );
    assert_eq!(store.release_claims().unwrap(), 3);
}

pub fn numbers_that_were_claimed_for_are_not_given_again(bed: &mut Bed) {
    create_all(bed.store(), &[(1, "email:ana@example.org")]);
    bed.store()
        .claim(&claims(9, "email:bo@example.org"))
        .unwrap();
    assert_eq!(bed.store().overview().unwrap().last_user, 9);
    // Somebody who looked before the claims were made must not become their owner.
    let other = create(new_user(9, "email:cy@example.org"));
    assert_eq!(apply(bed.store(), &[other]), [Applied::Drifted]);
    bed.store().release_claims().unwrap();
    bed.reopen();
    let overview = bed.store().overview().unwrap();
    assert_eq!((overview.users, overview.last_user), (1, 9));
}
