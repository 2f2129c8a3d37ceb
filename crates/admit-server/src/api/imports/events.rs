//! `GET /imports/{id}/events`.

use super::view::Known;
use crate::api::query::Named;
use crate::limits::{EVENTS_EVERY, LOOK_AGAIN_EVERY};
use crate::problem::{Problem, ProblemDocument};
use crate::state::{Server, Told};
use crate::who::Caller;
use admit_core::ports::store::Scope;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::unfold;
use serde_json::{Value, json};
use std::convert::Infallible;
use std::sync::Arc;
use tokio::sync::watch;
use tokio::time::Instant;
use uuid::Uuid;

/// What somebody who listens was told last, and what comes next.
struct Listening {
    server: Server,
    heard: watch::Receiver<Option<Arc<Told>>>,
    /// The latest job when it began to listen: what is told is no older.
    job: u64,
    state: Value,
    progress: Value,
    last: Place,
    caller: Caller,
    /// When it was last looked whether they may listen.
    looked: Instant,
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
        (status = 204, description = "The end was told before"),
        (status = 404, body = ProblemDocument),
    )
)]
pub async fn events(
    State(server): State<Server>,
    caller: Caller,
    Named(id): Named,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    caller.needs(Scope::ImportsRead)?;
    let known = server
        .blocking(move |server| Known::named(server.store(), &id))
        .await?;
    let last = headers.get("last-event-id");
    let last = last.and_then(|last| last.to_str().ok());
    let last = last.and_then(Place::of_text).unwrap_or_default();
    let is_moving = is_moving(&json!(known.state()));
    if last.is_end && last.job == job_of(&known) && !is_moving {
        // Whoever was told the end need not ask again.
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let listening = Listening {
        heard: listen(&server, known.id),
        job: job_of(&known),
        server,
        state: Value::Null,
        progress: Value::Null,
        last,
        caller,
        looked: Instant::now(),
    };
    let events = unfold(listening, |listening| async move { listening.next().await });
    Ok(Sse::new(events)
        .keep_alive(KeepAlive::default())
        .into_response())
}

/// Where somebody who listens is: in which job, at which event, or at the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Place {
    job: u64,
    number: u64,
    is_end: bool,
}

impl Place {
    fn of_text(text: &str) -> Option<Place> {
        let (job, event) = text.split_once('.')?;
        let is_end = event == "end";
        let number = if is_end { 0 } else { event.parse().ok()? };
        Some(Place {
            job: job.parse().ok()?,
            number,
            is_end,
        })
    }

    fn text(self) -> String {
        let Place {
            job,
            number,
            is_end,
        } = self;
        if is_end {
            format!("{job}.end")
        } else {
            format!("{job}.{number}")
        }
    }

    /// The next event, of this job.
    fn next(self, job: u64, is_end: bool) -> Place {
        let number = if job == self.job && !self.is_end {
            self.number
        } else {
            0
        };
        Place {
            job,
            number: number + 1,
            is_end,
        }
    }
}

/// Listens to an import, which is read once for all who do.
fn listen(server: &Server, id: Uuid) -> watch::Receiver<Option<Arc<Told>>> {
    let reading = server.clone();
    server.told().listen(id, EVENTS_EVERY, move || {
        let server = reading.clone();
        async move {
            let told = server.blocking(move |server| {
                let known = Known::named(server.store(), &id.to_string())?;
                Ok(Told {
                    job: job_of(&known),
                    import: known.told(),
                })
            });
            told.await.ok().map(Arc::new)
        }
    })
}

/// The number of the latest job of an import.
fn job_of(known: &Known) -> u64 {
    known.job.as_ref().map_or(0, |job| job.number)
}

impl Listening {
    /// The next event, when there is one; nothing after the end, or once the server is to
    /// stop. Each tells where the import is now, so that whoever comes back misses
    /// nothing.
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Listening)> {
        if self.last.is_end && !self.state.is_null() {
            return None;
        }
        let mut is_due = false;
        loop {
            let now = self.now().await?;
            if !self.may_listen().await {
                return None;
            }
            let (told, job) = (&now.import, now.job);
            if told["state"] != self.state {
                self.state = told["state"].clone();
                return Some((Ok(self.event("state", job, told)), self));
            }
            if !is_moving(&self.state) {
                return Some((Ok(self.event("end", job, told)), self));
            }
            let progress = &told["progress"];
            let is_at_work = !progress["phase"].is_null();
            if *progress != self.progress || (is_due && is_at_work) {
                self.progress = progress.clone();
                let progress = self.progress.clone();
                return Some((Ok(self.event("progress", job, &progress)), self));
            }
            tokio::select! {
                changed = self.heard.changed() => changed.ok()?,
                () = tokio::time::sleep(EVENTS_EVERY) => is_due = true,
                () = self.server.stopping() => return None,
            }
        }
    }

    /// Whether who listens may still do so, looked at now and then. While the store does not
    /// answer they may.
    async fn may_listen(&mut self) -> bool {
        if self.looked.elapsed() < LOOK_AGAIN_EVERY {
            return true;
        }
        self.looked = Instant::now();
        let caller = self.caller.clone();
        let still = self
            .server
            .blocking(move |server| caller.still(server.store(), Scope::ImportsRead));
        let refused = [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN];
        let refusal = still.await.err();
        !refusal.is_some_and(|problem| refused.contains(&problem.status()))
    }

    /// The import as it was read last; nothing if it is gone.
    async fn now(&mut self) -> Option<Arc<Told>> {
        let job = self.job;
        let is_recent = |told: &Option<Arc<Told>>| told.as_ref().is_some_and(|t| t.job >= job);
        self.heard.wait_for(is_recent).await.ok()?.clone()
    }

    fn event(&mut self, name: &str, job: u64, data: &Value) -> Event {
        self.last = self.last.next(job, name == "end");
        let event = Event::default().event(name).id(self.last.text());
        event.data(data.to_string())
    }
}

fn is_moving(state: &Value) -> bool {
    let moving = ["receiving", "checking", "applying", "undoing"];
    state.as_str().is_some_and(|state| moving.contains(&state))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_and_read() {
        let first = Place::default().next(7, false);
        assert_eq!(first.text(), "7.1");
        let second = Place::of_text("7.1").unwrap().next(7, false);
        assert_eq!(second.text(), "7.2");
        let end = second.next(7, true);
        assert_eq!(end.text(), "7.end");
        let again = Place::of_text("7.end").unwrap();
        assert!(again.is_end && again.job == 7);
        assert_eq!(again.next(8, false).text(), "8.1");
        for text in ["", "7", "a.1", "7.b", ".end"] {
            assert_eq!(Place::of_text(text), None, "{text}");
        }
    }
}
