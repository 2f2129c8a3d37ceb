//! A later row of a user of the directory that shares nothing with the first one: it
//! may add access, but change nothing.

use crate::check::decide::case::Decision;
use crate::check::decide::changed::changed_fields;
use crate::findings::finding::Findings;
use crate::rows::choices::Choices;
use crate::rules;
use crate::users::field::Field;
use crate::users::field_set::{FieldSet, field_names};
use crate::users::user::{StoredUser, UserKey, who};

/// A later row of a user.
pub struct Later<'a> {
    /// The user.
    pub user: UserKey,
    /// The user's first row.
    pub first: u64,
    /// What the first row changes; [`Field::Identities`] if it takes an identifier
    /// away.
    pub changed: Option<FieldSet>,
    /// What this row gives.
    pub given: FieldSet,
    /// Whether it names access, or something that it says of access is in doubt.
    pub names_access: bool,
    /// Whether nothing of the user's access is taken away.
    pub is_kept: bool,
    /// What the person importing chose.
    pub choices: &'a Choices,
}

impl Later<'_> {
    /// Whether it and the rows before it would take away what the other gives, if nothing
    /// were kept.
    pub fn meets_access(&self) -> bool {
        self.choices.replace_access && self.names_access
    }

    /// Whether they would take it away.
    fn takes_access(&self) -> bool {
        self.meets_access() && !self.is_kept
    }
}

/// Holds the row back if it would change what the first one says. `stored` is its user
/// as the directory has it.
pub fn later(
    row: &Later<'_>,
    stored: Option<&StoredUser>,
    decision: Decision,
    findings: &mut Findings,
) -> Decision {
    let Some(stored) = stored else {
        return decision;
    };
    let fields = would_change(row, stored, &decision);
    if fields.is_empty() {
        return decision;
    }
    rules::rows_match_one_user::found(row.first, &who(stored), &fields, stored.id, findings);
    Decision::Reject
}

/// What a later row of a user would change that the first one says; empty if nothing.
fn would_change(row: &Later<'_>, user: &StoredUser, decision: &Decision) -> String {
    if let Some(changed) = row.changed {
        // The first row takes away an identifier by which this one may be known.
        if changed.contains(Field::Identities) {
            return "identifiers".to_owned();
        }
        // This row says what the directory said before the first one.
        let both = FieldSet(changed.0 & row.given.0);
        if !both.is_empty() {
            return field_names(both);
        }
    }
    let Decision::Update(update) = decision else {
        return String::new();
    };
    let fields = changed_fields(user, update);
    let access = !update.memberships.is_empty() || !update.leaves.is_empty();
    if row.takes_access() && access && fields.is_empty() {
        // It would take away what the row before gives.
        return "access".to_owned();
    }
    fields
}
