//! What several listen to is read once for all of them, as long as somebody listens.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use uuid::Uuid;

/// What is read of each id that somebody listens to.
#[derive(Debug)]
pub struct Watched<T> {
    channels: Arc<Mutex<Channels<T>>>,
}

type Channels<T> = HashMap<Uuid, watch::Sender<Option<T>>>;

impl<T> Default for Watched<T> {
    fn default() -> Watched<T> {
        Watched {
            channels: Arc::default(),
        }
    }
}

impl<T> Clone for Watched<T> {
    fn clone(&self) -> Watched<T> {
        Watched {
            channels: Arc::clone(&self.channels),
        }
    }
}

impl<T: PartialEq + Send + Sync + 'static> Watched<T> {
    /// Listens to what is read of an id: nothing before it was read for the first time. The
    /// channel closes once there is nothing to be read any more.
    pub fn listen<F: Future<Output = Option<T>> + Send + 'static>(
        &self,
        id: Uuid,
        every: Duration,
        read: impl Fn() -> F + Send + 'static,
    ) -> watch::Receiver<Option<T>> {
        let mut channels = self.channels();
        if let Some(known) = channels.get(&id) {
            return known.subscribe();
        }
        let (sender, receiver) = watch::channel(None);
        channels.insert(id, sender.clone());
        tokio::spawn(self.clone().keep(id, sender, every, read));
        receiver
    }

    async fn keep<F: Future<Output = Option<T>> + Send + 'static>(
        self,
        id: Uuid,
        sender: watch::Sender<Option<T>>,
        every: Duration,
        read: impl Fn() -> F + Send + 'static,
    ) {
        loop {
            let now = read().await;
            let is_over = now.is_none();
            if !is_over {
                sender.send_if_modified(|last| {
                    let is_new = *last != now;
                    *last = now;
                    is_new
                });
                tokio::time::sleep(every).await;
            }
            // Nobody begins to listen meanwhile.
            let mut channels = self.channels();
            if is_over || sender.receiver_count() == 0 {
                channels.remove(&id);
                return;
            }
        }
    }

    fn channels(&self) -> MutexGuard<'_, Channels<T>> {
        self.channels.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    const EVERY: Duration = Duration::from_millis(200);

    #[tokio::test(start_paused = true)]
    async fn many_who_listen_are_read_for_once() {
        let watched = Watched::default();
        let reads = Arc::new(AtomicU64::new(0));
        let listen = || {
            let reads = Arc::clone(&reads);
            watched.listen(Uuid::nil(), EVERY, move || {
                let read = reads.fetch_add(1, Ordering::SeqCst) + 1;
                async move { (read < 4).then_some(read) }
            })
        };
        let mut all: Vec<_> = (0..50).map(|_| listen()).collect();
        for expected in 1..4 {
            for one in &mut all {
                one.changed().await.unwrap();
                assert_eq!(*one.borrow_and_update(), Some(expected));
            }
            assert_eq!(reads.load(Ordering::SeqCst), expected);
        }
        for one in &mut all {
            assert!(one.changed().await.is_err());
        }
        assert_eq!(watched.channels().len(), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_is_read_for_nobody() {
        let watched = Watched::default();
        let listen = || watched.listen(Uuid::nil(), EVERY, || async { Some(7) });
        let mut one = listen();
        one.changed().await.unwrap();
        drop((one, listen()));
        tokio::time::sleep(2 * EVERY).await;
        assert_eq!(watched.channels().len(), 0);
        let mut again = listen();
        again.changed().await.unwrap();
        assert_eq!(*again.borrow(), Some(7));
    }
}
