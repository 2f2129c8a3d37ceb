//! What a column is by its name and by what was chosen for it.

use crate::rows::choices::Choices;
use crate::rows::headers::{field_of, is_clear_password, may_be_secret, unsupported};
use crate::rows::raw::Column;
use crate::users::field::{Field, fold_header};

/// What Admit makes of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It feeds this field.
    Mapped(Field),
    /// Its name means this field, which another column was chosen for by hand.
    Overruled(Field),
    /// It feeds this field of a user, and the source is one of passwords.
    BesidePasswords(Field),
    /// It was left out on purpose.
    LeftOut,
    /// Admit added it to a fix file.
    Ours,
    /// It has no name.
    Nameless,
    /// It holds clear-text passwords by its name.
    ClearPassword,
    /// It is understood but cannot be imported; why, and what instead.
    Unsupported(&'static str),
    /// Nothing is known of it.
    Unknown {
        /// Whether a near field may be offered. Not where the values could be
        /// secrets that must not land in that field.
        offer: bool,
    },
}

impl Standing {
    /// What Admit makes of a column whose field is filled in.
    pub fn of(column: &Column, choices: &Choices) -> Standing {
        let name = column.name.trim();
        if let Some(field) = column.field {
            return Standing::Mapped(field);
        }
        if let Some((_, None)) = by_hand(name, choices) {
            return Standing::LeftOut;
        }
        if name.is_empty() {
            return Standing::Nameless;
        }
        if name.to_lowercase().starts_with(OWN_PREFIX) {
            return Standing::Ours;
        }
        if let Some(field) = field_of(name) {
            if !choices.reads(field) {
                return Standing::BesidePasswords(field);
            }
            // No column takes the place of a state: it is a part of an address.
            if !field.is_state() {
                return Standing::Overruled(field);
            }
        }
        if is_clear_password(name) {
            return Standing::ClearPassword;
        }
        match unsupported(name) {
            Some(reason) => Standing::Unsupported(reason),
            None => Standing::Unknown {
                offer: !may_be_secret(name),
            },
        }
    }
}

/// What the columns that Admit adds to a fix file begin with.
pub const OWN_PREFIX: &str = "admit_";

/// The column of a fix file with the number of each row in the import it came from.
pub const OWN_ROW: &str = "admit_row";

/// The column of a fix file with the whole text of rows whose cells could not
/// be told apart.
pub const OWN_WRITTEN: &str = "admit_written";

/// The column of a fix file with what was found in each row.
pub const OWN_PROBLEMS: &str = "admit_problems";

/// The column of a fix file that names the import and, once more, the row:
/// `0197a3c2/31`.
pub const OWN_IMPORT: &str = "admit_import";

/// What was chosen by hand for the column of this name: the name as it is
/// written, else as headers compare. What is remembered counts where nothing was said.
pub(crate) fn by_hand<'s>(name: &str, choices: &'s Choices) -> Option<&'s (String, Option<Field>)> {
    named(name, &choices.map).or_else(|| named(name, &choices.remembered))
}

/// What one of these says of the column of this name.
pub(crate) fn named<'s>(
    name: &str,
    map: &'s [(String, Option<Field>)],
) -> Option<&'s (String, Option<Field>)> {
    if map.is_empty() {
        return None;
    }
    let exact = map.iter().find(|(column, _)| column.trim() == name);
    exact.or_else(|| {
        let folded = fold_header(name);
        map.iter().find(|(column, _)| fold_header(column) == folded)
    })
}

/// The same for one column among others: what is said of a name as it is written is said
/// of no other column whose name only compares alike.
pub(crate) fn named_among<'s, 'n>(
    name: &str,
    mut others: impl Iterator<Item = &'n str>,
    map: &'s [(String, Option<Field>)],
) -> Option<&'s (String, Option<Field>)> {
    let found = named(name, map)?;
    let meant = found.0.trim();
    (meant == name || !others.any(|other| other == meant)).then_some(found)
}

/// What was chosen by hand for one column among others.
pub(crate) fn by_hand_among<'s, 'n>(
    name: &str,
    others: impl Iterator<Item = &'n str> + Clone,
    choices: &'s Choices,
) -> Option<&'s (String, Option<Field>)> {
    named_among(name, others.clone(), &choices.map)
        .or_else(|| named_among(name, others, &choices.remembered))
}

/// Whether what was said of a column of this name may hold for other files. Nobody is let
/// in, and no password read, because of what was once said of another file.
pub(crate) fn may_be_remembered(name: &str, field: Option<Field>) -> bool {
    let names_state = field_of(name).is_some_and(Field::is_state);
    let shows_secret = may_be_secret(name) && field.is_some_and(|field| !field.is_secret());
    let is_ours = name.to_lowercase().starts_with(OWN_PREFIX);
    !(name.is_empty() || is_ours || names_state || shows_secret || is_clear_password(name))
}
