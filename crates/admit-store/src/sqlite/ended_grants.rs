//! Codes and grants that end with what is written of their user.

use super::encoding::read_status;
use super::fault::Fault;
use super::sign_ins::{Sweep, void_grants};
use admit_core::users::change::UserUpdate;
use admit_core::users::user::Status;
use rusqlite::Connection;

/// Ends codes and grants of the users of a batch.
pub(super) struct EndedGrants<'c> {
    conn: &'c Connection,
    /// Made once it is needed: most batches end none.
    sweep: Option<Sweep>,
}

impl<'c> EndedGrants<'c> {
    pub(super) fn new(conn: &'c Connection) -> EndedGrants<'c> {
        EndedGrants { conn, sweep: None }
    }

    /// Ends those of the user of an update that is about to be written.
    pub(super) fn before(&mut self, update: &UserUpdate) -> Result<(), Fault> {
        if !update.ends_grants(Status::Active) {
            return Ok(());
        }
        let sweep = match &self.sweep {
            Some(sweep) => sweep,
            None => self.sweep.insert(Sweep::new(self.conn)?),
        };
        if sweep.has_resets && update.ends_grants(self.status(update)?) {
            void_grants(self.conn, update.key)?;
        }
        Ok(())
    }

    fn status(&self, update: &UserUpdate) -> Result<Status, Fault> {
        let user = update.key as i64;
        let mut statement = self
            .conn
            .prepare_cached("SELECT status FROM users WHERE key = ?1")?;
        read_status(statement.query_row([user], |row| row.get(0))?, user)
    }
}
