//! What of an import or a check is still left after the imports of its fix files.

use super::record::all_imports;
use crate::base::limits::{CORRECTED_AMONG_MAX, FINDINGS_PAGE};
use crate::findings::finding::TIES;
use crate::findings::rule::Severity;
use crate::ports::store::{
    FindingQuery, ImportQuery, ImportRecord, ImportState, Imports, Mode, Outcome, Store, StoreError,
};
use crate::rows::ties::Ties;
use crate::rules::{admit_columns_ignored, quote_never_closed, value_over_several_lines};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// What became by now of the rejected rows of an import, or of a check, that a fix file
/// corrects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The import's id.
    pub import: Uuid,
    /// Its file.
    pub file: String,
    /// Whether it was an import, or a check.
    pub mode: Mode,
    /// How many of its rows were rejected, or would have been.
    pub rejected: u64,
    /// How many of those are in by now.
    pub is_in: u64,
    /// How many are not.
    pub is_out: u64,
    /// How many of the latter hold several lines, each of which may be a row.
    pub out_with_lines: u64,
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

/// What is left of the imports and checks whose rows this one corrects.
pub(super) fn left(store: &dyn Store, record: &ImportRecord) -> Result<Vec<Left>, StoreError> {
    let mut all = Vec::new();
    if record.mode == Mode::Check {
        return Ok(all);
    }
    let ties = ties_of(store, record)?;
    let mut originals = Vec::new();
    for import in ties.imports() {
        originals.extend(store.import(import)?);
    }
    originals.extend(nameless_original(store, record, &ties)?);
    originals.sort_by_key(|original| original.number);
    originals.dedup_by_key(|original| original.number);
    for original in originals {
        if original.number != record.number {
            all.push(left_of(store, &original)?);
        }
    }
    Ok(all)
}

fn left_of(store: &dyn Store, original: &ImportRecord) -> Result<Left, StoreError> {
    let mut out = rejected_rows(store, original)?;
    let rejected = out.len() as u64;
    let mut wanting = held_lines(store, original)?;
    for later in all_imports(store, ImportQuery::default())? {
        let taken_back = matches!(later.state, ImportState::Undone | ImportState::Undoing);
        if later.number <= original.number || later.mode != Mode::Import || taken_back {
            continue;
        }
        let ties = ties_of(store, &later)?;
        let mut names = Vec::new();
        for name in ties.imports() {
            let named = store.import(name)?;
            if named.is_some_and(|named| named.number == original.number) {
                names.push(name);
            }
        }
        let nameless = nameless_original(store, &later, &ties)?;
        if nameless.is_some_and(|nameless| nameless.number == original.number) {
            names.push("");
        }
        if names.is_empty() {
            continue;
        }
        store.outcomes(later.number, &mut |row| {
            let is_in = matches!(
                row.outcome,
                Outcome::Created | Outcome::Updated | Outcome::Unchanged
            );
            let tie = ties
                .of(row.row)
                .filter(|(import, _)| names.contains(import));
            let Some((_, was)) = tie.filter(|_| is_in) else {
                return;
            };
            // What was held as one row may be as many people as it has lines.
            let lines = wanting.entry(was).or_insert(1);
            *lines = lines.saturating_sub(1);
            if *lines == 0 {
                out.remove(&was);
            }
        })?;
    }
    let is_out = out.len() as u64;
    Ok(Left {
        import: original.id,
        file: original.file.clone(),
        mode: original.mode,
        rejected,
        is_in: rejected - is_out,
        is_out,
        out_with_lines: out.iter().filter(|row| wanting.contains_key(row)).count() as u64,
    })
}

/// The rows that hold several lines, with how many.
fn held_lines(store: &dyn Store, original: &ImportRecord) -> Result<HashMap<u64, u64>, StoreError> {
    let rules = [&quote_never_closed::RULE, &value_over_several_lines::RULE];
    let mut query = FindingQuery {
        rules: rules.map(|rule| rule.code.to_owned()).to_vec(),
        limit: FINDINGS_PAGE,
        ..FindingQuery::default()
    };
    let mut held = HashMap::new();
    loop {
        let page = store.findings(original.number, &query)?;
        held.extend(page.iter().filter_map(|stored| {
            let finding = &stored.finding;
            Some((finding.row?, finding.held_lines()?))
        }));
        match page.last() {
            Some(last) if page.len() as u64 == FINDINGS_PAGE => query.after = last.position,
            _ => return Ok(held),
        }
    }
}

/// The rows that an import rejected, or that a check would have.
fn rejected_rows(store: &dyn Store, original: &ImportRecord) -> Result<HashSet<u64>, StoreError> {
    if original.mode == Mode::Check {
        return rows_found(store, original, &[Severity::Error]);
    }
    let mut rejected = HashSet::new();
    store.outcomes(original.number, &mut |row| {
        if row.outcome == Outcome::Rejected {
            rejected.insert(row.row);
        }
    })?;
    Ok(rejected)
}

/// The rows of which something this grave was found.
fn rows_found(
    store: &dyn Store,
    record: &ImportRecord,
    severities: &[Severity],
) -> Result<HashSet<u64>, StoreError> {
    let mut rows = HashSet::new();
    for severity in severities {
        let mut query = FindingQuery {
            severity: Some(*severity),
            limit: FINDINGS_PAGE,
            ..FindingQuery::default()
        };
        loop {
            let page = store.findings(record.number, &query)?;
            rows.extend(page.iter().filter_map(|stored| stored.finding.row));
            match page.last() {
                Some(last) if page.len() as u64 == FINDINGS_PAGE => query.after = last.position,
                _ => break,
            }
        }
    }
    Ok(rows)
}

/// The import or check whose rows are corrected, where the file says which rows they were and
/// not of which: the latest file of which all of them had something to correct, if there is
/// but one such. Of its runs an import goes before a check.
fn nameless_original(
    store: &dyn Store,
    record: &ImportRecord,
    ties: &Ties,
) -> Result<Option<ImportRecord>, StoreError> {
    let rows: Vec<u64> = ties.originals_of("").collect();
    if rows.is_empty() {
        return Ok(None);
    }
    let query = ImportQuery {
        before: Some(record.number),
        ..ImportQuery::default()
    };
    let mut found: Option<ImportRecord> = None;
    for earlier in all_imports(store, query)?
        .into_iter()
        .take(CORRECTED_AMONG_MAX)
    {
        if !ties_of(store, &earlier)?.is_empty() {
            continue;
        }
        let to_correct = rows_found(store, &earlier, &[Severity::Error, Severity::Warning])?;
        if !rows.iter().all(|row| to_correct.contains(row)) {
            continue;
        }
        match &found {
            None => found = Some(earlier),
            Some(other) if other.digest != earlier.digest => return Ok(None),
            Some(other) if other.mode == Mode::Check && earlier.mode == Mode::Import => {
                found = Some(earlier);
            }
            Some(_) => {}
        }
    }
    Ok(found)
}
