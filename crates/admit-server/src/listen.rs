//! Connections: how many there may be, how long they may take to say what they want, and
//! how they end when the server stops.

use crate::limits::{ACCEPT_PAUSE, HEADER_BYTES_MAX, HEADER_TIMEOUT, SHUTDOWN_GRACE};
use crate::metrics::Meters;
use crate::problem::Problem;
use crate::taken::Taken;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::header::HOST;
use axum::http::{StatusCode, Version};
use axum::response::IntoResponse;
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

/// Whether a request does not say which server it means, as HTTP/1.1 has it say (RFC 9112).
fn lacks_host(request: &Request<Incoming>) -> bool {
    let mut hosts = request.headers().get_all(HOST).iter();
    let is_one = hosts.next().is_some() && hosts.next().is_none();
    request.version() == Version::HTTP_11 && !is_one
}

fn no_host() -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        ("no-host", "The request does not say which server it means"),
        "Send one Host header.",
    )
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
            let router = router.clone();
            async move {
                if lacks_host(&request) {
                    return Ok(no_host().into_response());
                }
                router.oneshot(request.map(Body::new)).await
            }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADER_TIMEOUT)
            .max_buf_size(HEADER_BYTES_MAX)
            .serve_connection(TokioIo::new(Taken::new(stream)), service);
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

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use std::io::{Read, Write};
    use std::net::TcpStream;

    /// Sends a request, and expects an answer with this status.
    async fn check(request: &str, expected: u16) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let door = Door {
            connections_max: 1,
            meters: Arc::default(),
        };
        let router = Router::new().route("/", get(|| async { "here" }));
        let serving = serve(listener, router, &door, std::future::pending());
        let request = request.to_owned();
        let asking = tokio::task::spawn_blocking(move || {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.write_all(request.as_bytes()).unwrap();
            let mut status = [0; 12];
            stream.read_exact(&mut status).unwrap();
            String::from_utf8_lossy(&status).into_owned()
        });
        let status = tokio::select! {
            status = asking => status.unwrap(),
            () = serving => unreachable!("it is never stopped"),
        };
        assert_eq!(status, format!("HTTP/1.1 {expected}"));
    }

    #[tokio::test]
    async fn heads_say_one_host_and_are_not_endless() {
        check("GET / HTTP/1.1\r\nHost: a\r\n\r\n", 200).await;
        check("GET / HTTP/1.1\r\n\r\n", 400).await;
        check("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400).await;
        let long = "x".repeat(HEADER_BYTES_MAX);
        check(&format!("GET / HTTP/1.1\r\nHost: a\r\nX: {long}"), 431).await;
    }
}
