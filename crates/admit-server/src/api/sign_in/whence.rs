//! Where an attempt comes from, how many there may be from there, and when it is answered.

use crate::api::secret_body::Text;
use crate::limits::{
    ADDRESS_CODES_MAX, ADDRESS_FAILURES_MAX, ADDRESS_WINDOW_MILLISECONDS, BROWSER_BYTES_MIN,
    SECRET_BYTES_MAX, SIGN_IN_RETRY_SECONDS,
};
use crate::peer::{Peer, counted_as};
use crate::problem::Problem;
use crate::state::Server;
use admit_core::ports::store::{Attempt, AttemptLimit, Counter, StoreError};
use admit_core::sign_in::{due, new_browser};
use admit_system::hashing::System;
use axum::http::StatusCode;
use std::net::IpAddr;
use std::time::Duration;
use tokio::time::{Instant, sleep_until};
use zeroize::Zeroizing;

/// What addresses are counted by.
const ADDRESS: &str = "admit 2026 network address of any attempt";

/// The secret of a browser, and whether it had none before.
pub fn browser_of(sent: Option<&Text<'_>>) -> Result<(Zeroizing<String>, bool), Problem> {
    let Some(sent) = sent else {
        return Ok((Zeroizing::new(new_browser(&System).0), true));
    };
    let browser = sent.plain("browser", SECRET_BYTES_MAX)?;
    if browser.len() < BROWSER_BYTES_MIN {
        let detail = "Send what the answer before has as `browser`, or a secret of your own \
                      that only this person's browser holds.";
        let message = format!("it has fewer than {BROWSER_BYTES_MIN} bytes");
        return Err(Problem::unusable(detail).field("browser", message));
    }
    Ok((browser, false))
}

/// Where an attempt comes from: what the application says of the person, or the
/// application itself.
pub struct Whence {
    /// What attempts with one name are counted by.
    pub address: Option<String>,
    /// What all attempts are counted by: only of a person, as an application that does
    /// not say for whom it asks would be shut out for all of them.
    person: Option<String>,
}

impl Whence {
    /// A person at a page, who connected.
    pub fn of_person(peer: Peer) -> Whence {
        let address = peer.0.map(counted_as);
        Whence {
            person: address.clone(),
            address,
        }
    }

    /// What was sent, or else who connected.
    pub fn of(sent: Option<&Text<'_>>, peer: Peer) -> Result<Whence, Problem> {
        let Some(sent) = sent else {
            let address = peer.0.map(counted_as);
            return Ok(Whence {
                address,
                person: None,
            });
        };
        let text = sent.plain("address", SECRET_BYTES_MAX)?;
        let address = text.parse::<IpAddr>().map_err(|_| {
            Problem::unusable("Send as `address` the network address of the person, or nothing.")
                .field("address", "it is no address such as 192.0.2.7")
        })?;
        let address = counted_as(address);
        Ok(Whence {
            person: Some(address.clone()),
            address: Some(address),
        })
    }
}

/// What is counted of all attempts from an address.
#[derive(Clone, Copy, Debug)]
pub enum Limit {
    /// Sign-ins that failed.
    Failures,
    /// Codes that were asked for.
    Codes,
}

impl Limit {
    fn counter(self, person: &str) -> Counter {
        let (what, attempts) = match self {
            Limit::Failures => ("sign-in", ADDRESS_FAILURES_MAX),
            Limit::Codes => ("codes", ADDRESS_CODES_MAX),
        };
        let digest = blake3::Hash::from_bytes(blake3::derive_key(ADDRESS, person.as_bytes()));
        Counter {
            subject: format!("address {digest} {what}"),
            limit: AttemptLimit {
                attempts,
                window: ADDRESS_WINDOW_MILLISECONDS,
            },
        }
    }

    /// Counts an attempt, or says when there may be another one.
    pub fn take(self, server: &Server, from: &Whence, now: i64) -> Result<(), Problem> {
        let Some(person) = &from.person else {
            return Ok(());
        };
        match server.store().take_attempt(&[self.counter(person)], now)? {
            Attempt::Allowed => Ok(()),
            Attempt::Locked { until } => {
                let seconds = (until - now).max(1).unsigned_abs().div_ceil(1000);
                Err(try_again(seconds))
            }
        }
    }

    /// Takes the attempt back: it was none that counts.
    pub fn give_back(self, server: &Server, from: &Whence) -> Result<(), StoreError> {
        let Some(person) = &from.person else {
            return Ok(());
        };
        server.store().return_attempt(&[self.counter(person)])
    }
}

/// Too many ask at the moment.
pub fn try_again(seconds: u64) -> Problem {
    Problem::new(
        StatusCode::TOO_MANY_REQUESTS,
        ("try-again-shortly", "Too many are asking at the moment"),
        "Try again after the seconds that Retry-After says.",
    )
    .with("result", "try-again-shortly")
    .retry_after(seconds)
}

impl Limit {
    /// Too many sign in at the moment.
    pub fn full() -> Problem {
        try_again(SIGN_IN_RETRY_SECONDS)
    }
}

/// Waits until an answer is due.
pub async fn at_due(began: Instant, answer_after: Duration) {
    let ready = began.elapsed();
    sleep_until(began + due(answer_after, ready)).await;
}
