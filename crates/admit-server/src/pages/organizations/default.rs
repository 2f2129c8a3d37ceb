//! `POST /organizations/default`: where users without an organization go.

use super::list;
use crate::api::organizations::default::{DefaultChanges, choose_default};
use crate::pages::form::{Form, Posted};
use crate::pages::parts::Filled;
use crate::pages::session::Page;
use crate::state::Server;
use admit_core::ports::store::Scope;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};

/// Switches whether the default organization takes everyone.
pub async fn choose(State(server): State<Server>, posted: Posted) -> Page {
    let Posted { who, form } = posted;
    who.needs(&server, Scope::AccessWrite)?;
    let key = Some(form.text("default").to_owned()).filter(|key| !key.is_empty());
    let wanted = DefaultChanges {
        organization: key,
        auto_join: Some(form.has("auto_join")),
    };
    let caller = who.caller.clone();
    let chosen = who
        .take(&server, move |server| {
            choose_default(server, &caller, &wanted)
        })
        .await?;
    match chosen {
        Ok(_) => Ok(Redirect::to("/organizations?done=default").into_response()),
        Err(problem) => {
            let choose = Filled::refused(&form, problem);
            list::with(&server, &who, &Form::read(b""), Filled::default(), choose).await
        }
    }
}
