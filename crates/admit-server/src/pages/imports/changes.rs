//! `/imports/{id}/changes`: what an import changes of users who were there, field by field.

use super::problems::at_work;
use super::tabs::{Tab, Tabs};
use crate::api::imports::changes::{ahead, written};
use crate::api::imports::view::Known;
use crate::pages::frame::{Frame, Section, page};
use crate::pages::session::{Page, SignedIn};
use crate::pages::words;
use crate::problem::Problem;
use crate::state::Server;
use admit_core::ports::store::{Scope, Store, StoreError};
use admit_core::report::changed;
use admit_core::users::changes::{Changes, FieldChanged};
use admit_core::users::user::{UserKey, key_of_public_id, who};
use askama::Template;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use std::collections::HashMap;
use uuid::Uuid;

/// How many changed fields a page shows.
const SHOWN: usize = 50;

/// Where the page begins.
#[derive(Deserialize)]
pub struct Asked {
    /// Behind what the page before ended with.
    #[serde(default)]
    after: String,
}

#[derive(Template)]
#[template(path = "imports/changes.html")]
struct ChangesPage {
    frame: Frame,
    tabs: Tabs,
    users: Vec<ChangedUser>,
    /// What a check counts; nothing of an import.
    ahead: Option<Changes>,
    next: Option<u64>,
    at_work: Option<&'static str>,
}

/// A user with what is changed.
struct ChangedUser {
    id: Uuid,
    name: String,
    row: Option<u64>,
    fields: Vec<FieldChanged>,
}

/// The page.
pub async fn changes(
    State(server): State<Server>,
    signed_in: SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Page {
    let frame = signed_in.frame(&server, Section::Imports);
    let scope = signed_in.caller.needs(Scope::ImportsRead);
    scope.map_err(|problem| signed_in.fault(&server, problem))?;
    let made = server.blocking(move |server| made(server, frame, &id, &asked));
    let made = made
        .await
        .map_err(|problem| signed_in.fault(&server, problem))?;
    Ok(page(&made))
}

fn made(server: &Server, frame: Frame, id: &str, asked: &Asked) -> Result<ChangesPage, Problem> {
    let store = server.store();
    let known = Known::named(store, id)?;
    let after: u64 = asked.after.parse().unwrap_or(0);
    let (fields, next, ahead) = if let Some(record) = written(&known) {
        let (fields, next) = changed::fields(store, record, after, SHOWN)?;
        (fields, next, None)
    } else {
        let mut changes = ahead(server, &known)?;
        let all = std::mem::take(&mut changes.examples);
        let count = all.len();
        let fields: Vec<FieldChanged> = all.into_iter().skip(after as usize).take(SHOWN).collect();
        let end = after as usize + fields.len();
        let next = (end < count && !fields.is_empty()).then_some(end as u64);
        (fields, next, Some(changes))
    };
    Ok(ChangesPage {
        frame,
        tabs: Tabs::of(&known, Tab::Changes),
        users: by_user(store, fields)?,
        ahead,
        next,
        at_work: at_work(&known),
    })
}

fn by_user(store: &dyn Store, fields: Vec<FieldChanged>) -> Result<Vec<ChangedUser>, StoreError> {
    let mut users: Vec<ChangedUser> = Vec::new();
    for field in fields {
        match users.last_mut().filter(|last| last.id == field.user) {
            Some(last) => last.fields.push(field),
            None => users.push(ChangedUser {
                id: field.user,
                name: String::new(),
                row: field.row,
                fields: vec![field],
            }),
        }
    }
    let names = names(store, &users)?;
    for user in &mut users {
        user.name = names.get(&user.id).cloned().unwrap_or_default();
    }
    Ok(users)
}

/// What the users are called who are still there.
fn names(store: &dyn Store, users: &[ChangedUser]) -> Result<HashMap<Uuid, String>, StoreError> {
    let keys: Vec<UserKey> = users.iter().map(|user| key_of_public_id(user.id)).collect();
    let found = store.users(&keys)?.into_iter().flatten();
    Ok(found.map(|user| (user.id, who(&user))).collect())
}
