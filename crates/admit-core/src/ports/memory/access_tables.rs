//! Organizations, roles and permissions in memory.

use super::MemoryStore;
use crate::ports::store::{AccessTables, StoreError};
use crate::users::access::{Access, AccessChange};
use crate::users::user::Membership;

impl AccessTables for MemoryStore {
    fn access(&self) -> Result<Access, StoreError> {
        Ok(self.state().access.clone())
    }

    fn change_access(&self, changes: &[AccessChange]) -> Result<(), StoreError> {
        let mut state = self.state();
        let mut after = state.access.clone();
        for change in changes {
            after.change(change).map_err(|reason| StoreError::Failed {
                doing: "changing organizations, roles and permissions",
                reason,
            })?;
        }
        for user in state.users.values_mut() {
            let own = user.memberships.clone();
            for change in changes {
                without(&mut user.memberships, change);
            }
            if user.memberships != own {
                // What a file says of the user is to be looked at again.
                user.row.fingerprint = 0;
            }
        }
        state.access = after;
        Ok(())
    }

    fn password_connection(&self) -> Result<bool, StoreError> {
        Ok(self.state().password_connection)
    }

    fn set_password_connection(&self, on: bool) -> Result<(), StoreError> {
        self.state().password_connection = on;
        Ok(())
    }

    fn tells_at_once(&self) -> Result<bool, StoreError> {
        Ok(self.state().tells_at_once)
    }

    fn set_tells_at_once(&self, on: bool) -> Result<(), StoreError> {
        self.state().tells_at_once = on;
        Ok(())
    }
}

/// Takes from memberships what a change removes.
fn without(memberships: &mut Vec<Membership>, change: &AccessChange) {
    match change {
        AccessChange::RemoveOrganization(gone) => {
            memberships.retain(|own| own.organization != *gone);
        }
        AccessChange::RemoveRole(gone) => {
            for own in memberships {
                own.roles.retain(|role| role != gone);
            }
        }
        AccessChange::RemovePermission(gone) => {
            for own in memberships {
                own.permissions.retain(|permission| permission != gone);
            }
        }
        _ => {}
    }
}
