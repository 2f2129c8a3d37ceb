//! What is changed of users who are there already.

use crate::users::changes::{Changes, FieldChanged, RightCount};
use serde_json::{Map, Value, json};

/// What a run would change of users who are there, counted: users, fields and access.
pub fn changes(changes: &Changes) -> Value {
    let fields = changes.fields.iter();
    let fields: Map<String, Value> = fields
        .map(|count| (count.field.clone(), json!(count.users)))
        .collect();
    let access: Vec<Value> = changes.rights.iter().map(right).collect();
    json!({"users": changes.users, "fields": fields, "access": access})
}

/// A right that is given or taken away, and to or from how many users.
pub fn right(count: &RightCount) -> Value {
    json!({
        "organization": count.organization,
        "role": count.role,
        "permission": count.permission,
        "change": if count.is_given { "given" } else { "taken" },
        "users": count.users,
    })
}

/// A field of a user that is changed.
pub fn field_changed(changed: &FieldChanged) -> Value {
    json!({
        "user": changed.user,
        "row": changed.row,
        "field": changed.field,
        "from": changed.from,
        "to": changed.to,
    })
}
