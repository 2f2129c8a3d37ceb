//! Every field of a user comes back as it was written.

use crate::Bed;
use crate::samples::{
    CHANGED, CREATED, apply, apply_later, create, new_user, update, update_of, user,
};
use admit_core::passwords::stored::{PasswordOrigin, Secret, StoredPassword};
use admit_core::users::change::{Applied, NewUser};
use admit_core::users::field::Field;
use admit_core::users::field_set::FieldSet;
use admit_core::users::user::{IdentifierKind, Identity, Membership, ResetReason, Status};
use serde_json::{Map, Value, json};

/// Text with everything that a form of storage could trip over.
const TEXT: &str = "Zoë \"Q\" \\ '; -- \u{1f}\u{0}\n\t, [1] 名 👩‍👩‍👧 null";

fn map(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        other => panic!("{other} is not an object"),
    }
}

fn identity(user: &mut NewUser, kind: IdentifierKind) -> &mut Identity {
    let identities = &mut user.row.identities;
    identities.push(Identity::new(kind, format!("{TEXT}{}", user.key)));
    identities.last_mut().unwrap()
}

fn password(user: &mut NewUser) -> &mut StoredPassword {
    user.password.get_or_insert_with(|| StoredPassword {
        hash: Secret("$2b$10$example".to_owned()),
        ..StoredPassword::default()
    })
}

fn membership(user: &mut NewUser) -> &mut Membership {
    if user.memberships.is_empty() {
        user.memberships.push(Membership {
            organization: 3,
            ..Membership::default()
        });
    }
    &mut user.memberships[0]
}

/// Gives the user something in this field: the `variant`th thing, as long as
/// there is one.
fn give(user: &mut NewUser, field: Field, variant: usize) -> Option<()> {
    let yes_or_no = [true, false];
    let lists = [vec![7], vec![1, 2, u32::MAX]];
    match field {
        Field::Id | Field::Email | Field::Phone | Field::Username => {
            let mut kinds = IdentifierKind::ALL.into_iter();
            let kind = kinds.find(|kind| kind.field() == Some(field))?;
            let given = [None, Some(TEXT.to_owned())];
            identity(user, kind).given.clone_from(given.get(variant)?);
        }
        Field::EmailVerified => {
            identity(user, IdentifierKind::Email).verified = Some(*yes_or_no.get(variant)?);
        }
        Field::PhoneVerified => {
            identity(user, IdentifierKind::Phone).verified = Some(*yes_or_no.get(variant)?);
        }
        Field::Identities => {
            let profiles = [
                json!({}),
                json!({"name": TEXT, "ids": [1, null, {"a": false}]}),
            ];
            let profile = map(profiles.get(variant)?.clone());
            identity(user, IdentifierKind::Social).profile = Some(profile);
            identity(user, IdentifierKind::Email).given = Some(TEXT.to_owned());
        }
        Field::FirstName => user.row.first_name = Some(["", TEXT].get(variant)?.to_string()),
        Field::LastName => user.row.last_name = Some(["", TEXT].get(variant)?.to_string()),
        Field::Name => {
            let names = (variant == 0).then(|| TEXT.to_owned())?;
            user.row.first_name = Some(names.clone());
            user.row.last_name = Some(names);
        }
        Field::Organization => {
            membership(user).organization = [1, u32::MAX][..].get(variant).copied()?;
        }
        Field::Role => {
            membership(user).roles.clone_from(lists.get(variant)?);
        }
        Field::Permission => {
            membership(user).permissions.clone_from(lists.get(variant)?);
        }
        Field::Organizations => {
            (variant == 0).then_some(())?;
            membership(user).scopes = vec![TEXT.to_owned(), String::new()];
            user.memberships.push(Membership {
                organization: 4,
                roles: vec![1],
                permissions: vec![2],
                scopes: Vec::new(),
            });
        }
        Field::HashedPassword => password(user).hash = Secret([TEXT, ""].get(variant)?.to_string()),
        Field::HashingMethod => {
            password(user).method = Some(["", TEXT].get(variant)?.to_string().into());
        }
        Field::Salt => password(user).salt = Some(Secret(["", TEXT].get(variant)?.to_string())),
        Field::SaltPosition => {
            password(user).salt_position = Some(["prefix", TEXT].get(variant)?.to_string().into());
        }
        Field::SaltFormat => {
            password(user).salt_format = Some(["hex", TEXT].get(variant)?.to_string().into());
        }
        // Where it stands beside a hash, it is kept within the hash.
        Field::HashIterations => {
            password(user).hash = Secret(["$i=1$", "$i=2$"].get(variant)?.to_string());
        }
        Field::PasswordVerified => password(user).verified = Some(*yes_or_no.get(variant)?),
        Field::PasswordSetDate => {
            let times = [1_614_962_116_775, -1];
            password(user).changed = Some(*times.get(variant)?);
            password(user).origin = [PasswordOrigin::Upgraded, PasswordOrigin::SetHere][variant];
        }
        // The others are read as the first of them, and are not kept by themselves.
        Field::Suspended | Field::Active | Field::Status | Field::Deleted => {
            user.row.status = *[Status::Active, Status::Suspended].get(variant)?;
        }
        Field::Properties => user.row.properties = map(maps().get(variant)?.clone()),
        Field::FeatureFlags => user.row.feature_flags = map(maps().get(variant)?.clone()),
    }
    user.row.imported.insert(field);
    user.row.last_imported = vec![(field, u64::MAX - variant as u64)];
    Some(())
}

