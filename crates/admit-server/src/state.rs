//! What every request and every job works with.

use crate::config::Config;
use crate::jobs::Bell;
use crate::metrics::Meters;
use crate::problem::Problem;
use crate::signing::Signing;
use admit_core::ports::store::Store;
use admit_core::sign_in::{HashPool, Settings, SignIn};
use admit_system::hashing;
use std::sync::Arc;

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

    /// The time, in milliseconds since 1970 UTC.
    pub fn now(&self) -> i64 {
        admit_system::clock::now()
    }

    /// Does work that waits for the store on a thread that may.
    ///
    /// # Errors
    /// What the work says; and if it panics, that something went wrong here.
    pub async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Server) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let server = self.clone();
        let done = tokio::task::spawn_blocking(move || work(&server)).await;
        done.unwrap_or_else(|_| {
            tracing::error!("a request's work panicked");
            Err(Problem::unexpected())
        })
    }
}
