//! The history of imports in memory.

use super::MemoryStore;
use super::session::MemorySession;
use crate::findings::finding::Finding;
use crate::ports::store::{
    Checkpoint, FindingQuery, Forgotten, ImportQuery, ImportRecord, ImportSession, Imports, Mode,
    RowOutcome, StoreError, StoredFinding, import_of_text,
};
use crate::users::changes::Changes;
use uuid::Uuid;

impl Imports for MemoryStore {
    fn lock(&self) -> Result<Box<dyn ImportSession + '_>, StoreError> {
        let state = &mut *self.state();
        if state.lock.is_some() {
            return Err(StoreError::ImportRunning);
        }
        state.locks += 1;
        state.lock = Some(state.locks);
        state.end_dead_imports();
        Ok(Box::new(MemorySession {
            store: self,
            lock: state.locks,
        }))
    }

    fn begin_check(&self, record: &ImportRecord) -> Result<u64, StoreError> {
        Ok(self.state().begin(record))
    }

    fn record_check(&self, import: u64, checkpoint: &Checkpoint) -> Result<(), StoreError> {
        self.state().keep(import, Mode::Check, checkpoint)
    }

    fn record_changes(&self, import: u64, changes: &Changes) -> Result<(), StoreError> {
        let mut state = self.state();
        state.import_mut(import, Mode::Check)?.changes = Some(changes.clone());
        Ok(())
    }

    fn changes_ahead(&self, import: u64) -> Result<Option<Changes>, StoreError> {
        let state = self.state();
        let mut imports = state.imports.iter();
        let kept = imports.find(|kept| kept.record.number == import);
        Ok(kept.and_then(|kept| kept.changes.clone()))
    }

    fn imports(&self, query: &ImportQuery) -> Result<Vec<ImportRecord>, StoreError> {
        let state = self.state();
        let latest_first = state.imports.iter().rev().map(|kept| &kept.record);
        Ok(latest_first
            .filter(|record| query.before.is_none_or(|before| record.number < before))
            .filter(|record| query.state.is_none_or(|state| record.state == state))
            .filter(|record| {
                query
                    .digest
                    .as_ref()
                    .is_none_or(|digest| record.digest == *digest)
            })
            .take(query.limit as usize)
            .cloned()
            .collect())
    }

    fn import(&self, id: &str) -> Result<Option<ImportRecord>, StoreError> {
        let state = self.state();
        let ids = state.imports.iter().map(|kept| kept.record.id);
        let found = import_of_text(id, ids.enumerate());
        Ok(found.map(|index| state.imports[index].record.clone()))
    }

    fn imports_of(&self, ids: &[Uuid]) -> Result<Vec<ImportRecord>, StoreError> {
        let state = self.state();
        let records = state.imports.iter().map(|kept| &kept.record);
        let found = records.filter(|record| ids.contains(&record.id));
        Ok(found.cloned().collect())
    }

    fn findings(
        &self,
        import: u64,
        query: &FindingQuery,
    ) -> Result<Vec<StoredFinding>, StoreError> {
        let state = self.state();
        let kept = state
            .imports
            .iter()
            .find(|kept| kept.record.number == import);
        let findings = kept.map_or(&[][..], |kept| &kept.findings);
        Ok((1..)
            .zip(findings)
            .filter(|(position, finding)| *position > query.after && asked(query, finding))
            .take(query.limit as usize)
            .map(|(position, finding)| StoredFinding {
                position,
                finding: Finding {
                    mode: kept.map_or(Mode::default(), |kept| kept.record.mode),
                    ..finding.clone()
                },
            })
            .collect())
    }

    fn outcomes(&self, import: u64, visit: &mut dyn FnMut(RowOutcome)) -> Result<(), StoreError> {
        let state = self.state();
        let mut imports = state.imports.iter();
        let kept = imports.find(|kept| kept.record.number == import);
        for outcome in kept.iter().flat_map(|kept| &kept.outcomes) {
            visit(*outcome);
        }
        Ok(())
    }

    fn forget_import(&self, id: Uuid) -> Result<Forgotten, StoreError> {
        Ok(self.state().forget_import(id))
    }
}

fn contains(value: Option<&str>, part: &str) -> bool {
    let part = part.to_ascii_lowercase();
    value.is_some_and(|value| value.to_ascii_lowercase().contains(&part))
}

fn asked(query: &FindingQuery, finding: &Finding) -> bool {
    let rules = &query.rules;
    (rules.is_empty() || rules.iter().any(|code| code == finding.rule.code))
        && query.severity.is_none_or(|s| s == finding.severity)
        && (query.column.is_none() || query.column == finding.column)
        && (query.row.is_none() || query.row == finding.row)
        && query.at_least.is_none_or(|least| finding.severity >= least)
        && query.rows.is_none_or(|(first, last)| {
            finding.row.is_some_and(|row| (first..=last).contains(&row))
        })
        && (query.value.is_none() || query.value == finding.value)
        && query
            .contains
            .as_ref()
            .is_none_or(|part| contains(finding.value.as_deref(), part))
}
