//! Accounts in use: what a file may not take over, and what is said of it.

use crate::findings::finding::Findings;
use crate::rows::choices::Choices;
use crate::rules;
use crate::users::field::Field;
use crate::users::field_set::{FieldSet, field_names};
use crate::users::user::{StoredUser, who};

/// Whether a user keeps what they sign in with, whatever a file says.
pub fn keeps_credentials(user: &StoredUser, choices: &Choices) -> bool {
    user.is_in_use() && !choices.replace_credentials
}

/// Says what was held back of a row.
pub fn account_in_use(user: &StoredUser, fields: FieldSet, findings: &mut Findings) {
    let mut flags = FieldSet::default();
    flags.extend([Field::EmailVerified, Field::PhoneVerified]);
    let only_flags = fields.without(flags).is_empty();
    let found = if only_flags {
        rules::account_in_use::only_confirmed_by_its_user
    } else {
        rules::account_in_use::found
    };
    found(
        &field_names(fields),
        &who(user),
        reason_of(user),
        user.id,
        findings,
    );
}

/// Why an account counts as in use.
pub fn reason_of(user: &StoredUser) -> &'static str {
    if user.signed_in {
        "has signed in"
    } else {
        "has set a password here"
    }
}
