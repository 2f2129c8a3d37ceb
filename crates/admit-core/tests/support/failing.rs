//! A store that fails, to see what an import that is cut short leaves behind.

use super::around::{Around, Call, Meddler};
use admit_core::ports::memory::MemoryStore;
use admit_core::ports::store::{self, StoreError};
use admit_core::users::access::{Access, AccessChange};
use admit_core::users::change::{Applied, Write};
use admit_core::users::user::{Fingerprint, IdentifierKey, StoredUser, UserKey};
use std::sync::Mutex;

/// When an injected failure strikes: before the store has done what was asked,
/// or after, when the answer is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strikes {
    /// Nothing was done.
    Before,
    /// It was done.
    After,
}

/// What makes one write fail.
pub struct Fails {
    left: Mutex<u64>,
    strikes: Strikes,
}

/// A store of which one write fails.
pub type Failing<'s> = Around<'s, Fails>;

impl Failing<'_> {
    /// Around a store; the write of this number fails, counted from 1, and then no
    /// other.
    pub fn at(store: &MemoryStore, number: u64, strikes: Strikes) -> Failing<'_> {
        let left = Mutex::new(number);
        let meddler = Fails { left, strikes };
        Around { store, meddler }
    }
}

impl Fails {
    /// Fails if this is the write, and this is when.
    fn strike(&self, now: Strikes) -> Result<(), StoreError> {
        let mut left = self.left.lock().unwrap();
        let is_it = *left == 1;
        // A write that fails before it was done has no after.
        if now == Strikes::After || (is_it && self.strikes == Strikes::Before) {
            *left = left.saturating_sub(1);
        }
        if is_it && now == self.strikes {
            return Err(StoreError::Full {
                doing: "being tested",
            });
        }
        Ok(())
    }
}

impl Meddler for Fails {
    fn before(&self, _: Call) -> Result<(), StoreError> {
        self.strike(Strikes::Before)
    }
    fn after(&self) -> Result<(), StoreError> {
        self.strike(Strikes::After)
    }
}

hand_on_all_but_imports!(Failing<'_>, store);
