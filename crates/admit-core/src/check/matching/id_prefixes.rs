//! Ids that stand with a provider's name before them.

use crate::base::limits::ID_PREFIX_SAMPLE_USERS;
use crate::ports::store::{StoreError, UserQuery, Users};
use crate::users::user::{IdentifierKey, IdentifierKind};

/// What ids of the directory begin with where a provider's name stands before
/// the id itself, `provider|60425da9…`, with the bar.
#[derive(Debug, Default)]
pub struct IdPrefixes(Vec<String>);

impl IdPrefixes {
    /// As far as the first users show.
    pub fn of(directory: &dyn Users) -> Result<IdPrefixes, StoreError> {
        let query = UserQuery {
            limit: ID_PREFIX_SAMPLE_USERS,
            ..UserQuery::default()
        };
        let mut prefixes = Vec::new();
        for user in directory.list(&query)? {
            let id = user.row.identity(IdentifierKind::Id);
            if let Some((prefix, _)) = id.and_then(|id| id.key.rsplit_once('|')) {
                let prefix = format!("{prefix}|");
                if !prefixes.contains(&prefix) {
                    prefixes.push(prefix);
                }
            }
        }
        Ok(IdPrefixes(prefixes))
    }

    /// The same id with and without a provider's name.
    pub fn others(&self, id: &str) -> Vec<IdentifierKey> {
        let key = |key: String| IdentifierKey {
            kind: IdentifierKind::Id,
            key,
        };
        if let Some((_, bare)) = id.rsplit_once('|') {
            return vec![key(bare.to_owned())];
        }
        let prefixes = self.0.iter();
        prefixes
            .map(|prefix| key(format!("{prefix}{id}")))
            .collect()
    }
}
