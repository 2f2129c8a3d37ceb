//! Who may sign in at once: a few at work, some more who wait, and everybody else is told
//! to try again shortly. So a flood of guesses holds a few threads and no more memory
//! than the pool for hashing has.

use crate::limits::SIGN_IN_WAIT;
use crate::problem::Problem;
use crate::state::Server;
use admit_core::sign_in::WorkerLimits;
use admit_system::hashing;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// Who may sign in at once.
pub struct Signing {
    /// For those at work and those who wait.
    room: Arc<Semaphore>,
    /// For those at work.
    work: Arc<Semaphore>,
}

impl Signing {
    /// For this machine.
    pub fn new() -> Signing {
        let limits = WorkerLimits::new(hashing::cores() as u32);
        Signing {
            room: Arc::new(Semaphore::new(limits.threads + limits.queued)),
            work: Arc::new(Semaphore::new(limits.threads)),
        }
    }
}

impl Server {
    /// Does work that hashes, on a thread that may wait; `None` if too many wait for it
    /// already, or its turn does not come in time.
    ///
    /// # Errors
    /// What the work says.
    pub async fn signing<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Server) -> Result<T, Problem> + Send + 'static,
    ) -> Result<Option<T>, Problem> {
        let signing = self.signers();
        let Ok(room) = Arc::clone(&signing.room).try_acquire_owned() else {
            return Ok(None);
        };
        let turn = Arc::clone(&signing.work).acquire_owned();
        let Ok(Ok(turn)) = timeout(SIGN_IN_WAIT, turn).await else {
            return Ok(None);
        };
        self.blocking(move |server| {
            // Held until the work is done, also if nobody waits for it any more.
            let _held = (room, turn);
            work(server).map(Some)
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use admit_core::ports::memory::MemoryStore;

    #[tokio::test(start_paused = true)]
    async fn who_finds_no_room_is_told_at_once_and_room_comes_again() {
        let server = Server::new(Arc::new(MemoryStore::new()), Config::default());
        let room = Arc::clone(&server.signers().room);
        let all = room.available_permits() as u32;
        let held = room.try_acquire_many_owned(all).unwrap();
        let sign_in = async || server.signing(|_| Ok(7)).await.unwrap();
        assert_eq!(sign_in().await, None);
        drop(held);
        assert_eq!(sign_in().await, Some(7));
        let work = Arc::clone(&server.signers().work);
        let busy = work.acquire_many_owned(server.signers().work.available_permits() as u32);
        let busy = busy.await.unwrap();
        assert_eq!(sign_in().await, None);
        drop(busy);
        let broken = server.signing::<u32>(|_| panic!("work that panics")).await;
        assert!(broken.is_err());
        // What was held for it is free again.
        let signing = server.signers();
        assert_eq!(signing.room.available_permits() as u32, all);
    }
}
