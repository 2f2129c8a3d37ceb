//! `/organizations`: what there is, and adding to it.

use crate::pages::form::Form;
use crate::pages::frame::{Frame, Section, rendered};
use crate::pages::parts::{Filled, address};
use crate::pages::session::{Page, SignedIn};
use crate::pages::words;
use crate::state::Server;
use admit_core::ports::store::Scope;
use admit_core::users::access::{Access, Organization};
use askama::Template;
use axum::extract::State;

/// How many a page shows.
const SHOWN: usize = 50;

#[derive(Template)]
#[template(path = "organizations/list.html")]
struct ListPage {
    frame: Frame,
    items: Vec<Organization>,
    all: usize,
    found: usize,
    search: String,
    /// Where the list begins.
    first: String,
    /// Where it goes on.
    next: Option<String>,
    is_first: bool,
    default: Option<Organization>,
    auto_join: bool,
    done: &'static str,
    add: Filled,
    choose: Filled,
}

/// The page.
pub async fn list(State(server): State<Server>, who: SignedIn) -> Page {
    who.needs(&server, Scope::AccessRead)?;
    let asked = who.asked();
    with(&server, &who, &asked, Filled::default(), Filled::default()).await
}

/// The page with these forms on it.
pub async fn with(
    server: &Server,
    who: &SignedIn,
    asked: &Form,
    add: Filled,
    choose: Filled,
) -> Page {
    let access = who
        .ask(server, |server| Ok(server.store().access()?))
        .await?;
    let search = asked.text("search").to_owned();
    let found = found(&access, &search);
    let after = asked.text("after");
    let behind = found.iter().position(|one| one.code == after);
    let from = behind.map_or(0, |place| place + 1);
    let shown = &found[from..found.len().min(from + SHOWN)];
    let next = shown
        .last()
        .filter(|_| from + shown.len() < found.len())
        .map(|last| {
            address(
                "/organizations",
                &[("search", &search), ("after", &last.code)],
            )
        });
    let status = match add.problem() {
        Some(_) => add.status(),
        None => choose.status(),
    };
    Ok(rendered(
        status,
        &ListPage {
            frame: who.frame(server, Section::Organizations),
            items: shown.iter().map(|one| (*one).clone()).collect(),
            all: access.organizations.len(),
            found: found.len(),
            next,
            first: address("/organizations", &[("search", &search)]),
            is_first: from == 0,
            default: access.default_organization().cloned(),
            auto_join: access.auto_join,
            done: done(asked.text("done")),
            search,
            add,
            choose,
        },
    ))
}

/// Those whose name, external id or code has this text, by name.
fn found<'a>(access: &'a Access, search: &str) -> Vec<&'a Organization> {
    let search = search.to_lowercase();
    let has = |text: &str| text.to_lowercase().contains(&search);
    let all = access.organizations.iter();
    let mut found: Vec<&Organization> = all
        .filter(|one| has(&one.name) || has(&one.external_id) || has(&one.code))
        .collect();
    found.sort_by_cached_key(|one| (one.name.to_lowercase(), one.number));
    found
}

fn done(what: &str) -> &'static str {
    match what {
        "default" => "Saved where users without an organization go.",
        "removed" => "The organization is removed.",
        _ => "",
    }
}
