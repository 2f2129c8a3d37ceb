//! Remembered mappings in memory.

use super::MemoryStore;
use crate::ports::store::{Mappings, RememberedMapping, StoreError};

impl Mappings for MemoryStore {
    fn mappings(&self, columns: Option<&str>) -> Result<Vec<RememberedMapping>, StoreError> {
        let state = self.state();
        let all = state.mappings.values();
        let wanted = all.filter(|one| columns.is_none_or(|columns| columns == one.columns));
        Ok(wanted.cloned().collect())
    }

    fn remember_mappings(
        &self,
        columns: &str,
        mappings: &[RememberedMapping],
    ) -> Result<(), StoreError> {
        let kept = &mut self.state().mappings;
        kept.retain(|(of, _), _| of != columns);
        for mapping in mappings {
            let key = (columns.to_owned(), mapping.column.clone());
            kept.insert(key, mapping.clone());
        }
        Ok(())
    }

    fn forget_mappings(&self, mappings: &[RememberedMapping]) -> Result<(), StoreError> {
        let kept = &mut self.state().mappings;
        for mapping in mappings {
            kept.remove(&(mapping.columns.clone(), mapping.column.clone()));
        }
        Ok(())
    }
}
