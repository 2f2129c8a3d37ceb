//! What the steps of a reset answer.

use crate::sign_in::reset::{Confirmed, PasswordSet, Requested};
use serde_json::{Value, json};

/// What asking for a code answers.
pub fn requested(requested: &Requested) -> Value {
    let word = match requested {
        Requested::CodeSent { .. } => "code-sent",
        Requested::PasswordSignInIsOff => OFF,
    };
    json!({"result": word})
}

/// What giving a code answers.
pub fn confirmed(confirmed: &Confirmed) -> Value {
    match confirmed {
        Confirmed::Granted(grant) => json!({"result": "granted", "grant": grant.0}),
        Confirmed::Wrong { tries_left } => {
            json!({"result": "wrong-code", "tries_left": tries_left})
        }
        Confirmed::Expired => json!({"result": "expired"}),
        Confirmed::PasswordSignInIsOff => json!({"result": OFF}),
    }
}

/// What setting a password answers.
pub fn password_set(set: &PasswordSet) -> Value {
    match set {
        PasswordSet::Done => json!({"result": "password-set"}),
        PasswordSet::NotGranted => json!({"result": "expired"}),
        PasswordSet::Refused(weakness) => {
            json!({"result": "refused", "reason": weakness.to_string()})
        }
        PasswordSet::TryAgainShortly => json!({"result": "try-again-shortly"}),
        PasswordSet::PasswordSignInIsOff => json!({"result": OFF}),
    }
}

const OFF: &str = "password-sign-in-is-off";
