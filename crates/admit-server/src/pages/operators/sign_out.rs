//! `POST /operators/sign-out`.

use crate::pages::form::Posted;
use crate::pages::session::{SIGN_IN, forget};
use crate::state::Server;
use admit_core::operators::deed::{Act, Deed};
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

/// Ends the session.
pub async fn sign_out(State(server): State<Server>, posted: Posted) -> Response {
    let who = posted.who;
    let done = server.blocking(move |server| {
        server.store().end_session(&who.session)?;
        let deed = Deed::new(Act::OperatorSignedOut).to(&who.operator.email);
        who.caller.note(server, deed);
        Ok(())
    });
    if let Err(problem) = done.await {
        return problem.into_response();
    }
    let mut response = Redirect::to(SIGN_IN).into_response();
    forget(&mut response, &server);
    response
}
