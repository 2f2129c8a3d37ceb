//! `POST /roles`.

use super::TABLE;
use crate::api::access::{self, New};
use crate::api::idempotency::Once;
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::by_hand;
use admit_core::users::access::{Access, AccessChange};
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;

/// A role to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRole {
    /// What files name it by: unique, and compared exactly.
    pub key: String,
    /// The name to show; the key if nothing is said.
    pub name: Option<String>,
    /// Keys of the permissions that it gives.
    #[serde(default)]
    pub permissions: Vec<String>,
}

impl New for NewRole {
    fn key(&self) -> &str {
        &self.key
    }

    fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    fn change(self, before: &Access) -> Result<AccessChange, Problem> {
        for permission in &self.permissions {
            by_hand::permission(before, permission)?;
        }
        Ok(AccessChange::AddRole {
            name: self.name.unwrap_or_else(|| self.key.clone()),
            key: self.key,
            permissions: self.permissions,
        })
    }
}

/// Adds a role.
#[utoipa::path(
    post,
    path = "/roles",
    tag = "roles",
    request_body = NewRole,
    security(("token" = ["access:write"])),
    responses(
        (status = 201, body = Object, headers(("Location" = String))),
        (status = 409, description = "There is one of this key", body = ProblemDocument),
    )
)]
pub async fn add(
    State(server): State<Server>,
    caller: Caller,
    request: Once<NewRole>,
) -> Result<Response, Problem> {
    access::add(&server, caller, &TABLE, request).await
}
