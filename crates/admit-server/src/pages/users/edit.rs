//! `/users/{id}/edit`: changing the values of a user.

use super::fields::{Fields, Summary, changes, kept};
use super::named::name_of;
use super::show::user_of;
use crate::api::users::change::changed;
use crate::pages::form::{Form, Posted};
use crate::pages::frame::{Frame, Section, page, rendered};
use crate::pages::session::{Page, SignedIn};
use crate::problem::Problem;
use crate::state::Server;
use crate::who::Caller;
use admit_core::ports::store::Scope;
use admit_core::users::user::StoredUser;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};

#[derive(Template)]
#[template(path = "users/edit.html")]
struct EditPage {
    frame: Frame,
    user: StoredUser,
    name: String,
    person: Fields,
    summary: Option<Summary>,
    /// Who has an identifier that was typed.
    owner: Option<String>,
}

/// The form with what is kept.
pub async fn show(State(server): State<Server>, who: SignedIn, Path(id): Path<String>) -> Page {
    let frame = who.frame(&server, Section::Users);
    let scope = who.caller.needs(Scope::UsersWrite);
    scope.map_err(|problem| who.fault(&server, problem))?;
    let user = server.blocking(move |server| user_of(server, &id)).await;
    let user = user.map_err(|problem| who.fault(&server, problem))?;
    Ok(page(&EditPage::of(frame, user, None)))
}

/// Changes the user, or shows the form again.
pub async fn edit(State(server): State<Server>, Path(id): Path<String>, posted: Posted) -> Page {
    let Posted { who, form } = posted;
    let frame = who.frame(&server, Section::Users);
    let caller = who.caller.clone();
    let done = server.blocking(move |server| {
        caller.needs(Scope::UsersWrite)?;
        let user = user_of(server, &id)?;
        match made(server, &caller, &user, &form) {
            Ok(address) => Ok(Ok(address)),
            Err(problem) if problem.status().is_server_error() => Err(problem),
            // The user as it is by now, if somebody else was quicker.
            Err(problem) => {
                let user = user_of(server, &id)?;
                Ok(Err(EditPage::of(frame, user, Some((&form, &problem)))))
            }
        }
    });
    match done.await.map_err(|problem| who.fault(&server, problem))? {
        Ok(address) => Ok(Redirect::to(&address).into_response()),
        Err(again) => Ok(rendered(StatusCode::UNPROCESSABLE_ENTITY, &again)),
    }
}

fn made(
    server: &Server,
    caller: &Caller,
    user: &StoredUser,
    form: &Form,
) -> Result<String, Problem> {
    same_version(form, user)?;
    let now = changed(server, caller, user.clone(), &changes(form, user))?;
    let done = if now.version == user.version {
        "unchanged"
    } else {
        "edited"
    };
    Ok(format!("/users/{}?done={done}", user.id))
}

/// Goes on only with a form that showed the user as it is.
///
/// # Errors
/// Somebody changed the user since.
pub fn same_version(form: &Form, user: &StoredUser) -> Result<(), Problem> {
    if form.text("version") == user.version.to_string() {
        return Ok(());
    }
    Err(Problem::conflict(
        "The user was changed since the form was shown. Below stands what you chose: compare it \
         with the user's page, then send it again.",
    ))
}

impl EditPage {
    fn of(frame: Frame, user: StoredUser, refused: Option<(&Form, &Problem)>) -> EditPage {
        let problem = refused.map(|(_, problem)| problem);
        let value = |name: &str| match refused {
            Some((form, _)) => form.text(name).to_owned(),
            None => kept(&user, name),
        };
        EditPage {
            frame,
            name: name_of(&user),
            person: Fields::of(value, problem),
            summary: problem.map(Summary::of),
            owner: problem.and_then(|problem| problem.text_of("user")),
            user,
        }
    }
}
