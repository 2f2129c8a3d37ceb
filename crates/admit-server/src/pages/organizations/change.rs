//! `POST /organizations/{code}`: another name, or the default one.

use super::{of_code, show};
use crate::api::access;
use crate::api::organizations::change::OrganizationChanges;
use crate::pages::form::{Form, Posted};
use crate::pages::parts::Filled;
use crate::pages::session::Page;
use crate::state::Server;
use admit_core::ports::store::Scope;
use admit_core::users::access::Access;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};

/// Changes an organization.
pub async fn change(
    State(server): State<Server>,
    Path(code): Path<String>,
    posted: Posted,
) -> Page {
    let Posted { who, form } = posted;
    who.needs(&server, Scope::AccessWrite)?;
    let is_default = form.has("default");
    let changes = if is_default {
        OrganizationChanges {
            default: Some(true),
            ..OrganizationChanges::default()
        }
    } else {
        OrganizationChanges {
            name: Some(form.text("name").to_owned()),
            ..OrganizationChanges::default()
        }
    };
    let (caller, of) = (who.caller.clone(), code.clone());
    let changed = who
        .take(&server, move |server| {
            let which = |access: &Access| Ok(of_code(access, &of)?.number);
            access::change_now(server, &caller, &which, changes)
        })
        .await?;
    match changed {
        Ok(_) => {
            let done = if is_default { "default" } else { "changed" };
            Ok(Redirect::to(&format!("/organizations/{code}?done={done}")).into_response())
        }
        Err(problem) => {
            let change = Filled::refused(&form, problem);
            let forms = (Some(change), Filled::default());
            show::with(&server, &who, code, &Form::read(b""), forms).await
        }
    }
}
