//! Connections: how many there may be, how long they may take to say what they want, and
//! how they end when the server stops.

use crate::limits::{ACCEPT_PAUSE, HEADER_BYTES_MAX, HEADER_TIMEOUT, SHUTDOWN_GRACE};
use crate::metrics::Meters;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::ServiceExt;

/// Who may connect, and how they are counted.
pub struct Door {
    /// How many may be connected at once.
    pub connections_max: usize,
    /// Where they are counted.
    pub meters: Arc<Meters>,
}

/// Serves connections until `stop` ends, then lets those at work finish.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    door: &Door,
    stop: impl Future<Output = ()>,
) {
    let room = Arc::new(Semaphore::new(door.connections_max));
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let Ok(place) = Arc::clone(&room).acquire_owned().await else {
            break;
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        let (stream, from) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        let router = router.clone();
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(from));
            router.clone().oneshot(request.map(Body::new))
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADER_TIMEOUT)
            .max_buf_size(HEADER_BYTES_MAX)
            .serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        let counted = door.meters.connect();
        tokio::spawn(async move {
            // Whoever is gone or too slow has ended it; nobody is left to be told.
            let _ = connection.await;
            drop((counted, place));
        });
    }
    drop(listener);
    // What never ends by itself, such as listening to events, is cut off.
    let _ = tokio::time::timeout(SHUTDOWN_GRACE, graceful.shutdown()).await;
}
