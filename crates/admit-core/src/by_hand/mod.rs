//! What an operator does to one user: add, edit, suspend, join.
//!
//! All of it is pure: texts and users in, writes out. What is typed goes
//! through the same conversions as a file, so that a value typed and a value
//! imported are the same value.

mod access;
mod password;
pub mod write;

pub use access::{Wanted, memberships, organization, permission, role};
pub use password::{Stronger, ask_for_reset, confirm_email, set_password, strengthen};

use crate::convert;
use crate::findings::finding::{Finding, Findings};
use crate::findings::rule::Severity;
use crate::rows::raw::CellRef;
use crate::users::change::{NewUser, UserUpdate};
use crate::users::field::Field;
use crate::users::last_imported::remember_imported;
use crate::users::user::{
    IdentifierKey, IdentifierKind, Identity, Membership, ResetReason, Status, StoredUser, UserKey,
    UserRow,
};
use uuid::Uuid;

/// Why something asked for by hand was not done. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum ByHandError {
    /// A value does not pass the rules that a file's values have to pass.
    #[error("{}", refusal(.findings))]
    Refused {
        /// What the rules said, errors and warnings.
        findings: Vec<Finding>,
    },
    /// An option was given without a value.
    #[error("{option} was given without a value")]
    Blank {
        /// The option as typed.
        option: String,
    },
    /// The user would have no identifier.
    #[error("a user needs at least one of id, email, phone and username")]
    NoIdentifier,
    /// A field that cannot be cleared.
    #[error("{field} cannot be cleared")]
    CannotClear {
        /// Which field.
        field: Field,
    },
    /// The directory has no such organization, role or permission.
    #[error("there is no {what} \"{given}\"")]
    Unknown {
        /// "organization", "role" or "permission".
        what: &'static str,
        /// What was typed.
        given: String,
        /// The existing one that comes nearest.
        nearest: Option<String>,
    },
    /// The text is the external id of one organization and the code of another.
    #[error("\"{given}\" is the external id of one organization and the code of another")]
    TwoOrganizations {
        /// What was typed.
        given: String,
    },
}

impl ByHandError {
    /// What to do about it.
    pub fn help(&self) -> Option<String> {
        match self {
            ByHandError::Refused { findings } => {
                let helps: Vec<String> = findings
                    .iter()
                    .map(|finding| match &finding.suggestion {
                        Some(suggestion) => format!("did you mean \"{suggestion}\"?"),
                        None => finding.help_text(),
                    })
                    .filter(|help| !help.is_empty())
                    .collect();
                (!helps.is_empty()).then(|| helps.join("\n"))
            }
            ByHandError::Blank { option } => Some(format!("leave {option} out, or give a value")),
            ByHandError::NoIdentifier => Some("give one of them".to_owned()),
            ByHandError::CannotClear { .. } => Some(format!(
                "these can be cleared: {}",
                CLEARABLE.map(Field::name).join(", ")
            )),
            ByHandError::Unknown { what, nearest, .. } => Some(match nearest {
                Some(nearest) => format!("did you mean \"{nearest}\"?"),
                None => format!("`admit {what}s list` shows those that exist"),
            }),
            ByHandError::TwoOrganizations { .. } => {
                Some("use the code of the one, or the external id of the other".to_owned())
            }
        }
    }
}

/// One line per finding: what was found. What a rule says became of the row is
/// left away, because there is no row.
fn refusal(findings: &[Finding]) -> String {
    findings
        .iter()
        .map(|finding| {
            let message = finding.message();
            let option = finding.column.as_deref().unwrap_or_default();
            format!("{option}: {}", first_sentence(&message))
        })
        .collect::<Vec<_>>()
        .join("\n")
}

/// The first sentence of a message. A full stop inside quotes ends nothing.
fn first_sentence(message: &str) -> &str {
    let mut quoted = false;
    let mut stop = false;
    for (at, c) in message.char_indices() {
        if stop && c == ' ' {
            return &message[..at];
        }
        quoted ^= c == '"';
        stop = c == '.' && !quoted;
    }
    message
}

/// The values of one user after the conversions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values {
    /// At most one of each kind.
    pub identities: Vec<Identity>,
    /// The given name.
    pub first_name: Option<String>,
    /// The family name.
    pub last_name: Option<String>,
    /// What the conversions remarked without leaving anything out.
    pub notices: Vec<Finding>,
}

