//! `GET /users`.

use crate::api::page::{self, List, Page};
use crate::api::query::Asked;
use crate::problem::Problem;
use crate::state::Server;
use crate::who::Caller;
use admit_core::by_hand;
use admit_core::ports::store::{Scope, Store, UserQuery};
use admit_core::report::json;
use admit_core::users::access::Access;
use admit_core::users::user::{Status, StoredUser, UserKey};
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

/// Which users.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// Only users of whom an identifier or a name contains this.
    pub search: Option<String>,
    /// Only members of the organization with this key.
    pub organization: Option<String>,
    /// Only users who have the role with this key.
    pub role: Option<String>,
    /// Only users who were given the permission with this key, other than by a role.
    pub permission: Option<String>,
    /// `active` or `suspended`.
    pub status: Option<String>,
}

/// Users, in the order in which they came.
#[utoipa::path(
    get,
    path = "/users",
    tag = "users",
    params(Page, Filter),
    security(("token" = ["users:read"])),
    responses((status = 200, body = List))
)]
pub async fn list(
    State(server): State<Server>,
    caller: Caller,
    Asked(page): Asked<Page>,
    Asked(filter): Asked<Filter>,
) -> Result<Json<Value>, Problem> {
    caller.needs(Scope::UsersRead)?;
    let limit = page.limit();
    let after = page.number()?;
    server
        .blocking(move |server| {
            let store = server.store();
            let access = store.access()?;
            let found = listed(store, query(&filter, &access)?, after, limit)?;
            let told = found.users.iter().map(|user| json::user(user, &access));
            let next = found.next.map(|next| next.to_string());
            Ok(page::answer(told.collect(), next, found.total))
        })
        .await
}

/// A page of users.
pub struct Listed {
    /// The users, in the order in which they came.
    pub users: Vec<StoredUser>,
    /// Behind whom the next page begins, if there are more.
    pub next: Option<UserKey>,
    /// How many there are in all, where nothing is left out.
    pub total: Option<u64>,
}

/// The users behind one who are asked for, at most so many.
pub fn listed(
    store: &dyn Store,
    query: UserQuery,
    after: UserKey,
    limit: u64,
) -> Result<Listed, Problem> {
    let query = UserQuery {
        after,
        limit: limit + 1,
        ..query
    };
    let mut users = store.list(&query)?;
    let more = users.len() as u64 > limit;
    users.truncate(limit as usize);
    Ok(Listed {
        next: users.last().filter(|_| more).map(|user| user.key),
        total: total(store, &query)?,
        users,
    })
}

/// What is asked for.
pub fn query(filter: &Filter, access: &Access) -> Result<UserQuery, Problem> {
    let unknown = |field: &str| {
        let field = field.to_owned();
        move |error: by_hand::ByHandError| {
            Problem::unusable("Name one that there is.").field(field, error.to_string())
        }
    };
    let organization = filter.organization.as_deref();
    let organization = organization.map(|key| by_hand::organization(access, key));
    let role = filter.role.as_deref().map(|key| by_hand::role(access, key));
    let permission = filter.permission.as_deref();
    let permission = permission.map(|key| by_hand::permission(access, key));
    let status = filter.status.as_deref().map(|name| match name {
        "active" => Ok(Status::Active),
        "suspended" => Ok(Status::Suspended),
        _ => Err(Problem::unusable("Write active or suspended.")
            .field("status", "it is neither active nor suspended")),
    });
    Ok(UserQuery {
        search: filter.search.clone().filter(|text| !text.is_empty()),
        organization: organization.transpose().map_err(unknown("organization"))?,
        role: role.transpose().map_err(unknown("role"))?,
        permission: permission.transpose().map_err(unknown("permission"))?,
        status: status.transpose()?,
        ..UserQuery::default()
    })
}

/// How many there are, where nothing is left out.
fn total(store: &dyn Store, query: &UserQuery) -> Result<Option<u64>, Problem> {
    let all = UserQuery {
        after: 0,
        ..query.clone()
    };
    Ok(if all.is_of_all() {
        Some(store.count()?)
    } else {
        None
    })
}
