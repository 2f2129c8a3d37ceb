//! Lists in one cell.
//!
//! A cell is compared whole with the keys and names that exist before it is
//! split: one of them may hold what separates keys, and its first half may be
//! another key. So may the first half of a name that does not exist: what is known
//! in part only is not split at commas.

use crate::base::near::fold;
use crate::convert::text;
use crate::findings::finding::Findings;
use crate::rows::characters::Kind;
use crate::rows::raw::CellRef;
use crate::rules::list_item_blank;
use crate::users::access::Access;
use crate::users::field::Field;
use std::borrow::Cow;
use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization;

/// The keys and names that exist, those above all that hold what separates the keys of
/// a list. There are none of these in most directories.
#[derive(Clone, Debug, Default)]
pub struct WholeNames {
    /// The keys, which grant what they name.
    keys: HashSet<String>,
    /// Keys and names, as [`fold`] compares them.
    known: HashSet<String>,
    /// Those with commas, as [`said`] compares them.
    with_commas: HashSet<String>,
    /// The most items that one of them splits to.
    items_max: usize,
    /// Those in brackets.
    in_brackets: HashSet<String>,
}

impl WholeNames {
    fn of<'t>(
        keys: impl Iterator<Item = &'t str> + Clone,
        names: impl Iterator<Item = &'t str>,
    ) -> WholeNames {
        let texts = keys.clone().chain(names);
        let mut names = WholeNames {
            keys: keys.map(str::to_owned).collect(),
            ..WholeNames::default()
        };
        for text in texts {
            names.known.insert(fold(text));
            if brackets(text).is_some() {
                names.in_brackets.insert(fold(text));
            }
            let items: Vec<&str> = text.split(',').collect();
            if items.len() > 1 {
                names.items_max = names.items_max.max(items.len());
                names.with_commas.insert(said(&items));
            }
        }
        names
    }

    /// Whether an item of a list is a key, or one of them written differently.
    fn knows(&self, item: &str) -> bool {
        self.keys.contains(item) || self.known.contains(&fold(item))
    }

    /// How many items of a list, from its beginning, say one thing that exists; at
    /// least 1.
    fn together(&self, items: &[&str]) -> usize {
        let most = self.items_max.min(items.len());
        let mut counts = (2..=most).rev();
        let found = counts.find(|count| self.with_commas.contains(&said(&items[..*count])));
        found.unwrap_or(1)
    }
}

/// Items as they are compared: without case, marks and white space.
fn said(items: &[&str]) -> String {
    let folded = items.iter().map(|item| {
        let letters = item.nfkc().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect::<String>()
    });
    let said: Vec<String> = folded.filter(|item| !item.is_empty()).collect();
    said.join(",")
}

/// [`WholeNames`] for each kind of list.
#[derive(Clone, Debug, Default)]
pub struct ListNames {
    organizations: WholeNames,
    roles: WholeNames,
    permissions: WholeNames,
}

impl ListNames {
    /// Of everything that exists.
    pub fn of(access: &Access) -> ListNames {
        let organizations = access.organizations.iter();
        let roles = access.roles.iter();
        let permissions = access.permissions.iter();
        ListNames {
            organizations: WholeNames::of(
                organizations
                    .clone()
                    .flat_map(|o| [o.external_id.as_str(), &o.code]),
                organizations.map(|o| o.name.as_str()),
            ),
            roles: WholeNames::of(
                roles.clone().map(|role| role.key.as_str()),
                roles.map(|role| role.name.as_str()),
            ),
            permissions: WholeNames::of(
                permissions.clone().map(|p| p.key.as_str()),
                permissions.map(|p| p.name.as_str()),
            ),
        }
    }

    /// Those that a list of this field may give.
    pub fn of_field(&self, field: Field) -> &WholeNames {
        match field {
            Field::Role => &self.roles,
            Field::Permission => &self.permissions,
            _ => &self.organizations,
        }
    }
}

