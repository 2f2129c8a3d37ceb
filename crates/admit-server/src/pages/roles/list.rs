//! `/roles`: what each role gives, as a table of so many roles and permissions at once.

use crate::pages::form::Form;
use crate::pages::frame::{Frame, Section, rendered};
use crate::pages::parts::{Filled, address};
use crate::pages::session::{Page, SignedIn};
use crate::pages::words;
use crate::state::Server;
use admit_core::ports::store::Scope;
use admit_core::users::access::{Permission, Role};
use askama::Template;
use axum::extract::State;

/// How many roles stand beside each other.
const ROLES_SHOWN: usize = 12;

/// How many permissions stand below each other.
const PERMISSIONS_SHOWN: usize = 40;

#[derive(Template)]
#[template(path = "roles/list.html")]
struct ListPage {
    frame: Frame,
    roles: Part<Role>,
    permissions: Part<Permission>,
    role_search: String,
    permission_search: String,
    done: &'static str,
    add_role: Filled,
    add_permission: Filled,
}

/// A part of a list.
struct Part<T> {
    shown: Vec<T>,
    found: usize,
    all: usize,
    /// Where the list begins, if this is not there.
    first: Option<String>,
    /// Where it goes on.
    next: Option<String>,
}

impl<T> Part<T> {
    fn has_more(&self) -> bool {
        self.first.is_some() || self.next.is_some()
    }
}

/// Which part of a list is asked for.
struct Wanted<'a> {
    search: &'a str,
    after: &'a str,
    count: usize,
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
    add_role: Filled,
    add_permission: Filled,
) -> Page {
    let access = who
        .ask(server, |server| Ok(server.store().access()?))
        .await?;
    let names = ["role", "permission", "roles_after", "permissions_after"];
    let at = |roles_after: &str, permissions_after: &str| {
        let [role, permission] = [asked.text("role"), asked.text("permission")];
        let values = [role, permission, roles_after, permissions_after];
        let fields: Vec<(&str, &str)> = names.into_iter().zip(values).collect();
        address("/roles", &fields)
    };
    let [roles_after, permissions_after] =
        ["roles_after", "permissions_after"].map(|name| asked.text(name));
    let wanted = Wanted {
        search: asked.text("role"),
        after: roles_after,
        count: ROLES_SHOWN,
    };
    let of = |role: &Role| (role.number, [role.key.clone(), role.name.clone()]);
    let roles = part(&access.roles, &wanted, of, |after| {
        at(after, permissions_after)
    });
    let wanted = Wanted {
        search: asked.text("permission"),
        after: permissions_after,
        count: PERMISSIONS_SHOWN,
    };
    let of = |one: &Permission| (one.number, [one.key.clone(), one.name.clone()]);
    let permissions = part(&access.permissions, &wanted, of, |after| {
        at(roles_after, after)
    });
    let status = match add_role.problem() {
        Some(_) => add_role.status(),
        None => add_permission.status(),
    };
    Ok(rendered(
        status,
        &ListPage {
            frame: who.frame(server, Section::Roles),
            roles,
            permissions,
            role_search: asked.text("role").to_owned(),
            permission_search: asked.text("permission").to_owned(),
            done: done(asked.text("done")),
            add_role,
            add_permission,
        },
    ))
}

/// A part of a list that is in the order of its numbers.
fn part<T: Clone>(
    all: &[T],
    wanted: &Wanted<'_>,
    told: impl Fn(&T) -> (u32, [String; 2]),
    at: impl Fn(&str) -> String,
) -> Part<T> {
    let search = wanted.search.to_lowercase();
    let after: u32 = wanted.after.parse().unwrap_or(0);
    let is_found = |one: &&T| {
        let texts = told(one).1;
        texts
            .iter()
            .any(|text| text.to_lowercase().contains(&search))
    };
    let found: Vec<&T> = all.iter().filter(is_found).collect();
    let from = found.partition_point(|one| told(one).0 <= after);
    let shown: Vec<T> = found[from..]
        .iter()
        .take(wanted.count)
        .map(|one| (*one).clone())
        .collect();
    let last = shown.last().filter(|_| from + shown.len() < found.len());
    Part {
        next: last.map(|last| at(&told(last).0.to_string())),
        first: (from > 0).then(|| at("")),
        found: found.len(),
        all: all.len(),
        shown,
    }
}

fn done(what: &str) -> &'static str {
    match what {
        "role-removed" => "The role is removed.",
        "permission-removed" => "The permission is removed.",
        _ => "",
    }
}
