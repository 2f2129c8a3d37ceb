//! The bar at the foot of the problems: how far the corrections are, and how to go on.

use crate::api::imports::follow::{followed_by, follower};
use crate::api::imports::view::Known;
use crate::pages::words::{self, When};
use crate::problem::Problem;
use crate::state::Server;
use admit_core::findings::rule::Severity;
use admit_core::ports::store::{ImportRecord, ImportState, Mode};
use uuid::Uuid;

/// The bar.
pub struct Bar {
    /// How many corrections there are.
    pub corrections: u64,
    /// Rows that would be written.
    pub to_write: u64,
    /// Errors and warnings.
    pub left: u64,
    /// The import that it follows, with when that was.
    pub follows: Option<(Uuid, When)>,
    /// The import that follows it and takes its corrections.
    pub follower: Option<Uuid>,
    /// Whether it can be imported now.
    pub can_import: bool,
    /// Whether its values and cells can be corrected here.
    pub can_correct: bool,
    /// Whether its rows can be downloaded.
    pub has_fix_file: bool,
}

impl Bar {
    /// Of an import.
    ///
    /// # Errors
    /// The store failed.
    pub fn of(server: &Server, known: &Known) -> Result<Bar, Problem> {
        let (store, record) = (server.store(), known.record.as_ref());
        let by_value = known.choices()?.set.len() as u64;
        let cells = store.cell_corrections(known.id)?.len() as u64;
        let ledger = record.map(|record| record.ledger).unwrap_or_default();
        let is_import = record.is_some_and(|record| record.mode == Mode::Import);
        let is_kept = known
            .upload
            .as_ref()
            .is_some_and(|upload| upload.removed.is_none());
        let is_at_rest = known.open_job().is_none();
        let has_ended = |record: &ImportRecord| {
            record.mode == Mode::Check
                || matches!(record.state, ImportState::Complete | ImportState::Undone)
        };
        let follows = followed_by(store, known)?;
        let left = left(record);
        Ok(Bar {
            corrections: by_value + cells,
            to_write: ledger.created + ledger.updated,
            left,
            follows: follows.map(|it| (it.id, words::when(it.started, server.now()))),
            follower: if is_import {
                follower(store, known)?.map(|next| next.id)
            } else {
                None
            },
            can_import: known.state() == "checked"
                && is_kept
                && ledger.created + ledger.updated > 0,
            can_correct: is_kept && is_at_rest && record.is_some_and(has_ended),
            has_fix_file: is_kept && is_at_rest && left > 0,
        })
    }

    /// The button that imports.
    pub fn button(&self) -> String {
        let rows = match self.follows {
            Some(_) => words::of(self.to_write, "corrected row", "corrected rows"),
            None => words::of(self.to_write, "row", "rows"),
        };
        match (self.to_write, self.follows.is_some()) {
            (1, true) => "Import the corrected row".to_owned(),
            (_, true) => format!("Import the {rows}"),
            (_, false) => format!("Import {rows}"),
        }
    }
}

/// Errors and warnings that are left.
fn left(record: Option<&ImportRecord>) -> u64 {
    let counts = record.iter().flat_map(|record| &record.counts);
    let counts = counts.filter(|count| count.severity >= Severity::Warning);
    counts.map(|count| count.count).sum()
}
