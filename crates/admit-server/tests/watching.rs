//! What is told to those who watch over the server.

use admit_core::operators::secrets::new_token;
use admit_core::ports::memory::MemoryStore;
use admit_core::ports::store::{Scope, Token, Tokens};
use admit_server::config::Config;
use admit_server::metrics::METRICS;
use admit_server::{Server, router};
use admit_system::hashing::System;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use std::sync::Arc;
use tower::ServiceExt;

/// A token with these scopes.
fn token(store: &MemoryStore, name: &str, scopes: &[Scope]) -> String {
    let (secret, digest) = new_token(&System);
    let token = Token {
        name: name.to_owned(),
        digest,
        scopes: scopes.to_vec(),
        created: 0,
        last_used: None,
    };
    assert!(store.add_token(&token).unwrap());
    secret.0
}

async fn get(server: &Server, path: &str, token: Option<&str>) -> (StatusCode, String) {
    let mut request = Request::get(path);
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let request = request.body(Body::empty()).unwrap();
    let answer = router(server.clone()).oneshot(request).await.unwrap();
    let status = answer.status();
    let body = answer.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn every_number_is_told_to_whoever_may_know() {
    let store = Arc::new(MemoryStore::new());
    let (may, may_not) = (
        token(&store, "watch", &[Scope::SettingsWrite]),
        token(&store, "other", &[Scope::UsersRead]),
    );
    store.leave_room(1 << 40);
    let server = Server::new(store, Config::default());
    assert_eq!(
        get(&server, "/metrics", None).await.0,
        StatusCode::UNAUTHORIZED
    );
    let (status, body) = get(&server, "/metrics", Some(&may_not)).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(body.contains("settings:write"), "{body}");
    get(&server, "/api/v1/rules/EML001", Some(&may_not)).await;
    get(&server, "/no/such/path", None).await;
    server.meters().sign_in("signed-in");
    let (status, text) = get(&server, "/metrics", Some(&may)).await;
    assert_eq!(status, StatusCode::OK);
    for metric in METRICS {
        let typed = format!("# TYPE {} {}\n", metric.name, metric.kind.name());
        assert_eq!(text.matches(&typed).count(), 1, "{typed}\n{text}");
    }
    for line in [
        "admit_sign_ins_total{result=\"signed-in\"} 1\n",
        "admit_rows_total{outcome=\"created\"} 0\n",
        "_count{method=\"GET\",path=\"/api/v1/rules/{rule}\",status=\"200\"} 1\n",
        "_count{method=\"GET\",path=\"(no such path)\",status=\"404\"} 1\n",
        "_count{method=\"GET\",path=\"/metrics\",status=\"403\"} 1\n",
        "admit_data_room_bytes 1099511627776\n",
        "admit_http_connections_max 16384\n",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
}

#[tokio::test]
async fn a_server_without_room_is_not_ready() {
    let store = Arc::new(MemoryStore::new());
    let server = Server::new(store.clone(), Config::default());
    assert_eq!(get(&server, "/health/ready", None).await.0, StatusCode::OK);
    store.leave_room(1000);
    let (status, body) = get(&server, "/health/ready", None).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(body.contains("\"room_bytes\":1000"), "{body}");
    assert!(body.contains("Make room on the disk"), "{body}");
    assert_eq!(get(&server, "/health/live", None).await.0, StatusCode::OK);
}
