//! Why nothing was done about operators, tokens or the audit trail.

use admit_core::ports::store::StoreError;

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum Operating {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What cannot be an address.
    #[error("\"{given}\" is not an email address")]
    NoAddress {
        /// What was typed.
        given: String,
    },
    /// An operator who is there already.
    #[error("there is already an operator \"{given}\"")]
    OperatorExists {
        /// The address.
        given: String,
    },
    /// Nobody is known by this address.
    #[error("there is no operator \"{given}\"")]
    NoOperator {
        /// What was typed.
        given: String,
        /// The address that comes nearest.
        nearest: Option<String>,
    },
    /// Without this one, nobody could let anybody in.
    #[error("{email} is the last administrator with a password")]
    LastAdministrator {
        /// The address.
        email: String,
    },
    /// A name of a token that cannot be used.
    #[error("a token's name has to be 1 to {max} characters that can be seen")]
    TokenName {
        /// How many there may be.
        max: usize,
    },
    /// A token that is there already.
    #[error("there is already a token \"{given}\"")]
    TokenExists {
        /// Its name.
        given: String,
    },
    /// No token has this name.
    #[error("there is no token \"{given}\"")]
    NoToken {
        /// What was typed.
        given: String,
        /// The name that comes nearest.
        nearest: Option<String>,
    },
    /// A digest that cannot be one.
    #[error("a digest is 64 characters, 0 to 9 and a to f")]
    NoDigest,
}

impl Operating {
    /// What to do about it.
    pub fn help(&self) -> String {
        let near_or = |nearest: &Option<String>, otherwise: &str| match nearest {
            Some(nearest) => format!("did you mean \"{nearest}\"?"),
            None => otherwise.to_owned(),
        };
        match self {
            Operating::Store(_) => "try again".to_owned(),
            Operating::NoAddress { .. } => "write it as ana@example.org".to_owned(),
            Operating::OperatorExists { given } => format!(
                "`admit operators link {given}` makes a link to set another password, `admit \
                 operators set-kind` changes what this one may do"
            ),
            Operating::NoOperator { nearest, .. } => {
                near_or(nearest, "`admit operators list` shows them all")
            }
            Operating::LastAdministrator { .. } => {
                "add another one first, who sets a password: `admit operators add EMAIL --kind \
                 administrator`"
                    .to_owned()
            }
            Operating::TokenName { .. } => "name what uses it, for example nightly".to_owned(),
            Operating::TokenExists { given } => {
                format!("name another, or `admit tokens revoke {given}` first")
            }
            Operating::NoToken { nearest, .. } => {
                near_or(nearest, "`admit tokens list` shows them all")
            }
            Operating::NoDigest => "copy it from `admit audit verify`".to_owned(),
        }
    }
}
