//! Writing and finding users.

use crate::Bed;
use crate::dump::fingerprints;
use crate::samples::{
    CHANGED, CREATED, apply, apply_later, create, create_all, identifier, identifiers, new_user,
    owners, update, update_of, user,
};
use admit_core::passwords::stored::{Secret, StoredPassword};
use admit_core::ports::store::UserQuery;
use admit_core::users::change::{Applied, NewUser, PlannedWrite};
use admit_core::users::user::{IdentifierKind, Identity, Membership, Status};

fn taken(text: &str) -> Applied {
    Applied::Taken(identifier(text))
}

pub fn a_batch_is_written_as_if_row_by_row(bed: &mut Bed) {
    use Applied::{Created, Updated};
    let store = bed.store();
    create_all(
        store,
        &[
            (1, "email:ana@example.org id:1"),
            (2, "email:bo@example.org"),
        ],
    );
    let ana = user(store, 1);
    let changed = |claims: &str, releases: &str, version| {
        let mut change = update_of(&ana);
        change.claims = identifiers(claims);
        change.releases = identifiers(releases);
        change.expected_version = version;
        update(change)
    };
    let new = |key, texts: &str| create(new_user(key, texts));
    let writes = [
        // Taken by its second identifier, which frees its first for the next one.
        new(3, "phone:+15550103 email:bo@example.org"),
        new(4, "phone:+15550103 username:dee"),
        // The earlier of two rows gets it.
        new(5, "username:eve"),
        new(6, "username:eve id:6"),
        new(7, "id:6"),
        // One comes before the identifier is given up, one after it.
        new(8, "email:ana@example.org"),
        changed("email:anna@example.org", "email:ana@example.org", 1),
        new(9, "email:ana@example.org"),
        // Claims that are taken undo the releases beside them.
        changed("phone:+15550199 username:eve", "id:1", 2),
        new(10, "id:1"),
        new(11, "phone:+15550199"),
        // The version has moved on with the change above.
        changed("username:ana", "", 1),
        changed("username:ana", "username:none email:bo@example.org", 2),
    ];
    let expected = [
        taken("email:bo@example.org"),
        Created,
        Created,
        taken("username:eve"),
        Created,
        taken("email:ana@example.org"),
        Updated,
        Created,
        taken("username:eve"),
        taken("id:1"),
        Created,
        Applied::Drifted,
        Updated,
    ];
    assert_eq!(apply(store, &writes), expected);
    let all = "email:ana@example.org email:anna@example.org email:bo@example.org phone:+15550103 \
               username:dee username:eve id:6 id:1 phone:+15550199 username:ana";
    let expected = [9, 1, 2, 4, 4, 5, 7, 1, 11, 1].map(Some);
    assert_eq!(owners(store, all), expected);
    assert_eq!(store.count().unwrap(), 7);
}

pub fn a_create_with_a_known_number_is_answered(bed: &mut Bed) {
    let store = bed.store();
    create_all(store, &[(1, "email:ana@example.org")]);
    let writes = [
        create(new_user(1, "email:bo@example.org")),
        create(new_user(2, "email:bo@example.org")),
        create(new_user(2, "email:cy@example.org")),
    ];
    let expected = [Applied::Drifted, Applied::Created, Applied::Drifted];
    assert_eq!(apply(store, &writes), expected);
    let all = "email:ana@example.org email:bo@example.org email:cy@example.org";
    assert_eq!(owners(store, all), [Some(1), Some(2), None]);
    assert_eq!(store.count().unwrap(), 2);
}

