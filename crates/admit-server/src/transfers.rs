//! Files that come in and go out: as many at once as there is room for, and of those of one
//! caller a share, so that nobody keeps everybody else from theirs.

use crate::limits::{TRANSFER_RETRY_SECONDS, TRANSFER_WAIT, TRANSFERS_EACH_MAX, TRANSFERS_MAX};
use crate::problem::Problem;
use axum::http::StatusCode;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// Room for what goes one way.
pub struct Transfers {
    room: Arc<Semaphore>,
    /// By caller, as long as something of theirs is at work or waits.
    shares: Mutex<HashMap<String, Weak<Semaphore>>>,
}

/// A place for one file, until it is dropped.
pub struct Place {
    _of_caller: OwnedSemaphorePermit,
    _of_all: OwnedSemaphorePermit,
}

impl Default for Transfers {
    fn default() -> Transfers {
        Transfers {
            room: Arc::new(Semaphore::new(TRANSFERS_MAX)),
            shares: Mutex::default(),
        }
    }
}

impl Transfers {
    /// A place for a file of a caller, once there is one.
    ///
    /// # Errors
    /// There is none for too long: then it says when to ask again.
    pub async fn place(&self, who: &str) -> Result<Place, Problem> {
        let of_caller = take(self.share(who)).await.ok_or_else(too_many_of_yours)?;
        let of_all = take(Arc::clone(&self.room)).await.ok_or_else(too_many)?;
        Ok(Place {
            _of_caller: of_caller,
            _of_all: of_all,
        })
    }

    fn share(&self, who: &str) -> Arc<Semaphore> {
        let mut shares = self.shares.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(share) = shares.get(who).and_then(Weak::upgrade) {
            return share;
        }
        shares.retain(|_, share| share.strong_count() > 0);
        let share = Arc::new(Semaphore::new(TRANSFERS_EACH_MAX));
        shares.insert(who.to_owned(), Arc::downgrade(&share));
        share
    }
}

async fn take(places: Arc<Semaphore>) -> Option<OwnedSemaphorePermit> {
    let taken = timeout(TRANSFER_WAIT, places.acquire_owned()).await;
    taken.ok()?.ok()
}

fn too_many_of_yours() -> Problem {
    Problem::new(
        StatusCode::TOO_MANY_REQUESTS,
        ("too-many-files", "Too many of your files are on their way"),
        format!("Up to {TRANSFERS_EACH_MAX} go each way at once. Wait for one of them to end."),
    )
    .retry_after(TRANSFER_RETRY_SECONDS)
}

fn too_many() -> Problem {
    Problem::new(
        StatusCode::SERVICE_UNAVAILABLE,
        ("files-waiting", "Too many files are on their way"),
        "Ask again shortly. Nothing was done.",
    )
    .retry_after(TRANSFER_RETRY_SECONDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn nobody_takes_the_places_of_others() {
        let transfers = Transfers::default();
        let status = async |who: &str| {
            let place = transfers.place(who).await;
            place.err().map(|problem| problem.status().as_u16())
        };
        let mut places = Vec::new();
        for _ in 0..TRANSFERS_EACH_MAX {
            places.push(transfers.place("token a").await.unwrap());
        }
        assert_eq!(status("token a").await, Some(429));
        assert_eq!(status("token b").await, None);
        places.pop();
        assert_eq!(status("token a").await, None);
        for caller in 0..TRANSFERS_MAX - places.len() {
            let who = format!("token {caller}");
            places.push(transfers.place(&who).await.unwrap());
        }
        assert_eq!(status("token z").await, Some(503));
        drop(places);
        assert_eq!(status("token z").await, None);
        assert_eq!(transfers.shares.lock().unwrap().len(), 1);
    }
}
