//! Why something asked for by hand was not done.

use super::person::person;
use crate::findings::finding::Finding;
use crate::ports::store::StoreError;
use crate::users::field::Field;
use crate::users::user::{IdentifierKey, StoredUser};

/// The fields that [`Edit::clear`](super::Edit::clear) can name.
pub const CLEARABLE: [Field; 6] = [
    Field::Id,
    Field::Email,
    Field::Phone,
    Field::Username,
    Field::FirstName,
    Field::LastName,
];

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
    /// Nobody is known by this.
    #[error("no user has the id, email, phone or username \"{given}\"")]
    NoUser {
        /// What was typed.
        given: String,
    },
    /// Several people are known by this.
    #[error("\"{given}\" means more than one user:\n{}", several(.users))]
    SeveralUsers {
        /// What was typed.
        given: String,
        /// Each of them.
        users: Vec<StoredUser>,
    },
    /// An identifier that another user has.
    #[error(
        "the {} \"{}\" already belongs to {}",
        .identifier.kind.name(),
        .identifier.key,
        name_of(.owner.as_deref(), "another user")
    )]
    Taken {
        /// The identifier.
        identifier: IdentifierKey,
        /// Who has it, if that is still known.
        owner: Option<Box<StoredUser>>,
    },
    /// An identifier that an import is about to give to a user.
    #[error(
        "the {} \"{}\" is about to be given to a user by the import that is running",
        .identifier.kind.name(),
        .identifier.key
    )]
    Claimed {
        /// The identifier.
        identifier: IdentifierKey,
    },
    /// Somebody else changed the user meanwhile.
    #[error("{} was changed by somebody else just now", name_of(.user.as_deref(), "the user"))]
    Drifted {
        /// The user as it was read; nobody if it was to be added.
        user: Option<Box<StoredUser>>,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ByHandError {
    /// What is to be said of each field that was given, where it is about some of them.
    pub fn fields(&self) -> Vec<(String, String)> {
        match self {
            ByHandError::Refused { findings } => findings
                .iter()
                .map(|finding| {
                    let field = finding.column.clone().unwrap_or_default();
                    let fact = finding.fact();
                    let help = match &finding.suggestion {
                        Some(suggestion) => format!("Did you mean \"{suggestion}\"?"),
                        None => finding.help_text(),
                    };
                    let message = format!("{} {help}", first_sentence(&fact));
                    (field, message.trim_end().to_owned())
                })
                .collect(),
            ByHandError::Blank { option } => {
                vec![(option.clone(), "It was given without a value.".to_owned())]
            }
            ByHandError::CannotClear { field } => {
                vec![(field.name().to_owned(), "It cannot be cleared.".to_owned())]
            }
            ByHandError::Unknown { what, .. } => {
                vec![((*what).to_owned(), sentence(&self.to_string()))]
            }
            ByHandError::Taken { identifier, .. } => {
                let kind = identifier.kind.name().to_owned();
                vec![(kind, "Another user has it.".to_owned())]
            }
            ByHandError::Claimed { identifier } => {
                let kind = identifier.kind.name().to_owned();
                let message = "The import that is running is about to give it to a user.";
                vec![(kind, message.to_owned())]
            }
            _ => Vec::new(),
        }
    }

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
            ByHandError::NoUser { .. } => Some(
                "`admit users list --search TEXT` looks for a part of a name or an identifier"
                    .to_owned(),
            ),
            ByHandError::SeveralUsers { .. } => Some("use one of the public ids".to_owned()),
            ByHandError::Taken { owner, .. } => owner
                .as_ref()
                .map(|owner| format!("`admit users show {}` shows that user", owner.id)),
            ByHandError::Claimed { .. } => {
                Some("try again once it is done; `admit imports` shows how far it is".to_owned())
            }
            ByHandError::Drifted { .. } => Some("look at the user, then try again".to_owned()),
            ByHandError::Store(_) => None,
        }
    }
}

/// With a capital in front and a full stop behind.
fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).chain(['.']).collect()
}

/// One line per finding: what was found. What a rule says became of the row is
/// left away, because there is no row.
fn refusal(findings: &[Finding]) -> String {
    findings
        .iter()
        .map(|finding| {
            let message = finding.fact();
            let option = finding.column.as_deref().unwrap_or_default();
            format!("{option}: {}", first_sentence(&message))
        })
        .collect::<Vec<_>>()
        .join("\n")
}

/// One line per user.
fn several(users: &[StoredUser]) -> String {
    users
        .iter()
        .map(|user| format!("  {}  {}", user.id, person(user)))
        .collect::<Vec<_>>()
        .join("\n")
}

fn name_of(user: Option<&StoredUser>, unknown: &str) -> String {
    user.map_or_else(|| unknown.to_owned(), person)
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
