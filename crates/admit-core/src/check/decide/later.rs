//! A later row of a user of the directory that shares nothing with the first one: it
//! may add access, but change nothing.

use crate::check::decide::case::Decision;
use crate::check::decide::changed::changed_fields;
use crate::findings::finding::Findings;
use crate::rows::choices::Choices;
use crate::rules;
use crate::users::field::Field;
use crate::users::field_set::{FieldSet, field_names};
use crate::users::user::{StoredUser, who};

/// A later row of a user.
pub struct Later<'a> {
    /// The user's first row.
    pub first: u64,
    /// What the first row changes; [`Field::Identities`] if it takes an identifier
    /// away.
    pub changed: Option<FieldSet>,
    /// What was changed by hand, and one of the rows confirms where the other does not.
    pub at_odds: FieldSet,
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
    stored: &StoredUser,
    decision: Decision,
    findings: &mut Findings,
) -> Decision {
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
    if !row.at_odds.is_empty() {
        return field_names(row.at_odds);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::by_hand::write::update_of;
    use crate::check::decide::testing::ana;
    use crate::users::change::UserUpdate;
    use crate::users::user::Membership;

    /// What a later row that names access would change with an update that does this.
    #[track_caller]
    fn check(is_kept: bool, change: impl FnOnce(&mut UserUpdate), expected: &str) {
        let user = ana();
        let choices = Choices {
            replace_access: true,
            ..Choices::default()
        };
        let row = Later {
            first: 2,
            changed: None,
            at_odds: FieldSet::default(),
            given: FieldSet::default(),
            names_access: true,
            is_kept,
            choices: &choices,
        };
        let mut update = update_of(&user);
        change(&mut update);
        let decision = Decision::Update(Box::new(update));
        assert_eq!(would_change(&row, &user, &decision), expected);
    }

    #[test]
    fn access_that_a_later_row_would_take_is_named_however_it_takes_it() {
        let leaves = |update: &mut UserUpdate| update.leaves.push(3);
        let takes = |update: &mut UserUpdate| update.memberships.push(Membership::default());
        check(false, |_| {}, "");
        check(false, leaves, "access");
        check(false, takes, "access");
        check(true, leaves, "");
        check(true, takes, "");
        let name = |update: &mut UserUpdate| update.row.first_name = None;
        check(false, name, "first_name");
    }
}
