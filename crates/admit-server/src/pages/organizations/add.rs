//! `POST /organizations`.

use super::list;
use crate::api::access;
use crate::api::organizations::TABLE;
use crate::api::organizations::add::NewOrganization;
use crate::pages::form::{Form, Posted};
use crate::pages::parts::Filled;
use crate::pages::session::Page;
use crate::state::Server;
use admit_core::ports::store::Scope;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};

/// Adds an organization.
pub async fn add(State(server): State<Server>, posted: Posted) -> Page {
    let Posted { who, form } = posted;
    who.needs(&server, Scope::AccessWrite)?;
    let name = Some(form.text("name").to_owned()).filter(|name| !name.is_empty());
    let new = NewOrganization {
        external_id: form.text("external_id").to_owned(),
        name,
        default: false,
    };
    let (caller, key) = (who.caller.clone(), new.external_id.clone());
    let added = who
        .take(&server, move |server| {
            access::add_now(server, &caller, &TABLE, new)
        })
        .await?;
    match added {
        Ok(access) => {
            let added = access.organization_of(&key);
            let code = added.map_or("", |added| added.code.as_str());
            Ok(Redirect::to(&format!("/organizations/{code}?done=added")).into_response())
        }
        Err(problem) => {
            let add = Filled::refused(&form, problem);
            list::with(&server, &who, &Form::read(b""), add, Filled::default()).await
        }
    }
}
