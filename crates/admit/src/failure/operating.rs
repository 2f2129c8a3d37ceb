//! Why nothing was done about operators, tokens or the audit trail.

use admit_core::operators::accounts::AccountError;
use admit_core::operators::tokens::TokenError;

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum Operating {
    /// About an operator.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// About a token.
    #[error(transparent)]
    Token(#[from] TokenError),
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
            Operating::Account(AccountError::Store(_)) | Operating::Token(TokenError::Store(_)) => {
                "try again".to_owned()
            }
            Operating::Account(AccountError::NoAddress { .. }) => {
                "write it as ana@example.org".to_owned()
            }
            Operating::Account(AccountError::Exists { given }) => format!(
                "`admit operators link {given}` makes a link to set another password, `admit \
                 operators set-kind` changes what this one may do"
            ),
            Operating::Account(AccountError::Unknown { nearest, .. }) => {
                near_or(nearest, "`admit operators list` shows them all")
            }
            Operating::Account(AccountError::LastAdministrator { .. }) => {
                "add another one first, who sets a password: `admit operators add EMAIL --kind \
                 administrator`"
                    .to_owned()
            }
            Operating::Token(TokenError::Name { .. }) => {
                "name what uses it, for example nightly".to_owned()
            }
            Operating::Token(TokenError::NoScopes) => "name one with --scope".to_owned(),
            Operating::Token(TokenError::Exists { given }) => {
                format!("name another, or `admit tokens revoke {given}` first")
            }
            Operating::Token(TokenError::Unknown { nearest, .. }) => {
                near_or(nearest, "`admit tokens list` shows them all")
            }
            Operating::NoDigest => "copy it from `admit audit verify`".to_owned(),
        }
    }
}
