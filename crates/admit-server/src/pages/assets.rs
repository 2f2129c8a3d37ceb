//! The few files that pages load, kept in the program.

use crate::state::Server;
use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::sync::LazyLock;

/// A file as browsers load it.
struct Asset {
    path: &'static str,
    kind: &'static str,
    text: &'static str,
}

const ASSETS: [Asset; 4] = [
    Asset {
        path: "/style.css",
        kind: "text/css; charset=utf-8",
        text: include_str!("../../assets/style.css"),
    },
    Asset {
        path: "/app.js",
        kind: "text/javascript; charset=utf-8",
        text: include_str!("../../assets/app.js"),
    },
    Asset {
        path: "/icons.svg",
        kind: "image/svg+xml",
        text: include_str!("../../assets/icons.svg"),
    },
    Asset {
        path: "/favicon.svg",
        kind: "image/svg+xml",
        text: include_str!("../../assets/favicon.svg"),
    },
];

/// Behind their addresses: browsers keep them until they are others.
pub static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hasher = blake3::Hasher::new();
    for asset in &ASSETS {
        hasher.update(asset.text.as_bytes());
    }
    hasher.finalize().to_hex().as_str()[..8].to_owned()
});

/// Their addresses.
pub fn router() -> Router<Server> {
    let mut router = Router::new();
    for asset in &ASSETS {
        router = router.route(asset.path, get(move || async move { served(asset) }));
    }
    router
}

fn served(asset: &'static Asset) -> Response {
    let mut response = asset.text.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    let kept = HeaderValue::from_static("public, max-age=31536000, immutable");
    headers.insert(CACHE_CONTROL, kept);
    if let Ok(version) = HeaderValue::from_str(&format!("\"{}\"", *VERSION)) {
        headers.insert(ETAG, version);
    }
    response
}
