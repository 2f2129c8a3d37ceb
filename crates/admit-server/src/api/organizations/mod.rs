//! Organizations.

pub mod add;
pub mod change;
pub mod default;
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
    area: "organizations",
    what: "organization",
    key: "external_id",
    number: by_hand::organization,
    told: |access, number| {
        access
            .organization(number)
            .map_or(Value::Null, json::organization)
    },
    removal: |_, number| Removal::of_organization(number),
};

/// Their endpoints.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(list::list, add::add))
        .routes(routes!(show::show, change::change, remove::remove))
}
