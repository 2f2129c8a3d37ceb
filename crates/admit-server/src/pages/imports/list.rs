//! `/imports`: what ran, and what is left to do.

use crate::api::imports::list::listed;
use crate::api::imports::view::Known;
use crate::pages::frame::{Frame, Section, page};
use crate::pages::parts::{Badge, sumbar};
use crate::pages::session::{Page, SignedIn};
use crate::pages::words::{self, Number as _, When};
use crate::state::Server;
use admit_core::findings::rule::Severity;
use admit_core::ports::store::{Ledger, Scope};
use askama::Template;
use axum::extract::{Query, State};
use serde::Deserialize;
use uuid::Uuid;

/// How many imports a page shows.
const SHOWN: u64 = 50;

/// Which of them.
#[derive(Deserialize)]
pub struct Asked {
    /// Those before this one.
    before: Option<Uuid>,
}

#[derive(Template)]
#[template(path = "imports/list.html")]
struct ListPage {
    frame: Frame,
    items: Vec<Item>,
    next: Option<Uuid>,
    is_first: bool,
}

/// One import of the list.
struct Item {
    id: Uuid,
    name: String,
    by: String,
    when: When,
    badge: Badge,
    ledger: Ledger,
    bar: String,
    next: Option<NextStep>,
}

/// What is left to do with it.
struct NextStep {
    text: String,
    path: String,
}

/// The page.
pub async fn list(State(server): State<Server>, who: SignedIn, Query(asked): Query<Asked>) -> Page {
    let frame = who.frame(&server, Section::Imports);
    let scope = who.caller.needs(Scope::ImportsRead);
    scope.map_err(|problem| who.fault(&server, problem))?;
    let before = asked.before;
    let found = server
        .blocking(move |server| {
            let (known, next) = listed(server.store(), before, SHOWN)?;
            Ok((
                known
                    .iter()
                    .map(|known| Item::of(known, server.now()))
                    .collect(),
                next,
            ))
        })
        .await;
    let (items, next) = found.map_err(|problem| who.fault(&server, problem))?;
    Ok(page(&ListPage {
        frame,
        items,
        next,
        is_first: before.is_none(),
    }))
}

impl Item {
    fn of(known: &Known, now: i64) -> Item {
        let ledger = known.record.as_ref().map(|record| record.ledger);
        let ledger = ledger.unwrap_or_default();
        Item {
            id: known.id,
            name: known.name().to_owned(),
            by: known.by().to_owned(),
            when: words::when(known.created(), now),
            badge: Badge::of(known),
            bar: sumbar(
                &[
                    ledger.created,
                    ledger.updated,
                    ledger.unchanged,
                    ledger.rejected,
                    ledger.not_reached,
                ],
                true,
            ),
            ledger,
            next: next_step(known, &ledger),
        }
    }

    /// What became of its rows: the names as they stand above the columns, and how many.
    fn outcomes(&self) -> [(&'static str, u64); 6] {
        [
            ("Read", self.ledger.read),
            ("Created", self.ledger.created),
            ("Updated", self.ledger.updated),
            ("Unchanged", self.ledger.unchanged),
            ("Rejected", self.ledger.rejected),
            ("Not reached", self.ledger.not_reached),
        ]
    }
}

fn next_step(known: &Known, ledger: &Ledger) -> Option<NextStep> {
    let at = format!("/imports/{}", known.id);
    let step = |text: &str, path: String| {
        Some(NextStep {
            text: text.to_owned(),
            path,
        })
    };
    match known.state() {
        "receiving" | "checking" | "applying" | "undoing" => step("Watch", at),
        "checked" => step("Review", at),
        "stopped" => step("Go on", at),
        "complete" if ledger.rejected > 0 => {
            let rows = words::of(ledger.rejected, "row", "rows");
            step(&format!("Correct {rows}"), format!("{at}/problems"))
        }
        "complete" => {
            let record = known.record.as_ref()?;
            let mut counts = record.counts.iter();
            let is_left = counts.any(|count| count.severity == Severity::Warning);
            is_left.then(|| step("See what was left out", format!("{at}/problems")))?
        }
        _ => None,
    }
}
