//! `POST /organizations`.

use super::TABLE;
use crate::api::access::{self, New};
use crate::api::idempotency::Once;
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::by_hand;
use admit_core::ports::randomness;
use admit_core::users::access::{Access, AccessChange};
use admit_system::hashing::System;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;

/// An organization to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOrganization {
    /// Yours, unique: what files name it by.
    pub external_id: String,
    /// The name to show; the external id if nothing is said.
    pub name: Option<String>,
    /// Whether users without an organization go there.
    #[serde(default)]
    pub default: bool,
}

impl New for NewOrganization {
    fn key(&self) -> &str {
        &self.external_id
    }

    fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    fn change(self, _: &Access) -> Result<AccessChange, Problem> {
        Ok(AccessChange::AddOrganization {
            code: by_hand::organization_code(randomness::number(&System)),
            name: self.name.unwrap_or_else(|| self.external_id.clone()),
            external_id: self.external_id,
            is_default: self.default,
        })
    }
}

/// Adds an organization.
#[utoipa::path(
    post,
    path = "/organizations",
    tag = "organizations",
    request_body = NewOrganization,
    security(("token" = ["access:write"])),
    responses(
        (status = 201, body = Object, headers(("Location" = String))),
        (status = 409, description = "There is one of this key", body = ProblemDocument),
    )
)]
pub async fn add(
    State(server): State<Server>,
    caller: Caller,
    request: Once<NewOrganization>,
) -> Result<Response, Problem> {
    access::add(&server, caller, &TABLE, request).await
}
