//! Durations, counted by how long they are.

use crate::limits::DURATION_BUCKETS_SECONDS;
use std::time::Duration;

const BUCKETS: usize = DURATION_BUCKETS_SECONDS.len();

/// Durations, counted by how long they are.
#[derive(Clone, Debug, Default)]
pub struct Histogram {
    /// How many are in each bucket and in no smaller one.
    buckets: [u64; BUCKETS],
    count: u64,
    seconds: f64,
}

impl Histogram {
    /// Counts one.
    pub fn count(&mut self, took: Duration) {
        let took = took.as_secs_f64();
        let fits = |end: &f64| took <= *end;
        if let Some(bucket) = DURATION_BUCKETS_SECONDS.iter().position(fits) {
            self.buckets[bucket] += 1;
        }
        self.count += 1;
        self.seconds += took;
    }

    /// How many took at most so many seconds, for each bucket.
    pub fn at_most(&self) -> impl Iterator<Item = (f64, u64)> + '_ {
        let mut sum = 0;
        let ends = DURATION_BUCKETS_SECONDS.iter().zip(&self.buckets);
        ends.map(move |(end, count)| {
            sum += count;
            (*end, sum)
        })
    }

    /// How many there were.
    pub fn total(&self) -> u64 {
        self.count
    }

    /// How long all took together, in seconds.
    pub fn seconds(&self) -> f64 {
        self.seconds
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_counted_in_its_bucket_and_all_above() {
        let mut histogram = Histogram::default();
        for milliseconds in [1, 5, 6, 90_000_000] {
            histogram.count(Duration::from_millis(milliseconds));
        }
        let at_most: Vec<(f64, u64)> = histogram.at_most().take(3).collect();
        assert_eq!(at_most, [(0.005, 2), (0.01, 3), (0.025, 3)]);
        assert_eq!(histogram.at_most().last(), Some((3600.0, 3)));
        assert_eq!(histogram.total(), 4);
    }
}
