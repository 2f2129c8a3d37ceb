//! The people who operate Admit, tokens and the audit trail, without secrets.

use super::time;
use crate::ports::store::{AuditEntry, Operator, Token};
use serde_json::{Value, json};

/// An operator. Whether there is a password is all that is said of it.
pub fn operator(operator: &Operator) -> Value {
    json!({
        "email": operator.email,
        "kind": operator.kind.name(),
        "password_set": operator.password.is_some(),
        "created": time(operator.created),
        "last_sign_in": operator.last_sign_in.map(time),
    })
}

/// A token, without what it is.
pub fn token(token: &Token) -> Value {
    let scopes: Vec<&str> = token.scopes.iter().map(|scope| scope.name()).collect();
    json!({
        "name": token.name,
        "scopes": scopes,
        "created": time(token.created),
        "last_used": token.last_used.map(time),
    })
}

/// An entry of the audit trail.
pub fn entry(entry: &AuditEntry) -> Value {
    // One that is not JSON was changed by somebody; it is shown as it stands.
    let detail = serde_json::from_str(&entry.detail);
    json!({
        "number": entry.number,
        "time": time(entry.time),
        "who": entry.who,
        "what": entry.what,
        "subject": entry.subject,
        "detail": detail.unwrap_or_else(|_| Value::String(entry.detail.clone())),
        "digest": blake3::Hash::from_bytes(entry.digest).to_hex().as_str(),
    })
}
