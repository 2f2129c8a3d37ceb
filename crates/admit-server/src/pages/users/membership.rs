//! `/users/{id}/memberships/…`: what a user has in an organization.

use super::access_fields::{AccessFields, Chosen};
use super::act::act;
use super::edit::same_version;
use super::fields::Summary;
use super::named::name_of;
use super::show::user_of;
use crate::api::users::act::acted;
use crate::api::users::body::PlaceBody;
use crate::api::users::join::joined;
use crate::api::users::leave::left;
use crate::pages::form::{Form, Posted};
use crate::pages::frame::{Frame, Section, page, rendered};
use crate::pages::session::{Page, SignedIn};
use crate::problem::Problem;
use crate::state::Server;
use crate::who::Caller;
use admit_core::by_hand;
use admit_core::ports::store::Scope;
use admit_core::users::access::{Access, Organization};
use admit_core::users::user::{Membership, StoredUser};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};

#[derive(Template)]
#[template(path = "users/membership.html")]
struct MembershipPage {
    frame: Frame,
    user: StoredUser,
    name: String,
    /// The organization whose access is changed; `None` where one is to be chosen.
    place: Option<Organization>,
    fields: AccessFields,
    /// Never here: whoever is to be in no organization is taken out of each.
    has_none: bool,
    summary: Option<Summary>,
    owner: Option<String>,
}

/// Where an organization is to be chosen, or one that the user is in.
type Wanted = Option<String>;

/// The form for one more organization.
pub async fn show_new(State(server): State<Server>, who: SignedIn, Path(id): Path<String>) -> Page {
    shown(server, who, id, None).await
}

/// The form for an organization that the user is in.
pub async fn show(
    State(server): State<Server>,
    who: SignedIn,
    Path((id, organization)): Path<(String, String)>,
) -> Page {
    shown(server, who, id, Some(organization)).await
}

async fn shown(server: Server, who: SignedIn, id: String, wanted: Wanted) -> Page {
    let frame = who.frame(&server, Section::Users);
    let scope = who.caller.needs(Scope::UsersWrite);
    scope.map_err(|problem| who.fault(&server, problem))?;
    let made = server.blocking(move |server| {
        let user = user_of(server, &id)?;
        MembershipPage::of(server, frame, user, wanted.as_deref(), None)
    });
    let made = made.await.map_err(|problem| who.fault(&server, problem))?;
    Ok(page(&made))
}

/// Puts the user into one more organization.
pub async fn join(State(server): State<Server>, Path(id): Path<String>, posted: Posted) -> Page {
    placed(server, posted, id, None).await
}

/// Changes what the user has in an organization.
pub async fn change(
    State(server): State<Server>,
    Path((id, organization)): Path<(String, String)>,
    posted: Posted,
) -> Page {
    placed(server, posted, id, Some(organization)).await
}

/// Takes the user out of an organization.
pub async fn leave(
    State(server): State<Server>,
    Path((id, organization)): Path<(String, String)>,
    posted: Posted,
) -> Page {
    act(&server, &posted, id, "left", left(organization)).await
}

async fn placed(server: Server, posted: Posted, id: String, wanted: Wanted) -> Page {
    let Posted { who, form } = posted;
    let frame = who.frame(&server, Section::Users);
    let caller = who.caller.clone();
    let done = server.blocking(move |server| {
        caller.needs(Scope::UsersWrite)?;
        let user = user_of(server, &id)?;
        match made(server, &caller, &user, wanted.as_deref(), &form) {
            Ok(address) => Ok(Ok(address)),
            Err(problem) if is_of_the_form(&problem) => {
                let user = user_of(server, &id)?;
                let refused = Some((&form, &problem));
                let wanted = wanted.as_deref();
                let again = MembershipPage::of(server, frame, user, wanted, refused)?;
                Ok(Err(again))
            }
            Err(problem) => Err(problem),
        }
    });
    match done.await.map_err(|problem| who.fault(&server, problem))? {
        Ok(address) => Ok(Redirect::to(&address).into_response()),
        Err(again) => Ok(rendered(StatusCode::UNPROCESSABLE_ENTITY, &again)),
    }
}

