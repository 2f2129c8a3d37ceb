//! The time of the system.

use crate::context::Context;
use admit_core::ports::clock::Clock;
use std::time::{Duration, Instant};

/// The system's clock, as long as the value is kept.
pub struct SystemClock {
    began: Instant,
}

impl SystemClock {
    /// One that begins now.
    pub fn new() -> SystemClock {
        SystemClock {
            began: Instant::now(),
        }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> i64 {
        Context::now()
    }

    fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }
}
