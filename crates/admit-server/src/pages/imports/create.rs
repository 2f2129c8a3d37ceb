//! `POST /imports`: a file comes from a page.

use super::new::NewPage;
use crate::api::imports::create::{Wanted, keep};
use crate::api::imports::form::of_form;
use crate::api::imports::received::Received;
use crate::pages::form::{TOKEN, from_here};
use crate::pages::frame::rendered;
use crate::pages::session::{Page, SignedIn};
use crate::problem::Problem;
use crate::state::Server;
use admit_core::ports::store::{Mode, Scope};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};

/// Keeps the file, and asks for it to be checked.
pub async fn create(State(server): State<Server>, who: SignedIn, request: Request) -> Page {
    let is_allowed =
        from_here(request.headers(), &server).and_then(|()| who.caller.needs(Scope::ImportsWrite));
    is_allowed.map_err(|problem| who.fault(&server, problem))?;
    let mut chosen: Vec<(String, String)> = Vec::new();
    match handed_in(&server, &who, request, &mut chosen).await {
        Ok(id) => Ok(Redirect::to(&format!("/imports/{id}?new")).into_response()),
        Err(problem) => {
            let page = NewPage::of(&server, &who, Some(problem), chosen);
            Ok(rendered(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
    }
}

async fn handed_in(
    server: &Server,
    who: &SignedIn,
    request: Request,
    chosen: &mut Vec<(String, String)>,
) -> Result<uuid::Uuid, Problem> {
    let mut wanted = Wanted::new();
    let mut is_ours = false;
    // Whatever ends this before it is kept, nothing of it stays.
    let mut received = Received::new(server, &who.caller.who, Mode::Check);
    let id = received.id;
    let files = of_form(server, &mut received, request, |name, value| {
        let value = value.trim();
        if name == TOKEN {
            is_ours = who.made(value);
        } else if !value.is_empty() {
            chosen.push((name.to_owned(), value.to_owned()));
            wanted.take(name, value)?;
        }
        Ok(())
    })
    .await?;
    if !is_ours {
        return Err(Problem::unusable(
            "The page was from before you signed in. Choose the file once more.",
        ));
    }
    if files.iter().all(|file| file.bytes == 0) {
        let problem = Problem::unusable("Choose a file of users.");
        return Err(problem.field("file", "no file was chosen, or it is empty"));
    }
    let caller = who.caller.clone();
    server
        .blocking(move |server| keep(server, received, &caller, files, &wanted))
        .await?;
    Ok(id)
}
