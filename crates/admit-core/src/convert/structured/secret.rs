//! Passwords and hashes inside objects and lists that are kept as they are.

use crate::findings::finding::Findings;
use crate::findings::secrets;
use crate::rows::headers::{is_clear_password, names_password};
use crate::rows::raw::CellRef;
use crate::rules::secret_inside_value;
use crate::users::field::Field;
use serde_json::{Map, Value};

/// Takes secrets out of an object, at any depth, and says where they stood.
pub(super) fn left_out(at: CellRef<'_>, object: &mut Map<String, Value>, findings: &mut Findings) {
    object.retain(|key, value| {
        let path = format!("{}.{key}", at.column);
        let cell = CellRef {
            column: &path,
            ..at
        };
        if is_named(key, value) {
            secret_inside_value::found(cell, None, findings);
            return false;
        }
        stays(cell, value, findings)
    });
}

/// Whether a value is no secret. What is one inside it is taken out.
fn stays(at: CellRef<'_>, value: &mut Value, findings: &mut Findings) -> bool {
    match value {
        Value::String(text) => !is_hash(at, text, findings),
        Value::Array(list) => {
            let mut index = 0;
            list.retain_mut(|item| {
                let path = format!("{}[{index}]", at.column);
                index += 1;
                let cell = CellRef {
                    column: &path,
                    ..at
                };
                stays(cell, item, findings)
            });
            true
        }
        Value::Object(object) => {
            left_out(at, object, findings);
            true
        }
        _ => true,
    }
}

/// Whether a text says itself that it is a hash. If so, that is said.
fn is_hash(at: CellRef<'_>, text: &str, findings: &mut Findings) -> bool {
    let scheme = secrets::hash_in(text);
    if scheme.is_some() {
        secret_inside_value::found(at, scheme, findings);
    }
    scheme.is_some()
}

/// The text under a key of an entry, unless it says itself that it is a hash.
pub(super) fn no_hash(
    at: CellRef<'_>,
    key: &str,
    text: String,
    findings: &mut Findings,
) -> Option<String> {
    let path = format!("{}.{key}", at.column);
    let cell = CellRef {
        column: &path,
        ..at
    };
    (!is_hash(cell, &text, findings)).then_some(text)
}

/// Whether a text stands under a key that names a password, or what belongs to one. Much
/// is called a hash that is none, so that has to look like one.
fn is_named(key: &str, value: &Value) -> bool {
    let Value::String(text) = value else {
        return false;
    };
    if text.trim().is_empty() {
        return false;
    }
    match Field::of_header(key) {
        Some(Field::HashedPassword) if key.eq_ignore_ascii_case("hash") => {
            admit_passwords::looks_like_digest(text)
        }
        Some(field) => field.is_secret(),
        None => is_clear_password(key) || names_password(key),
    }
}
