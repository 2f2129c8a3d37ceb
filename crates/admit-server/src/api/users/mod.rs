//! Users.

pub mod act;
pub mod activate;
pub mod add;
pub mod body;
pub mod change;
pub mod join;
pub mod leave;
pub mod list;
pub mod remove;
pub mod reset_password;
pub mod show;
pub mod suspend;

use crate::state::Server;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Their endpoints.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(list::list, add::add))
        .routes(routes!(show::show, change::change, remove::remove))
        .routes(routes!(suspend::suspend))
        .routes(routes!(activate::activate))
        .routes(routes!(reset_password::reset_password))
        .routes(routes!(join::join, leave::leave))
}
