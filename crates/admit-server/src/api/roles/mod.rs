//! Roles.

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
    area: "roles",
    what: "role",
    key: "key",
    number: by_hand::role,
    told: |access, number| {
        access
            .role(number)
            .map_or(Value::Null, |role| json::role(access, role))
    },
    removal: |_, number| Removal::of_role(number),
};

/// Their endpoints.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(list::list, add::add))
        .routes(routes!(show::show, change::change, remove::remove))
}
