//! What a sign-in answers.

use crate::passwords::stored::Secret;
use crate::users::user::ResetReason;
use std::time::Duration;
use uuid::Uuid;

/// What a sign-in answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The password is right and nothing is in the way.
    SignedIn {
        /// The user's public id.
        user: Uuid,
    },
    /// Nobody has the name, or it is not the password.
    WrongNameOrPassword,
    /// Nobody can sign in with a password.
    PasswordSignInIsOff,
    /// The user may not sign in.
    Suspended,
    /// There were too many attempts.
    Locked {
        /// So many minutes to wait, at least 1.
        minutes: u64,
    },
    /// The user has to set a password first.
    ResetRequired {
        /// Why.
        reason: ResetReason,
        /// Allows to set one, once, after a temporary password.
        grant: Option<Secret>,
    },
    /// The user has to confirm the email address first.
    ConfirmEmail,
    /// There is too much to do at the moment.
    TryAgainShortly,
}

impl Answer {
    /// The word for it in output. A promise.
    pub const fn word(&self) -> &'static str {
        match self {
            Answer::SignedIn { .. } => "signed-in",
            Answer::WrongNameOrPassword => "wrong-name-or-password",
            Answer::PasswordSignInIsOff => "password-sign-in-is-off",
            Answer::Suspended => "suspended",
            Answer::Locked { .. } => "locked",
            Answer::ResetRequired { .. } => "reset-required",
            Answer::ConfirmEmail => "confirm-email",
            Answer::TryAgainShortly => "try-again-shortly",
        }
    }

    /// What to tell the person who signs in.
    pub fn message(&self) -> String {
        match self {
            Answer::SignedIn { .. } => "You are signed in.".to_owned(),
            Answer::WrongNameOrPassword => "That name and password do not go together.".to_owned(),
            Answer::PasswordSignInIsOff => "Sign-in by password is switched off.".to_owned(),
            Answer::Suspended => "This user may not sign in at the moment.".to_owned(),
            Answer::Locked { minutes: 1 } => {
                "There were too many attempts. Wait a minute, then try again.".to_owned()
            }
            Answer::Locked { minutes } => {
                format!("There were too many attempts. Wait {minutes} minutes, then try again.")
            }
            Answer::ResetRequired { .. } => {
                "A new password has to be set before signing in.".to_owned()
            }
            Answer::ConfirmEmail => {
                "The email address has to be confirmed before signing in.".to_owned()
            }
            Answer::TryAgainShortly => {
                "Many people are signing in at the moment. Try again shortly.".to_owned()
            }
        }
    }
}

/// An answer and when to give it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The answer.
    pub answer: Answer,
    /// How long after the call began to give it, so that every failure takes
    /// the same time.
    pub answer_after: Duration,
}
