//! Pages about imports: a file on its way through them, and what is to correct in it.

mod act;
mod bar;
mod by_value;
mod changes;
mod columns;
mod compare;
mod correct;
mod create;
mod create_missing;
mod download;
mod fix_file;
mod go_on;
mod list;
mod new;
mod problems;
mod progress;
mod result;
mod review;
mod row;
mod rows;
mod rule_list;
mod show;
mod table;
pub mod tabs;
mod take_back;
mod use_suggestion;

use crate::state::Server;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

/// Where forms of the problems go, below the address of an import.
const VALUE: &str = "problems/value";
const USE: &str = "problems/use";
const TAKE_BACK: &str = "problems/take-back";
const CREATE: &str = "problems/create";
const GO_ON: &str = "problems/import";

/// Their addresses.
pub fn router() -> Router<Server> {
    // The file may be larger than other bodies; it is counted while it comes.
    let create = Router::new()
        .route("/imports", get(list::list).post(create::create))
        .layer(DefaultBodyLimit::disable());
    Router::new()
        .merge(create)
        .merge(corrections())
        .route("/imports/new", get(new::new))
        .route("/imports/{id}", get(show::show))
        .route("/imports/{id}/events", get(show::events))
        .route(
            "/imports/{id}/columns",
            get(columns::columns).post(columns::map),
        )
        .route("/imports/{id}/apply", post(act::apply))
        .route("/imports/{id}/stop", post(act::stop))
        .route("/imports/{id}/resume", post(act::resume))
        .route("/imports/{id}/undo", post(act::undo))
        .route("/imports/{id}/delete", post(act::delete))
        .route("/imports/{id}/outcomes", get(download::outcomes))
        .route("/imports/{id}/file", get(download::file))
}

/// Those of the problems of an import, its rows and its changes.
fn corrections() -> Router<Server> {
    let below = |path: &str| format!("/imports/{{id}}/{path}");
    Router::new()
        .route(&below("problems"), get(problems::problems))
        .route(&below(VALUE), post(correct::by_value))
        .route(&below(USE), post(use_suggestion::take))
        .route(&below(TAKE_BACK), post(take_back::take_back))
        .route(&below(CREATE), post(create_missing::create))
        .route(&below(GO_ON), post(go_on::import))
        .route(&below("problems/{rule}"), get(problems::of_rule))
        .route(&below("rows"), get(rows::rows))
        .route(&below("rows/{row}"), get(row::row).post(row::correct))
        .route(&below("compare"), get(compare::compare))
        .route(&below("changes"), get(changes::changes))
        .route(&below("fix-file"), get(fix_file::fix_file))
}
