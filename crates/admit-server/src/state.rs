//! What every request and every job works with.

use crate::config::Config;
use crate::jobs::Bell;
use crate::limits::{STORE_WORK_MAX, TRANSFERS_MAX};
use crate::metrics::Meters;
use crate::problem::Problem;
use crate::signing::Signing;
use crate::watched::Watched;
use admit_core::ports::store::Store;
use admit_core::sign_in::{HashPool, Settings, SignIn};
use admit_system::hashing;
use serde_json::Value;
use std::sync::Arc;
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
    store_work: Arc<Semaphore>,
    transfers: Arc<Semaphore>,
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
            store_work: Arc::new(Semaphore::new(STORE_WORK_MAX)),
            transfers: Arc::new(Semaphore::new(TRANSFERS_MAX)),
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
        self.on_a_thread(&self.parts.store_work, work).await
    }

    /// The same for what takes as long as somebody's connection does: it takes no thread
    /// from anybody else.
    ///
    /// # Errors
    /// What the work says; and if it panics, that something went wrong here.
    pub async fn transferring<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Server) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.on_a_thread(&self.parts.transfers, work).await
    }

    async fn on_a_thread<T: Send + 'static>(
        &self,
        room: &Arc<Semaphore>,
        work: impl FnOnce(&Server) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let server = self.clone();
        let place = Arc::clone(room).acquire_owned().await;
        let done = tokio::task::spawn_blocking(move || {
            // Held until the work is done, also if nobody waits for it any more.
            let _place = place;
            work(&server)
        })
        .await;
        done.unwrap_or_else(|_| {
            tracing::error!("a request's work panicked");
            Err(Problem::unexpected())
        })
    }
}
