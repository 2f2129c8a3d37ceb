//! `/rules`: everything that can be found, by subject.

use super::{SUBJECTS, mark, plain};
use crate::pages::frame::{Frame, Section, page};
use crate::pages::parts::address;
use crate::pages::session::{Page, SignedIn};
use crate::pages::words;
use crate::state::Server;
use admit_core::findings::rule::Rule;
use admit_core::report::json::what;
use admit_core::rules::RULES;
use askama::Template;
use axum::extract::State;

/// How many a page shows.
const SHOWN: usize = 100;

#[derive(Template)]
#[template(path = "rules/list.html")]
struct ListPage {
    frame: Frame,
    subject: String,
    search: String,
    subjects: Vec<Subject>,
    items: Vec<&'static Rule>,
    found: usize,
    /// Where the list begins.
    first: String,
    /// Where it goes on.
    next: Option<String>,
    is_first: bool,
}

/// What rules speak of.
struct Subject {
    letters: &'static str,
    name: &'static str,
    count: usize,
}

/// The page.
pub async fn list(State(server): State<Server>, who: SignedIn) -> Page {
    let asked = who.asked();
    let (subject, search) = (asked.text("subject"), asked.text("search"));
    let found: Vec<&'static Rule> = RULES
        .iter()
        .copied()
        .filter(|rule| rule.code.starts_with(subject) && speaks_of(rule, search))
        .collect();
    let behind = found
        .iter()
        .position(|rule| rule.code == asked.text("after"));
    let from = behind.map_or(0, |place| place + 1);
    let items: Vec<&'static Rule> = found.iter().skip(from).take(SHOWN).copied().collect();
    let last = items.last().filter(|_| from + items.len() < found.len());
    let at = |after: &str| {
        let fields = [("subject", subject), ("search", search), ("after", after)];
        address("/rules", &fields)
    };
    let next = last.map(|last| at(last.code));
    Ok(page(&ListPage {
        frame: who.frame(&server, Section::None),
        subject: subject.to_owned(),
        search: search.to_owned(),
        subjects: subjects(),
        found: found.len(),
        items,
        next,
        first: at(""),
        is_first: from == 0,
    }))
}

fn subjects() -> Vec<Subject> {
    let count = |letters: &str| {
        let rules = RULES.iter();
        rules.filter(|rule| rule.code.starts_with(letters)).count()
    };
    let subjects = SUBJECTS.iter().map(|(letters, name)| Subject {
        letters,
        name,
        count: count(letters),
    });
    subjects.collect()
}

/// Whether a rule has this text in its code, its name or what it finds.
fn speaks_of(rule: &Rule, search: &str) -> bool {
    let search = search.to_lowercase();
    let has = |text: &str| text.to_lowercase().contains(&search);
    search.is_empty() || has(rule.code) || has(rule.name) || has(&what(rule))
}
