//! `POST /users/{id}/temporary-password`: a password for one sign-in, shown once.

use super::named::name_of;
use super::show::user_of;
use crate::api::sign_in::Limit;
use crate::pages::form::Posted;
use crate::pages::frame::{Frame, Section, page};
use crate::pages::session::Page;
use crate::pages::words;
use crate::problem::Problem;
use crate::state::Server;
use crate::who::Caller;
use admit_core::base::limits::TEMPORARY_PASSWORD_MILLISECONDS;
use admit_core::operators::deed::{Act, Deed};
use admit_core::passwords::stored::Secret;
use admit_core::ports::store::Scope;
use admit_core::sign_in::set_temporary_password;
use admit_core::users::user::StoredUser;
use admit_system::hashing::System;
use askama::Template;
use axum::extract::{Path, State};

/// For so many days it can be used.
pub const DAYS: u64 = TEMPORARY_PASSWORD_MILLISECONDS as u64 / (24 * 60 * 60 * 1000);

#[derive(Template)]
#[template(path = "users/temporary_password.html")]
struct TemporaryPage {
    frame: Frame,
    user: StoredUser,
    name: String,
    temporary: Secret,
    days: u64,
}

/// Makes one.
pub async fn make(State(server): State<Server>, Path(id): Path<String>, posted: Posted) -> Page {
    let frame = posted.who.frame(&server, Section::Users);
    let caller = posted.who.caller.clone();
    let made = server.signing(move |server| made(server, &caller, &id));
    let made = made.await.and_then(|made| made.ok_or_else(Limit::full));
    let (user, temporary) = made.map_err(|problem| posted.who.fault(&server, problem))?;
    Ok(page(&TemporaryPage {
        frame,
        name: name_of(&user),
        user,
        temporary,
        days: DAYS,
    }))
}

fn made(server: &Server, caller: &Caller, id: &str) -> Result<(StoredUser, Secret), Problem> {
    caller.needs(Scope::UsersWrite)?;
    let user = user_of(server, id)?;
    let strength = server.sign_in().settings.strength;
    let store = server.store();
    let temporary = set_temporary_password(store, &System, strength, server.now(), &user)?;
    caller.note(server, Deed::new(Act::UserTemporaryPassword).to(user.id));
    Ok((user, temporary))
}
