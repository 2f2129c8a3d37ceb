//! What is done to a user with one button: suspend, activate, ask for a password, remove.

use super::show::user_of;
use crate::api::users::act::{Done, acted};
use crate::api::users::{activate, remove, reset_password, suspend};
use crate::pages::form::Posted;
use crate::pages::session::Page;
use crate::problem::Problem;
use crate::state::Server;
use admit_core::ports::store::Store;
use admit_core::users::user::StoredUser;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};

/// `POST /users/{id}/suspend`.
pub async fn suspend(State(server): State<Server>, Path(id): Path<String>, posted: Posted) -> Page {
    act(&server, &posted, id, "suspended", suspend::suspended).await
}

/// `POST /users/{id}/activate`.
pub async fn activate(
    State(server): State<Server>,
    Path(id): Path<String>,
    posted: Posted,
) -> Page {
    act(&server, &posted, id, "activated", activate::activated).await
}

/// `POST /users/{id}/reset-password`.
pub async fn reset_password(
    State(server): State<Server>,
    Path(id): Path<String>,
    posted: Posted,
) -> Page {
    act(&server, &posted, id, "asked", reset_password::reset_asked).await
}

/// Does something to a user, and goes to the user's page, which says `done`.
pub async fn act(
    server: &Server,
    posted: &Posted,
    id: String,
    done: &'static str,
    work: impl FnOnce(&dyn Store, i64, &StoredUser) -> Result<Done, Problem> + Send + 'static,
) -> Page {
    let caller = posted.who.caller.clone();
    let user = server
        .blocking(move |server| {
            user_of(server, &id)?;
            acted(server, &caller, &id, work)
        })
        .await;
    let user = user.map_err(|problem| posted.who.fault(server, problem))?;
    Ok(Redirect::to(&format!("/users/{}?done={done}", user.id)).into_response())
}

/// `POST /users/{id}/remove`.
pub async fn remove(State(server): State<Server>, Path(id): Path<String>, posted: Posted) -> Page {
    let caller = posted.who.caller.clone();
    let gone = server
        .blocking(move |server| {
            user_of(server, &id)?;
            remove::removed(server, &caller, &id)
        })
        .await;
    gone.map_err(|problem| posted.who.fault(&server, problem))?;
    Ok(Redirect::to("/users").into_response())
}