fn maps() -> [Value; 2] {
    [
        json!({TEXT: TEXT, "z": 1, "a": {"deep": [true, null, {}, []]}}),
        json!({"numbers": [0, -1, u64::MAX, i64::MIN, 0.1, 1e300, 5e-324, 123_456.789_012_345_67, 2.225_073_858_507_201_4e-308]}),
    ]
}

fn variants() -> Vec<NewUser> {
    let mut all = Vec::new();
    let mut add = |change: &dyn Fn(&mut NewUser) -> Option<()>| {
        let mut user = new_user(all.len() as u64 + 1, "");
        let given = change(&mut user).is_some();
        if given {
            all.push(user);
        }
        given
    };
    for field in Field::ALL {
        let variants = (0..).take_while(|variant| add(&|user| give(user, *field, *variant)));
        assert!(variants.count() > 0, "{field} is not tried");
    }
    for reset in [
        ResetReason::NoPassword,
        ResetReason::NotImported(TEXT.to_owned()),
        ResetReason::NotImported(String::new()),
        ResetReason::AddedByHand,
        ResetReason::Asked,
        ResetReason::TemporaryUsed,
        ResetReason::TemporaryEnded,
    ] {
        add(&|user| {
            user.row.reset = Some(reset.clone());
            Some(())
        });
    }
    for fingerprint in [0, 1, u128::MAX] {
        add(&|user| {
            user.row.fingerprint = fingerprint;
            user.row.imported = FieldSet(u32::MAX);
            Some(())
        });
    }
    all
}

fn check(bed: &Bed, expected: &NewUser, updated: i64, version: u64) {
    let found = user(bed.store(), expected.key);
    assert_eq!(found.id, expected.id);
    assert_eq!(found.row, expected.row);
    assert_eq!(found.memberships, expected.memberships);
    assert_eq!(found.password, expected.password);
    assert_eq!(
        (found.created, found.updated, found.version),
        (CREATED, updated, version)
    );
}

pub fn every_field_survives_a_round_trip(bed: &mut Bed) {
    let users = variants();
    let writes: Vec<_> = users.iter().cloned().map(create).collect();
    let answers = apply(bed.store(), &writes);
    assert!(
        answers.iter().all(|a| *a == Applied::Created),
        "{answers:?}"
    );
    bed.reopen();
    for expected in &users {
        check(bed, expected, CREATED, 1);
    }
    // Written once more into users that have nothing yet.
    let first = users.len() as u64 + 1;
    let bare: Vec<_> = (first..)
        .take(users.len())
        .map(|key| new_user(key, ""))
        .collect();
    apply(
        bed.store(),
        &bare.iter().cloned().map(create).collect::<Vec<_>>(),
    );
    let mut changed = Vec::new();
    for (mut expected, bare) in users.into_iter().zip(bare) {
        (expected.key, expected.id) = (bare.key, bare.id);
        let mut change = update_of(&user(bed.store(), bare.key));
        change.row = expected.row.clone();
        change.memberships.clone_from(&expected.memberships);
        change.password.clone_from(&expected.password);
        assert_eq!(
            apply_later(bed.store(), &[update(change)]),
            [Applied::Updated]
        );
        changed.push(expected);
    }
    bed.reopen();
    for expected in &changed {
        check(bed, expected, CHANGED, 2);
    }
}
