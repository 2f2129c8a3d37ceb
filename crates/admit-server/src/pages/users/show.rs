//! `/users/{id}`: everything about one user but secrets.

use super::at_sign_in::{AtSignIn, is_temporary, reason};
use super::history::Told;
use super::named::{name_of, value_of};
use crate::api::users::show::find;
use crate::pages::form::Form;
use crate::pages::frame::{Frame, Section, page};
use crate::pages::session::{Page, SignedIn};
use crate::pages::words::{self, When};
use crate::problem::Problem;
use crate::state::Server;
use admit_core::findings::shown::shown;
use admit_core::ports::store::Scope;
use admit_core::report::history::of_user;
use admit_core::report::json::kept_password;
use admit_core::users::access::Access;
use admit_core::users::user::{IdentifierKind, Identity, Membership, Status, StoredUser};
use askama::Template;
use axum::extract::{Path, RawQuery, State};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "users/show.html")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a sentence of the page that is shown or not"
)]
struct ShowPage {
    frame: Frame,
    user: StoredUser,
    name: String,
    email: Option<String>,
    /// What was done just now.
    done: Option<&'static str>,
    at_sign_in: AtSignIn,
    can_sign_in: bool,
    identifiers: Vec<Identifier>,
    places: Vec<Place>,
    /// Whether there is an organization that the user is not in.
    can_join: bool,
    /// What the user may do, each with where.
    allowed: Vec<(String, String)>,
    steps: Vec<Told>,
    has_earlier: bool,
    password: Option<String>,
    is_temporary: bool,
    reset: Option<String>,
    lock: Option<Locked>,
    created: When,
    updated: When,
    last_sign_in: Option<When>,
    properties: Vec<(String, String)>,
    flags: Vec<(String, String)>,
    temporary_days: u64,
}

/// One identifier.
struct Identifier {
    kind: String,
    value: String,
    verified: &'static str,
    is_verified: bool,
}

/// What a user has in an organization.
struct Place {
    code: String,
    name: String,
    external_id: String,
    roles: Vec<String>,
    permissions: Vec<String>,
    scopes: Vec<String>,
}

/// Wrong attempts keep somebody from signing in.
struct Locked {
    until: When,
    is_everywhere: bool,
}

/// The page.
pub async fn show(
    State(server): State<Server>,
    who: SignedIn,
    Path(id): Path<String>,
    RawQuery(asked): RawQuery,
) -> Page {
    let frame = who.frame(&server, Section::Users);
    let scope = who.caller.needs(Scope::UsersRead);
    scope.map_err(|problem| who.fault(&server, problem))?;
    let asked = Form::read(asked.unwrap_or_default().as_bytes());
    let done = said(asked.text("done"));
    let made = server.blocking(move |server| {
        let user = user_of(server, &id)?;
        ShowPage::of(server, frame, user, done)
    });
    let show = made.await.map_err(|problem| who.fault(&server, problem))?;
    Ok(page(&show))
}

/// The user of an address.
///
/// # Errors
/// There is none, or none any more.
pub fn user_of(server: &Server, id: &str) -> Result<StoredUser, Problem> {
    find(server.store(), id).map_err(|problem| match problem.status() {
        axum::http::StatusCode::NOT_FOUND => Problem::not_found(
            "There is no user at this address, or none any more: the list shows who there is.",
        ),
        _ => problem,
    })
}

/// What was done just now, by the word in the address.
fn said(word: &str) -> Option<&'static str> {
    Some(match word {
        "added" => "The user is added, and is asked to set a password at the next sign-in.",
        "edited" => {
            "The changes are saved. The next import keeps them, unless its file changes the same fields."
        }
        "unchanged" => "Nothing was changed: the user is like that already.",
        "suspended" => "The user is suspended, and cannot sign in.",
        "activated" => "The user can sign in again.",
        "asked" => "The user is asked for a new password at the next sign-in.",
        "joined" => "The user is in the organization.",
        "changed" => "The access is changed.",
        "left" => "The user is no more in the organization.",
        _ => return None,
    })
}

