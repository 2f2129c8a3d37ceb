//! Identifiers that are not the same and could be taken for one another: a username that
//! is somebody's email, and ids that differ in zeros at their front.

use crate::base::limits::ID_PREFIX_SAMPLE_USERS;
use crate::check::input::CheckInput;
use crate::check::matching::id_prefixes::IdPrefixes;
use crate::ports::store::{StoreError, UserQuery, Users};
use crate::ports::watch::RunError;
use crate::rows::candidate::Candidate;
use crate::rows::choices::Contents;
use crate::users::user::{IdentifierKey, IdentifierKind, is_digits, is_same_but_zeros};

/// What identifiers of the directory look like, as far as rows are compared by it. It is
/// asked for once, however often the file is walked over.
#[derive(Debug, Default)]
pub struct Shapes {
    /// Other ways to write ids, where the file is one of passwords.
    pub(super) id_prefixes: Option<IdPrefixes>,
    /// What could be taken for identifiers of the directory.
    pub(super) near: NearIdentifiers,
}

impl Shapes {
    /// Asks the directory.
    pub fn of(input: &CheckInput<'_>) -> Result<Shapes, RunError> {
        let mut shapes = Shapes::default();
        if input.choices.contents == Contents::Passwords {
            shapes.id_prefixes = Some(IdPrefixes::of(input.directory)?);
        } else if !input.directory.is_empty()? {
            shapes.near = NearIdentifiers::of(input.directory)?;
        }
        Ok(shapes)
    }
}

/// What identifiers of a directory could be taken for one another.
#[derive(Debug, Default)]
pub struct NearIdentifiers {
    /// How many digits ids with zeros at their front have.
    widths: Vec<usize>,
}

/// An identifier of a row, by its place, and another that it could be taken for.
pub type Near = (usize, IdentifierKey);

impl NearIdentifiers {
    /// As far as the first users show.
    pub fn of(directory: &dyn Users) -> Result<NearIdentifiers, StoreError> {
        let query = UserQuery {
            limit: ID_PREFIX_SAMPLE_USERS,
            ..UserQuery::default()
        };
        let mut widths = Vec::new();
        for user in directory.list(&query)? {
            let id = user.row.identity(IdentifierKind::Id);
            let padded = id.filter(|id| id.key.starts_with('0') && is_digits(&id.key));
            if let Some(id) = padded
                && !widths.contains(&id.key.len())
            {
                widths.push(id.key.len());
            }
        }
        Ok(NearIdentifiers { widths })
    }

    /// What a row's identifiers could be taken for.
    pub fn near(&self, candidate: &Candidate, to: &mut Vec<Near>) {
        for (place, identity) in candidate.identities.iter().enumerate() {
            let other = |kind| IdentifierKey {
                kind,
                key: identity.key.clone(),
            };
            match identity.kind {
                IdentifierKind::Username if identity.key.contains('@') => {
                    to.push((place, other(IdentifierKind::Email)));
                }
                IdentifierKind::Email => to.push((place, other(IdentifierKind::Username))),
                IdentifierKind::Id if is_digits(&identity.key) => {
                    let keys = self.with_other_zeros(&identity.key).into_iter();
                    to.extend(keys.map(|key| (place, key)));
                }
                _ => {}
            }
        }
    }

    /// The same digits with other zeros at their front.
    fn with_other_zeros(&self, id: &str) -> Vec<IdentifierKey> {
        let bare = id.trim_start_matches('0');
        let padded = self.widths.iter().map(|width| format!("{bare:0>width$}"));
        let mut keys: Vec<String> = padded.chain([bare.to_owned()]).collect();
        keys.retain(|key| key != id && is_same_but_zeros(key, id));
        keys.sort_unstable();
        keys.dedup();
        let key = |key| IdentifierKey {
            kind: IdentifierKind::Id,
            key,
        };
        keys.into_iter().map(key).collect()
    }
}