/// Whether the form can be shown again with it.
fn is_of_the_form(problem: &Problem) -> bool {
    problem.status() == StatusCode::UNPROCESSABLE_ENTITY || problem.status() == StatusCode::CONFLICT
}

fn made(
    server: &Server,
    caller: &Caller,
    user: &StoredUser,
    wanted: Option<&str>,
    form: &Form,
) -> Result<String, Problem> {
    let access = server.store().access()?;
    let chosen = Chosen::of(form);
    let organization = match wanted {
        Some(organization) => {
            membership(user, &access, organization)?;
            same_version(form, user)?;
            organization.to_owned()
        }
        None => one_more(user, &access, &chosen)?,
    };
    let place = PlaceBody {
        roles: Some(chosen.roles),
        permissions: Some(chosen.permissions),
    };
    let id = user.id.to_string();
    let now = acted(server, caller, &id, joined(organization, place))?;
    let done = match wanted {
        None => "joined",
        Some(_) if now.version == user.version => "unchanged",
        Some(_) => "changed",
    };
    Ok(format!("/users/{id}?done={done}"))
}

/// The organization that was chosen, which the user is not in.
fn one_more(user: &StoredUser, access: &Access, chosen: &Chosen) -> Result<String, Problem> {
    let refused = |message: String| {
        let problem = Problem::unusable("Look at the fields that do not fit.");
        problem.field("organization", message)
    };
    let Some(organization) = chosen.organization()? else {
        return Err(refused("Choose one.".to_owned()));
    };
    let number = by_hand::organization(access, organization)?;
    if user
        .memberships
        .iter()
        .any(|own| own.organization == number)
    {
        return Err(refused(
            "They are in it already: change their access there.".to_owned(),
        ));
    }
    Ok(organization.to_owned())
}

/// The organization of an address, and what the user has there.
fn membership<'a>(
    user: &'a StoredUser,
    access: &'a Access,
    organization: &str,
) -> Result<(&'a Organization, &'a Membership), Problem> {
    let number = by_hand::organization(access, organization).ok();
    let own = user.memberships.iter();
    let own = own.filter(|own| Some(own.organization) == number);
    let mut found = own.filter_map(|own| Some((access.organization(own.organization)?, own)));
    found.next().ok_or_else(|| {
        Problem::not_found("The user is in no such organization, or is not in it any more.")
    })
}

impl MembershipPage {
    fn of(
        server: &Server,
        frame: Frame,
        user: StoredUser,
        wanted: Option<&str>,
        refused: Option<(&Form, &Problem)>,
    ) -> Result<MembershipPage, Problem> {
        let access = server.store().access()?;
        let problem = refused.map(|(_, problem)| problem);
        let typed = refused.map(|(form, _)| Chosen::of(form));
        let (place, chosen) = match wanted {
            Some(organization) => {
                let (place, own) = membership(&user, &access, organization)?;
                (
                    Some(place.clone()),
                    typed.unwrap_or_else(|| now(own, &access)),
                )
            }
            None => (None, typed.unwrap_or_default()),
        };
        let is_in = |own: &&Organization| {
            let mut places = user.memberships.iter();
            places.any(|place| place.organization == own.number)
        };
        let others = access.organizations.iter().filter(|own| !is_in(own));
        Ok(MembershipPage {
            frame,
            name: name_of(&user),
            fields: AccessFields::of(&access, others.collect(), &chosen, problem),
            has_none: false,
            place,
            summary: problem.map(Summary::of),
            owner: None,
            user,
        })
    }
}

/// What somebody has in an organization.
fn now(own: &Membership, access: &Access) -> Chosen {
    let roles = own.roles.iter().filter_map(|number| access.role(*number));
    let permissions = own.permissions.iter();
    let permissions = permissions.filter_map(|number| access.permission(*number));
    Chosen {
        organization: String::new(),
        roles: roles.map(|role| role.key.clone()).collect(),
        permissions: permissions.map(|own| own.key.clone()).collect(),
    }
}