impl ShowPage {
    fn of(
        server: &Server,
        frame: Frame,
        user: StoredUser,
        done: Option<&'static str>,
    ) -> Result<ShowPage, Problem> {
        let store = server.store();
        let (access, now) = (store.access()?, server.now());
        let (steps, has_earlier) = of_user(store, &user, &access)?;
        let lock = server.sign_in().lock_of(&user, now)?;
        let last = store.last_sign_ins(&[user.key])?;
        let last = last.into_iter().flatten().next();
        let own = user.row.identities.iter();
        let places: Vec<Place> = user
            .memberships
            .iter()
            .map(|own| Place::of(own, &access))
            .collect();
        Ok(ShowPage {
            name: name_of(&user),
            email: value_of(&user, IdentifierKind::Email).map(str::to_owned),
            done,
            at_sign_in: AtSignIn::of(&user),
            can_sign_in: store.password_connection()?,
            identifiers: own.map(Identifier::of).collect(),
            can_join: places.len() < access.organizations.len(),
            places,
            allowed: allowed(&user.memberships, &access),
            steps: steps.iter().map(|step| Told::of(step, now)).collect(),
            has_earlier,
            password: kept_password(&user),
            is_temporary: is_temporary(&user),
            reset: reason(&user),
            lock: lock.map(|lock| Locked {
                until: words::when(lock.until, now),
                is_everywhere: lock.is_everywhere,
            }),
            created: words::when(user.created, now),
            updated: words::when(user.updated, now),
            last_sign_in: last.map(|at| words::when(at, now)),
            properties: entries(&user.row.properties),
            flags: entries(&user.row.feature_flags),
            temporary_days: super::temporary_password::DAYS,
            user,
            frame,
        })
    }

    fn is_suspended(&self) -> bool {
        self.user.row.status == Status::Suspended
    }
}

impl Identifier {
    fn of(identity: &Identity) -> Identifier {
        let kind = match identity.provider() {
            Some(provider) => format!("oauth2:{provider}"),
            None => identity.kind.name().to_owned(),
        };
        let verified = match (identity.kind, identity.verified) {
            (IdentifierKind::Id | IdentifierKind::Username, _) => "does not apply",
            (_, Some(true)) => "yes",
            (_, Some(false)) => "no",
            (_, None) => "nobody said",
        };
        Identifier {
            kind,
            value: identity.value().to_owned(),
            verified,
            is_verified: verified == "yes",
        }
    }
}

impl Place {
    fn of(membership: &Membership, access: &Access) -> Place {
        let found = access.organization(membership.organization);
        let text = |of: fn(&admit_core::users::access::Organization) -> &String| {
            found.map_or_else(String::new, |found| of(found).clone())
        };
        let roles = membership.roles.iter().filter_map(|own| access.role(*own));
        let permissions = membership.permissions.iter();
        let permissions = permissions.filter_map(|own| access.permission(*own));
        Place {
            code: text(|found| &found.code),
            name: text(|found| &found.name),
            external_id: text(|found| &found.external_id),
            roles: roles.map(|role| role.key.clone()).collect(),
            permissions: permissions.map(|own| own.key.clone()).collect(),
            scopes: membership.scopes.clone(),
        }
    }
}

/// The permissions of a user, by roles and beside them, each with the organizations in which
/// it holds.
fn allowed(memberships: &[Membership], access: &Access) -> Vec<(String, String)> {
    let mut allowed: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for own in memberships {
        let Some(organization) = access.organization(own.organization) else {
            continue;
        };
        let roles = own.roles.iter().filter_map(|number| access.role(*number));
        let by_role = roles.flat_map(|role| &role.permissions);
        for number in by_role.chain(&own.permissions) {
            let Some(permission) = access.permission(*number) else {
                continue;
            };
            let places = allowed.entry(&permission.key).or_default();
            if !places.contains(&organization.name.as_str()) {
                places.push(&organization.name);
            }
        }
    }
    let told = allowed.into_iter();
    told.map(|(key, places)| (key.to_owned(), places.join(", ")))
        .collect()
}

/// Free keys and values, as text.
fn entries(map: &Map<String, Value>) -> Vec<(String, String)> {
    let text = |value: &Value| match value {
        Value::String(text) => shown(text),
        other => shown(&other.to_string()),
    };
    let entries = map.iter();
    entries
        .map(|(key, value)| (shown(key), text(value)))
        .collect()
}
