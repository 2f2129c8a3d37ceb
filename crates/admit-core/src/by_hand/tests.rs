mod store;

use super::*;
use crate::findings::finding::Finding;
use crate::rows::raw::CellRef;
use crate::users::access::{Access, Organization, Permission, Role};
use crate::users::field::Field;
use crate::users::field_set::FieldSet;
use crate::users::last_imported::{NEVER_IMPORTED, field_digest};
use crate::users::user::{
    IdentifierKind, Identity, Membership, ResetReason, Status, StoredUser, UserRow,
};
use uuid::Uuid;

fn identity(kind: IdentifierKind, key: &str) -> Identity {
    Identity::new(kind, key)
}

/// Ana, whose id, email (verified) and first name were imported.
fn ana() -> StoredUser {
    let mut imported = FieldSet::default();
    for field in [
        Field::Id,
        Field::Email,
        Field::EmailVerified,
        Field::FirstName,
    ] {
        imported.insert(field);
    }
    let mut email = identity(IdentifierKind::Email, "ana@example.org");
    email.verified = Some(true);
    StoredUser {
        key: 7,
        id: Uuid::from_u128(7),
        row: UserRow {
            first_name: Some("Ana".into()),
            identities: vec![identity(IdentifierKind::Id, "1"), email],
            imported,
            fingerprint: 99,
            ..UserRow::default()
        },
        memberships: vec![Membership {
            organization: 1,
            roles: vec![2],
            ..Membership::default()
        }],
        password: None,
        created: 0,
        updated: 0,
        version: 3,
        signed_in: false,
    }
}

fn access() -> Access {
    let organization = |number, code: &str, external_id: &str| Organization {
        number,
        code: code.into(),
        external_id: external_id.into(),
        name: String::new(),
        is_default: number == 1,
    };
    Access {
        organizations: vec![
            organization(1, "org_a", "acme"),
            organization(2, "org_b", "beta"),
            organization(3, "org_c", "org_b"),
        ],
        roles: vec![Role {
            number: 2,
            key: "member".into(),
            name: String::new(),
            permissions: Vec::new(),
        }],
        permissions: vec![Permission {
            number: 5,
            key: "reports:read".into(),
            name: String::new(),
        }],
        ..Access::default()
    }
}

fn first_name(name: &str) -> Edit {
    Edit {
        values: Values {
            first_name: Some(name.into()),
            ..Values::default()
        },
        ..Edit::default()
    }
}

fn with_identity(kind: IdentifierKind, key: &str) -> Edit {
    Edit {
        values: Values {
            identities: vec![identity(kind, key)],
            ..Values::default()
        },
        ..Edit::default()
    }
}

/// The user as it stands after the edit.
#[track_caller]
fn edited(user: &StoredUser, change: &Edit) -> StoredUser {
    let update = edit(user, change).unwrap().expect("something to change");
    StoredUser {
        row: update.row,
        version: user.version + 1,
        signed_in: false,
        ..user.clone()
    }
}

#[track_caller]
fn check_remembered(user: &StoredUser, expected: &[(Field, &str)]) {
    let expected: Vec<(Field, u64)> = expected
        .iter()
        .map(|(field, value)| (*field, field_digest(*field, value)))
        .collect();
    assert_eq!(user.row.last_imported, expected);
}

#[test]
fn an_edit_remembers_what_was_imported() {
    let user = edited(&ana(), &first_name("Anna"));
    assert_eq!(user.row.first_name.as_deref(), Some("Anna"));
    check_remembered(&user, &[(Field::FirstName, "Ana")]);
}

#[test]
fn a_second_edit_does_not_take_the_first_for_imported() {
    let once = edited(&ana(), &first_name("Anna"));
    let twice = edited(&once, &first_name("Anne"));
    check_remembered(&twice, &[(Field::FirstName, "Ana")]);
}

#[test]
fn an_edit_back_forgets_again() {
    let there = edited(&ana(), &first_name("Anna"));
    let back = edited(&there, &first_name("Ana"));
    check_remembered(&back, &[]);
    assert_eq!(back.row, ana().row);
}

#[test]
fn a_field_that_was_never_imported_is_remembered_as_such() {
    let change = Edit {
        values: Values {
            last_name: Some("Diaz".into()),
            ..Values::default()
        },
        ..Edit::default()
    };
    let there = edited(&ana(), &change);
    assert_eq!(there.row.last_imported, [(Field::LastName, NEVER_IMPORTED)]);
}

#[test]
fn a_whole_name_counts_for_both_names() {
    let mut user = ana();
    user.row.imported = FieldSet::default();
    user.row.imported.insert(Field::Name);
    check_remembered(
        &edited(&user, &first_name("Anna")),
        &[(Field::FirstName, "Ana")],
    );
}

