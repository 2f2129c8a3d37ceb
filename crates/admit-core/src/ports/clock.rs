//! The time.

use std::time::Duration;

/// Tells the time.
pub trait Clock: Sync {
    /// Now, in milliseconds since 1970 UTC.
    fn now(&self) -> i64;

    /// How long ago a moment of the clock's own was. Never goes back, whatever is
    /// done to the time of day: what lies between two answers has passed.
    fn elapsed(&self) -> Duration;
}

/// How many seconds have passed since the clock said `began`.
pub fn seconds_since(clock: &dyn Clock, began: Duration) -> f64 {
    clock.elapsed().saturating_sub(began).as_secs_f64()
}

/// The day and minute of a moment, in UTC.
pub fn date(milliseconds: i64) -> String {
    jiff::Timestamp::from_millisecond(milliseconds).map_or_else(
        |_| "an unknown day".to_owned(),
        |time| time.strftime("%Y-%m-%d %H:%M UTC").to_string(),
    )
}
