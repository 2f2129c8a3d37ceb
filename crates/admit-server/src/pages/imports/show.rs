//! `/imports/{id}`: where an import is, what it would do, or what it did.

use super::progress::ProgressPage;
use super::result::ResultPage;
use super::review::ReviewPage;
use crate::api::imports::columns::seen;
use crate::api::imports::events as api_events;
use crate::api::imports::view::Known;
use crate::api::query::Named;
use crate::pages::frame::{Section, page};
use crate::pages::session::{Page, SignedIn};
use crate::state::Server;
use admit_core::ports::store::Scope;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

/// How often a browser without scripts may look again, in seconds.
const LOOK_AGAIN_SECONDS: u64 = 10;

/// What stands behind the question mark.
#[derive(Deserialize)]
pub struct Asked {
    /// The file was handed in just now.
    new: Option<String>,
    /// To look again by itself.
    every: Option<u64>,
}

/// What is shown, as its state is.
enum Shown {
    Progress(Box<ProgressPage>),
    Review(Box<ReviewPage>),
    Result(Box<ResultPage>),
    Columns,
}

/// The page.
pub async fn show(
    State(server): State<Server>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Page {
    let scope = who.caller.needs(Scope::ImportsRead);
    scope.map_err(|problem| who.fault(&server, problem))?;
    let frame = who.frame(&server, Section::Imports);
    let (own, is_new) = (id.clone(), asked.new.is_some());
    let shown = server
        .blocking(move |server| {
            let known = Known::named(server.store(), &own)?;
            Ok(match known.state() {
                "receiving" | "checking" | "applying" | "undoing" => {
                    Shown::Progress(Box::new(ProgressPage::of(frame, &known, is_new)))
                }
                "checked" | "failed" => {
                    let columns = seen(server.store(), &known)?;
                    let unknown = columns.iter().any(|column| {
                        column["field"].is_null() && column["values"].as_u64() > Some(0)
                    });
                    if is_new && unknown && known.state() == "checked" {
                        Shown::Columns
                    } else {
                        Shown::Review(Box::new(ReviewPage::of(server, frame, &known)?))
                    }
                }
                _ if known.is_check() => {
                    Shown::Review(Box::new(ReviewPage::of(server, frame, &known)?))
                }
                _ => Shown::Result(Box::new(ResultPage::of(server, frame, &known)?)),
            })
        })
        .await;
    let shown = shown.map_err(|problem| who.fault(&server, problem))?;
    Ok(match shown {
        Shown::Progress(progress) => looking_again(page(&*progress), asked.every),
        Shown::Review(review) => page(&*review),
        Shown::Result(result) => page(&*result),
        Shown::Columns => Redirect::to(&format!("/imports/{id}/columns")).into_response(),
    })
}

/// Lets a browser without scripts look again by itself, if it was asked to.
fn looking_again(mut response: Response, every: Option<u64>) -> Response {
    if let Some(every) = every {
        let seconds = HeaderValue::from(every.max(LOOK_AGAIN_SECONDS));
        let refresh = HeaderName::from_static("refresh");
        response.headers_mut().insert(refresh, seconds);
    }
    response
}

/// How it comes along.
pub async fn events(
    State(server): State<Server>,
    who: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Page {
    let caller = who.caller.clone();
    let told = api_events::events(State(server.clone()), caller, Named(id), headers).await;
    told.map_err(|problem| who.fault(&server, problem))
}
