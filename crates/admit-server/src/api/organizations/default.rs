//! Where users without an organization go.

use crate::api::access;
use crate::problem::Problem;
use crate::state::Server;
use crate::who::Caller;
use admit_core::by_hand;
use admit_core::users::access::{Access, AccessChange};

/// Where users without an organization are to go; what is left out stays.
#[derive(Debug, Default)]
pub struct DefaultChanges {
    /// The external id or the code of the default organization.
    pub organization: Option<String>,
    /// Whether they join it at all.
    pub auto_join: Option<bool>,
}

/// Chooses the default organization and whether it takes everyone, and answers with the
/// tables as they are then.
///
/// # Errors
/// There is no such organization; the store failed.
pub fn choose_default(
    server: &Server,
    caller: &Caller,
    wanted: &DefaultChanges,
) -> Result<Access, Problem> {
    let before = server.store().access()?;
    let mut changes = Vec::new();
    if let Some(key) = &wanted.organization {
        let number = by_hand::organization(&before, key).map_err(|error| {
            Problem::unusable("Look at the fields that do not fit.")
                .field("default", format!("{error}"))
        })?;
        let is_default = before
            .organization(number)
            .is_some_and(|one| one.is_default);
        if !is_default {
            changes.push(AccessChange::SetDefault(number));
        }
    }
    if let Some(on) = wanted.auto_join.filter(|on| *on != before.auto_join) {
        changes.push(AccessChange::SetAutoJoin(on));
    }
    access::change_all(server, caller, &before, &changes)
}