/// Reads a list of keys: with commas or line breaks between them, or written as
/// JSON or as an array of PostgreSQL. White space around a key does not count; a
/// key that stands twice is given once.
pub fn read(cell: CellRef<'_>, names: &WholeNames, findings: &mut Findings) -> Vec<String> {
    let mut keys = Keys::default();
    if is_single(cell.text) {
        if let Some(key) = text::clean(cell, findings) {
            keys.add(&key);
        }
        return keys.list;
    }
    match in_brackets(cell.text, names) {
        Some(items) => keys.items(cell, &items, findings),
        None if has_line_breaks(cell.text) => {
            for line in cell.text.split(['\r', '\n']).map(str::trim) {
                if !line.is_empty() {
                    keys.line(CellRef { text: line, ..cell }, names, findings);
                }
            }
        }
        None => keys.line(cell, names, findings),
    }
    if keys.blanks {
        list_item_blank::found(cell, findings);
    }
    keys.list
}

/// Whether a text holds nothing that separates keys, and no bracket: most cells.
fn is_single(text: &str) -> bool {
    let separates = |byte: &u8| matches!(byte, b',' | b'\r' | b'\n' | b'[' | b'{');
    !text
        .as_bytes()
        .iter()
        .fold(false, |has, byte| has | separates(byte))
}

/// Reads a list whose keys stand apart already: each is cleaned as a cell is that holds
/// it alone.
pub fn of_items(cell: CellRef<'_>, items: &[String], findings: &mut Findings) -> Vec<String> {
    let mut keys = Keys::default();
    keys.items(cell, items, findings);
    keys.list
}

/// Whether there are line breaks between two texts of a cell.
fn has_line_breaks(text: &str) -> bool {
    text.trim().contains(['\r', '\n'])
}

/// The keys of a list so far.
#[derive(Default)]
struct Keys {
    list: Vec<String>,
    /// Whether an item was blank.
    blanks: bool,
}

impl Keys {
    fn add(&mut self, item: &str) {
        if item.is_empty() {
            self.blanks = true;
        } else if !self.list.iter().any(|key| key == item) {
            self.list.push(item.to_owned());
        }
    }

    fn items(&mut self, cell: CellRef<'_>, items: &[String], findings: &mut Findings) {
        for text in items {
            let bare = text.trim();
            // A list writes what is nothing otherwise: this is a text.
            if bare.is_empty() || text::is_placeholder(bare, Kind::Other) {
                self.add(bare);
            } else if let Some(key) = text::clean(CellRef { text, ..cell }, findings) {
                self.add(&key);
            }
        }
    }

    fn line(&mut self, cell: CellRef<'_>, names: &WholeNames, findings: &mut Findings) {
        let Some(text) = text::clean(cell, findings) else {
            return;
        };
        // What begins like a list in brackets and is none is not read by halves.
        let is_one = !text.contains(',') || text.starts_with(['[', '{']);
        if is_one || ldap_value(&text).is_some() {
            return self.add(&text);
        }
        let items: Vec<&str> = text.split(',').collect();
        let mut counts = Vec::new();
        let (mut grants, mut unknown) = (false, false);
        let mut place = 0;
        while place < items.len() {
            let count = names.together(&items[place..]);
            let item = items[place].trim();
            grants |= count > 1 || names.keys.contains(item);
            unknown |= count == 1 && !item.is_empty() && !names.knows(item);
            counts.push(count);
            place += count;
        }
        // It may be one name that does not exist, and what is a key only a half of it.
        if grants && unknown {
            return self.add(&text);
        }
        let mut items = items.as_slice();
        for count in counts {
            let (item, behind) = items.split_at(count);
            self.add(item.join(",").trim());
            items = behind;
        }
    }
}

