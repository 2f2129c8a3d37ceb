//! `/organizations/{code}`: one organization, its name, and what would be lost with it.

use super::of_code;
use crate::pages::form::Form;
use crate::pages::frame::{Frame, Section, rendered};
use crate::pages::parts::{Filled, address};
use crate::pages::session::{Page, SignedIn};
use crate::pages::words;
use crate::state::Server;
use admit_core::by_hand::Removal;
use admit_core::ports::store::Scope;
use admit_core::users::access::Organization;
use askama::Template;
use axum::extract::{Path, State};

#[derive(Template)]
#[template(path = "organizations/show.html")]
struct ShowPage {
    frame: Frame,
    organization: Organization,
    /// Where its members are listed.
    members_at: String,
    /// How many members it has, where that was asked for.
    members: Option<u64>,
    auto_join: bool,
    done: &'static str,
    change: Filled,
    remove: Filled,
}

/// The page.
pub async fn show(State(server): State<Server>, Path(code): Path<String>, who: SignedIn) -> Page {
    who.needs(&server, Scope::AccessRead)?;
    let asked = who.asked();
    with(&server, &who, code, &asked, (None, Filled::default())).await
}

/// The page with these forms on it.
pub async fn with(
    server: &Server,
    who: &SignedIn,
    code: String,
    asked: &Form,
    (change, remove): (Option<Filled>, Filled),
) -> Page {
    let counted = asked.has("count") || remove.problem().is_some();
    let (access, organization, members) = who
        .ask(server, move |server| {
            let store = server.store();
            let access = store.access()?;
            let organization = of_code(&access, &code)?.clone();
            let removal = Removal::of_organization(organization.number);
            let members = counted.then(|| removal.users(store)).transpose()?;
            Ok((access, organization, members))
        })
        .await?;
    let change = change.unwrap_or_else(|| Filled::with(&[("name", &organization.name)]));
    let status = match change.problem() {
        Some(_) => change.status(),
        None => remove.status(),
    };
    let members_at = address("/users", &[("organization", &organization.external_id)]);
    Ok(rendered(
        status,
        &ShowPage {
            frame: who.frame(server, Section::Organizations),
            organization,
            members_at,
            members,
            auto_join: access.auto_join,
            done: done(asked.text("done")),
            change,
            remove,
        },
    ))
}

fn done(what: &str) -> &'static str {
    match what {
        "added" => "The organization is added. Files can name it from now on.",
        "changed" => "Saved.",
        "default" => "Users without an organization go here from now on.",
        _ => "",
    }
}