pub fn an_update_changes_what_it_names(bed: &mut Bed) {
    let member = |organization, role| Membership {
        organization,
        roles: vec![role],
        ..Membership::default()
    };
    let password = |hash: &str, salt: Option<&str>| StoredPassword {
        hash: Secret(hash.to_owned()),
        salt: salt.map(|salt| Secret(salt.to_owned())),
        ..StoredPassword::default()
    };
    let mut new = new_user(1, "email:ana@example.org");
    new.memberships = vec![member(2, 1), member(4, 1), member(6, 1)];
    new.password = Some(password("one", Some("salt")));
    apply(
        bed.store(),
        &[create(new), create(new_user(2, "email:bo@example.org"))],
    );
    let bo = user(bed.store(), 2);

    let mut change = update_of(&user(bed.store(), 1));
    change.row.first_name = Some("Ana".to_owned());
    change.memberships = vec![member(1, 9), member(4, 9), member(7, 9)];
    change.leaves = vec![2, 5];
    assert_eq!(
        apply_later(bed.store(), &[update(change.clone())]),
        [Applied::Updated]
    );
    bed.reopen();
    let ana = user(bed.store(), 1);
    assert_eq!(ana.row, change.row);
    assert_eq!(
        ana.memberships,
        [member(1, 9), member(4, 9), member(6, 1), member(7, 9)]
    );
    assert_eq!(ana.password, Some(password("one", Some("salt"))));
    assert_eq!(
        (ana.created, ana.updated, ana.version),
        (CREATED, CHANGED, 2)
    );

    let mut change = update_of(&ana);
    change.password = Some(password("two", None));
    assert_eq!(
        apply_later(bed.store(), &[update(change)]),
        [Applied::Updated]
    );
    assert_eq!(user(bed.store(), 1).password, Some(password("two", None)));
    assert_eq!(user(bed.store(), 2), bo);

    let mut nobody = update_of(&ana);
    nobody.key = 9;
    assert_eq!(
        apply_later(bed.store(), &[update(nobody)]),
        [Applied::Drifted]
    );
}

pub fn fingerprints_of_zero_are_left_out(bed: &mut Bed) {
    let writes = [0, 5, u128::MAX, 0, 1 << 127].into_iter().zip(1..);
    let writes: Vec<_> = writes
        .map(|(fingerprint, key)| {
            let mut new = new_user(key, "");
            new.row.fingerprint = fingerprint;
            create(new)
        })
        .collect();
    apply(bed.store(), &writes);
    assert_eq!(
        fingerprints(bed.store()),
        [(2, 5), (3, u128::MAX), (5, 1 << 127)]
    );
}

pub fn numbers_are_given_once(bed: &mut Bed) {
    assert_eq!(bed.store().reserve_number().unwrap(), 1);
    assert!(bed.store().is_empty().unwrap());
    create_all(bed.store(), &[(1, "id:1"), (5, "id:5")]);
    assert_eq!(bed.store().last_user().unwrap(), 5);
    let session = bed.store().lock().unwrap();
    assert_eq!(session.reserve(10).unwrap(), 6);
    // Adding by hand does not wait for an import, nor get in its way.
    assert_eq!(bed.store().reserve_number().unwrap(), 16);
    assert_eq!(session.reserve(2).unwrap(), 17);
    drop(session);
    bed.reopen();
    assert_eq!(bed.store().last_user().unwrap(), 18);
    assert_eq!(bed.store().reserve_number().unwrap(), 19);
    assert_eq!(bed.store().count().unwrap(), 2);
}

pub fn users_come_in_the_order_asked(bed: &mut Bed) {
    create_all(bed.store(), &[(1, "id:1"), (2, "id:2"), (5, "id:5")]);
    let users = bed.store().users(&[5, 9, 1, 1, 0]).unwrap();
    let keys: Vec<_> = users.into_iter().map(|user| user.map(|u| u.key)).collect();
    assert_eq!(keys, [Some(5), None, Some(1), Some(1), None]);
    assert_eq!(
        owners(bed.store(), "id:5 id:9 id:1 id:1 email:1"),
        [Some(5), None, Some(1), Some(1), None]
    );
    assert!(bed.store().users(&[]).unwrap().is_empty());
}

