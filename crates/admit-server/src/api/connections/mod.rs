//! Ways to sign in that can be switched on or off.

pub mod set;
mod show;

use crate::problem::Problem;
use crate::state::Server;
use admit_core::report::json;
use admit_core::sign_in::count;
use admit_passwords::Bounds;
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Their endpoints.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(show::show, set::set))
}

/// Sign-in by password as it is, with what users meet at the next one.
fn password(server: &Server) -> Result<Value, Problem> {
    let store = server.store();
    let counts = count(store, Bounds::default())?;
    let (on, tells_at_once) = (store.password_connection()?, store.tells_at_once()?);
    Ok(json::password_connection(
        on,
        tells_at_once,
        Some(&counts.next),
    ))
}
