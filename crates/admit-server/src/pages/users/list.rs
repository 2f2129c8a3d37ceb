//! `/users`: finding users.

use super::at_sign_in::AtSignIn;
use super::named::{name_of, value_of};
use super::nearest::{Nearest, nearest_to};
use crate::api::users::list::{Filter, Listed, listed, query};
use crate::pages::form::Form;
use crate::pages::frame::{Frame, Section, page, rendered};
use crate::pages::session::{Page, SignedIn};
use crate::pages::words::{self, When};
use crate::problem::Problem;
use crate::state::Server;
use admit_core::ports::store::Scope;
use admit_core::users::access::Access;
use admit_core::users::user::{IdentifierKind, StoredUser, UserKey};
use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use uuid::Uuid;

/// How many users a page shows.
const SHOWN: u64 = 50;

/// How many organizations of a user a row shows, and how many roles of each.
const ORGANIZATIONS_SHOWN: usize = 3;

/// Up to so many of a kind are offered to choose from; of more, the key is typed.
const OFFERED_MAX: usize = 50;

/// The fields of the filter, in the order of the page.
const FILTERS: [&str; 5] = ["search", "organization", "role", "permission", "status"];

#[derive(Template)]
#[template(path = "users/list.html")]
struct ListPage {
    frame: Frame,
    items: Vec<Item>,
    /// How many users there are in all, where nothing is left out.
    total: Option<u64>,
    /// The address of the next page.
    next: Option<String>,
    is_first: bool,
    is_filtered: bool,
    search: String,
    status: String,
    choices: [Choices; 3],
    /// What does not fit of the filter.
    problem: Option<Problem>,
    nearest: Option<Nearest>,
    can_sign_in: bool,
}

/// What is offered to filter by.
struct Choices {
    name: &'static str,
    label: &'static str,
    /// What is chosen.
    chosen: String,
    /// Keys with names; empty where there are too many to choose from.
    offered: Vec<(String, String)>,
    /// Whether there are any at all.
    has_any: bool,
}

/// One user of the list.
struct Item {
    id: Uuid,
    name: String,
    email: Option<String>,
    provided_id: Option<String>,
    organizations: Vec<Place>,
    more: u64,
    at_sign_in: AtSignIn,
    updated: When,
}

/// What somebody has in an organization.
struct Place {
    name: String,
    roles: Vec<String>,
    more: u64,
}

/// The page.
pub async fn list(State(server): State<Server>, who: SignedIn, RawQuery(asked): RawQuery) -> Page {
    let frame = who.frame(&server, Section::Users);
    let scope = who.caller.needs(Scope::UsersRead);
    scope.map_err(|problem| who.fault(&server, problem))?;
    let asked = Form::read(asked.unwrap_or_default().as_bytes());
    let made = server.blocking(move |server| ListPage::of(server, frame, &asked));
    let list = made.await.map_err(|problem| who.fault(&server, problem))?;
    Ok(match &list.problem {
        Some(problem) => rendered(problem.status(), &list),
        None => page(&list),
    })
}

impl ListPage {
    fn of(server: &Server, frame: Frame, asked: &Form) -> Result<ListPage, Problem> {
        let store = server.store();
        let access = store.access()?;
        let given = |name| Some(asked.text(name).to_owned()).filter(|text| !text.is_empty());
        let filter = Filter {
            search: given("search"),
            organization: given("organization"),
            role: given("role"),
            permission: given("permission"),
            status: given("status"),
        };
        let is_filtered = FILTERS.iter().any(|name| given(name).is_some());
        let after = asked.text("after");
        let mut problem = None;
        let mut found = Listed {
            users: Vec::new(),
            next: None,
            total: None,
        };
        match (query(&filter, &access), place(after)) {
            (Ok(query), Ok(after)) => found = listed(store, query, after, SHOWN)?,
            (Err(own), _) | (_, Err(own)) => problem = Some(own),
        }
        let is_first = after.is_empty();
        let nobody = found.users.is_empty() && is_first && problem.is_none();
        let nearest = match &filter.search {
            Some(search) if nobody => {
                nearest_to(store, search, server.config().default_region.as_deref())?
            }
            _ => None,
        };
        let now = server.now();
        let users = found.users.iter();
        Ok(ListPage {
            frame,
            items: users.map(|user| Item::of(user, &access, now)).collect(),
            total: found.total,
            next: found.next.map(|next| address(asked, next)),
            is_first,
            is_filtered,
            search: filter.search.unwrap_or_default(),
            status: filter.status.unwrap_or_default(),
            choices: choices(&access, asked),
            problem,
            nearest,
            can_sign_in: store.password_connection()?,
        })
    }

    fn error_of(&self, field: &str) -> Option<&str> {
        self.problem.as_ref()?.error_of(field)
    }

    fn shown(&self) -> u64 {
        self.items.len() as u64
    }
}

/// Behind whom a page begins.
fn place(after: &str) -> Result<UserKey, Problem> {
    if after.is_empty() {
        return Ok(0);
    }
    after.parse().map_err(|_| {
        Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            ("unusable", "This is no page of the list"),
            "Begin at the first page.",
        )
    })
}

/// The address of the page behind a user, with the same filter.
fn address(asked: &Form, after: UserKey) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for name in FILTERS {
        if !asked.text(name).is_empty() {
            query.append_pair(name, asked.text(name));
        }
    }
    query.append_pair("after", &after.to_string());
    format!("/users?{}", query.finish())
}

fn choices(access: &Access, asked: &Form) -> [Choices; 3] {
    let of = |name, label, offered: Vec<(String, String)>| Choices {
        name,
        label,
        chosen: asked.text(name).to_owned(),
        has_any: !offered.is_empty(),
        offered: if offered.len() > OFFERED_MAX {
            Vec::new()
        } else {
            offered
        },
    };
    let organizations = access.organizations.iter();
    let organizations = organizations.map(|own| (own.external_id.clone(), own.name.clone()));
    let roles = access.roles.iter();
    let roles = roles.map(|own| (own.key.clone(), own.key.clone()));
    let permissions = access.permissions.iter();
    let permissions = permissions.map(|own| (own.key.clone(), own.key.clone()));
    [
        of("organization", "Organization", organizations.collect()),
        of("role", "Role", roles.collect()),
        of("permission", "Permission", permissions.collect()),
    ]
}

impl Item {
    fn of(user: &StoredUser, access: &Access, now: i64) -> Item {
        let text = |kind| value_of(user, kind).map(str::to_owned);
        let shown = user.memberships.iter().take(ORGANIZATIONS_SHOWN);
        let places = shown.map(|own| {
            let found = access.organization(own.organization);
            let roles = own.roles.iter().filter_map(|number| access.role(*number));
            Place {
                name: found.map_or_else(String::new, |found| found.name.clone()),
                roles: roles
                    .take(ORGANIZATIONS_SHOWN)
                    .map(|role| role.key.clone())
                    .collect(),
                more: left(own.roles.len()),
            }
        });
        Item {
            id: user.id,
            name: name_of(user),
            email: text(IdentifierKind::Email),
            provided_id: text(IdentifierKind::Id),
            organizations: places.collect(),
            more: left(user.memberships.len()),
            at_sign_in: AtSignIn::of(user),
            updated: words::when(user.updated, now),
        }
    }
}

/// How many are not shown.
fn left(all: usize) -> u64 {
    all.saturating_sub(ORGANIZATIONS_SHOWN) as u64
}
