//! `POST /permissions`.

use super::TABLE;
use crate::api::access::{self, New};
use crate::api::idempotency::Once;
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::users::access::{Access, AccessChange};
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;

/// A permission to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPermission {
    /// What files name it by: unique, and compared exactly.
    pub key: String,
    /// The name to show; the key if nothing is said.
    pub name: Option<String>,
}

impl New for NewPermission {
    fn key(&self) -> &str {
        &self.key
    }

    fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    fn change(self, _: &Access) -> Result<AccessChange, Problem> {
        Ok(AccessChange::AddPermission {
            name: self.name.unwrap_or_else(|| self.key.clone()),
            key: self.key,
        })
    }
}

/// Adds a permission.
#[utoipa::path(
    post,
    path = "/permissions",
    tag = "permissions",
    request_body = NewPermission,
    security(("token" = ["access:write"])),
    responses(
        (status = 201, body = Object, headers(("Location" = String))),
        (status = 409, description = "There is one of this key", body = ProblemDocument),
    )
)]
pub async fn add(
    State(server): State<Server>,
    caller: Caller,
    request: Once<NewPermission>,
) -> Result<Response, Problem> {
    access::add(&server, caller, &TABLE, request).await
}