/// Users with something to find in each of them.
fn users_to_find() -> [NewUser; 5] {
    let mut users = [
        new_user(1, "email:ana@example.org id:100%"),
        new_user(2, "username:Bo_2"),
        new_user(3, "email:cy@example.net"),
        new_user(4, "oauth2:google\u{1f}77 phone:+15550104"),
        new_user(6, ""),
    ];
    users[1].row.first_name = Some("Bo".to_owned());
    users[1].row.last_name = Some("O'Neil \"Q\\\"".to_owned());
    users[2].row.last_name = Some("Ångström".to_owned());
    users[4].row.identities = vec![Identity {
        given: Some("Eve+X@Example.org".to_owned()),
        verified: Some(true),
        ..Identity::new(IdentifierKind::Email, "eve+x@example.org")
    }];
    for index in [1, 2, 4] {
        let member = |organization| Membership {
            organization,
            ..Membership::default()
        };
        users[index].memberships = vec![member(3), member(index as u32 + 10)];
    }
    users
}

fn check_list(bed: &Bed, query: &UserQuery, expected: &[u64]) {
    let users = bed.store().list(query).unwrap();
    let keys: Vec<_> = users.iter().map(|user| user.key).collect();
    assert_eq!(keys, expected, "{query:?}");
    for found in users {
        assert_eq!(found, user(bed.store(), found.key));
    }
}

pub fn lists_are_paged(bed: &mut Bed) {
    apply(bed.store(), &users_to_find().map(create));
    let cases: [(u64, u64, Option<u32>, &[u64]); 10] = [
        (0, 10, None, &[1, 2, 3, 4, 6]),
        (0, 2, None, &[1, 2]),
        (2, 2, None, &[3, 4]),
        (4, 10, None, &[6]),
        (u64::MAX, 10, None, &[]),
        (0, 0, None, &[]),
        (0, 10, Some(3), &[2, 3, 6]),
        (2, 1, Some(3), &[3]),
        (0, 10, Some(12), &[3]),
        (0, 10, Some(99), &[]),
    ];
    for (after, limit, organization, expected) in cases {
        let query = UserQuery {
            after,
            limit,
            organization,
            ..UserQuery::default()
        };
        check_list(bed, &query, expected);
    }
}

pub fn lists_are_searched(bed: &mut Bed) {
    apply(bed.store(), &users_to_find().map(create));
    let search = |text: &str| UserQuery {
        limit: 10,
        search: Some(text.to_owned()),
        ..UserQuery::default()
    };
    let cases: [(&str, &[u64]); 15] = [
        ("example.org", &[1, 6]),
        ("ANA@", &[1]),
        ("%", &[1]),
        ("_", &[2]),
        ("bo o'n", &[2]),
        ("\"q\\\"", &[2]),
        ("ÅngSTRÖM", &[]),
        ("ÅngSTRöM", &[3]),
        ("google", &[4]),
        ("google\u{1f}7", &[4]),
        ("5550104", &[4]),
        ("true", &[]),
        ("[", &[]),
        ("],[", &[]),
        ("", &[1, 2, 3, 4, 6]),
    ];
    for (text, expected) in cases {
        check_list(bed, &search(text), expected);
    }
    let member = UserQuery {
        organization: Some(3),
        after: 2,
        ..search("EXAMPLE")
    };
    check_list(bed, &member, &[3, 6]);
    let first = UserQuery {
        limit: 1,
        ..search("example.org")
    };
    check_list(bed, &first, &[1]);
}

