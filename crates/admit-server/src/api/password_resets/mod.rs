//! Setting a new password with a code that is sent by mail, in three steps.

mod confirm;
mod request;
mod set;

use crate::state::Server;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Their endpoints.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(request::request))
        .routes(routes!(confirm::confirm))
        .routes(routes!(set::set))
}
