//! What every request and every job works with.

use crate::config::Config;
use crate::jobs::Bell;
use crate::limits::{NOTE_AGAIN_MILLISECONDS, STORE_WORK_MAX};
use crate::looked::Looked;
use crate::metrics::Meters;
use crate::problem::Problem;
use crate::signing::Signing;
use crate::transfers::{Place, Transfers};
use crate::watched::Watched;
use admit_core::ports::store::{SecretDigest, Store};
use admit_core::sign_in::{HashPool, Settings, SignIn};
use admit_system::hashing;
use serde_json::Value;
use std::sync::{Arc, Mutex};
use tokio::sync::{Semaphore, watch};

/// An import as it is told to those who listen.
#[derive(Debug, PartialEq)]
pub struct Told {
    /// The number of its latest job; 0 for none.
    pub job: u64,
    /// The import, as it is answered.
    pub import: Value,
}

/// What every request and every job works with.
#[derive(Clone)]
pub struct Server {
    parts: Arc<Parts>,
}

struct Parts {
    store: Arc<dyn Store>,
    config: Config,
    pool: HashPool,
    signing: Signing,
    sign_in: Settings,
    meters: Arc<Meters>,
    started: i64,
    bell: Bell,
    told: Watched<Arc<Told>>,
    looked: Looked,
    store_work: Arc<Semaphore>,
    incoming: Transfers,
    outgoing: Transfers,
    /// Before then it is not noted that a token was used.
    note_uses_at: Mutex<i64>,
    stopping: watch::Sender<bool>,
}

impl Server {
    /// Over a store.
    pub fn new(store: Arc<dyn Store>, config: Config) -> Server {
        let sign_in = Settings {
            default_region: config.default_region.clone(),
            ..Settings::default()
        };
        let parts = Parts {
            store,
            config,
            signing: Signing::new(),
            sign_in,
            pool: hashing::pool(),
            meters: Arc::default(),
            started: admit_system::clock::now(),
            bell: Bell::default(),
            told: Watched::default(),
            looked: Looked::default(),
            store_work: Arc::new(Semaphore::new(STORE_WORK_MAX)),
            incoming: Transfers::default(),
            outgoing: Transfers::default(),
            note_uses_at: Mutex::new(i64::MIN),
            stopping: watch::Sender::new(false),
        };
        Server {
            parts: Arc::new(parts),
        }
    }

    /// What was chosen for the server.
    pub fn config(&self) -> &Config {
        &self.parts.config
    }

    /// Where users, imports and jobs are kept. It blocks: only for threads that may.
    pub fn store(&self) -> &dyn Store {
        &*self.parts.store
    }

    /// What hashing may use.
    pub fn pool(&self) -> &HashPool {
        &self.parts.pool
    }

    /// Rings whenever there is another job to do, or one has ended.
    pub fn bell(&self) -> &Bell {
        &self.parts.bell
    }

    /// Imports as they are told to those who listen.
    pub fn told(&self) -> &Watched<Arc<Told>> {
        &self.parts.told
    }

    /// What was looked up of imports and is of use again.
    pub fn looked(&self) -> &Looked {
        &self.parts.looked
    }

    /// Who may sign in at once.
    pub fn signers(&self) -> &Signing {
        &self.parts.signing
    }

    /// Signs users in.
    pub fn sign_in(&self) -> SignIn<'_> {
        SignIn {
            store: self.store(),
            pool: self.pool(),
            randomness: &hashing::System,
            settings: &self.parts.sign_in,
        }
    }

    /// What is counted while it runs.
    pub fn meters(&self) -> &Arc<Meters> {
        &self.parts.meters
    }

    /// When the process began, in milliseconds since 1970 UTC.
    pub fn started(&self) -> i64 {
        self.parts.started
    }

    /// Ends what would go on as long as the server does.
    pub fn stop(&self) {
        self.parts.stopping.send_replace(true);
    }

    /// Ends once the server is to stop.
    pub async fn stopping(&self) {
        let mut stopping = self.parts.stopping.subscribe();
        // The sender is held here.
        let _ = stopping.wait_for(|stopping| *stopping).await;
    }

    /// The time, in milliseconds since 1970 UTC.
    pub fn now(&self) -> i64 {
        admit_system::clock::now()
    }

    /// Does work that waits for the store on a thread that may. Only so much is done at
    /// once; what comes beyond waits.
    ///
    /// # Errors
    /// What the work says; and if it panics, that something went wrong here.
    pub async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Server) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let place = Arc::clone(&self.parts.store_work).acquire_owned().await;
        self.on_a_thread(place, work).await
    }

    /// Room for files that come in.
    pub fn incoming(&self) -> &Transfers {
        &self.parts.incoming
    }

    /// Room for files that go out.
    pub fn outgoing(&self) -> &Transfers {
        &self.parts.outgoing
    }

    /// The same for what takes as long as somebody's connection does, and has a place for
    /// that: it takes no thread from anybody else.
    ///
    /// # Errors
    /// What the work says; and if it panics, that something went wrong here.
    pub async fn transferring<T: Send + 'static>(
        &self,
        place: Place,
        work: impl FnOnce(&Server) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.on_a_thread(place, work).await
    }

    /// Notes that a token was used. Whoever uses it does not wait for others who note that,
    /// nor again where it cannot be noted.
    pub fn note_token_used(&self, digest: &SecretDigest) {
        let Ok(mut at) = self.parts.note_uses_at.try_lock() else {
            return;
        };
        let now = self.now();
        if now < *at {
            return;
        }
        if let Err(error) = self.store().note_token_used(digest, now) {
            tracing::warn!(%error, "when a token was used is not noted");
            *at = now + NOTE_AGAIN_MILLISECONDS;
        }
    }

    async fn on_a_thread<T: Send + 'static>(
        &self,
        place: impl Send + 'static,
        work: impl FnOnce(&Server) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let server = self.clone();
        let done = tokio::task::spawn_blocking(move || {
            // Held until the work is done, also if nobody waits for it any more.
            let _held = place;
            work(&server)
        })
        .await;
        done.unwrap_or_else(|_| {
            tracing::error!("a request's work panicked");
            Err(Problem::unexpected())
        })
    }
}
