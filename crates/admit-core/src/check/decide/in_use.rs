//! Accounts in use: what a file may not take over, and what is said of it.

use crate::findings::finding::Findings;
use crate::rules;
use crate::users::field_set::{FieldSet, field_names};
use crate::users::user::{StoredUser, who};

/// Says what was held back of a row.
pub fn account_in_use(user: &StoredUser, fields: FieldSet, findings: &mut Findings) {
    let fields = field_names(fields);
    rules::account_in_use::found(&fields, &who(user), reason_of(user), user.id, findings);
}

/// Why an account counts as in use.
pub fn reason_of(user: &StoredUser) -> &'static str {
    if user.signed_in {
        "has signed in"
    } else {
        "has set a password here"
    }
}
