//! The time of the system.

use admit_core::ports::clock::Clock;
use std::time::{Duration, Instant};

/// The time, in milliseconds since 1970 UTC.
pub fn now() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

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

impl Default for SystemClock {
    fn default() -> SystemClock {
        SystemClock::new()
    }
}

impl Clock for SystemClock {
    fn now(&self) -> i64 {
        now()
    }

    fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }
}
