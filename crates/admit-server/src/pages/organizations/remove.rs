//! `POST /organizations/{code}/remove`.

use super::{of_code, show};
use crate::api::access::{self, Use};
use crate::api::organizations::TABLE;
use crate::pages::form::{Form, Posted};
use crate::pages::parts::{Filled, in_use};
use crate::pages::session::Page;
use crate::state::Server;
use admit_core::ports::store::Scope;
use admit_core::users::access::Access;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};

/// Removes an organization; from its members only where their number was shown.
pub async fn remove(
    State(server): State<Server>,
    Path(code): Path<String>,
    posted: Posted,
) -> Page {
    let Posted { who, form } = posted;
    who.needs(&server, Scope::AccessWrite)?;
    let from_all = form.has("from_all");
    let (caller, of) = (who.caller.clone(), code.clone());
    let removed = who
        .take(&server, move |server| {
            let which = |access: &Access| Ok(of_code(access, &of)?.number);
            access::remove_now(server, &caller, (&TABLE, &which), &Use { from_all })
        })
        .await?;
    match removed {
        Ok(()) => Ok(Redirect::to("/organizations?done=removed").into_response()),
        Err(problem) => {
            let remove = Filled::refused(&form, in_use(problem));
            let forms = (None, remove);
            show::with(&server, &who, code, &Form::read(b""), forms).await
        }
    }
}
