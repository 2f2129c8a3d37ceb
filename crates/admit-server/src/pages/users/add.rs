//! `/users/new`: adding a user by hand.

use super::access_fields::{AccessFields, Chosen};
use super::fields::{Fields, Summary, new_user};
use crate::api::idempotency::{First, begin};
use crate::api::query::Object;
use crate::api::users::add::added;
use crate::api::users::body::{NewMembership, NewUser};
use crate::pages::form::{Form, Posted, TOKEN};
use crate::pages::frame::{Frame, Section, page, rendered};
use crate::pages::session::{Page, SignedIn};
use crate::problem::Problem;
use crate::state::Server;
use crate::who::Caller;
use admit_core::ports::randomness;
use admit_core::ports::store::{RequestAnswer, RequestKey, Scope};
use admit_core::users::access::Access;
use admit_system::hashing::System;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};

/// What digests of forms are for.
const SENT: &str = "admit 2026 form that may be sent again";

#[derive(Template)]
#[template(path = "users/add.html")]
struct AddPage {
    frame: Frame,
    person: Fields,
    access: AccessFields,
    /// Whether somebody can be in no organization.
    has_none: bool,
    /// What the form is known by if it is sent twice.
    once: String,
    summary: Option<Summary>,
    /// Who has an identifier that was typed.
    owner: Option<String>,
}

/// The empty form.
pub async fn show(State(server): State<Server>, who: SignedIn) -> Page {
    let frame = who.frame(&server, Section::Users);
    let scope = who.caller.needs(Scope::UsersWrite);
    scope.map_err(|problem| who.fault(&server, problem))?;
    let access = server.blocking(|server| Ok(server.store().access()?)).await;
    let access = access.map_err(|problem| who.fault(&server, problem))?;
    Ok(page(&AddPage::of(frame, &access, &Form::read(b""), None)))
}

/// Adds the user, or shows the form again.
pub async fn add(State(server): State<Server>, posted: Posted) -> Page {
    let Posted { who, form } = posted;
    let frame = who.frame(&server, Section::Users);
    let caller = who.caller.clone();
    let done = server.blocking(move |server| {
        caller.needs(Scope::UsersWrite)?;
        match once(server, &caller, &form) {
            Ok(address) => Ok(Ok(address)),
            Err(problem) if problem.status().is_server_error() => Err(problem),
            Err(problem) => {
                let access = server.store().access()?;
                let again = AddPage::of(frame, &access, &form, Some(&problem));
                Ok(Err(again))
            }
        }
    });
    match done.await.map_err(|problem| who.fault(&server, problem))? {
        Ok(address) => Ok(Redirect::to(&address).into_response()),
        Err(again) => Ok(rendered(StatusCode::UNPROCESSABLE_ENTITY, &again)),
    }
}

/// Adds the user once, however often the form is sent, and answers with where the user is.
fn once(server: &Server, caller: &Caller, form: &Form) -> Result<String, Problem> {
    let key = form.text("once");
    if key.is_empty() {
        return made(server, caller, form);
    }
    let mut digest = blake3::Hasher::new_derive_key(SENT);
    for (name, value) in form.fields().filter(|(name, _)| *name != TOKEN) {
        digest.update(&(name.len() as u64).to_le_bytes());
        digest.update(name.as_bytes());
        digest.update(&(value.len() as u64).to_le_bytes());
        digest.update(value.as_bytes());
    }
    let key = RequestKey {
        who: caller.who.clone(),
        key: blake3::hash(key.as_bytes()).to_hex().to_string(),
        body: *digest.finalize().as_bytes(),
    };
    match begin(server, key)? {
        First::Answered(before) => Ok(before.location.unwrap_or_else(|| "/users".to_owned())),
        First::Yours(running) => {
            let address = made(server, caller, form)?;
            running.finish(&RequestAnswer {
                status: StatusCode::SEE_OTHER.as_u16(),
                body: String::new(),
                location: Some(address.clone()),
            });
            Ok(address)
        }
    }
}

fn made(server: &Server, caller: &Caller, form: &Form) -> Result<String, Problem> {
    let access = server.store().access()?;
    let user = added(server, caller, &wanted(form, &access)?)?;
    Ok(format!("/users/{}?done=added", user.id))
}

/// The user that the form asks for.
fn wanted(form: &Form, access: &Access) -> Result<NewUser, Problem> {
    let mut user = new_user(form);
    let chosen = Chosen::of(form);
    if access.organizations.is_empty() {
        return Ok(user);
    }
    if let Some(organization) = chosen.organization()? {
        user.organizations.push(Object(NewMembership {
            external_id: organization.to_owned(),
            roles: chosen.roles,
            permissions: chosen.permissions,
        }));
    }
    Ok(user)
}

impl AddPage {
    fn of(frame: Frame, access: &Access, form: &Form, problem: Option<&Problem>) -> AddPage {
        let all = access.organizations.iter().collect();
        let joins_default = access.auto_join && access.default_organization().is_some();
        let number = randomness::number(&System);
        AddPage {
            frame,
            person: Fields::of(|name| form.text(name).to_owned(), problem),
            access: AccessFields::of(access, all, &Chosen::of(form), problem),
            has_none: !joins_default,
            once: format!("{number:016x}"),
            summary: problem.map(Summary::of),
            owner: problem.and_then(|problem| problem.text_of("user")),
        }
    }
}
