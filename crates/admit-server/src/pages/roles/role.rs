//! `/roles/{number}`: one role, what it gives, and who has it.

use super::role_of;
use crate::api::access::{self, Changes, Use};
use crate::api::roles::TABLE;
use crate::api::roles::change::{RoleChanges, permissions};
use crate::pages::form::{Form, Posted};
use crate::pages::frame::{Frame, Section, rendered};
use crate::pages::parts::{Filled, address, in_use};
use crate::pages::session::{Page, SignedIn};
use crate::pages::words;
use crate::problem::Problem;
use crate::state::Server;
use admit_core::by_hand::Removal;
use admit_core::ports::store::Scope;
use admit_core::users::access::{Access, AccessChange, Permission, Role};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};

/// How many permissions a page offers.
const SHOWN: usize = 60;

#[derive(Template)]
#[template(path = "roles/role.html")]
struct RolePage {
    frame: Frame,
    role: Role,
    offered: Vec<Permission>,
    found: usize,
    all: usize,
    search: String,
    first: Option<String>,
    next: Option<String>,
    /// Where those who have it are listed.
    users_at: String,
    /// How many have it, where that was asked for.
    users: Option<u64>,
    done: &'static str,
    change: Filled,
    remove: Filled,
}

impl RolePage {
    /// Whether the box of a permission is ticked.
    fn has(&self, permission: &Permission) -> bool {
        let number = permission.number;
        match self.change.problem() {
            Some(_) => self.change.has("permission", &number.to_string()),
            None => self.role.permissions.contains(&number),
        }
    }
}

/// The page.
pub async fn show(State(server): State<Server>, Path(number): Path<String>, who: SignedIn) -> Page {
    who.needs(&server, Scope::AccessRead)?;
    let asked = who.asked();
    with(&server, &who, number, &asked, (None, Filled::default())).await
}

async fn with(
    server: &Server,
    who: &SignedIn,
    number: String,
    asked: &Form,
    (change, remove): (Option<Filled>, Filled),
) -> Page {
    let counted = asked.has("count") || remove.problem().is_some();
    let (access, role, users) = who
        .ask(server, move |server| {
            let store = server.store();
            let access = store.access()?;
            let role = role_of(&access, &number)?.clone();
            let removal = Removal::of_role(role.number);
            let users = counted.then(|| removal.users(store)).transpose()?;
            Ok((access, role, users))
        })
        .await?;
    let change = change.unwrap_or_else(|| Filled::with(&[("name", &role.name)]));
    let search = asked.text("search").to_owned();
    let found = found(&access, &search);
    let after: u32 = asked.text("after").parse().unwrap_or(0);
    let from = found.partition_point(|one| one.number <= after);
    let rest = found[from..].iter();
    let offered: Vec<Permission> = rest.take(SHOWN).map(|one| (*one).clone()).collect();
    let at = |after: &str| {
        let path = format!("/roles/{}", role.number);
        address(&path, &[("search", &search), ("after", after)])
    };
    let last = offered.last();
    let last = last.filter(|_| from + offered.len() < found.len());
    let status = match change.problem() {
        Some(_) => change.status(),
        None => remove.status(),
    };
    Ok(rendered(
        status,
        &RolePage {
            frame: who.frame(server, Section::Roles),
            next: last.map(|last| at(&last.number.to_string())),
            first: (from > 0).then(|| at("")),
            found: found.len(),
            all: access.permissions.len(),
            users_at: address("/users", &[("role", &role.key)]),
            users,
            done: done(asked.text("done")),
            offered,
            search,
            role,
            change,
            remove,
        },
    ))
}

/// The permissions whose key or name has this text.
fn found<'a>(access: &'a Access, search: &str) -> Vec<&'a Permission> {
    let search = search.to_lowercase();
    let has = |text: &str| text.to_lowercase().contains(&search);
    let all = access.permissions.iter();
    all.filter(|one| has(&one.key) || has(&one.name)).collect()
}

/// Gives it another name, or takes and gives the permissions that were shown; others stay.
pub async fn change(
    State(server): State<Server>,
    Path(number): Path<String>,
    posted: Posted,
) -> Page {
    let Posted { who, form } = posted;
    who.needs(&server, Scope::AccessWrite)?;
    let name = form.has("name").then(|| form.text("name").to_owned());
    let boxes = Boxes {
        shown: numbers(&form, "shown"),
        ticked: numbers(&form, "permission"),
    };
    let (caller, of) = (who.caller.clone(), number.clone());
    let changed = who
        .take(&server, move |server| {
            let which = |access: &Access| Ok(role_of(access, &of)?.number);
            match name {
                Some(_) => {
                    let permissions = None;
                    let sent = RoleChanges { name, permissions };
                    access::change_now(server, &caller, &which, sent)
                }
                None => access::change_now(server, &caller, &which, boxes),
            }
        })
        .await?;
    match changed {
        Ok(_) => Ok(Redirect::to(&format!("/roles/{number}?done=changed")).into_response()),
        Err(problem) => {
            let change = Filled::refused(&form, problem);
            let forms = (Some(change), Filled::default());
            with(&server, &who, number, &Form::read(b""), forms).await
        }
    }
}

/// Permissions that were shown, and those of them that were ticked. Others stay.
struct Boxes {
    shown: Vec<u32>,
    ticked: Vec<u32>,
}

impl Changes for Boxes {
    fn name(&self) -> Option<&str> {
        None
    }

    fn takes_away(&self) -> bool {
        true
    }

    fn changes(self, before: &Access, number: u32) -> Result<Vec<AccessChange>, Problem> {
        let role = before.role(number);
        let role = role.ok_or_else(Problem::unexpected)?;
        let own = role.permissions.iter().copied();
        let kept = own.filter(|number| !self.shown.contains(number));
        let wanted: Vec<u32> = kept.chain(self.ticked).collect();
        Ok(permissions(before, role, &wanted))
    }
}

fn numbers(form: &Form, name: &str) -> Vec<u32> {
    let fields = form.fields().filter(|(field, _)| *field == name);
    fields.filter_map(|(_, value)| value.parse().ok()).collect()
}

/// Removes it; from those who have it only where their number was shown.
pub async fn remove(
    State(server): State<Server>,
    Path(number): Path<String>,
    posted: Posted,
) -> Page {
    let Posted { who, form } = posted;
    who.needs(&server, Scope::AccessWrite)?;
    let from_all = form.has("from_all");
    let (caller, of) = (who.caller.clone(), number.clone());
    let removed = who
        .take(&server, move |server| {
            let which = |access: &Access| Ok(role_of(access, &of)?.number);
            access::remove_now(server, &caller, (&TABLE, &which), &Use { from_all })
        })
        .await?;
    match removed {
        Ok(()) => Ok(Redirect::to("/roles?done=role-removed").into_response()),
        Err(problem) => {
            let forms = (None, Filled::refused(&form, in_use(problem)));
            with(&server, &who, number, &Form::read(b""), forms).await
        }
    }
}

fn done(what: &str) -> &'static str {
    match what {
        "added" => "The role is added. Choose what it gives.",
        "changed" => "Saved. It holds for everybody who has the role.",
        _ => "",
    }
}
