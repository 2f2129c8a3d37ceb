//! Writing by hand.

use super::apply::{self, Order};
use super::history::remove_by_hand;
use super::{SqliteStore, numbers, search};
use admit_core::ports::store::{CreatedUser, HandWrites, StoreError};
use admit_core::users::change::{Applied, Write};
use admit_core::users::user::UserKey;

/// Whether a hash that was there may be gone, and stands in the log otherwise.
fn replaces_hash(write: &Write) -> bool {
    match write {
        Write::Create(_) => false,
        Write::Update(update) => update.password.is_some() || !update.past.is_empty(),
    }
}

impl HandWrites for SqliteStore {
    fn reserve_number(&self) -> Result<UserKey, StoreError> {
        self.write("numbering users", |tx| numbers::reserve(tx, 1))
    }

    fn write_by_hand(&self, now: i64, writes: &[Write]) -> Result<Vec<Applied>, StoreError> {
        let order = Order {
            import: None,
            now,
            claimed: false,
            unless_drifted: false,
        };
        let index = |conn: &rusqlite::Connection, _: &[Applied]| search::write_if_few(conn);
        let answers = apply::write(
            &mut self.writer(),
            order,
            writes.iter(),
            &|_| Ok(()),
            &index,
        );
        let answers = answers.map_err(|fault| fault.doing("writing users"))?;
        if writes.iter().any(replaces_hash) {
            self.checkpoint_unless_busy();
        }
        Ok(answers)
    }

    fn remove_user(&self, user: &CreatedUser) -> Result<bool, StoreError> {
        let removed = self.write("removing a user", |tx| remove_by_hand(tx, user))?;
        if removed {
            // What was removed stands in the log otherwise.
            self.checkpoint();
        }
        Ok(removed)
    }
}
