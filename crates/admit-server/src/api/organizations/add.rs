//! `POST /organizations`.

use super::show::find;
use crate::api::access;
use crate::api::idempotency::{Created, Once, once};
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::by_hand;
use admit_core::ports::randomness;
use admit_core::ports::store::Scope;
use admit_core::users::access::AccessChange;
use admit_system::hashing::System;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// An organization to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOrganization {
    /// Yours, unique: what files name it by.
    external_id: String,
    /// The name to show; the external id if nothing is said.
    name: Option<String>,
    /// Whether users without an organization go there.
    #[serde(default)]
    default: bool,
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
    caller.needs(Scope::AccessWrite)?;
    let (sent, request) = request.parts(&caller);
    once(&server, request, as_it_is, move |server| {
        let key = sent.external_id;
        access::usable_key("external_id", &key)?;
        access::usable_name(sent.name.as_deref())?;
        let before = server.store().access()?;
        let all = before.organizations.iter();
        if all
            .into_iter()
            .any(|known| known.external_id == key || known.code == key)
        {
            return Err(access::exists("organization", "external_id"));
        }
        let change = AccessChange::AddOrganization {
            code: by_hand::organization_code(randomness::number(&System)),
            external_id: key.clone(),
            name: sent.name.unwrap_or_else(|| key.clone()),
            is_default: sent.default,
        };
        let after = access::change(server, &caller, &before, &[change])?;
        Ok(Created {
            location: access::location("organizations", &key),
            body: find(&after, &key)?,
            is_kept: true,
        })
    })
    .await
}

fn as_it_is(server: &Server, location: &str) -> Result<Value, Problem> {
    find(&server.store().access()?, &access::key_at(location))
}
