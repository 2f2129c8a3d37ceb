//! The values of a user in a form.

use super::named::value_of;
use crate::api::users::body::{Change, NewUser, UserChanges};
use crate::pages::form::Form;
use crate::problem::Problem;
use admit_core::users::user::{IdentifierKind, StoredUser};

/// The fields: what they are called in forms and in problems, and on the page.
const LABELS: [(&str, &str); 9] = [
    ("first_name", "First name"),
    ("last_name", "Last name"),
    ("email", "Email"),
    ("phone", "Phone"),
    ("username", "Username"),
    ("id", "Your id for them"),
    ("organization", "Organization"),
    ("role", "Roles"),
    ("permission", "Permissions"),
];

/// One field of the form.
pub struct Input {
    /// Its name, which is its id on the page too.
    pub name: &'static str,
    /// What is written above it.
    pub label: &'static str,
    /// What browsers take it for.
    pub kind: &'static str,
    /// What stands in it.
    pub value: String,
    /// What is wrong with that.
    pub error: Option<String>,
}

/// The fields of a user.
pub struct Fields {
    /// The given name.
    pub first_name: Input,
    /// The family name.
    pub last_name: Input,
    /// The address.
    pub email: Input,
    /// The phone number.
    pub phone: Input,
    /// The username.
    pub username: Input,
    /// The provided id.
    pub id: Input,
}

impl Fields {
    /// With these values, and what a problem says of them.
    pub fn of(value: impl Fn(&str) -> String, problem: Option<&Problem>) -> Fields {
        let input = |name, kind| Input {
            name,
            label: label(name),
            kind,
            value: value(name),
            error: problem
                .and_then(|problem| problem.error_of(name))
                .map(str::to_owned),
        };
        Fields {
            first_name: input("first_name", "text"),
            last_name: input("last_name", "text"),
            email: input("email", "email"),
            phone: input("phone", "tel"),
            username: input("username", "text"),
            id: input("id", "text"),
        }
    }
}

/// What a field is called on the page.
fn label(name: &str) -> &'static str {
    let found = LABELS.iter().find(|(field, _)| *field == name);
    found.map_or("", |(_, label)| label)
}

/// What stands above a form that did not go.
pub struct Summary {
    /// What there is to do, in a few words.
    pub title: String,
    /// What to correct: the field, if it is one's, and the sentence.
    pub lines: Vec<(Option<String>, String)>,
}

impl Summary {
    /// Of a problem.
    pub fn of(problem: &Problem) -> Summary {
        let errors = problem.errors().iter();
        let mut lines: Vec<(Option<String>, String)> = errors
            .map(|(field, message)| {
                let text = match label(field) {
                    "" => message.clone(),
                    label => format!("{label}: {message}"),
                };
                (Some(field.clone()), text)
            })
            .collect();
        if lines.is_empty() {
            lines.push((None, problem.detail().to_owned()));
        }
        Summary {
            title: match lines.len() {
                1 => "There is one thing to correct".to_owned(),
                many => format!("There are {many} things to correct"),
            },
            lines,
        }
    }
}

/// What stands in a field of a user as it is.
pub fn kept(user: &StoredUser, name: &str) -> String {
    let kind = |kind| value_of(user, kind).unwrap_or_default().to_owned();
    match name {
        "first_name" => user.row.first_name.clone().unwrap_or_default(),
        "last_name" => user.row.last_name.clone().unwrap_or_default(),
        "email" => kind(IdentifierKind::Email),
        "phone" => kind(IdentifierKind::Phone),
        "username" => kind(IdentifierKind::Username),
        "id" => kind(IdentifierKind::Id),
        _ => String::new(),
    }
}

/// The user that a form asks for, without organizations.
pub fn new_user(form: &Form) -> NewUser {
    let typed = |name| Some(form.text(name).to_owned()).filter(|text| !text.is_empty());
    NewUser {
        id: typed("id"),
        email: typed("email"),
        phone: typed("phone"),
        username: typed("username"),
        first_name: typed("first_name"),
        last_name: typed("last_name"),
        organizations: Vec::new(),
    }
}

/// What a form changes of a user: what stands there as it is stays.
pub fn changes(form: &Form, user: &StoredUser) -> UserChanges {
    let change = |name: &str| {
        let typed = form.text(name);
        if !form.has(name) || typed == kept(user, name).trim() {
            Change::Stays
        } else if typed.is_empty() {
            Change::Cleared
        } else {
            Change::To(typed.to_owned())
        }
    };
    UserChanges {
        id: change("id"),
        email: change("email"),
        phone: change("phone"),
        username: change("username"),
        first_name: change("first_name"),
        last_name: change("last_name"),
    }
}
