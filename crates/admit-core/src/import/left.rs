//! What of an import is still left after the imports of its fix files.

use super::record::all_imports;
use crate::findings::finding::TIES;
use crate::ports::store::{
    FindingQuery, ImportQuery, ImportRecord, ImportState, Imports, Mode, Outcome, Store, StoreError,
};
use crate::rows::ties::Ties;
use crate::rules::admit_columns_ignored;
use std::collections::HashSet;
use uuid::Uuid;

/// What became by now of the rejected rows of an import that a fix file corrects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The import's id.
    pub import: Uuid,
    /// Its file.
    pub file: String,
    /// How many of its rows were rejected.
    pub rejected: u64,
    /// How many of those are in by now.
    pub is_in: u64,
    /// How many are not.
    pub is_out: u64,
}

/// Which row of which earlier import each row of an import was; none unless its source
/// was a fix file.
///
/// # Errors
/// The store cannot be read.
pub fn ties_of(store: &dyn Imports, record: &ImportRecord) -> Result<Ties, StoreError> {
    let code = admit_columns_ignored::RULE.code;
    if record.counts.iter().all(|count| count.code != code) {
        return Ok(Ties::default());
    }
    let query = FindingQuery {
        rules: vec![code.to_owned()],
        limit: 1,
        ..FindingQuery::default()
    };
    let found = store.findings(record.number, &query)?;
    let mut args = found.iter().flat_map(|stored| &stored.finding.args);
    let text = args.find(|(name, _)| name == TIES);
    Ok(text.map_or_else(Ties::default, |(_, text)| Ties::of_text(text)))
}

/// What is left of the imports whose rows this one corrects.
pub(super) fn left(store: &dyn Store, record: &ImportRecord) -> Result<Vec<Left>, StoreError> {
    let mut all = Vec::new();
    if record.mode == Mode::Check {
        return Ok(all);
    }
    let ties = ties_of(store, record)?;
    for import in ties.imports() {
        let Some(original) = store.import(import)? else {
            continue;
        };
        // Of a check nothing is in; what it found is not what an import left.
        if original.mode == Mode::Import && original.number != record.number {
            all.push(left_of(store, import, &original)?);
        }
    }
    Ok(all)
}

fn left_of(store: &dyn Store, name: &str, original: &ImportRecord) -> Result<Left, StoreError> {
    let mut out = HashSet::new();
    store.outcomes(original.number, &mut |row| {
        if row.outcome == Outcome::Rejected {
            out.insert(row.row);
        }
    })?;
    let rejected = out.len() as u64;
    for later in all_imports(store, ImportQuery::default())? {
        let taken_back = matches!(later.state, ImportState::Undone | ImportState::Undoing);
        if later.number <= original.number || later.mode != Mode::Import || taken_back {
            continue;
        }
        let ties = ties_of(store, &later)?;
        if ties.imports().all(|import| import != name) {
            continue;
        }
        store.outcomes(later.number, &mut |row| {
            let is_in = matches!(
                row.outcome,
                Outcome::Created | Outcome::Updated | Outcome::Unchanged
            );
            let tie = ties.of(row.row).filter(|(import, _)| *import == name);
            if let (true, Some((_, was))) = (is_in, tie) {
                out.remove(&was);
            }
        })?;
    }
    let is_out = out.len() as u64;
    Ok(Left {
        import: original.id,
        file: original.file.clone(),
        rejected,
        is_in: rejected - is_out,
        is_out,
    })
}
