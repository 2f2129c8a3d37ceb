//! In what two states of a user differ, beside what only Admit needs.

use super::user::{IdentifierKind, Identity, Membership, Status, UserRow};
use serde_json::{Map, Value};

/// Something of a user that can change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Part {
    /// The given name.
    FirstName = 1,
    /// The family name.
    LastName,
    /// Whether the user may sign in.
    Status,
    /// The provided id.
    Id,
    /// The primary address.
    Email,
    /// Whether it is known to be the user's.
    EmailVerified,
    /// The primary phone number.
    Phone,
    /// Whether it is known to be the user's.
    PhoneVerified,
    /// The username.
    Username,
    /// Further identifiers, and social ones.
    Identities,
    /// Free keys and values.
    Properties,
    /// Feature flags.
    FeatureFlags,
    /// Why a new password is asked for.
    Reset,
    /// The password. Neither the old nor the new one is ever shown.
    Password,
}

impl Part {
    /// All of them.
    pub const ALL: [Part; 14] = [
        Part::FirstName,
        Part::LastName,
        Part::Status,
        Part::Id,
        Part::Email,
        Part::EmailVerified,
        Part::Phone,
        Part::PhoneVerified,
        Part::Username,
        Part::Identities,
        Part::Properties,
        Part::FeatureFlags,
        Part::Reset,
        Part::Password,
    ];

    /// The name in JSON and in sentences.
    pub const fn name(self) -> &'static str {
        match self {
            Part::FirstName => "first_name",
            Part::LastName => "last_name",
            Part::Status => "status",
            Part::Id => "id",
            Part::Email => "email",
            Part::EmailVerified => "email_verified",
            Part::Phone => "phone",
            Part::PhoneVerified => "phone_verified",
            Part::Username => "username",
            Part::Identities => "identities",
            Part::Properties => "properties",
            Part::FeatureFlags => "feature_flags",
            Part::Reset => "reset",
            Part::Password => "password",
        }
    }

    /// Whether it differs between two states. Of passwords a row knows nothing.
    fn differs(self, now: &UserRow, next: &UserRow) -> bool {
        let key = |kind| {
            let of = |row| UserRow::identity(row, kind).map(|own| &own.key);
            of(now) != of(next)
        };
        match self {
            Part::FirstName => now.first_name != next.first_name,
            Part::LastName => now.last_name != next.last_name,
            Part::Status => now.status != next.status,
            Part::Id => key(IdentifierKind::Id),
            Part::Email => key(IdentifierKind::Email),
            Part::Phone => key(IdentifierKind::Phone),
            Part::Username => key(IdentifierKind::Username),
            Part::EmailVerified => verified(now, next, IdentifierKind::Email),
            Part::PhoneVerified => verified(now, next, IdentifierKind::Phone),
            Part::Identities => further(now).ne(further(next)),
            Part::Properties => now.properties != next.properties,
            Part::FeatureFlags => now.feature_flags != next.feature_flags,
            Part::Reset => now.reset != next.reset,
            Part::Password => false,
        }
    }

    /// What a user has of it where another state differs; of lists and maps, what that one
    /// has not.
    pub fn text(self, row: &UserRow, other: &UserRow) -> Option<String> {
        let value = |kind| row.identity(kind).map(|own| own.value().to_owned());
        let verified = |kind| Some(row.identity(kind)?.verified?.to_string());
        match self {
            Part::FirstName => row.first_name.clone(),
            Part::LastName => row.last_name.clone(),
            Part::Status => Some(
                match row.status {
                    Status::Active => "active",
                    Status::Suspended => "suspended",
                }
                .to_owned(),
            ),
            Part::Id => value(IdentifierKind::Id),
            Part::Email => value(IdentifierKind::Email),
            Part::Phone => value(IdentifierKind::Phone),
            Part::Username => value(IdentifierKind::Username),
            Part::EmailVerified => verified(IdentifierKind::Email),
            Part::PhoneVerified => verified(IdentifierKind::Phone),
            Part::Identities => {
                let new = further(row).filter(|own| further(other).all(|known| known != *own));
                let names: Vec<String> = new.map(named).collect();
                (!names.is_empty()).then(|| names.join(", "))
            }
            Part::Properties => entries(&row.properties, &other.properties),
            Part::FeatureFlags => entries(&row.feature_flags, &other.feature_flags),
            Part::Reset => row.reset.as_ref().map(ToString::to_string),
            Part::Password => None,
        }
    }
}

/// Whether the flag of an identifier that stays is another one.
fn verified(now: &UserRow, next: &UserRow, kind: IdentifierKind) -> bool {
    let flag = |row: &UserRow| row.identity(kind).and_then(|own| own.verified);
    flag(now) != flag(next)
}

/// The identifiers beside the primary ones.
fn further(row: &UserRow) -> impl Iterator<Item = &Identity> {
    let is_primary = |own: &Identity| {
        own.kind != IdentifierKind::Social
            && row
                .identity(own.kind)
                .is_some_and(|first| std::ptr::eq(first, own))
    };
    row.identities.iter().filter(move |own| !is_primary(own))
}

