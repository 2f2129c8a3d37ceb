//! What a run changes of users who are there already, counted, with examples.

use super::access::Access;
use super::differences::{Part, Right, RightChanged};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a run changes of users who are there already.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// How many users it changes.
    pub users: u64,
    /// How many users each field is changed of, the most first.
    pub fields: Vec<FieldCount>,
    /// How many users each right is given to or taken from, the most first.
    pub rights: Vec<RightCount>,
    /// The first changes, in the order of the file.
    pub examples: Vec<FieldChanged>,
}

/// How many users a field is changed of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldCount {
    /// The field's name (see [`Part::name`]).
    pub field: String,
    /// How many users.
    pub users: u64,
}

/// How many users a right is given to or taken from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RightCount {
    /// The external id of the organization.
    pub organization: String,
    /// The key of the role, if it is one.
    pub role: Option<String>,
    /// The key of the permission, if it is one. Of neither it is the membership itself.
    pub permission: Option<String>,
    /// Whether it is given, or taken away.
    pub is_given: bool,
    /// To or from how many users.
    pub users: u64,
}

/// A field of a user that is changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChanged {
    /// The public id of the user.
    pub user: Uuid,
    /// The row that changes it, where that is known.
    pub row: Option<u64>,
    /// The field's name (see [`Part::name`]).
    pub field: String,
    /// What the user had. Never a password.
    pub from: Option<String>,
    /// What the user has from then on. Never a password.
    pub to: Option<String>,
}

impl FieldCount {
    /// Of a part of users.
    pub fn of(part: Part, users: u64) -> FieldCount {
        FieldCount {
            field: part.name().to_owned(),
            users,
        }
    }
}

impl RightCount {
    /// Of a right of an organization. One that is gone by now has no name.
    pub fn of(changed: RightChanged, users: u64, access: &Access) -> RightCount {
        let gone = || "?".to_owned();
        let organization = access.organization(changed.organization);
        let role = |number| {
            access
                .role(number)
                .map_or_else(gone, |found| found.key.clone())
        };
        let permission = |number| {
            let found = access.permission(number);
            found.map_or_else(gone, |found| found.key.clone())
        };
        let (role, permission) = match changed.right {
            Right::Member => (None, None),
            Right::Role(number) => (Some(role(number)), None),
            Right::Permission(number) => (None, Some(permission(number))),
        };
        RightCount {
            organization: organization.map_or_else(gone, |found| found.external_id.clone()),
            role,
            permission,
            is_given: changed.is_given,
            users,
        }
    }
}
