//! The in-memory store, for tests and for checks without a database.
//!
//! It answers as the databases do: the conformance suite of `admit-store` runs
//! against it too. What is given to it as `settle` it calls twice, as a store does
//! that repeats a transaction.

mod access_tables;
mod asking;
mod audit;
mod history;
mod idempotency;
mod imports;
mod jobs;
mod mappings;
mod operators;
mod session;
mod sign_ins;
mod sources;
mod state;
mod tokens;
mod totals;
mod uploads;
mod user_sessions;
mod users;

use crate::ports::store::{CreatedUser, HandWrites, Maintenance, SearchIndex, StoreError, Totals};
use crate::users::change::{Applied, Write};
use crate::users::user::UserKey;
use sources::Files;
use state::State;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A directory with its history, kept in memory.
#[derive(Debug, Default)]
pub struct MemoryStore {
    state: Mutex<State>,
    sources: Files,
}

impl MemoryStore {
    /// An empty one.
    pub fn new() -> MemoryStore {
        MemoryStore::default()
    }

    /// Takes the lock away from whoever holds it, as a database does whose connection
    /// breaks off.
    pub fn take_lock_away(&self) {
        self.state().lock = None;
    }

    /// How many claims there are that nobody has given up.
    pub fn claims(&self) -> usize {
        self.state().claims.values().map(Vec::len).sum()
    }

    /// Has room for so many bytes more, as a disk has that is nearly full.
    pub fn leave_room(&self, bytes: u64) {
        self.state().room_bytes = Some(bytes);
    }

    /// How many files are kept.
    pub fn files(&self) -> usize {
        self.sources.count()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No change is left half done: all checks of a write come before it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl HandWrites for MemoryStore {
    fn reserve_number(&self) -> Result<UserKey, StoreError> {
        Ok(self.state().reserve(1))
    }

    fn write_by_hand(&self, now: i64, writes: &[Write]) -> Result<Vec<Applied>, StoreError> {
        let state = &mut *self.state();
        let answers = writes.iter();
        Ok(answers
            .map(|write| match write {
                Write::Create(new) => state.create(new, now, None, false),
                Write::Update(update) => state.update(update, now, None),
            })
            .collect())
    }

    fn remove_user(&self, user: &CreatedUser) -> Result<bool, StoreError> {
        Ok(self.state().remove_by_hand(user))
    }
}

impl SearchIndex for MemoryStore {
    fn index_some_users(&self) -> Result<bool, StoreError> {
        // There is none: all users are looked at every time.
        Ok(false)
    }
}

impl Maintenance for MemoryStore {
    fn wipe_overwritten(&self) -> Result<(), StoreError> {
        // What was overwritten is gone.
        Ok(())
    }

    fn hashes_written(&self) -> Result<u64, StoreError> {
        Ok(self.state().hashes_written)
    }

    fn hardened_at(&self) -> Result<Option<u64>, StoreError> {
        Ok(self.state().hardened_at)
    }

    fn set_hardened_at(&self, written: u64) -> Result<(), StoreError> {
        self.state().hardened_at = Some(written);
        Ok(())
    }

    fn totals(&self) -> Result<Totals, StoreError> {
        Ok(totals::totals(&self.state()))
    }

    fn room_bytes(&self) -> Result<Option<u64>, StoreError> {
        Ok(self.state().room_bytes)
    }
}
