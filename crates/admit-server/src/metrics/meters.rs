//! What is counted while the server runs.

use super::histogram::Histogram;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The values of the labels of one number.
pub(super) type Labels = Vec<String>;

/// What is counted while the server runs.
#[derive(Debug, Default)]
pub struct Meters {
    requests: Mutex<BTreeMap<Labels, Histogram>>,
    jobs: Mutex<BTreeMap<Labels, Histogram>>,
    sign_ins: Mutex<BTreeMap<Labels, u64>>,
    mails: Mutex<BTreeMap<Labels, u64>>,
    connections: AtomicU64,
    kept_out: AtomicU64,
}

impl Meters {
    /// Counts a request. The path is that of the endpoint, which holds no ids.
    pub fn request(&self, method: &str, path: &str, status: u16, took: Duration) {
        let labels = vec![method.to_owned(), path.to_owned(), status.to_string()];
        held(&self.requests).entry(labels).or_default().count(took);
    }

    /// Counts a job that ended.
    pub fn job(&self, kind: &str, result: &str, took: Duration) {
        let labels = vec![kind.to_owned(), result.to_owned()];
        held(&self.jobs).entry(labels).or_default().count(took);
    }

    /// Counts an attempt at signing in.
    pub fn sign_in(&self, result: &str) {
        *held(&self.sign_ins)
            .entry(vec![result.to_owned()])
            .or_default() += 1;
    }

    /// Counts a mail.
    pub fn mail(&self, result: &str) {
        *held(&self.mails)
            .entry(vec![result.to_owned()])
            .or_default() += 1;
    }

    /// Counts a report of a browser that kept something out of a page.
    pub fn kept_out(&self) {
        self.kept_out.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a connection as long as the value is kept.
    pub fn connect(self: &Arc<Meters>) -> Connected {
        self.connections.fetch_add(1, Ordering::Relaxed);
        Connected(Arc::clone(self))
    }

    pub(super) fn requests(&self) -> BTreeMap<Labels, Histogram> {
        held(&self.requests).clone()
    }

    pub(super) fn jobs(&self) -> BTreeMap<Labels, Histogram> {
        held(&self.jobs).clone()
    }

    pub(super) fn sign_ins(&self) -> BTreeMap<Labels, u64> {
        held(&self.sign_ins).clone()
    }

    pub(super) fn mails(&self) -> BTreeMap<Labels, u64> {
        held(&self.mails).clone()
    }

    pub(super) fn kept_out_reports(&self) -> u64 {
        self.kept_out.load(Ordering::Relaxed)
    }

    pub(super) fn connections(&self) -> u64 {
        self.connections.load(Ordering::Relaxed)
    }
}

/// A connection that is open.
#[derive(Debug)]
pub struct Connected(Arc<Meters>);

impl Drop for Connected {
    fn drop(&mut self) {
        self.0.connections.fetch_sub(1, Ordering::Relaxed);
    }
}

fn held<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing is left half counted.
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}
