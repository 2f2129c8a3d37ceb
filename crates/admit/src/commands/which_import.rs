//! Which import a command is about.

use crate::failure::Failure;
use admit_core::ports::store::{ImportQuery, ImportRecord, Mode, Store};

/// How many imports are named where one id could be any of them.
const IMPORTS_NAMED_MAX: usize = 5;

/// How many imports are read from the store at once.
const IMPORTS_PAGE: u64 = 50;

/// The import of this id, or a sentence that there is none.
pub fn find(store: &dyn Store, id: &str) -> Result<ImportRecord, Failure> {
    if let Some(record) = store.import(id)? {
        return Ok(record);
    }
    let given = id.to_owned();
    let imports = all_known_by(store, &id.trim().to_ascii_lowercase())?;
    if imports.is_empty() {
        return Err(Failure::NoImport { given });
    }
    Err(Failure::SeveralImports { given, imports })
}

/// The ids of the imports that begin or end so, the latest first; a few of them.
fn all_known_by(store: &dyn Store, text: &str) -> Result<Vec<String>, Failure> {
    let mut known = Vec::new();
    let mut query = ImportQuery {
        limit: IMPORTS_PAGE,
        ..ImportQuery::default()
    };
    while known.len() < IMPORTS_NAMED_MAX && !text.is_empty() {
        let page = store.imports(&query)?;
        let Some(last) = page.last() else { break };
        query.before = Some(last.number);
        let ids = page.iter().map(|record| record.id.to_string());
        known.extend(ids.filter(|id| id.starts_with(text) || id.ends_with(text)));
    }
    known.truncate(IMPORTS_NAMED_MAX);
    Ok(known)
}

/// The latest import or check.
pub fn latest(store: &dyn Store) -> Result<ImportRecord, Failure> {
    let query = ImportQuery {
        limit: 1,
        ..ImportQuery::default()
    };
    store.imports(&query)?.pop().ok_or(Failure::NoImports)
}

/// The latest import that was no check.
pub fn latest_import(store: &dyn Store) -> Result<ImportRecord, Failure> {
    let mut query = ImportQuery {
        limit: IMPORTS_PAGE,
        ..ImportQuery::default()
    };
    loop {
        let page = store.imports(&query)?;
        let Some(last) = page.last() else {
            return Err(Failure::NoImports);
        };
        query.before = Some(last.number);
        if let Some(found) = page.into_iter().find(|record| record.mode == Mode::Import) {
            return Ok(found);
        }
    }
}