pub fn lists_are_of_a_role_a_permission_or_a_status(bed: &mut Bed) {
    let mut users = users_to_find();
    users[2].row.status = Status::Suspended;
    for (index, organization, roles, permissions) in [
        (1, 3, vec![1, 11], vec![]),
        (2, 12, vec![1], vec![5]),
        (4, 3, vec![11], vec![5, 6]),
    ] {
        let mut memberships = users[index].memberships.iter_mut();
        let own = memberships.find(|own| own.organization == organization);
        let own = own.unwrap();
        (own.roles, own.permissions) = (roles, permissions);
    }
    let keys: Vec<_> = users.iter().map(|user| user.key).collect();
    assert_eq!(keys, [1, 2, 3, 4, 6]);
    apply(bed.store(), &users.map(create));
    let query = |organization, role, permission, status| UserQuery {
        limit: 10,
        organization,
        role,
        permission,
        status,
        ..UserQuery::default()
    };
    let (active, suspended) = (Some(Status::Active), Some(Status::Suspended));
    let cases: [(UserQuery, &[u64]); 10] = [
        (query(None, Some(1), None, None), &[2, 3]),
        (query(None, Some(11), None, None), &[2, 6]),
        (query(None, Some(9), None, None), &[]),
        // The role has to be held in that organization.
        (query(Some(3), Some(1), None, None), &[2]),
        (query(None, None, Some(5), None), &[3, 6]),
        (query(Some(3), None, Some(5), None), &[6]),
        (query(None, Some(1), Some(5), None), &[3]),
        (query(None, None, None, suspended), &[3]),
        (query(None, None, None, active), &[1, 2, 4, 6]),
        (query(Some(3), None, None, active), &[2, 6]),
    ];
    for (query, expected) in cases {
        check_list(bed, &query, expected);
    }
}

/// A sequence that looks random and is the same every time (a linear
/// congruential generator with the constants of Knuth's MMIX).
pub struct Dice(pub u64);

impl Dice {
    /// The next throw, from 0.
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// Few identifiers and many who want them, in batches of every size. Compared
/// by the suite: all answers become part of the directory through the names.
pub fn a_thousand_random_writes_end_alike(bed: &mut Bed) {
    let mut dice = Dice(7);
    let text = |dice: &mut Dice| {
        format!(
            "{}:{}",
            ["id", "email", "phone"][dice.roll(3) as usize],
            dice.roll(40)
        )
    };
    let mut next = 1;
    let mut written = 0;
    while written < 1000 {
        let size = 1 + dice.roll(20);
        let writes: Vec<PlannedWrite> = (0..size)
            .map(|_| {
                let target = 1 + dice.roll(next);
                let known = bed.store().users(&[target]).unwrap().remove(0);
                if let Some(known) = known.filter(|_| dice.roll(3) > 0) {
                    let mut change = update_of(&known);
                    change.expected_version += u64::from(dice.roll(8) == 0);
                    change.claims = (0..dice.roll(3))
                        .map(|_| identifier(&text(&mut dice)))
                        .collect();
                    change.releases = known
                        .row
                        .identities
                        .iter()
                        .take(dice.roll(2) as usize)
                        .map(Identity::identifier)
                        .collect();
                    let kept = |i: &Identity| !change.releases.contains(&i.identifier());
                    change.row.identities.retain(kept);
                    let claims = change.claims.iter().cloned();
                    change
                        .row
                        .identities
                        .extend(claims.map(|i| Identity::new(i.kind, i.key)));
                    change.row.first_name = Some(format!("{written} {}", dice.roll(100)));
                    update(change)
                } else {
                    // Now and then a number that somebody has.
                    let key = if dice.roll(10) == 0 { target } else { next };
                    next = next.max(key + 1);
                    create(new_user(
                        key,
                        &format!("{} {}", text(&mut dice), text(&mut dice)),
                    ))
                }
            })
            .collect();
        let answers = apply(bed.store(), &writes);
        written += writes.len();
        // What was answered is kept, so that it is compared too.
        let name = format!("{answers:?}");
        let mut witness = new_user(next, "");
        next += 1;
        witness.row.last_name = Some(name);
        assert_eq!(apply(bed.store(), &[create(witness)]), [Applied::Created]);
    }
    // Whoever has an identifier owns it.
    let everybody: Vec<u64> = (1..next).collect();
    for user in bed.store().users(&everybody).unwrap().into_iter().flatten() {
        let keys: Vec<_> = user
            .row
            .identities
            .iter()
            .map(Identity::identifier)
            .collect();
        let owners = bed.store().owners(&keys).unwrap();
        assert!(
            owners.iter().all(|owner| *owner == Some(user.key)),
            "{user:?}"
        );
    }
}
