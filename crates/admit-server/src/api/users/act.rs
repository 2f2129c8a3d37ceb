//! What the endpoints and the pages share that do one thing to a user.

use super::show::find;
use crate::problem::Problem;
use crate::state::Server;
use crate::who::Caller;
use admit_core::by_hand::ByHandError;
use admit_core::operators::deed::Deed;
use admit_core::ports::store::{Scope, Store};
use admit_core::report::json;
use admit_core::users::user::StoredUser;
use axum::Json;
use serde_json::Value;

/// Does something to the user of a public id, and answers with the user.
pub async fn act(
    server: &Server,
    caller: Caller,
    id: String,
    work: impl FnOnce(&dyn Store, i64, &StoredUser) -> Result<Done, Problem> + Send + 'static,
) -> Result<Json<Value>, Problem> {
    server
        .blocking(move |server| {
            let user = acted(server, &caller, &id, work)?;
            Ok(Json(json::user(&user, &server.store().access()?)))
        })
        .await
}

/// Does something to the user of a public id, notes it if the user was not like that
/// already, and answers with the user as it is then.
pub fn acted(
    server: &Server,
    caller: &Caller,
    id: &str,
    work: impl FnOnce(&dyn Store, i64, &StoredUser) -> Result<Done, Problem>,
) -> Result<StoredUser, Problem> {
    caller.needs(Scope::UsersWrite)?;
    let store = server.store();
    let user = find(store, id)?;
    let done = work(store, server.now(), &user)?;
    if done.user.is_some() {
        caller.note(server, done.deed.to(user.id));
    }
    Ok(done.user.unwrap_or(user))
}

/// What was done.
pub struct Done {
    /// The user as it is now, if that is something else.
    pub user: Option<StoredUser>,
    /// What was done to the user.
    pub deed: Deed,
}

impl Done {
    /// This was done, unless the user was like that already.
    pub fn of(deed: Deed, user: Result<Option<StoredUser>, ByHandError>) -> Result<Done, Problem> {
        Ok(Done { user: user?, deed })
    }
}
