//! `/audit`: who did what, the latest first.

use super::asked_for;
use crate::pages::frame::{Frame, Section, page};
use crate::pages::parts::address;
use crate::pages::session::{Page, SignedIn};
use crate::pages::words::{self, When};
use crate::state::Server;
use admit_core::operators::deed::Act;
use admit_core::ports::store::{AuditEntry, AuditQuery, Scope};
use admit_core::report::audit;
use askama::Template;
use axum::extract::State;

/// How many a page shows.
const SHOWN: u64 = 50;

#[derive(Template)]
#[template(path = "audit/list.html")]
struct ListPage {
    frame: Frame,
    items: Vec<Item>,
    who: String,
    what: String,
    acts: Vec<&'static str>,
    is_first: bool,
    first: String,
    next: Option<String>,
    /// Where all that is asked for is to be had as a file: CSV, and JSON lines.
    files: [String; 2],
}

/// One entry.
struct Item {
    number: u64,
    when: When,
    who: String,
    what: String,
    subject: String,
    /// Where it is shown what it was done to.
    at: Option<String>,
    detail: String,
}

impl Item {
    fn of(entry: AuditEntry, now: i64) -> Item {
        let subject = entry.subject.unwrap_or_default();
        Item {
            number: entry.number,
            when: words::when(entry.time, now),
            at: place(&entry.what, &subject),
            detail: audit::words(&entry.detail),
            who: entry.who,
            what: entry.what,
            subject,
        }
    }
}

/// Where a user or an import is shown, if it is one.
fn place(what: &str, subject: &str) -> Option<String> {
    let id: uuid::Uuid = subject.parse().ok()?;
    let (kind, _) = what.split_once('-')?;
    let is_gone = what.ends_with("-deleted");
    let shown = matches!(kind, "user" | "import") && !is_gone;
    shown.then(|| format!("/{kind}s/{id}"))
}

/// The page.
pub async fn list(State(server): State<Server>, who: SignedIn) -> Page {
    who.needs(&server, Scope::SettingsWrite)?;
    let asked = who.asked();
    let before: Option<u64> = asked.text("before").parse().ok();
    let query = AuditQuery {
        before,
        limit: SHOWN + 1,
        who: asked_for(&asked, "who"),
        what: asked_for(&asked, "what"),
        ..AuditQuery::default()
    };
    let mut entries = who
        .ask(&server, move |server| Ok(server.store().audit(&query)?))
        .await?;
    let has_more = entries.len() as u64 > SHOWN;
    entries.truncate(SHOWN as usize);
    let (by, what) = (asked.text("who"), asked.text("what"));
    let at = |before: &str| address("/audit", &[("who", by), ("what", what), ("before", before)]);
    let last = entries.last().filter(|_| has_more);
    let next = last.map(|last| at(&last.number.to_string()));
    let file = |format| {
        let fields = [("format", format), ("who", by), ("what", what)];
        address("/audit/export", &fields)
    };
    let now = server.now();
    Ok(page(&ListPage {
        frame: who.frame(&server, Section::Audit),
        items: entries.into_iter().map(|one| Item::of(one, now)).collect(),
        who: by.to_owned(),
        what: what.to_owned(),
        acts: Act::ALL.iter().map(|act| act.name()).collect(),
        is_first: before.is_none(),
        first: at(""),
        next,
        files: ["csv", "jsonl"].map(file),
    }))
}
