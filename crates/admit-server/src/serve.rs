//! Serving, from the first connection to the last.

use crate::config::Config;
use crate::first::first_link;
use crate::jobs::{Workers, ask_for_all};
use crate::limits::{LOOK_FOR_MAILS, MAIL_SERVER_PAUSE, SHUTDOWN_GRACE, WATCHING_CONNECTIONS_MAX};
use crate::listen::Door;
use crate::state::Server;
use crate::{api, listen, logs, mail};
use admit_core::passwords::stored::Secret;
use admit_core::ports::store::Store;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::signal;
use tokio::sync::watch;

/// What there is to say once connections are accepted.
#[derive(Debug)]
pub struct Ready {
    /// Where people reach the server.
    pub reached_at: String,
    /// What makes the first administrator, as long as there is none.
    pub first_link: Option<Secret>,
}

/// Why there is nothing to serve.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The filter for logs cannot be read.
    #[error("{0}")]
    Log(String),
    /// The address is taken, or not this machine's.
    #[error("{address} cannot be listened on: {reason}")]
    Listen {
        /// Which address.
        address: SocketAddr,
        /// What the system said.
        reason: io::Error,
    },
    /// What was chosen does not go together.
    #[error("{0}")]
    Chosen(String),
    /// The system gives no threads.
    #[error("the server cannot begin: {0}")]
    Begin(io::Error),
}

/// Serves until the process is asked to stop. `ready` is told once connections are
/// accepted.
///
/// # Errors
/// It could not begin.
pub fn serve(
    store: Arc<dyn Store>,
    config: Config,
    ready: impl FnOnce(Ready),
) -> Result<(), ServeError> {
    if let Some(reason) = config.refusal() {
        return Err(ServeError::Chosen(reason));
    }
    logs::begin(&config.log).map_err(ServeError::Log)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(ServeError::Begin)?;
    let served = runtime.block_on(run(store, config, ready));
    // What still waits for somebody else, such as a mail server, is left behind.
    runtime.shutdown_timeout(SHUTDOWN_GRACE);
    served
}

async fn run(
    store: Arc<dyn Store>,
    config: Config,
    ready: impl FnOnce(Ready),
) -> Result<(), ServeError> {
    let (listener, bound) = bind(config.listen).await?;
    let watching = match config.metrics_listen {
        Some(address) => Some(bind(address).await?),
        None => None,
    };
    let server = Server::new(store, config);
    let (stop, stopped) = watch::channel(false);
    let stopped_server = server.clone();
    tokio::spawn(async move {
        asked_to_stop().await;
        stopped_server.stop();
        let _ = stop.send(true);
    });
    let working = server.clone();
    let begun = tokio::task::spawn_blocking(move || {
        if let Err(error) = ask_for_all(&working) {
            tracing::warn!(%error, "what is to be done now and then");
        }
        Workers::begin(&working)
    });
    let workers = begun.await.map_err(io::Error::other).flatten();
    let workers = workers.map_err(ServeError::Begin)?;
    if let Some((listener, address)) = watching {
        tracing::info!(%address, "serving /metrics");
        watch(listener, &server, stops(stopped.clone()));
    }
    let door = Door {
        connections_max: server.config().connections_max,
        meters: Arc::clone(server.meters()),
    };
    ready(begun_at(&server, bound).await);
    tracing::info!(address = %bound, "serving");
    if server.config().smtp.is_some() {
        tokio::spawn(send_mails(server.clone(), stopped.clone()));
    }
    let until = stops(stopped.clone());
    listen::serve(listener, api::router(server.clone()), &door, until).await;
    // What is being written stops after its batch, and goes on at the next start.
    let _ = tokio::task::spawn_blocking(move || workers.end()).await;
    tracing::info!("stopped");
    Ok(())
}

/// Where the server is, and whether somebody has yet to become its administrator.
async fn begun_at(server: &Server, bound: SocketAddr) -> Ready {
    let reached_at = match server.config().base_url.as_str() {
        "" => format!("http://{bound}"),
        url => url.to_owned(),
    };
    let base_url = reached_at.clone();
    let link = server.blocking(move |server| Ok(first_link(server, &base_url)?));
    Ready {
        // Why there is none stands in the log; another start makes one.
        first_link: link.await.ok().flatten(),
        reached_at,
    }
}

async fn bind(address: SocketAddr) -> Result<(TcpListener, SocketAddr), ServeError> {
    let wrong = |reason| ServeError::Listen { address, reason };
    let listener = TcpListener::bind(address).await.map_err(wrong)?;
    let bound = listener.local_addr().map_err(wrong)?;
    Ok((listener, bound))
}

/// Serves the numbers for watching until `stop` ends.
fn watch(listener: TcpListener, server: &Server, stop: impl Future<Output = ()> + Send + 'static) {
    let router = api::watching(server.clone());
    // Whoever watches does not count among those who are watched.
    let door = Door {
        connections_max: WATCHING_CONNECTIONS_MAX,
        meters: Arc::default(),
    };
    tokio::spawn(async move { listen::serve(listener, router, &door, stop).await });
}

/// Sends mails until the server is to stop.
async fn send_mails(server: Server, mut stopped: watch::Receiver<bool>) {
    loop {
        // What went wrong stands in the log, and is tried again.
        let round = server.blocking(mail::send_outbox).await;
        let pause = match round {
            Ok(round) if round.is_server_there => LOOK_FOR_MAILS,
            _ => MAIL_SERVER_PAUSE,
        };
        let pause = tokio::time::sleep(pause);
        tokio::select! {
            () = pause => {}
            _ = stopped.wait_for(|stopped| *stopped) => return,
        }
    }
}

/// Ends when the server is to stop.
async fn stops(mut stopped: watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

/// Ends when a person or the system asks the process to stop.
async fn asked_to_stop() {
    let interrupted = signal::ctrl_c();
    #[cfg(unix)]
    {
        let terminate = signal::unix::signal(signal::unix::SignalKind::terminate());
        if let Ok(mut terminate) = terminate {
            tokio::select! {
                _ = interrupted => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = interrupted.await;
}
