//! What became of a user, as a page tells it.

use crate::pages::words::{self, When};
use admit_core::operators::deed::Act;
use admit_core::passwords::stored::PasswordOrigin;
use admit_core::report::history::{Cause, Step};
use admit_core::users::changes::{FieldChanged, RightCount};
use uuid::Uuid;

/// One step of a history.
pub struct Told {
    /// What was done, before the name of an import or of who did it.
    pub what: String,
    /// The import that did it.
    pub import: Option<(Uuid, String)>,
    /// Who did it.
    pub by: Option<String>,
    /// When, where that is known.
    pub when: Option<When>,
    /// Whether it was taken back since.
    pub is_undone: bool,
    /// What changed.
    pub lines: Vec<Line>,
}

/// Something that changed.
pub struct Line {
    /// What it is.
    pub name: String,
    /// What it was.
    pub from: Option<String>,
    /// What it is from then on.
    pub to: Option<String>,
    /// Whether only what it is from then on is told.
    pub is_plain: bool,
}

impl Told {
    /// Of a step.
    pub fn of(step: &Step, now: i64) -> Told {
        let (what, import, by) = match &step.cause {
            Cause::Import(record) => (
                if step.is_first {
                    "Created by the import"
                } else {
                    "Updated by the import"
                },
                Some((record.id, record.file.clone())),
                None,
            ),
            Cause::Undo(record) => (
                "Put back when the import was undone:",
                Some((record.id, record.file.clone())),
                None,
            ),
            Cause::Deed(entry) => (deed(&entry.what), None, Some(entry.who.clone())),
            Cause::Unknown => (by_nobody(step), None, None),
        };
        let mut lines: Vec<Line> = step.fields.iter().map(field).collect();
        lines.extend(step.rights.iter().map(right));
        for line in &mut lines {
            line.is_plain |= step.is_first;
            if step.is_first && line.name == "password" {
                line.to = Some("one that came with it".to_owned());
            }
        }
        Told {
            what: what.to_owned(),
            import,
            by,
            when: step.time.map(|time| words::when(time, now)),
            is_undone: step.is_undone,
            lines,
        }
    }
}

fn deed(what: &str) -> &'static str {
    match Act::of_name(what) {
        Some(Act::UserAdded) => "Added by",
        Some(Act::UserSuspended) => "Suspended by",
        Some(Act::UserActivated) => "Allowed to sign in again by",
        Some(Act::UserJoined) => "Put into an organization by",
        Some(Act::UserLeft) => "Taken out of an organization by",
        Some(Act::UserResetAsked) => "Asked for a new password by",
        Some(Act::UserPasswordSet) => "Given a password by",
        Some(Act::UserTemporaryPassword) => "Given a temporary password by",
        _ => "Edited by",
    }
}

/// Of a step that nothing is noted of: the user did it, or a sign-in.
fn by_nobody(step: &Step) -> &'static str {
    let has = |name: &str| step.fields.iter().any(|field| field.field == name);
    match step.password {
        _ if step.is_first => "Created",
        Some(PasswordOrigin::SetHere) => "Set a password",
        Some(PasswordOrigin::Upgraded) => "The kept password was made stronger",
        _ if has("email_verified") || has("phone_verified") => "Confirmed",
        _ => "Changed",
    }
}

fn field(changed: &FieldChanged) -> Line {
    let is_password = changed.field == "password";
    Line {
        name: match changed.field.as_str() {
            "reset" => "asked for a password".to_owned(),
            other => other.replace('_', " "),
        },
        from: changed.from.clone(),
        to: match &changed.to {
            None if is_password => Some("another one than before".to_owned()),
            to => to.clone(),
        },
        is_plain: is_password,
    }
}

fn right(changed: &RightCount) -> Line {
    let organization = &changed.organization;
    let (name, value) = match (&changed.role, &changed.permission) {
        (Some(role), _) => ("role", format!("{role} in {organization}")),
        (None, Some(permission)) => ("permission", format!("{permission} in {organization}")),
        (None, None) => ("organization", organization.clone()),
    };
    let (from, to) = if changed.is_given {
        (None, Some(value))
    } else {
        (Some(value), None)
    };
    Line {
        name: name.to_owned(),
        from,
        to,
        is_plain: false,
    }
}
