//! `POST /roles` and `POST /permissions`.

use super::list;
use crate::api::permissions::add::NewPermission;
use crate::api::roles::add::NewRole;
use crate::api::{access, permissions, roles};
use crate::pages::form::{Form, Posted};
use crate::pages::parts::Filled;
use crate::pages::session::Page;
use crate::state::Server;
use admit_core::ports::store::Scope;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};

/// Adds a role without permissions.
pub async fn role(State(server): State<Server>, posted: Posted) -> Page {
    let Posted { who, form } = posted;
    who.needs(&server, Scope::AccessWrite)?;
    let (caller, key) = (who.caller.clone(), form.text("key").to_owned());
    let new = NewRole {
        key: key.clone(),
        name: name(&form),
        permissions: Vec::new(),
    };
    let added = who
        .take(&server, move |server| {
            access::add_now(server, &caller, &roles::TABLE, new)
        })
        .await?;
    match added {
        Ok(access) => {
            let number = access.role_of(&key).map_or(0, |role| role.number);
            Ok(Redirect::to(&format!("/roles/{number}?done=added")).into_response())
        }
        Err(problem) => {
            let add = Filled::refused(&form, problem);
            list::with(&server, &who, &Form::read(b""), add, Filled::default()).await
        }
    }
}

/// Adds a permission, which no role gives yet.
pub async fn permission(State(server): State<Server>, posted: Posted) -> Page {
    let Posted { who, form } = posted;
    who.needs(&server, Scope::AccessWrite)?;
    let (caller, key) = (who.caller.clone(), form.text("key").to_owned());
    let new = NewPermission {
        key: key.clone(),
        name: name(&form),
    };
    let added = who
        .take(&server, move |server| {
            access::add_now(server, &caller, &permissions::TABLE, new)
        })
        .await?;
    match added {
        Ok(access) => {
            let number = access.permission_of(&key).map_or(0, |one| one.number);
            Ok(Redirect::to(&format!("/permissions/{number}?done=added")).into_response())
        }
        Err(problem) => {
            let add = Filled::refused(&form, problem);
            list::with(&server, &who, &Form::read(b""), Filled::default(), add).await
        }
    }
}

/// The name that was typed; the key stands for one that was not.
fn name(form: &Form) -> Option<String> {
    Some(form.text("name").to_owned()).filter(|name| !name.is_empty())
}
