//! Keys inside the objects of a column that keep somebody out.

use crate::base::limits::FEW_VALUES_MAX;
use std::collections::HashMap;

/// The keys inside the objects of a column whose values keep somebody out, with those
/// values and how often each was met. Only the first of many are kept: one is enough.
#[derive(Clone, Debug, Default)]
pub struct ShutInside {
    met: Vec<(Box<str>, Box<str>, u64)>,
    known: HashMap<Box<str>, bool>,
}

/// How many keys are remembered for whether they may speak of a state at all.
const KNOWN_KEYS_MAX: usize = 256;

impl ShutInside {
    /// Counts a key, by its path, with a value that keeps somebody out.
    pub fn note(&mut self, path: &str, value: &str) {
        self.add(path, value, 1);
    }

    /// Whether a key may speak of a state, by what was found of it before.
    pub fn may_speak(&mut self, path: &str, judge: impl FnOnce() -> bool) -> bool {
        if let Some(known) = self.known.get(path) {
            return *known;
        }
        let speaks = judge();
        if self.known.len() < KNOWN_KEYS_MAX {
            self.known.insert(path.into(), speaks);
        }
        speaks
    }

    /// Counts what was counted of other rows.
    pub fn absorb(&mut self, other: &ShutInside) {
        for (path, value, times) in &other.met {
            self.add(path, value, *times);
        }
    }

    /// What was met: path, value and how often.
    pub fn all(&self) -> Vec<(&str, &str, u64)> {
        let met = self.met.iter();
        let mut all: Vec<_> = met
            .map(|(path, value, n)| (&**path, &**value, *n))
            .collect();
        all.sort_unstable();
        all
    }

    fn add(&mut self, path: &str, value: &str, times: u64) {
        let is_full = self.met.len() == FEW_VALUES_MAX;
        let mut met = self.met.iter_mut();
        match met.find(|(known, text, _)| **known == *path && **text == *value) {
            Some((_, _, count)) => *count += times,
            None if is_full => {}
            None => self.met.push((path.into(), value.into(), times)),
        }
    }
}
