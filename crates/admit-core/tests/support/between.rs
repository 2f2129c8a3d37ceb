//! A store in which somebody does something at the last moment: after whoever holds the
//! lock has looked, and before the transaction.

use super::around::{Around, Call, Meddler};
use admit_core::ports::memory::MemoryStore;
use admit_core::ports::store::{self, StoreError};
use admit_core::users::access::{Access, AccessChange};
use admit_core::users::change::{Applied, Write};
use admit_core::users::user::{Fingerprint, IdentifierKey, StoredUser, UserKey};
use std::sync::atomic::{AtomicBool, Ordering};

/// What somebody does, and before which transaction: the first of its kind.
pub struct Acts<'s> {
    moment: Call,
    act: &'s (dyn Fn() + Sync),
    done: AtomicBool,
}

/// A store in which it is done.
pub type Between<'s> = Around<'s, Acts<'s>>;

impl<'s> Between<'s> {
    pub fn of(store: &'s MemoryStore, moment: Call, act: &'s (dyn Fn() + Sync)) -> Between<'s> {
        let done = AtomicBool::new(false);
        let meddler = Acts { moment, act, done };
        Around { store, meddler }
    }

    /// Whether the moment came.
    pub fn is_done(&self) -> bool {
        self.meddler.done.load(Ordering::Relaxed)
    }
}

impl Meddler for Acts<'_> {
    fn before(&self, which: Call) -> Result<(), StoreError> {
        if self.moment == which && !self.done.swap(true, Ordering::Relaxed) {
            (self.act)();
        }
        Ok(())
    }
}

hand_on_all_but_imports!(Between<'_>, store);
