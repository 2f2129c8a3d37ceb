use super::*;
use crate::convert::list::ListNames;
use crate::convert::structured;
use crate::findings::finding::Findings;
use crate::formats::json;
use crate::passwords::stored::Secret;
use crate::rows::candidate::Candidate;
use crate::rows::choices::Choices;
use crate::rows::raw::{CellRef, RawRow};
use crate::users::access::{Organization, Permission, Role};
use crate::users::field::Field;
use crate::users::user::{Membership, UserRow};
use serde_json::json;

fn access() -> Access {
    Access {
        organizations: vec![Organization {
            number: 3,
            code: "org_0123456789".into(),
            external_id: "acme \"1\"".into(),
            name: "Acme".into(),
            is_default: true,
        }],
        roles: vec![Role {
            number: 2,
            key: "a,b".into(),
            name: "A".into(),
            permissions: vec![],
        }],
        permissions: vec![Permission {
            number: 9,
            key: "reports:read".into(),
            name: "R".into(),
        }],
        ..Access::default()
    }
}

fn map(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        other => panic!("{other} is not an object"),
    }
}

fn identity(kind: IdentifierKind, key: &str, given: Option<&str>) -> Identity {
    Identity {
        given: given.map(str::to_owned),
        ..Identity::new(kind, key)
    }
}

fn user() -> StoredUser {
    let social = Identity {
        verified: Some(true),
        profile: Some(map(json!({"picture": "x", "n": 0.1}))),
        ..Identity::new(IdentifierKind::Social, "google\u{1f}1|2")
    };
    StoredUser {
        key: 1,
        id: uuid::Uuid::nil(),
        row: UserRow {
            first_name: Some("Ána \"x\"\n".into()),
            last_name: None,
            status: Status::Suspended,
            identities: vec![
                identity(
                    IdentifierKind::Email,
                    "ana@example.org",
                    Some("Ana@example.org"),
                ),
                identity(IdentifierKind::Id, "17", None),
                identity(IdentifierKind::Phone, "+61412345678", Some("0412 345 678")),
                social,
            ],
            properties: map(json!({"z": 1, "a": [1.5, null]})),
            feature_flags: map(json!({"beta": true})),
            ..UserRow::default()
        },
        memberships: vec![Membership {
            organization: 3,
            roles: vec![2],
            permissions: vec![9],
            scopes: vec!["openid".into()],
        }],
        password: Some(StoredPassword {
            hash: Secret("$2a$10$canary".into()),
            method: Some("bcrypt".into()),
            salt: Some(Secret("pepper".into())),
            salt_position: Some("suffix".into()),
            salt_format: None,
            verified: Some(true),
            ..StoredPassword::default()
        }),
        created: 0,
        updated: 0,
        version: 1,
        signed_in: false,
    }
}

fn line(user: &StoredUser, with_password: bool) -> String {
    let mut out = Vec::new();
    write_user(user, &access(), with_password, &mut out).expect("memory can be written");
    String::from_utf8(out).expect("JSON is UTF-8")
}

#[test]
fn the_line_has_the_form_of_an_import() {
    let expected = concat!(
        r#"{"id":"17","first_name":"Ána \"x\"\n","suspended":true,"identities":["#,
        r#"{"type":"email","identity":"ana@example.org"},"#,
        r#"{"type":"phone","identity":"+61412345678"},"#,
        r#"{"type":"oauth2:google","identity":"1|2","is_verified":true,"provider":"google","profile":{"picture":"x","n":0.1}}],"#,
        r#""properties":{"z":1,"a":[1.5,null]},"feature_flags":{"beta":true},"#,
        r#""organizations":[{"external_id":"acme \"1\"","roles":["a,b"],"permissions":["reports:read"],"scopes":["openid"]}]}"#,
        "\n"
    );
    assert_eq!(line(&user(), false), expected);
    let nobody = StoredUser {
        row: UserRow::default(),
        memberships: vec![],
        ..user()
    };
    assert_eq!(
        line(&nobody, false),
        "{\"identities\":[],\"properties\":{},\"feature_flags\":{},\"organizations\":[]}\n"
    );
}