#[test]
fn a_new_address_is_not_verified_by_what_the_file_said_of_the_old_one() {
    let change = with_identity(IdentifierKind::Email, "ana@example.net");
    let update = edit(&ana(), &change).unwrap().unwrap();
    let email = update.row.identity(IdentifierKind::Email).unwrap();
    assert_eq!(email.verified, None);
    assert_eq!(
        update.claims,
        [identity(IdentifierKind::Email, "ana@example.net").identifier()]
    );
    assert_eq!(
        update.releases,
        [identity(IdentifierKind::Email, "ana@example.org").identifier()]
    );
    check_remembered(
        &edited(&ana(), &change),
        &[
            (Field::Email, "ana@example.org"),
            (Field::EmailVerified, "true"),
        ],
    );
}

#[test]
fn the_same_address_again_stays_verified() {
    let change = with_identity(IdentifierKind::Email, "ana@example.org");
    assert_eq!(edit(&ana(), &change).unwrap(), None);
}

#[test]
fn a_second_address_can_become_the_primary_one() {
    let mut user = ana();
    let mut second = identity(IdentifierKind::Email, "ana@example.com");
    second.verified = Some(false);
    user.row.identities.push(second.clone());
    let change = with_identity(IdentifierKind::Email, "ana@example.com");
    let update = edit(&user, &change).unwrap().unwrap();
    assert_eq!(
        update.row.identities,
        [identity(IdentifierKind::Id, "1"), second]
    );
    assert_eq!(update.claims, []);
    assert_eq!(
        update.releases,
        [identity(IdentifierKind::Email, "ana@example.org").identifier()]
    );
}

#[test]
fn suspending_is_remembered_as_a_word() {
    let mut user = ana();
    user.row.imported.insert(Field::Suspended);
    let change = Edit {
        status: Some(Status::Suspended),
        ..Edit::default()
    };
    let suspended = edited(&user, &change);
    assert_eq!(suspended.row.status, Status::Suspended);
    check_remembered(&suspended, &[(Field::Suspended, "active")]);
    assert_eq!(edit(&suspended, &change).unwrap(), None);
}

#[test]
fn an_update_is_compared_at_the_version_it_was_made_from() {
    let update = edit(&ana(), &first_name("Anna")).unwrap().unwrap();
    assert_eq!((update.key, update.expected_version), (7, 3));
    assert_eq!(update.row.fingerprint, 99);
    assert_eq!(update.memberships, []);
}

#[test]
fn what_was_there_before_is_kept_whole() {
    let mut user = ana();
    user.password = Some(crate::passwords::stored::StoredPassword {
        hash: crate::passwords::stored::Secret("$2b$10$secret".into()),
        ..crate::passwords::stored::StoredPassword::default()
    });
    let update = edit(&user, &first_name("Anna")).unwrap().unwrap();
    // With the password, which an undo must be able to put back.
    assert_eq!(
        update.before,
        Some(crate::ports::store::image::image_of(&user))
    );
    let before =
        serde_json::from_str::<crate::ports::store::image::Image>(&update.before.unwrap().0);
    assert_eq!(
        before.unwrap(),
        crate::ports::store::image::Image::of(&user)
    );
}

#[test]
fn fields_can_be_cleared_but_not_the_last_identifier() {
    let clear = |fields: &[Field]| {
        let change = Edit {
            clear: fields.to_vec(),
            ..Edit::default()
        };
        edit(&ana(), &change).map(|update| update.map(|update| update.releases.len()))
    };
    assert_eq!(clear(&[Field::FirstName]).unwrap(), Some(0));
    assert_eq!(clear(&[Field::Email]).unwrap(), Some(1));
    assert_eq!(clear(&[Field::Phone]).unwrap(), None);
    assert!(matches!(
        clear(&[Field::Email, Field::Id]),
        Err(ByHandError::NoIdentifier)
    ));
    assert!(matches!(
        clear(&[Field::Properties]),
        Err(ByHandError::CannotClear { .. })
    ));
}

#[test]
fn a_user_added_by_hand_is_asked_for_a_password() {
    let values = Values {
        identities: vec![identity(IdentifierKind::Username, "ana")],
        ..Values::default()
    };
    let user = add(8, Uuid::from_u128(8), values, Vec::new()).unwrap();
    assert_eq!(user.row.reset, Some(ResetReason::AddedByHand));
    assert!(user.row.imported.is_empty());
    assert_eq!(user.row.fingerprint, 0);
    assert!(matches!(
        add(8, Uuid::from_u128(8), Values::default(), Vec::new()),
        Err(ByHandError::NoIdentifier)
    ));
}

#[test]
fn digests_differ_by_field_and_by_value() {
    let digest = field_digest(Field::FirstName, "Ana");
    assert_eq!(digest, field_digest(Field::FirstName, "Ana"));
    assert_ne!(digest, field_digest(Field::LastName, "Ana"));
    assert_ne!(digest, field_digest(Field::FirstName, "Anna"));
}

