//! Signing in.

mod post;
mod whence;

pub use whence::{Limit, Whence, at_due, browser_of};

use crate::state::Server;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its endpoints.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(post::sign_in))
}
