//! What a user meets at the next sign-in, in a few words with a shape.

use admit_core::passwords::stored::PasswordOrigin;
use admit_core::sign_in::{Meets, meets};
use admit_core::users::user::{ResetReason, StoredUser};
use admit_passwords::Bounds;

/// The words and their shape.
pub struct AtSignIn {
    /// The class beside `st`; empty where nothing is in the way.
    pub class: &'static str,
    /// The name of the icon.
    pub icon: &'static str,
    /// The words.
    pub text: String,
}

impl AtSignIn {
    /// Of a user.
    pub fn of(user: &StoredUser) -> AtSignIn {
        let (class, icon, text) = match meets(user, Bounds::default()) {
            Meets::SignedIn => ("", "check", "signs in".to_owned()),
            Meets::Reset => ("st--ask", "key", format!("sets a password: {}", why(user))),
            Meets::Confirm => ("st--ask", "mail", "confirms the email".to_owned()),
            Meets::Suspended => ("st--no", "lock", "suspended".to_owned()),
            Meets::Cannot => ("st--no", "cross", format!("cannot sign in: {}", lack(user))),
        };
        AtSignIn { class, icon, text }
    }
}

/// Why a new password is asked for, in a few words.
fn why(user: &StoredUser) -> &'static str {
    match &user.row.reset {
        Some(ResetReason::NoPassword) => "none imported",
        Some(ResetReason::NotImported(_)) => "theirs was not imported",
        Some(ResetReason::AddedByHand) => "added by hand",
        Some(ResetReason::Asked) => "asked by an operator",
        Some(ResetReason::TemporaryUsed) => "the temporary one is used",
        Some(ResetReason::TemporaryEnded) => "the temporary one has ended",
        None => "has a temporary one",
    }
}

/// What is missing to sign in with.
fn lack(user: &StoredUser) -> &'static str {
    if user.password.is_none() {
        "no password, and none asked for"
    } else {
        "no email, phone or username"
    }
}

/// Why a new password is asked for, as a sentence.
pub fn reason(user: &StoredUser) -> Option<String> {
    Some(match user.row.reset.as_ref()? {
        ResetReason::NoPassword => "The file brought no password.".to_owned(),
        ResetReason::NotImported(reason) => {
            format!("The password of the file could not be imported: {reason}")
        }
        ResetReason::AddedByHand => "They were added by hand.".to_owned(),
        ResetReason::Asked => "An operator asked for a new one.".to_owned(),
        ResetReason::TemporaryUsed => "The temporary password was used.".to_owned(),
        ResetReason::TemporaryEnded => {
            "The temporary password was not used in time, and has ended.".to_owned()
        }
    })
}

/// Whether what is kept is a password for one sign-in.
pub fn is_temporary(user: &StoredUser) -> bool {
    let password = user.password.as_ref();
    password.is_some_and(|password| password.origin == PasswordOrigin::Temporary)
}
