//! What was said of columns by hand, and holds for files with the same columns.

use crate::ports::store::{Mappings, RememberedMapping, StoreError};
use crate::rows::choices::{Choices, Contents};
use crate::rows::raw::Column;
use crate::rows::standing::{OWN_PREFIX, may_be_remembered, named, named_among};
use crate::users::field::{Field, fold_header};
use std::collections::BTreeMap;

/// The columns of a file in a form that files with the same ones share, whatever their
/// order and writing: what the rows are, then the folded names, a line each. Those that
/// Admit added to a fix file do not count. `None` where the columns come with the rows.
pub fn columns_key(columns: &[Column], contents: Contents) -> Option<String> {
    let names = columns.iter().map(|column| column.name.trim());
    let own = |name: &&str| !name.to_lowercase().starts_with(OWN_PREFIX);
    let mut folded: Vec<String> = names.filter(own).map(fold_header).collect();
    if folded.is_empty() {
        return None;
    }
    folded.sort_unstable();
    let contents = match contents {
        Contents::Users => "users",
        Contents::Passwords => "passwords",
    };
    // A folded name has no white space, so no line end either.
    Some(format!("{contents}\n{}", folded.join("\n")))
}

/// What is remembered for a file with these columns and holds now: nothing of a column, or
/// of a field, of which something was said for this run.
///
/// # Errors
/// The store cannot be read.
pub fn recalled(
    store: &(impl Mappings + ?Sized),
    columns: &[Column],
    choices: &Choices,
) -> Result<Vec<(String, Option<Field>)>, StoreError> {
    let key = columns_key(columns, choices.contents).filter(|_| !choices.no_remembered);
    let Some(key) = key else {
        return Ok(Vec::new());
    };
    let holds = |mapping: &RememberedMapping| {
        let name = mapping.column.trim();
        let is_said = named(name, &choices.map).is_some();
        let is_fed =
            mapping.field.is_some() && choices.map.iter().any(|(_, field)| *field == mapping.field);
        !is_said && !is_fed && may_be_remembered(name, mapping.field)
    };
    let remembered = store.mappings(Some(&key))?.into_iter();
    Ok(remembered
        .filter(holds)
        .map(|mapping| (mapping.column, mapping.field))
        .collect())
}

/// What an import changed of what was remembered before it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct MappingChanges {
    /// Remembered no more.
    pub forgotten: Vec<RememberedMapping>,
    /// Remembered otherwise from now on: what it was, and what it is.
    pub replaced: Vec<(RememberedMapping, RememberedMapping)>,
}

impl MappingChanges {
    fn between(before: Vec<RememberedMapping>, after: &[RememberedMapping]) -> MappingChanges {
        let mut changes = MappingChanges::default();
        for old in before {
            match after.iter().find(|new| new.column == old.column) {
                None => changes.forgotten.push(old),
                Some(new) if new.field != old.field => changes.replaced.push((old, new.clone())),
                Some(_) => {}
            }
        }
        changes
    }
}

/// Remembers what was said of the columns of a file that was imported, and what was
/// remembered of them and held; with what is forgotten or replaced by it. Nothing of those
/// that are `asked` about each time.
///
/// # Errors
/// The store cannot be written.
pub(super) fn remember(
    store: &(impl Mappings + ?Sized),
    columns: &[Column],
    asked: &[bool],
    choices: &Choices,
    now: i64,
) -> Result<MappingChanges, StoreError> {
    let Some(key) = columns_key(columns, choices.contents) else {
        return Ok(MappingChanges::default());
    };
    let before = store.mappings(Some(&key))?;
    let mut mappings = BTreeMap::new();
    let remembered = columns.iter().zip(asked).filter(|(_, asked)| !**asked);
    for (column, _) in remembered {
        let name = column.name.trim();
        let names = columns.iter().map(|column| column.name.trim());
        let said = named_among(name, names.clone(), &choices.map).map(|said| (said, None));
        let earlier = || {
            let (held, old) = (named_among(name, names, &choices.remembered)?, &before);
            Some((held, old.iter().find(|old| old.column == held.0)))
        };
        let Some(((_, field), old)) = said.or_else(earlier) else {
            continue;
        };
        if may_be_remembered(name, *field) {
            let mapping = RememberedMapping {
                columns: key.clone(),
                column: name.to_owned(),
                field: *field,
                time: old.map_or(now, |old| old.time),
            };
            mappings.insert(name, mapping);
        }
    }
    let mappings: Vec<RememberedMapping> = mappings.into_values().collect();
    if mappings == before {
        return Ok(MappingChanges::default());
    }
    store.remember_mappings(&key, &mappings)?;
    Ok(MappingChanges::between(before, &mappings))
}
