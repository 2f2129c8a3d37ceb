//! Waking those who wait for jobs.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Rings when there is something to do. Whoever does not hear it, as in another process,
/// looks by itself after a while.
#[derive(Debug, Default)]
pub struct Bell {
    rings: Mutex<u64>,
    heard: Condvar,
}

impl Bell {
    /// Wakes everybody who waits.
    pub fn ring(&self) {
        *self.rings.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.heard.notify_all();
    }

    /// Waits until it rings, or so long.
    pub fn wait(&self, at_most: Duration) {
        let rings = self.rings.lock().unwrap_or_else(PoisonError::into_inner);
        let before = *rings;
        drop(
            self.heard
                .wait_timeout_while(rings, at_most, |rings| *rings == before),
        );
    }
}
