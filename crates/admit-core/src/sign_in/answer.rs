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
            Answer::WrongNameOrPassword => "These do not go together. If you have not set a \
                 password here since the move, a code is in your mail."
                .to_owned(),
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

/// An answer, and when to give it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// What it came to: for operators only.
    pub answer: Answer,
    /// What the person who signs in is told. It does not tell strangers who has an
    /// account, unless an operator chose that.
    pub shown: Answer,
    /// How long after the call began to give it (see [`due`]), so that every
    /// failure takes the same time.
    pub answer_after: Duration,
}

/// When an answer is given that is ready this long after the call began: at its
/// time, or, when that has passed, at the next multiple of it. So a late answer
/// tells no more than how many of them the machine is behind.
pub fn due(answer_after: Duration, ready: Duration) -> Duration {
    if answer_after.is_zero() {
        return ready;
    }
    let times = ready.as_nanos().div_ceil(answer_after.as_nanos()).max(1);
    answer_after.saturating_mul(u32::try_from(times).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_given_at_a_multiple_of_its_time() {
        for (answer_after, ready, expected) in [
            (1000, 0, 1000),
            (1000, 999, 1000),
            (1000, 1000, 1000),
            (1000, 1001, 2000),
            (1000, 4200, 5000),
            (1500, 4200, 4500),
            (0, 70, 70),
        ] {
            let milliseconds = Duration::from_millis;
            let due = due(milliseconds(answer_after), milliseconds(ready));
            assert_eq!(due, milliseconds(expected), "{answer_after}, {ready}");
        }
    }
}
