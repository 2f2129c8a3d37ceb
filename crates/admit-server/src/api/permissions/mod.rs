//! Permissions.

pub mod add;
pub mod change;
mod list;
mod remove;
mod show;

use crate::api::access::Table;
use crate::state::Server;
use admit_core::by_hand::{self, Removal};
use admit_core::report::json;
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Where they are kept.
pub const TABLE: Table = Table {
    area: "permissions",
    what: "permission",
    key: "key",
    number: by_hand::permission,
    told: |access, number| {
        access
            .permission(number)
            .map_or(Value::Null, json::permission)
    },
    removal: |access, number| Removal::of_permission(access, number),
};

/// Their endpoints.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(list::list, add::add))
        .routes(routes!(show::show, change::change, remove::remove))
}
