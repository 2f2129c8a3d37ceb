//! Users.

mod act;
mod activate;
mod add;
mod body;
mod change;
mod join;
mod leave;
mod list;
mod remove;
mod reset_password;
mod show;
mod suspend;

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
