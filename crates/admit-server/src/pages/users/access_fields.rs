//! Organizations, roles and permissions in a form. None is ever chosen beforehand.

use crate::pages::form::Form;
use crate::problem::Problem;
use admit_core::users::access::{Access, Organization};

/// Up to so many of a kind are offered to choose from; of more, the key is typed.
const OFFERED_MAX: usize = 100;

/// What is chosen where somebody is to be in no organization.
const NONE: &str = "none";

/// What is offered.
pub struct AccessFields {
    /// Organizations by code and name; empty where there are too many to choose from.
    pub organizations: Vec<(String, String)>,
    /// What is chosen or typed as the organization.
    pub organization: String,
    /// Whether there are any organizations.
    pub has_organizations: bool,
    /// Roles and permissions.
    pub lists: [Boxes; 2],
    /// What is wrong with the organization.
    pub error: Option<String>,
}

/// Boxes to tick, or a field for keys where they are too many.
pub struct Boxes {
    /// The name of the field.
    pub name: &'static str,
    /// What is written above them.
    pub label: &'static str,
    /// Key and name of each, and whether it is ticked; empty where they are too many.
    pub offered: Vec<(String, String, bool)>,
    /// The keys that were typed, one a line.
    pub typed: String,
    /// Whether there are any at all.
    pub has_any: bool,
    /// What is wrong with them.
    pub error: Option<String>,
}

impl AccessFields {
    /// With what is chosen so far.
    pub fn of(
        access: &Access,
        organizations: Vec<&Organization>,
        chosen: &Chosen,
        problem: Option<&Problem>,
    ) -> AccessFields {
        let error = |name: &str| {
            let said = problem.and_then(|problem| problem.error_of(name));
            said.map(str::to_owned)
        };
        let boxes = |name, label, all: Vec<(&String, &String)>, ticked: &[String]| Boxes {
            name,
            label,
            has_any: !all.is_empty(),
            typed: ticked.join("\n"),
            offered: if all.len() > OFFERED_MAX {
                Vec::new()
            } else {
                let all = all.into_iter();
                all.map(|(key, name)| (key.clone(), name.clone(), ticked.contains(key)))
                    .collect()
            },
            error: error(name),
        };
        let roles = access.roles.iter().map(|own| (&own.key, &own.name));
        let permissions = access.permissions.iter().map(|own| (&own.key, &own.name));
        AccessFields {
            has_organizations: !organizations.is_empty(),
            organizations: if organizations.len() > OFFERED_MAX {
                Vec::new()
            } else {
                let all = organizations.into_iter();
                all.map(|own| (own.code.clone(), own.name.clone()))
                    .collect()
            },
            organization: chosen.organization.clone(),
            lists: [
                boxes("role", "Roles there", roles.collect(), &chosen.roles),
                boxes(
                    "permission",
                    "Permissions besides",
                    permissions.collect(),
                    &chosen.permissions,
                ),
            ],
            error: error("organization"),
        }
    }
}

/// What somebody chose.
#[derive(Clone, Default)]
pub struct Chosen {
    /// The code or external id; empty for no choice yet.
    pub organization: String,
    /// Keys of roles.
    pub roles: Vec<String>,
    /// Keys of permissions.
    pub permissions: Vec<String>,
}

impl Chosen {
    /// Of a form.
    pub fn of(form: &Form) -> Chosen {
        Chosen {
            organization: form.text("organization").to_owned(),
            roles: keys(form, "role"),
            permissions: keys(form, "permission"),
        }
    }

    /// The organization, unless none is to be.
    ///
    /// # Errors
    /// Nothing was chosen, or access without the organization that it is for.
    pub fn organization(&self) -> Result<Option<&str>, Problem> {
        let unusable = |message: &str| {
            let problem = Problem::unusable("Look at the fields that do not fit.");
            Err(problem.field("organization", message))
        };
        let has_access = !self.roles.is_empty() || !self.permissions.is_empty();
        match self.organization.as_str() {
            "" => unusable("Choose one."),
            NONE if has_access => unusable(
                "Choose the one that the roles and permissions are for, or take those away.",
            ),
            NONE => Ok(None),
            organization => Ok(Some(organization)),
        }
    }
}

/// Keys that were ticked, or typed one a line.
fn keys(form: &Form, name: &str) -> Vec<String> {
    let sent = form.fields().filter(|(field, _)| *field == name);
    let lines = sent.flat_map(|(_, value)| value.lines());
    let keys = lines.map(str::trim).filter(|key| !key.is_empty());
    keys.map(str::to_owned).collect()
}
