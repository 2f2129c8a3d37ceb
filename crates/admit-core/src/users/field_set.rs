//! Sets of fields.

use crate::users::field::Field;
use serde::{Deserialize, Serialize};

/// A set of fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FieldSet(pub u32);

impl FieldSet {
    /// Adds a field.
    pub fn insert(&mut self, field: Field) {
        self.0 |= 1 << field as u32;
    }

    /// Whether the field is in it.
    pub fn contains(self, field: Field) -> bool {
        self.0 & (1 << field as u32) != 0
    }

    /// Whether it is empty.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Both together.
    #[must_use]
    pub fn union(self, other: FieldSet) -> FieldSet {
        FieldSet(self.0 | other.0)
    }

    /// Those that are not in the other one.
    #[must_use]
    pub fn without(self, other: FieldSet) -> FieldSet {
        FieldSet(self.0 & !other.0)
    }

    /// The fields in it.
    pub fn iter(self) -> impl Iterator<Item = Field> {
        Field::ALL
            .iter()
            .copied()
            .filter(move |field| self.contains(*field))
    }
}

impl Extend<Field> for FieldSet {
    fn extend<T: IntoIterator<Item = Field>>(&mut self, fields: T) {
        fields.into_iter().for_each(|field| self.insert(field));
    }
}

/// The fields of a user that `fields` names, for messages.
pub fn field_names(fields: FieldSet) -> String {
    fields
        .iter()
        .map(crate::users::field::Field::name)
        .collect::<Vec<_>>()
        .join(", ")
}
