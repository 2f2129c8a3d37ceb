//! `/permissions/{number}`: one permission, and which roles give it.

use super::permission_of;
use crate::api::access::{self, Use};
use crate::api::permissions::TABLE;
use crate::api::permissions::change::PermissionChanges;
use crate::pages::form::{Form, Posted};
use crate::pages::frame::{Frame, Section, rendered};
use crate::pages::parts::{Filled, in_use};
use crate::pages::session::{Page, SignedIn};
use crate::pages::words;
use crate::state::Server;
use admit_core::by_hand::Removal;
use admit_core::ports::store::Scope;
use admit_core::users::access::{Access, Permission, Role};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};

/// How many of its roles are named.
const ROLES_SHOWN: usize = 50;

#[derive(Template)]
#[template(path = "roles/permission.html")]
struct PermissionPage {
    frame: Frame,
    permission: Permission,
    roles: Vec<Role>,
    all_roles: usize,
    /// How many were given it otherwise than by a role, where that was asked for.
    users: Option<u64>,
    done: &'static str,
    change: Filled,
    remove: Filled,
}

/// The page.
pub async fn show(State(server): State<Server>, Path(number): Path<String>, who: SignedIn) -> Page {
    who.needs(&server, Scope::AccessRead)?;
    let asked = who.asked();
    with(&server, &who, number, &asked, (None, Filled::default())).await
}

async fn with(
    server: &Server,
    who: &SignedIn,
    number: String,
    asked: &Form,
    (change, remove): (Option<Filled>, Filled),
) -> Page {
    let counted = asked.has("count") || remove.problem().is_some();
    let (access, permission, users) = who
        .ask(server, move |server| {
            let store = server.store();
            let access = store.access()?;
            let permission = permission_of(&access, &number)?.clone();
            let removal = Removal::of_permission(&access, permission.number);
            let users = counted.then(|| removal.users(store)).transpose()?;
            Ok((access, permission, users))
        })
        .await?;
    let gives = |role: &&Role| role.permissions.contains(&permission.number);
    let roles: Vec<&Role> = access.roles.iter().filter(gives).collect();
    let change = change.unwrap_or_else(|| Filled::with(&[("name", &permission.name)]));
    let status = match change.problem() {
        Some(_) => change.status(),
        None => remove.status(),
    };
    Ok(rendered(
        status,
        &PermissionPage {
            frame: who.frame(server, Section::Roles),
            all_roles: roles.len(),
            roles: roles.into_iter().take(ROLES_SHOWN).cloned().collect(),
            permission,
            users,
            done: done(asked.text("done")),
            change,
            remove,
        },
    ))
}

/// Gives it another name.
pub async fn change(
    State(server): State<Server>,
    Path(number): Path<String>,
    posted: Posted,
) -> Page {
    let Posted { who, form } = posted;
    who.needs(&server, Scope::AccessWrite)?;
    let name = Some(form.text("name").to_owned());
    let (caller, of) = (who.caller.clone(), number.clone());
    let changed = who
        .take(&server, move |server| {
            let which = |access: &Access| Ok(permission_of(access, &of)?.number);
            access::change_now(server, &caller, &which, PermissionChanges { name })
        })
        .await?;
    match changed {
        Ok(_) => Ok(Redirect::to(&format!("/permissions/{number}?done=changed")).into_response()),
        Err(problem) => {
            let forms = (Some(Filled::refused(&form, problem)), Filled::default());
            with(&server, &who, number, &Form::read(b""), forms).await
        }
    }
}

/// Removes it; from roles and users only where it was shown who they are.
pub async fn remove(
    State(server): State<Server>,
    Path(number): Path<String>,
    posted: Posted,
) -> Page {
    let Posted { who, form } = posted;
    who.needs(&server, Scope::AccessWrite)?;
    let from_all = form.has("from_all");
    let (caller, of) = (who.caller.clone(), number.clone());
    let removed = who
        .take(&server, move |server| {
            let which = |access: &Access| Ok(permission_of(access, &of)?.number);
            access::remove_now(server, &caller, (&TABLE, &which), &Use { from_all })
        })
        .await?;
    match removed {
        Ok(()) => Ok(Redirect::to("/roles?done=permission-removed").into_response()),
        Err(problem) => {
            let forms = (None, Filled::refused(&form, in_use(problem)));
            with(&server, &who, number, &Form::read(b""), forms).await
        }
    }
}

fn done(what: &str) -> &'static str {
    match what {
        "added" => "The permission is added. No role gives it yet.",
        "changed" => "Saved.",
        _ => "",
    }
}