#[test]
fn passwords_only_on_request() {
    assert!(!line(&user(), false).contains("canary"));
    assert!(!line(&user(), false).contains("pepper"));
    let with = line(&user(), true);
    let columns = r#","hashed_password":"$2a$10$canary","hashing_method":"bcrypt","salt":"pepper","salt_position":"suffix","password_verified":true}"#;
    assert!(with.trim_end().ends_with(columns), "{with}");
    let none = StoredUser {
        password: None,
        ..user()
    };
    assert_eq!(line(&none, true), line(&user(), false));
}

/// Reads a line the way an import does, up to the flat fields.
fn read_again(line: &str) -> (Vec<(String, String)>, Candidate) {
    let mut reader = json::open(
        Box::new(std::io::Cursor::new(line.to_owned().into_bytes())),
        false,
    );
    let (mut row, mut findings) = (RawRow::default(), Findings::default());
    assert!(
        reader
            .next(&mut row, &mut findings)
            .expect("memory can be read")
    );
    let mut candidate = Candidate::default();
    let mut flat = Vec::new();
    for cell in row.cells() {
        let column = &reader.columns()[cell.column].name;
        let field = Field::of_name(column);
        let at = CellRef {
            column,
            field,
            text: cell.text,
        };
        let choices = Choices::default();
        match field.expect("every key is a field") {
            Field::Identities => {
                structured::identities(at, &choices, &mut candidate, &mut findings);
            }
            Field::Organizations => {
                let names = ListNames::default();
                structured::organizations(at, &names, &mut candidate, &mut findings);
            }
            Field::Properties => structured::properties(at, &mut candidate, &mut findings),
            Field::FeatureFlags => structured::feature_flags(at, &mut candidate, &mut findings),
            _ => flat.push((column.clone(), cell.text.to_owned())),
        }
    }
    assert!(
        findings
            .iter()
            .all(|f| f.severity == crate::findings::rule::Severity::Notice),
        "{findings:?}"
    );
    (flat, candidate)
}

#[test]
fn what_is_written_reads_the_same_again() {
    let user = user();
    let (flat, candidate) = read_again(&line(&user, true));
    let flat = flat
        .iter()
        .map(|(key, text)| (key.as_str(), text.as_str()))
        .collect::<Vec<_>>();
    assert_eq!(
        flat,
        [
            ("id", "17"),
            ("first_name", "Ána \"x\"\n"),
            ("suspended", "true"),
            ("hashed_password", "$2a$10$canary"),
            ("hashing_method", "bcrypt"),
            ("salt", "pepper"),
            ("salt_position", "suffix"),
            ("password_verified", "true"),
        ]
    );
    assert_eq!(candidate.properties, user.row.properties);
    assert_eq!(candidate.feature_flags, user.row.feature_flags);
    assert_eq!(
        candidate.access[0].organization.as_deref(),
        Some("acme \"1\"")
    );
    assert_eq!(candidate.access[0].roles, ["a,b"]);
    assert_eq!(candidate.access[0].permissions, ["reports:read"]);
    assert_eq!(candidate.access[0].scopes, ["openid"]);
    let social = candidate.identity(IdentifierKind::Social);
    assert_eq!(social, user.row.identity(IdentifierKind::Social));
}

#[test]
fn addresses_and_numbers_read_the_same_again() {
    let user = user();
    let (_, candidate) = read_again(&line(&user, false));
    for kind in [IdentifierKind::Email, IdentifierKind::Phone] {
        let key = |identity: Option<&Identity>| identity.map(|identity| identity.key.clone());
        assert_eq!(key(candidate.identity(kind)), key(user.row.identity(kind)));
    }
}

mod floats {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// A number that moved by its last digit would be a change at each import.
        #[test]
        fn numbers_do_not_move(number in any::<f64>().prop_filter("kept", |n| n.is_finite() && n.abs() < 1e19)) {
            let mut user = user();
            user.row.properties = map(json!({"n": number}));
            let (_, candidate) = read_again(&line(&user, false));
            prop_assert_eq!(candidate.properties, user.row.properties);
        }
    }
}
