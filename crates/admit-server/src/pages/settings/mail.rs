//! `POST /settings/mail/test`.

use super::show;
use crate::mail::send_test;
use crate::pages::form::Posted;
use crate::pages::parts::Filled;
use crate::pages::session::Page;
use crate::problem::Problem;
use crate::state::Server;
use admit_core::ports::store::Scope;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};

/// Sends a mail to whoever asks for it.
pub async fn test(State(server): State<Server>, posted: Posted) -> Page {
    let Posted { who, form } = posted;
    who.needs(&server, Scope::SettingsWrite)?;
    let to = who.operator.email.clone();
    let fault = |problem| who.fault(&server, problem);
    let place = server.outgoing().place(&who.caller.who).await;
    let sent = server
        .transferring(place.map_err(fault)?, move |server| {
            Ok(send_test(server, &to))
        })
        .await;
    match sent.map_err(fault)? {
        Ok(()) => Ok(Redirect::to("/settings?done=sent").into_response()),
        Err(why) => {
            let problem = Problem::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                ("mail", "The test was not sent"),
                why,
            );
            show::with(&server, &who, Filled::refused(&form, problem)).await
        }
    }
}
