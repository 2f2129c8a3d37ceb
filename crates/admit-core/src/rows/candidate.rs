//! A row after mapping and normalising: a user not yet judged.

use crate::passwords::stored::StoredPassword;
use crate::rows::raw::RowPlace;
use crate::users::field::Field;
use crate::users::field_set::FieldSet;
use crate::users::user::{IdentifierKind, Identity};
use serde_json::{Map, Value};

/// What a row asks for in one organization, by the names the file uses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccessRequest {
    /// The organization's external id; `None` if the row names none.
    pub organization: Option<String>,
    /// Role keys.
    pub roles: Vec<String>,
    /// Permission keys.
    pub permissions: Vec<String>,
    /// API scopes.
    pub scopes: Vec<String>,
}

/// A user not yet judged. Only values that can be stored are in it: one that a
/// rule left out is absent here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Candidate {
    /// Where its row stands.
    pub place: RowPlace,
    /// Its identifiers; the first of a kind is the primary one.
    pub identities: Vec<Identity>,
    /// The given name.
    pub first_name: Option<String>,
    /// The family name.
    pub last_name: Option<String>,
    /// Whether it is kept from signing in; `None` if the row does not say.
    pub suspended: Option<bool>,
    /// The row's cell that keeps it from signing in, if one does.
    pub shut_by: Option<u32>,
    /// Whether a cell that says so could not be read.
    pub state_unread: bool,
    /// Whether another row of the same user keeps it from signing in, where this one does
    /// not.
    pub overruled: bool,
    /// The password; `None` without a hash that can be checked.
    pub password: Option<StoredPassword>,
    /// Why the hash that the row has was not taken, in words.
    pub password_refused: Option<String>,
    /// Free keys and values.
    pub properties: Map<String, Value>,
    /// Feature flags.
    pub feature_flags: Map<String, Value>,
    /// What it asks for, by organization. A CSV row that lists several
    /// organizations asks for all its roles in each of them.
    pub access: Vec<AccessRequest>,
    /// How many of them, from the last, are organizations that the row lists, with the
    /// same roles and permissions for all.
    pub listed: usize,
    /// The organization for a user who would otherwise be in none, since those that
    /// it names were not found.
    pub falls_back: Option<u32>,
    /// Whether something that it says of access could not be read or was not found.
    pub access_in_doubt: bool,
    /// The fields that have a value that can be stored.
    pub given: FieldSet,
    /// The fields whose cell is there and blank.
    pub left_blank: FieldSet,
    sources: Vec<(Field, u32)>,
}

impl Candidate {
    /// Forgets everything, keeping the memory, and stands at `place`.
    pub fn reset(&mut self, place: RowPlace) {
        self.place = place;
        self.identities.clear();
        self.first_name = None;
        self.last_name = None;
        self.suspended = None;
        self.shut_by = None;
        self.state_unread = false;
        self.overruled = false;
        self.password = None;
        self.password_refused = None;
        self.properties.clear();
        self.feature_flags.clear();
        self.access.clear();
        self.listed = 0;
        self.falls_back = None;
        self.access_in_doubt = false;
        self.given = FieldSet::default();
        self.left_blank = FieldSet::default();
        self.sources.clear();
    }

    /// Whether its row has a cell for the field that says nothing: blank, or with a word
    /// for nothing.
    pub fn says_nothing_of(&self, field: Field) -> bool {
        let has_cell = self.left_blank.contains(field) || self.source(field).is_some();
        has_cell && !self.given.contains(field)
    }

    /// Remembers that `field` is fed by the row's cell at `index`.
    pub fn set_source(&mut self, field: Field, index: usize) {
        self.sources.push((field, index as u32));
    }

    /// The index of the row's cell that feeds `field`, if it is not blank.
    pub fn source(&self, field: Field) -> Option<usize> {
        self.sources
            .iter()
            .find(|(f, _)| *f == field)
            .map(|(_, index)| *index as usize)
    }

    /// The primary identity of a kind.
    pub fn identity(&self, kind: IdentifierKind) -> Option<&Identity> {
        self.identities
            .iter()
            .find(|identity| identity.kind == kind)
    }
}

/// The identities beside the primary one of each kind, and social ones.
pub fn extra_identities(candidate: &Candidate) -> impl Iterator<Item = &Identity> {
    candidate
        .identities
        .iter()
        .enumerate()
        .filter_map(|(index, identity)| {
            let primary = identity.kind != IdentifierKind::Social
                && !candidate.identities[..index]
                    .iter()
                    .any(|before| before.kind == identity.kind);
            (!primary).then_some(identity)
        })
}
