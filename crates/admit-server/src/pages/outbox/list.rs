//! `/outbox`: which mails there are, without what stands in them.

use super::state;
use crate::pages::frame::{Frame, Section, page};
use crate::pages::parts::address;
use crate::pages::session::{Page, SignedIn};
use crate::pages::words::{self, When};
use crate::state::Server;
use admit_core::ports::store::{Scope, StoredMail};
use askama::Template;
use axum::extract::State;

/// How many a page shows.
const SHOWN: u64 = 50;

#[derive(Template)]
#[template(path = "outbox/list.html")]
struct ListPage {
    frame: Frame,
    items: Vec<Item>,
    has_server: bool,
    is_first: bool,
    next: Option<String>,
}

/// One mail.
struct Item {
    number: u64,
    to: String,
    subject: String,
    when: When,
    badge: (&'static str, &'static str, &'static str),
}

impl Item {
    fn of(stored: &StoredMail, now: i64) -> Item {
        Item {
            number: stored.number,
            to: stored.mail.to.clone(),
            subject: stored.mail.subject.clone(),
            when: words::when(stored.mail.created, now),
            badge: state(stored, now),
        }
    }
}

/// The page.
pub async fn list(State(server): State<Server>, who: SignedIn) -> Page {
    who.needs(&server, Scope::UsersWrite)?;
    let before: Option<u64> = who.asked().text("before").parse().ok();
    let mut mails = who
        .ask(&server, move |server| {
            let before = before.unwrap_or(u64::MAX);
            let store = server.store();
            Ok(store.latest_mails(before, SHOWN + 1, server.now())?)
        })
        .await?;
    let has_more = mails.len() as u64 > SHOWN;
    mails.truncate(SHOWN as usize);
    let last = mails.last().filter(|_| has_more);
    let now = server.now();
    Ok(page(&ListPage {
        frame: who.frame(&server, Section::Outbox),
        next: last.map(|last| address("/outbox", &[("before", &last.number.to_string())])),
        items: mails.iter().map(|stored| Item::of(stored, now)).collect(),
        has_server: server.config().smtp.is_some(),
        is_first: before.is_none(),
    }))
}
