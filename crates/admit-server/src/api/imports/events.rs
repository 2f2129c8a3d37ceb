//! `GET /imports/{id}/events`.

use super::view::Known;
use crate::api::query::Named;
use crate::limits::EVENTS_EVERY;
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::ports::store::Scope;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use futures_util::stream::unfold;
use serde_json::Value;
use std::convert::Infallible;

/// What somebody who listens was told last, and what comes next.
struct Listening {
    server: Server,
    id: String,
    state: Value,
    progress: Value,
    is_over: bool,
    number: u64,
}

/// How an import comes along, as server-sent events: `progress`, `state`, and `end`.
#[utoipa::path(
    get,
    path = "/imports/{id}/events",
    tag = "imports",
    security(("token" = ["imports:read"])),
    params(("id" = String, Path, description = "The import's public id")),
    responses(
        (status = 200, body = String, content_type = "text/event-stream"),
        (status = 404, body = ProblemDocument),
    )
)]
pub async fn events(
    State(server): State<Server>,
    caller: Caller,
    Named(id): Named,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    caller.needs(Scope::ImportsRead)?;
    let named = id.clone();
    server
        .blocking(move |server| Known::named(server.store(), &named).map(drop))
        .await?;
    let listening = Listening {
        server,
        id,
        state: Value::Null,
        progress: Value::Null,
        is_over: false,
        number: 0,
    };
    let events = unfold(listening, |listening| async move { listening.next().await });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()))
}

impl Listening {
    /// The next event, when there is one; nothing after the end. Each tells where the
    /// import is now, so that whoever comes back misses nothing.
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Listening)> {
        if self.is_over {
            return None;
        }
        loop {
            let id = self.id.clone();
            let told = self
                .server
                .blocking(move |server| Ok(Known::named(server.store(), &id)?.told()))
                .await
                .ok()?;
            if told["state"] != self.state {
                self.state = told["state"].clone();
                return Some((Ok(self.event("state", &told)), self));
            }
            if !is_moving(&self.state) {
                self.is_over = true;
                return Some((Ok(self.event("end", &told)), self));
            }
            if told["progress"] != self.progress {
                self.progress = told["progress"].clone();
                let progress = self.progress.clone();
                return Some((Ok(self.event("progress", &progress)), self));
            }
            tokio::time::sleep(EVENTS_EVERY).await;
        }
    }

    fn event(&mut self, name: &str, data: &Value) -> Event {
        self.number += 1;
        let event = Event::default().event(name).id(self.number.to_string());
        event.data(data.to_string())
    }
}

fn is_moving(state: &Value) -> bool {
    let moving = ["receiving", "checking", "applying", "undoing"];
    state.as_str().is_some_and(|state| moving.contains(&state))
}