fn named(identity: &Identity) -> String {
    let kind = identity.provider().unwrap_or(identity.kind.name());
    format!("{kind}:{}", identity.value())
}

/// The entries that another map has not.
fn entries(own: &Map<String, Value>, other: &Map<String, Value>) -> Option<String> {
    let differing = own
        .iter()
        .filter(|(key, value)| other.get(*key) != Some(*value));
    let differing: Map<String, Value> = differing
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    (!differing.is_empty()).then(|| Value::Object(differing).to_string())
}

/// What differs between two states of a user, beside passwords and access.
pub fn parts<'r>(now: &'r UserRow, next: &'r UserRow) -> impl Iterator<Item = Part> + 'r {
    let all = Part::ALL.into_iter();
    all.filter(move |part| part.differs(now, next))
}

/// What somebody may have in an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Right {
    /// Being in it.
    Member,
    /// A role.
    Role(u32),
    /// A permission.
    Permission(u32),
}

/// A right that one state of a user has and the other has not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RightChanged {
    /// Where.
    pub organization: u32,
    /// What.
    pub right: Right,
    /// Whether it is given, or taken away.
    pub is_given: bool,
}

/// The rights in which two states of a user differ.
pub fn rights(now: &[Membership], next: &[Membership]) -> Vec<RightChanged> {
    let mut changed = Vec::new();
    for (some, others, is_given) in [(next, now, true), (now, next, false)] {
        for own in some {
            let other = others
                .iter()
                .find(|other| other.organization == own.organization);
            let mut push = |right| {
                changed.push(RightChanged {
                    organization: own.organization,
                    right,
                    is_given,
                });
            };
            if other.is_none() {
                push(Right::Member);
            }
            let lacks = |list: fn(&Membership) -> &Vec<u32>, number: &u32| {
                other.is_none_or(|other| !list(other).contains(number))
            };
            for role in &own.roles {
                if lacks(|other| &other.roles, role) {
                    push(Right::Role(*role));
                }
            }
            for permission in &own.permissions {
                if lacks(|other| &other.permissions, permission) {
                    push(Right::Permission(*permission));
                }
            }
        }
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::users::user::ResetReason;
    use serde_json::json;

    fn ana() -> UserRow {
        let map = |value: Value| value.as_object().cloned().unwrap_or_default();
        UserRow {
            first_name: Some("Ana".to_owned()),
            identities: vec![
                Identity::new(IdentifierKind::Email, "ana@example.org"),
                Identity::new(IdentifierKind::Social, "google\u{1f}17"),
            ],
            properties: map(json!({"team": "red", "desk": 4})),
            ..UserRow::default()
        }
    }

    #[track_caller]
    fn check(change: impl FnOnce(&mut UserRow), expected: &[(&str, Option<&str>, Option<&str>)]) {
        let (now, mut next) = (ana(), ana());
        change(&mut next);
        let found: Vec<_> = parts(&now, &next)
            .map(|part| (part.name(), part.text(&now, &next), part.text(&next, &now)))
            .collect();
        let found: Vec<_> = found
            .iter()
            .map(|(name, from, to)| (*name, from.as_deref(), to.as_deref()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_differs_is_told_with_both_values() {
        check(|_| {}, &[]);
        check(
            |row| row.first_name = None,
            &[("first_name", Some("Ana"), None)],
        );
        check(
            |row| row.status = Status::Suspended,
            &[("status", Some("active"), Some("suspended"))],
        );
        check(
            |row| row.identities[0] = Identity::new(IdentifierKind::Email, "a@example.org"),
            &[("email", Some("ana@example.org"), Some("a@example.org"))],
        );
        check(
            |row| row.identities[0].verified = Some(true),
            &[("email_verified", None, Some("true"))],
        );
        check(
            |row| {
                let social = Identity::new(IdentifierKind::Social, "github\u{1f}4");
                row.identities[1] = social;
            },
            &[("identities", Some("google:17"), Some("github:4"))],
        );
        check(
            |row| _ = row.properties.insert("team".to_owned(), json!("blue")),
            &[(
                "properties",
                Some(r#"{"team":"red"}"#),
                Some(r#"{"team":"blue"}"#),
            )],
        );
        check(
            |row| row.reset = Some(ResetReason::Asked),
            &[("reset", None, Some("asked by an operator"))],
        );
    }

    #[test]
    fn rights_are_given_and_taken() {
        let of = |organization, roles: &[u32], permissions: &[u32]| Membership {
            organization,
            roles: roles.to_vec(),
            permissions: permissions.to_vec(),
            scopes: Vec::new(),
        };
        let change = |organization, right, is_given| RightChanged {
            organization,
            right,
            is_given,
        };
        let now = [of(1, &[1], &[]), of(2, &[], &[3])];
        let next = [of(1, &[1, 2], &[4]), of(3, &[5], &[])];
        let expected = [
            change(1, Right::Role(2), true),
            change(1, Right::Permission(4), true),
            change(3, Right::Member, true),
            change(3, Right::Role(5), true),
            change(2, Right::Member, false),
            change(2, Right::Permission(3), false),
        ];
        assert_eq!(rights(&now, &next), expected);
        assert_eq!(rights(&now, &now), []);
    }
}