/// The value of the first part of an LDAP name such as `cn=staff,dc=example`, which is
/// one value; `None` for anything else.
pub fn ldap_value(text: &str) -> Option<&str> {
    let first = text.split_once(',')?.0;
    let mut parts = parts_of_ldap_name(text);
    let is_one = parts.len() > 1 && parts.all(|part| is_ldap_part(&part));
    is_one.then(|| {
        first
            .split_once('=')
            .map_or(first, |(_, value)| value.trim())
    })
}

/// The parts of a text between commas; one behind a backslash belongs to its part.
fn parts_of_ldap_name(text: &str) -> impl ExactSizeIterator<Item = Cow<'_, str>> {
    let mut parts: Vec<Cow<'_, str>> = Vec::new();
    for part in text.split(',') {
        match parts.last_mut() {
            Some(last) if last.ends_with('\\') => {
                last.to_mut().push(',');
                last.to_mut().push_str(part);
            }
            _ => parts.push(Cow::Borrowed(part)),
        }
    }
    parts.into_iter()
}

/// Whether a text is a name of an attribute, an equals sign and a value.
fn is_ldap_part(part: &str) -> bool {
    part.split_once('=').is_some_and(|(attribute, value)| {
        let attribute = attribute.trim();
        let mut letters = attribute.chars();
        letters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))
            && !attribute.is_empty()
            && !value.trim().is_empty()
    })
}

/// What stands in the brackets of a text that begins and ends with them, and the
/// bracket.
fn brackets(text: &str) -> Option<(char, &str)> {
    let text = text.trim();
    for (opens, closes) in [('[', ']'), ('{', '}')] {
        if let Some(inner) = text.strip_prefix(opens) {
            return Some((opens, inner.strip_suffix(closes)?));
        }
    }
    None
}

/// The items of a list in brackets, as JSON, PostgreSQL and other programs write
/// them; `None` if it is none or cannot be read.
fn in_brackets(text: &str, names: &WholeNames) -> Option<Vec<String>> {
    let (opens, inner) = brackets(text)?;
    if !names.in_brackets.is_empty() && names.in_brackets.contains(&fold(text)) {
        return None;
    }
    if opens == '['
        && let Ok(items) = serde_json::from_str::<Vec<String>>(text.trim())
    {
        return Some(items);
    }
    if inner.trim().is_empty() {
        return Some(Vec::new());
    }
    let mut items = Vec::new();
    let mut rest = inner;
    loop {
        let (item, behind) = item(rest.trim_start(), opens)?;
        // An unquoted NULL of PostgreSQL is nothing.
        items.extend(item);
        match behind.trim_start().strip_prefix(',') {
            Some(next) => rest = next,
            None if behind.trim().is_empty() => return Some(items),
            None => return None,
        }
    }
}

/// The first item of the inside of a list in brackets, and what stands behind it.
fn item(text: &str, opens: char) -> Option<(Option<String>, &str)> {
    let quote = text
        .chars()
        .next()
        .filter(|c| *c == '"' || (*c == '\'' && opens == '['));
    let Some(quote) = quote else {
        let end = text.find(',').unwrap_or(text.len());
        let plain = text[..end].trim();
        let odd = plain.contains(['"', '\\', '{', '}', '[', ']', ':', '=']) && !is_key_like(plain);
        let is_null = opens == '{' && plain.eq_ignore_ascii_case("null");
        let item = (!is_null).then(|| plain.to_owned());
        return (!odd).then_some((item, &text[end..]));
    };
    let mut unquoted = String::new();
    let mut chars = text[1..].char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => unquoted.push(chars.next()?.1),
            c if c == quote => return Some((Some(unquoted), &text[1 + at + 1..])),
            c => unquoted.push(c),
        }
    }
    None
}

/// Whether a text without quotes may be one key: `reports:read`, but no part of an
/// object.
fn is_key_like(text: &str) -> bool {
    !text.contains(['"', '\\', '{', '}', '[', ']', '=']) && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests;
