//! What a decided row makes of its user, for findings that were raised before.

use crate::check::decide::case::Decision;
use crate::check::matching::pending::Pending;
use crate::check::notes::Relation;
use crate::findings::after::{After, Place};
use crate::users::user::{Status, StoredUser};

/// What a user of the directory is like after this row of theirs.
pub(super) fn after(pending: &Pending, user: &StoredUser, decision: &Decision) -> After {
    let update = match decision {
        Decision::Update(update) | Decision::Remember(update) => Some(update),
        _ => None,
    };
    let status = update.map_or(user.row.status, |update| update.row.status);
    let falls_back = update.is_some_and(|update| {
        let mut joined = update.memberships.iter();
        joined.any(|joined| Some(joined.organization) == pending.candidate.falls_back)
    });
    After {
        place: if falls_back {
            Place::Default
        } else if !user.memberships.is_empty() {
            Place::Others
        } else if pending.note.relation != Relation::Stands {
            Place::OtherRows
        } else {
            Place::Nowhere
        },
        is_open: status == Status::Active,
    }
}