/// Converts what was typed. The column of each cell is the option it came by;
/// `default_region` is the country of national phone numbers.
///
/// # Errors
/// A value that a file's row would be held back for, or imported without.
pub fn read(typed: &[CellRef<'_>], default_region: Option<&str>) -> Result<Values, ByHandError> {
    let mut values = Values::default();
    let mut refused = Vec::new();
    for &cell in typed {
        let mut findings = Findings::default();
        let taken = read_one(cell, default_region, &mut values, &mut findings);
        let (bad, notices): (Vec<Finding>, Vec<Finding>) = findings
            .take()
            .into_iter()
            .partition(|finding| finding.severity > Severity::Notice);
        if !taken && bad.is_empty() {
            return Err(ByHandError::Blank {
                option: cell.column.to_owned(),
            });
        }
        refused.extend(bad);
        values.notices.extend(notices);
    }
    if refused.is_empty() {
        Ok(values)
    } else {
        Err(ByHandError::Refused { findings: refused })
    }
}

/// Whether the cell gave a value.
fn read_one(
    cell: CellRef<'_>,
    default_region: Option<&str>,
    values: &mut Values,
    findings: &mut Findings,
) -> bool {
    let identity = match cell.field {
        Some(Field::Id) => convert::id::read(cell, findings),
        Some(Field::Email) => convert::email::read(cell, findings),
        Some(Field::Phone) => convert::phone::read(cell, default_region, findings),
        Some(Field::Username) => convert::username::read(cell, findings),
        Some(Field::FirstName) => {
            values.first_name = convert::name::read(cell, findings);
            return values.first_name.is_some();
        }
        Some(Field::LastName) => {
            values.last_name = convert::name::read(cell, findings);
            return values.last_name.is_some();
        }
        other => panic!("no option gives the field {other:?}"),
    };
    let taken = identity.is_some();
    values.identities.extend(identity);
    taken
}

/// Makes a user that is added by hand. `key` is its number and `id` its public
/// id. It will be asked to set a password.
///
/// # Errors
/// There is no identifier.
pub fn add(
    key: UserKey,
    id: Uuid,
    values: Values,
    memberships: Vec<Membership>,
) -> Result<NewUser, ByHandError> {
    if values.identities.is_empty() {
        return Err(ByHandError::NoIdentifier);
    }
    Ok(NewUser {
        key,
        id,
        row: UserRow {
            first_name: values.first_name,
            last_name: values.last_name,
            reset: Some(ResetReason::AddedByHand),
            identities: values.identities,
            ..UserRow::default()
        },
        memberships,
        password: None,
    })
}

/// What to change of a user.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Edit {
    /// Values to set; an identity takes the place of the primary one of its kind.
    pub values: Values,
    /// Fields to empty.
    pub clear: Vec<Field>,
    /// Whether the user may sign in, if that changes.
    pub status: Option<Status>,
}

/// The fields that [`Edit::clear`] can name.
pub const CLEARABLE: [Field; 6] = [
    Field::Id,
    Field::Email,
    Field::Phone,
    Field::Username,
    Field::FirstName,
    Field::LastName,
];

/// Makes the update that an edit asks for; `None` if the user is like that
/// already. What was imported before the edit is remembered, so that the next
/// import can tell an edit here from a change in the file.
///
/// # Errors
/// The user would be left without an identifier, or a field cannot be cleared.
pub fn edit(user: &StoredUser, edit: &Edit) -> Result<Option<UserUpdate>, ByHandError> {
    let mut row = user.row.clone();
    for field in &edit.clear {
        clear(&mut row, *field)?;
    }
    if let Some(first_name) = &edit.values.first_name {
        row.first_name = Some(first_name.clone());
    }
    if let Some(last_name) = &edit.values.last_name {
        row.last_name = Some(last_name.clone());
    }
    for identity in &edit.values.identities {
        replace_primary(&mut row.identities, identity);
    }
    if let Some(status) = edit.status {
        row.status = status;
    }
    if row.identities.is_empty() {
        return Err(ByHandError::NoIdentifier);
    }
    if row == user.row {
        return Ok(None);
    }
    remember_imported(&user.row, &mut row);
    Ok(Some(UserUpdate {
        claims: only_in(&row.identities, &user.row.identities),
        releases: only_in(&user.row.identities, &row.identities),
        row,
        ..update_of(user)
    }))
}

