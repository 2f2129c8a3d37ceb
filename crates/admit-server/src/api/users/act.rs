//! What the endpoints share that do one thing to a user and answer with the user.

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

/// Does something to the user of a public id, notes it if the user was not like that
/// already, and answers with the user.
pub async fn act(
    server: &Server,
    caller: Caller,
    id: String,
    work: impl FnOnce(&dyn Store, i64, &StoredUser) -> Result<Done, Problem> + Send + 'static,
) -> Result<Json<Value>, Problem> {
    caller.needs(Scope::UsersWrite)?;
    server
        .blocking(move |server| {
            let store = server.store();
            let user = find(store, &id)?;
            let done = work(store, server.now(), &user)?;
            if done.user.is_some() {
                caller.note(server, done.deed.to(user.id));
            }
            let user = done.user.as_ref().unwrap_or(&user);
            Ok(Json(json::user(user, &store.access()?)))
        })
        .await
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
