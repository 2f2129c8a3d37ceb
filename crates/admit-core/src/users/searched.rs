//! What users are searched by.

use crate::users::user::UserRow;
use memchr::memmem;

/// A text as searches compare it: ASCII letters without case.
pub fn folded(text: &str) -> String {
    text.to_ascii_lowercase()
}

/// The texts of a user that a search looks into, [`folded`]: the whole name, and each
/// identifier as it is kept and, if that differs, as it was given.
pub fn texts(row: &UserRow) -> impl Iterator<Item = String> + '_ {
    let names = [&row.first_name, &row.last_name];
    let names: Vec<&str> = names.into_iter().flatten().map(String::as_str).collect();
    let identifiers = row
        .identities
        .iter()
        .flat_map(|identity| [Some(identity.key.as_str()), identity.given.as_deref()])
        .flatten();
    std::iter::once(folded(&names.join(" "))).chain(identifiers.map(folded))
}

/// A text that is searched for, made ready to be looked for in many.
#[derive(Debug)]
pub struct Sought<'t> {
    finder: memmem::Finder<'t>,
}

impl<'t> Sought<'t> {
    /// One that is [`folded`].
    pub fn new(text: &'t str) -> Sought<'t> {
        Sought {
            finder: memmem::Finder::new(text),
        }
    }

    /// Whether it stands in this text, which is folded as well.
    pub fn is_in(&self, text: &[u8]) -> bool {
        self.finder.find(text).is_some()
    }
}
