use super::show;
use admit_core::by_hand::person;
use admit_core::passwords::stored::{Secret, StoredPassword};
use admit_core::report::json;
use admit_core::users::access::{Access, Organization, Permission, Role};
use admit_core::users::user::{
    IdentifierKind, Identity, Membership, ResetReason, StoredUser, UserRow,
};
use serde_json::json;
use uuid::Uuid;

/// Ana, with one of everything.
fn ana() -> StoredUser {
    let mut email = Identity::new(IdentifierKind::Email, "ana@example.org");
    email.given = Some("Ana@example.org".into());
    email.verified = Some(true);
    StoredUser {
        key: 7,
        id: Uuid::from_u128(7),
        row: UserRow {
            first_name: Some("Ana".into()),
            last_name: Some("Diaz".into()),
            reset: Some(ResetReason::AddedByHand),
            identities: vec![
                Identity::new(IdentifierKind::Id, "u1"),
                email,
                Identity::new(IdentifierKind::Social, "google\u{1f}1234"),
            ],
            ..UserRow::default()
        },
        memberships: vec![Membership {
            organization: 1,
            roles: vec![2],
            permissions: vec![3],
            scopes: Vec::new(),
        }],
        password: Some(StoredPassword {
            hash: Secret("$2b$10$hidden".into()),
            method: Some("bcrypt".into()),
            salt: Some(Secret("hidden salt".into())),
            ..StoredPassword::default()
        }),
        created: 0,
        updated: 1_700_000_000_123,
        version: 1,
        signed_in: false,
    }
}

fn access() -> Access {
    Access {
        organizations: vec![Organization {
            number: 1,
            code: "org_a".into(),
            external_id: "acme".into(),
            name: "Acme".into(),
            is_default: true,
        }],
        roles: vec![Role {
            number: 2,
            key: "member".into(),
            name: "Member".into(),
            permissions: Vec::new(),
        }],
        permissions: vec![Permission {
            number: 3,
            key: "reports:read".into(),
            name: String::new(),
        }],
        ..Access::default()
    }
}

#[test]
fn a_user_as_json_has_everything_but_secrets() {
    let object = json::user(&ana(), &access());
    let expected = json!({
        "public_id": "00000000-0000-0000-0000-000000000007",
        "id": "u1",
        "email": "ana@example.org",
        "phone": null,
        "username": null,
        "first_name": "Ana",
        "last_name": "Diaz",
        "status": "active",
        "reset": "added by hand",
        "identities": [
            {"type": "id", "identity": "u1", "is_verified": null, "provider": null, "profile": null},
            {"type": "email", "identity": "ana@example.org", "is_verified": true, "provider": null, "profile": null},
            {"type": "oauth2:google", "identity": "1234", "is_verified": null, "provider": "google", "profile": null},
        ],
        "organizations": [
            {"external_id": "acme", "name": "Acme", "roles": ["member"], "permissions": ["reports:read"], "scopes": []},
        ],
        "password": {"method": "bcrypt", "present": true},
        "properties": {},
        "feature_flags": {},
        "created": "1970-01-01T00:00:00Z",
        "updated": "2023-11-14T22:13:20.123Z",
    });
    assert_eq!(object, expected);
    assert!(!object.to_string().contains("hidden"));
}

#[test]
fn a_user_as_text_has_everything_but_secrets() {
    let text = show::text(&ana(), &access());
    for line in [
        "  public id     00000000-0000-0000-0000-000000000007",
        "  id            u1",
        "  email         ana@example.org (verified)",
        "  oauth2        google 1234",
        "  status        active",
        "  password      bcrypt",
        "  reset asked   added by hand",
        "  organization  acme; roles: member; permissions: reports:read",
        "  created       1970-01-01T00:00:00Z",
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\n{text}");
    }
    assert!(!text.contains("hidden"), "{text}");
}

#[test]
fn a_person_is_named_by_name_and_identifier() {
    let check = |change: &dyn Fn(&mut UserRow), expected: &str| {
        let mut user = ana();
        change(&mut user.row);
        assert_eq!(person(&user), expected);
    };
    check(&|_| {}, "Ana Diaz (ana@example.org)");
    check(&|row| row.last_name = None, "Ana (ana@example.org)");
    check(
        &|row| (row.first_name, row.last_name) = (None, None),
        "ana@example.org",
    );
    check(&|row| row.identities.truncate(1), "Ana Diaz (u1)");
}
