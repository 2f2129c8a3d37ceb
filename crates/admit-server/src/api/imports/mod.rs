//! Imports: a file that was handed in, or a run of the command line.

pub mod apply;
pub mod begin;
pub mod changes;
pub mod columns;
pub mod corrections;
pub mod create;
pub mod delete;
pub mod events;
pub mod file;
pub mod findings;
pub mod fix_file;
pub mod follow;
pub mod form;
pub mod list;
pub mod looked;
pub mod outcomes;
pub mod received;
pub mod resume;
pub mod row;
pub mod show;
pub mod stop;
pub mod undo;
pub mod values;
pub mod view;

use crate::state::Server;
use axum::extract::DefaultBodyLimit;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Their endpoints.
pub fn router() -> OpenApiRouter<Server> {
    // The file may be larger than other bodies; it is counted while it comes.
    let create = OpenApiRouter::new()
        .routes(routes!(create::create))
        .layer(DefaultBodyLimit::disable());
    OpenApiRouter::new()
        .merge(create)
        .routes(routes!(list::list))
        .routes(routes!(show::show, delete::delete))
        .routes(routes!(events::events))
        .routes(routes!(findings::findings))
        .routes(routes!(columns::columns, columns::map))
        .routes(routes!(values::values))
        .routes(routes!(changes::changes))
        .routes(routes!(changes::grants))
        .routes(routes!(row::row))
        .routes(routes!(
            corrections::corrections,
            corrections::correct,
            corrections::take_back
        ))
        .routes(routes!(file::file))
        .routes(routes!(outcomes::outcomes))
        .routes(routes!(fix_file::fix_file))
        .routes(routes!(apply::apply))
        .routes(routes!(stop::stop))
        .routes(routes!(resume::resume))
        .routes(routes!(undo::look, undo::undo))
}
