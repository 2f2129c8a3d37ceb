//! `/signed-in`: who is, and signing out.

use super::browser::Kept;
use super::sign_in::password_mark;
use super::site;
use crate::pages::fault::Fault;
use crate::pages::form::Form;
use crate::pages::frame::{Frame, page};
use crate::pages::visitor::Visitor;
use crate::state::Server;
use admit_core::sign_in::user_session_digest;
use admit_core::users::user::{Status, StoredUser, who};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

#[derive(Template)]
#[template(path = "people/signed_in.html")]
struct SignedInPage {
    frame: Frame,
    site: String,
    name: String,
    organizations: Vec<String>,
}

/// Who is signed in; to the page for it, if nobody is.
pub async fn show(State(server): State<Server>, visitor: Visitor) -> Response {
    let Some(secret) = Kept::Session.of(&visitor.headers, &server) else {
        return Redirect::to("/sign-in").into_response();
    };
    let found = server
        .blocking(move |server| {
            let (store, now) = (server.store(), server.now());
            let digest = user_session_digest(&secret.0);
            let Some(session) = store.user_session(&digest, now)? else {
                return Ok(None);
            };
            let user = store.users(&[session.user])?.pop().flatten();
            // Whoever was suspended, or got another password, is not in any more.
            let is_in = |user: &StoredUser| {
                user.row.status == Status::Active && password_mark(user) == session.password
            };
            let Some(user) = user.filter(is_in) else {
                store.end_user_session(&digest)?;
                return Ok(None);
            };
            let access = store.access()?;
            let own = user.memberships.iter();
            let own = own.filter_map(|one| access.organization(one.organization));
            let named = own.map(|one| one.name.clone());
            Ok(Some((name_of(&user), named.collect::<Vec<_>>())))
        })
        .await;
    match found {
        Ok(Some((name, organizations))) => page(&SignedInPage {
            frame: Frame::public(&visitor),
            site: site(),
            name,
            organizations,
        }),
        Ok(None) => {
            let mut response = Redirect::to("/sign-in").into_response();
            Kept::Session.forget(&mut response, &server);
            response
        }
        Err(problem) => Fault::on(&Frame::public(&visitor), problem).into_response(),
    }
}

/// Ends it.
pub async fn sign_out(State(server): State<Server>, visitor: Visitor, _: Form) -> Response {
    if let Some(secret) = Kept::Session.of(&visitor.headers, &server) {
        let digest = user_session_digest(&secret.0);
        let ended = server
            .blocking(move |server| Ok(server.store().end_user_session(&digest)?))
            .await;
        if let Err(problem) = ended {
            return Fault::on(&Frame::public(&visitor), problem).into_response();
        }
    }
    let mut response = Redirect::to("/sign-in?done=out").into_response();
    Kept::Session.forget(&mut response, &server);
    response
}

fn name_of(user: &StoredUser) -> String {
    let parts = [&user.row.first_name, &user.row.last_name];
    let names: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    if names.is_empty() {
        who(user)
    } else {
        names.join(" ")
    }
}