#[test]
fn joining_adds_and_takes_nothing_away() {
    let membership = |organization, roles: &[u32], permissions: &[u32]| Membership {
        organization,
        roles: roles.to_vec(),
        permissions: permissions.to_vec(),
        scopes: Vec::new(),
    };
    let joined = |wanted: &[Membership]| join(&ana(), wanted).map(|update| update.memberships);
    assert_eq!(joined(&[membership(1, &[2], &[])]), None);
    assert_eq!(joined(&[membership(1, &[], &[])]), None);
    assert_eq!(
        joined(&[membership(1, &[1], &[5]), membership(2, &[], &[])]),
        Some(vec![membership(1, &[1, 2], &[5]), membership(2, &[], &[])])
    );
}

#[track_caller]
fn check_memberships(
    organizations: &[&str],
    roles: &[&str],
    permissions: &[&str],
    expected: Result<&[u32], &str>,
) {
    let own = |list: &[&str]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
    let (organizations, roles, permissions) = (own(organizations), own(roles), own(permissions));
    let found = memberships(
        &access(),
        &Wanted {
            organizations: &organizations,
            roles: &roles,
            permissions: &permissions,
        },
    );
    let numbers = found
        .map(|list| list.iter().map(|m| m.organization).collect::<Vec<_>>())
        .map_err(|error| format!("{error}; {}", error.help().unwrap_or_default()));
    assert_eq!(
        numbers.as_deref().map_err(String::as_str),
        expected,
        "{organizations:?} {roles:?} {permissions:?}"
    );
}

#[test]
fn what_is_named_must_exist_exactly() {
    check_memberships(&[], &[], &[], Ok(&[1]));
    check_memberships(
        &["beta", "acme", "beta"],
        &["member"],
        &["reports:read"],
        Ok(&[1, 2]),
    );
    check_memberships(&["org_a"], &[], &[], Ok(&[1]));
    check_memberships(
        &["acmee"],
        &[],
        &[],
        Err("there is no organization \"acmee\"; did you mean \"acme\"?"),
    );
    check_memberships(
        &["acme"],
        &["Member"],
        &[],
        Err("there is no role \"Member\"; did you mean \"member\"?"),
    );
    check_memberships(
        &["acme"],
        &[],
        &["reports:write"],
        Err("there is no permission \"reports:write\"; did you mean \"reports:read\"?"),
    );
    check_memberships(
        &["acme"],
        &["owner"],
        &[],
        Err("there is no role \"owner\"; `admit roles list` shows those that exist"),
    );
    check_memberships(
        &["org_b"],
        &[],
        &[],
        Err(
            "\"org_b\" is the external id of one organization and the code of another; use the code of the one, or the external id of the other",
        ),
    );
}

#[test]
fn nobody_joins_by_itself_when_the_policy_is_off() {
    let closed = Access {
        auto_join: false,
        ..access()
    };
    assert_eq!(memberships(&closed, &Wanted::default()).unwrap(), []);
}

#[test]
fn a_refusal_says_what_was_found_without_the_row() {
    let cell = CellRef {
        column: "--email",
        field: Some(Field::Email),
        text: "a. b",
    };
    let finding = Finding::of(&crate::rules::email_missing_at::RULE).cell(cell);
    let refused = ByHandError::Refused {
        findings: vec![finding],
    };
    assert_eq!(refused.to_string(), "--email: \"a. b\" has no @.");
    assert_eq!(
        refused.help().as_deref(),
        Some("Write the address as name@domain.")
    );
}

#[test]
fn an_option_without_a_value_is_named() {
    let cell = CellRef {
        column: "--first-name",
        field: Some(Field::FirstName),
        text: "  ",
    };
    let error = read(&[cell], None).unwrap_err();
    assert_eq!(error.to_string(), "--first-name was given without a value");
}

#[test]
fn a_text_is_looked_up_as_each_kind() {
    let keys: Vec<(IdentifierKind, String)> = identifiers_of(" Ana@Example.org ", None)
        .into_iter()
        .map(|identifier| (identifier.kind, identifier.key))
        .collect();
    assert_eq!(keys[0], (IdentifierKind::Id, "Ana@Example.org".into()));
    assert_eq!(keys[1], (IdentifierKind::Email, "ana@example.org".into()));
    assert_eq!(keys.len(), 4);
}

#[test]
fn the_nearest_rule_is_found_by_code_and_by_name() {
    let nearest = |text| crate::rules::nearest(text).map(|rule| rule.code);
    assert_eq!(nearest("EML00l"), Some("EML001"));
    assert_eq!(nearest("email-mising-at"), Some("EML001"));
    assert_eq!(nearest("something else entirely"), None);
}
