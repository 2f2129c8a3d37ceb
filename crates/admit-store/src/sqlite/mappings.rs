//! The table of remembered mappings.

use super::SqliteStore;
use admit_core::ports::store::{Mappings, RememberedMapping, StoreError};
use admit_core::users::field::Field;

impl Mappings for SqliteStore {
    fn mappings(&self, columns: Option<&str>) -> Result<Vec<RememberedMapping>, StoreError> {
        self.read("reading the remembered mappings", |conn| {
            let mut statement = conn.prepare_cached(
                "SELECT file_columns, name, field, time FROM mappings
                 WHERE ?1 IS NULL OR file_columns = ?1 ORDER BY file_columns, name",
            )?;
            let rows = statement.query_map([columns], |row| {
                let field: Option<String> = row.get(2)?;
                Ok((row.get(0)?, row.get(1)?, field, row.get(3)?))
            })?;
            let mut mappings = Vec::new();
            for row in rows {
                let (columns, column, field, time) = row?;
                // A field that this version does not know is as good as not remembered: to
                // leave the column out was not said.
                let field = match field.map(|name| Field::of_name(&name)) {
                    Some(None) => continue,
                    Some(known) => known,
                    None => None,
                };
                mappings.push(RememberedMapping {
                    columns,
                    column,
                    field,
                    time,
                });
            }
            Ok(mappings)
        })
    }

    fn remember_mappings(
        &self,
        columns: &str,
        mappings: &[RememberedMapping],
    ) -> Result<(), StoreError> {
        self.write("remembering mappings", |tx| {
            tx.prepare_cached("DELETE FROM mappings WHERE file_columns = ?1")?
                .execute([columns])?;
            let mut statement = tx.prepare_cached(
                "INSERT OR REPLACE INTO mappings (file_columns, name, field, time)
                 VALUES (?1, ?2, ?3, ?4)",
            )?;
            for mapping in mappings {
                let field = mapping.field.map(Field::name);
                statement.execute((columns, &mapping.column, field, mapping.time))?;
            }
            Ok(())
        })
    }

    fn forget_mappings(&self, mappings: &[RememberedMapping]) -> Result<(), StoreError> {
        self.write("forgetting mappings", |tx| {
            let mut statement =
                tx.prepare_cached("DELETE FROM mappings WHERE file_columns = ?1 AND name = ?2")?;
            for mapping in mappings {
                statement.execute((&mapping.columns, &mapping.column))?;
            }
            Ok(())
        })
    }
}
