//! What is sent of a user: the fields that the answer has, too.

use crate::api::query::Object;
use crate::problem::Problem;
use admit_core::by_hand::{self, ByHandError, Edit, Values, Wanted};
use admit_core::rows::raw::CellRef;
use admit_core::users::access::Access;
use admit_core::users::field::Field;
use admit_core::users::user::Membership;
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

/// A user to add. At least one of `id`, `email`, `phone` and `username` is needed.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    /// The id that other systems know the user by.
    pub id: Option<String>,
    /// The email address.
    pub email: Option<String>,
    /// The phone number, with its country code.
    pub phone: Option<String>,
    /// The name to sign in with.
    pub username: Option<String>,
    /// The given name.
    pub first_name: Option<String>,
    /// The family name.
    pub last_name: Option<String>,
    /// Where the user belongs. With none, the default organization if it takes everyone.
    #[serde(default)]
    #[schema(value_type = Vec<NewMembership>)]
    pub organizations: Vec<Object<NewMembership>>,
}

/// An organization that a user is to be in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMembership {
    /// The external id or the code of the organization.
    pub external_id: String,
    /// Keys of roles to have there.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Keys of permissions to have there.
    #[serde(default)]
    pub permissions: Vec<String>,
}

/// What to change of a user: what is left out stays, and null clears.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserChanges {
    /// The id that other systems know the user by.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub id: Change,
    /// The email address. Another one is not verified.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub email: Change,
    /// The phone number, with its country code. Another one is not verified.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub phone: Change,
    /// The name to sign in with.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub username: Change,
    /// The given name.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub first_name: Change,
    /// The family name.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub last_name: Change,
}

/// What becomes of a value.
#[derive(Debug, Default)]
pub enum Change {
    /// It stays as it is: nothing was said of it.
    #[default]
    Stays,
    /// It is cleared: null was said.
    Cleared,
    /// It is this from now on.
    To(String),
}

impl Change {
    fn text(&self) -> Option<&str> {
        match self {
            Change::To(text) => Some(text),
            Change::Cleared | Change::Stays => None,
        }
    }
}

impl<'de> Deserialize<'de> for Change {
    fn deserialize<D: Deserializer<'de>>(value: D) -> Result<Change, D::Error> {
        Ok(match Option::deserialize(value)? {
            None => Change::Cleared,
            Some(text) => Change::To(text),
        })
    }
}

/// What a user is to have in an organization.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceBody {
    /// Keys of the roles there, and no others; as they are if left out.
    pub roles: Option<Vec<String>>,
    /// Keys of the permissions there, and no others; as they are if left out.
    pub permissions: Option<Vec<String>>,
}

const COLUMNS: [(&str, Field); 6] = [
    ("id", Field::Id),
    ("email", Field::Email),
    ("phone", Field::Phone),
    ("username", Field::Username),
    ("first_name", Field::FirstName),
    ("last_name", Field::LastName),
];

fn values(sent: [Option<&str>; 6], region: Option<&str>) -> Result<Values, ByHandError> {
    let cells = COLUMNS.into_iter().zip(sent);
    let cells = cells.filter_map(|((column, field), text)| {
        Some(CellRef {
            column,
            field: Some(field),
            text: text?,
        })
    });
    by_hand::read(&cells.collect::<Vec<_>>(), region)
}

impl NewUser {
    /// The values, converted as those of a file are.
    pub fn values(&self, region: Option<&str>) -> Result<Values, Problem> {
        let sent = [
            &self.id,
            &self.email,
            &self.phone,
            &self.username,
            &self.first_name,
            &self.last_name,
        ];
        Ok(values(sent.map(Option::as_deref), region)?)
    }

    /// What the user is to have.
    pub fn memberships(&self, access: &Access) -> Result<Vec<Membership>, Problem> {
        if self.organizations.is_empty() {
            return Ok(by_hand::memberships(access, &Wanted::default())?);
        }
        let mut all: Vec<Membership> = Vec::new();
        for (place, Object(one)) in self.organizations.iter().enumerate() {
            let wanted = Wanted {
                organizations: std::slice::from_ref(&one.external_id),
                roles: &one.roles,
                permissions: &one.permissions,
            };
            for membership in by_hand::memberships(access, &wanted)? {
                if all
                    .iter()
                    .any(|other| other.organization == membership.organization)
                {
                    let field = format!("organizations[{place}]");
                    let problem = Problem::unusable("Name each organization once.");
                    return Err(problem.field(field, "It stands there twice."));
                }
                all.push(membership);
            }
        }
        all.sort_by_key(|membership| membership.organization);
        Ok(all)
    }
}

impl UserChanges {
    /// What to change, converted as the values of a file are.
    pub fn edit(&self, region: Option<&str>) -> Result<Edit, Problem> {
        let sent = [
            &self.id,
            &self.email,
            &self.phone,
            &self.username,
            &self.first_name,
            &self.last_name,
        ];
        let fields = COLUMNS.iter().zip(sent);
        let cleared = fields.filter(|(_, sent)| matches!(sent, Change::Cleared));
        Ok(Edit {
            values: values(sent.map(Change::text), region)?,
            clear: cleared.map(|((_, field), _)| *field).collect(),
            status: None,
        })
    }
}
