//! Answers to signing in, and what users will meet.

use crate::sign_in::{Answer, NextSignIn};
use serde_json::{Value, json};

/// An answer, as an operator sees it.
pub fn answer(answer: &Answer) -> Value {
    let mut object = json!({"result": answer.word()});
    match answer {
        Answer::SignedIn { user } => object["user"] = json!(user),
        Answer::Locked { minutes } => object["minutes"] = json!(minutes),
        Answer::ResetRequired { reason, grant } => {
            object["reason"] = json!(reason.to_string());
            if let Some(grant) = grant {
                object["grant"] = json!(grant.0);
            }
        }
        _ => {}
    }
    object
}

/// What users meet at the next sign-in.
pub fn next_sign_in(next: &NextSignIn) -> Value {
    json!({
        "signed_in": next.signed_in,
        "reset_required": next.reset,
        "confirm_email": next.confirm,
        "suspended": next.suspended,
        "cannot_sign_in": next.cannot,
    })
}

/// Sign-in by password: whether it is on, and what users meet, where that was counted.
pub fn password_connection(on: bool, tells_at_once: bool, next: Option<&NextSignIn>) -> Value {
    let mut object = json!({
        "connection": "password",
        "on": on,
        "tells_at_once": tells_at_once,
    });
    if let Some(next) = next {
        object["next_sign_in"] = next_sign_in(next);
    }
    object
}