fn clear(row: &mut UserRow, field: Field) -> Result<(), ByHandError> {
    match field {
        Field::FirstName => row.first_name = None,
        Field::LastName => row.last_name = None,
        _ => {
            let kind = IdentifierKind::ALL
                .into_iter()
                .find(|kind| kind.field() == Some(field))
                .ok_or(ByHandError::CannotClear { field })?;
            row.identities.retain(|identity| identity.kind != kind);
        }
    }
    Ok(())
}

/// Puts an identity where the primary one of its kind stands. One with the same
/// key keeps what is known of it.
fn replace_primary(identities: &mut Vec<Identity>, identity: &Identity) {
    let primary = identities
        .iter()
        .position(|existing| existing.kind == identity.kind);
    if primary.is_some_and(|at| identities[at].key == identity.key) {
        return;
    }
    let mut new = identity.clone();
    if let Some(known) = identities
        .iter()
        .position(|existing| existing.kind == new.kind && existing.key == new.key)
    {
        new = identities.remove(known);
    }
    match primary {
        Some(at) => identities[at] = new,
        None => identities.push(new),
    }
}

/// Keys of `identities` that are not among `others`.
fn only_in(identities: &[Identity], others: &[Identity]) -> Vec<IdentifierKey> {
    identities
        .iter()
        .filter(|identity| {
            !others
                .iter()
                .any(|other| other.kind == identity.kind && other.key == identity.key)
        })
        .map(Identity::identifier)
        .collect()
}

/// An update that changes nothing yet.
fn update_of(user: &StoredUser) -> UserUpdate {
    UserUpdate {
        key: user.key,
        expected_version: user.version,
        row: user.row.clone(),
        claims: Vec::new(),
        releases: Vec::new(),
        memberships: Vec::new(),
        leaves: Vec::new(),
        password: None,
        before: Some(crate::ports::store::image::image_of(user)),
        past: Vec::new(),
    }
}

/// Makes the update that adds memberships, and roles and permissions to those
/// that exist; `None` if the user has them all.
pub fn join(user: &StoredUser, memberships: &[Membership]) -> Option<UserUpdate> {
    let mut changed = Vec::new();
    for wanted in memberships {
        let existing = user
            .memberships
            .iter()
            .find(|membership| membership.organization == wanted.organization);
        let mut joined = existing.cloned().unwrap_or_else(|| Membership {
            organization: wanted.organization,
            ..Membership::default()
        });
        add_sorted(&mut joined.roles, &wanted.roles);
        add_sorted(&mut joined.permissions, &wanted.permissions);
        if existing != Some(&joined) {
            changed.push(joined);
        }
    }
    (!changed.is_empty()).then(|| UserUpdate {
        memberships: changed,
        ..update_of(user)
    })
}

fn add_sorted(list: &mut Vec<u32>, more: &[u32]) {
    list.extend(more);
    list.sort_unstable();
    list.dedup();
}

/// What a text may be the identifier of, in the order of matching.
pub fn identifiers_of(text: &str, default_region: Option<&str>) -> Vec<IdentifierKey> {
    let cell = |field| CellRef {
        column: "user",
        field: Some(field),
        text,
    };
    // What a conversion would remark does not matter to somebody who searches.
    let mut ignored = Findings::default();
    let plain = text.trim();
    let id = convert::id::read(cell(Field::Id), &mut ignored);
    let email = convert::email::read(cell(Field::Email), &mut ignored);
    let phone = convert::phone::read(cell(Field::Phone), default_region, &mut ignored);
    let username = convert::username::read(cell(Field::Username), &mut ignored);
    let fallback = [
        (IdentifierKind::Id, id, plain.to_owned()),
        (IdentifierKind::Email, email, plain.to_lowercase()),
        (IdentifierKind::Phone, phone, plain.to_owned()),
        (IdentifierKind::Username, username, plain.to_lowercase()),
    ];
    fallback
        .into_iter()
        .map(|(kind, identity, plain)| IdentifierKey {
            kind,
            key: identity.map_or(plain, |identity| identity.key),
        })
        .collect()
}

#[cfg(test)]
mod tests;
