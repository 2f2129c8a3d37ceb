//! Requests that are sent again: the same key and body get the same answer.

use super::StoreError;
#[cfg(doc)]
use crate::base::limits::{REQUEST_REMEMBERED_MILLISECONDS, REQUEST_RUNNING_MILLISECONDS};

/// What a request is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestKey {
    /// Who sent it: keys of others are others.
    pub who: String,
    /// The key that it was sent with.
    pub key: String,
    /// A digest of everything that it asks for: call, query and body.
    pub body: [u8; 32],
}

/// What a request was answered with. An answer that holds a secret is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestAnswer {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: String,
    /// Where what was created is found.
    pub location: Option<String>,
}

/// What is known of a request that begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// Nothing: it is the caller's to do, and runs from now on.
    New,
    /// It is being done by somebody else.
    Running,
    /// It was answered with this.
    Answered(RequestAnswer),
    /// The key was sent with something else.
    OtherBody,
}

/// Requests that are sent again.
pub trait Idempotency {
    /// Begins a request. It is remembered for [`REQUEST_REMEMBERED_MILLISECONDS`]; older
    /// ones are removed. One that still runs after [`REQUEST_RUNNING_MILLISECONDS`] was
    /// left by a process that died, and is new.
    fn begin_request(&self, key: &RequestKey, now: i64) -> Result<Begun, StoreError>;

    /// Keeps the answer to a request that runs; the first one stands.
    fn finish_request(&self, key: &RequestKey, answer: &RequestAnswer) -> Result<(), StoreError>;

    /// Forgets a request that runs: it came to nothing and may be sent again.
    fn forget_request(&self, key: &RequestKey) -> Result<(), StoreError>;
}
