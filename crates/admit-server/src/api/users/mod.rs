//! Users.

mod list;
mod show;

use crate::state::Server;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Their endpoints.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(list::list))
        .routes(routes!(show::show))
}
