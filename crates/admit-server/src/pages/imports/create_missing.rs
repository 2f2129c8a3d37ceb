//! `POST /imports/{id}/problems/create`: makes the organization, role or permission that a
//! file names, and checks the file again.

use super::correct::{change, checked, not_taken};
use crate::api::access::add_now;
use crate::api::imports::begin::{Wish, check_again, may_be_corrected};
use crate::api::organizations::add::NewOrganization;
use crate::api::permissions::add::NewPermission;
use crate::api::roles::add::NewRole;
use crate::api::{organizations, permissions, roles};
use crate::pages::form::Posted;
use crate::pages::session::Page;
use crate::problem::Problem;
use crate::state::Server;
use crate::who::Caller;
use admit_core::operators::deed::{Act, Deed};
use admit_core::ports::store::Scope;
use axum::extract::{Path, State};

/// The form: of which kind, and its key.
pub async fn create(State(server): State<Server>, Path(id): Path<String>, posted: Posted) -> Page {
    let who = &posted.who;
    let scope = who.caller.needs(Scope::AccessWrite);
    scope.map_err(|problem| who.fault(&server, problem))?;
    let text = |name: &str| posted.form.text(name).to_owned();
    let (kind, key) = (text("kind"), text("key"));
    let caller = who.caller.clone();
    let done = change(&server, who, id.clone(), move |server, known| {
        may_be_corrected(known)?;
        add(server, &caller, &kind, key)?;
        let deed = Deed::new(Act::ImportCorrected).to(known.id);
        let wish = Wish {
            deed: Some(deed.with("created", kind)),
            ..Wish::default()
        };
        check_again(server, &caller, known, wish).map(drop)
    });
    match done.await {
        Ok(id) => Ok(checked(&server, id, posted.form.text("rule")).await),
        Err(problem) => not_taken(&server, who, id, problem).await,
    }
}

fn add(server: &Server, caller: &Caller, kind: &str, key: String) -> Result<(), Problem> {
    let added = match kind {
        "organization" => {
            let new = NewOrganization {
                external_id: key,
                name: None,
                default: false,
            };
            add_now(server, caller, &organizations::TABLE, new)
        }
        "role" => {
            let new = NewRole {
                key,
                name: None,
                permissions: Vec::new(),
            };
            add_now(server, caller, &roles::TABLE, new)
        }
        "permission" => {
            let new = NewPermission { key, name: None };
            add_now(server, caller, &permissions::TABLE, new)
        }
        _ => Err(Problem::unusable(
            "Make an organization, a role or a permission.",
        )),
    };
    added.map(drop)
}
