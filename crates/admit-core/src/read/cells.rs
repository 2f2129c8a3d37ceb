//! The cells of a row by the field they feed.

use crate::convert::password::Object;
use crate::findings::finding::Findings;
use crate::findings::secrets;
use crate::read::evidence::IdColumns;
use crate::rows::raw::{CellKind, CellRef, Column, RawCell};
use crate::rules::view::ColumnFill;
use crate::rules::{hash_in_another_column, list_of_one, value_kind};
use crate::users::field::Field;
use admit_passwords::trimmed;

/// The cells of one row by the field they feed; blank ones are absent.
pub(crate) struct Cells<'r> {
    pub(super) clear: ClearCells<'r>,
    pub(super) by_field: [Option<RawCell<'r>>; Field::ALL.len()],
    pub(super) columns: &'r [Column],
    pub(super) of_ids: &'r IdColumns,
}

impl<'r> Cells<'r> {
    pub(super) fn raw(&self, field: Field) -> Option<RawCell<'r>> {
        self.by_field[field as usize]
    }

    pub(super) fn name(&self, cell: RawCell<'r>, field: Field) -> CellRef<'r> {
        CellRef {
            column: &self.columns[cell.column].name,
            field: Some(field),
            text: cell.text,
        }
    }

    /// The cell of a field that takes one text. A list of one gives it; another list, or
    /// an object, is reported and left out.
    pub(super) fn flat(&self, field: Field, findings: &mut Findings) -> Option<CellRef<'r>> {
        let mut raw = self.raw(field)?;
        if raw.kind == CellKind::Json {
            let items = inside_list(raw.text);
            if items == Some("") {
                return None;
            }
            let Some(text) = items.and_then(only_text) else {
                let cell = self.name(raw, field);
                value_kind::lost(cell, "a text", json_kind(raw.text), findings);
                return None;
            };
            list_of_one::found(self.name(raw, field), findings);
            raw = RawCell {
                kind: CellKind::Text,
                text,
                ..raw
            };
        }
        let cell = self.name(raw, field);
        if raw.kind == CellKind::Bool && field.holds_text() {
            value_kind::lost(cell, "a text", raw.text, findings);
            return None;
        }
        if self.is_secret(raw, field) {
            hash_in_another_column::found(cell, findings);
            return None;
        }
        Some(cell)
    }

    /// Whether a cell holds a hash, by its shape. What may be an id is asked of the
    /// column: a name to sign in with may be one where most are.
    fn is_secret(&self, raw: RawCell<'_>, field: Field) -> bool {
        if admit_passwords::looks_like_hash(raw.text).is_some() {
            return true;
        }
        let may_be_id = match field {
            Field::Username => self.of_ids.contains(raw.column),
            _ => field.may_hold_digests(),
        };
        if !may_be_id && admit_passwords::looks_like_digest(raw.text) {
            return true;
        }
        may_hide(raw.text, field)
            && (secrets::hash_in(raw.text).is_some()
                || (!may_be_id && secrets::holds_digest(raw.text)))
    }

    /// The cell of a field that takes whatever JSON gives.
    pub(super) fn any(&self, field: Field) -> Option<CellRef<'r>> {
        self.raw(field).map(|raw| self.name(raw, field))
    }

    pub(super) fn has(&self, field: Field) -> bool {
        self.raw(field).is_some()
    }
}

/// Whether a hash may stand between other signs in a text that would be stored: few are
/// long enough, and only names are several words.
fn may_hide(text: &str, field: Field) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() < secrets::HIDING_BYTES_MIN || !field.holds_text() {
        return false;
    }
    let is_name = matches!(
        field,
        Field::Username | Field::FirstName | Field::LastName | Field::Name
    );
    let is_bare = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    is_name || !is_bare(bytes.first()) || !is_bare(bytes.last()) || !text.is_ascii()
}

/// Whether a cell says nothing. A salt may consist of spaces.
pub(crate) fn is_blank(cell: RawCell<'_>, field: Option<Field>) -> bool {
    let is_salt = field == Some(Field::Salt) && !cell.text.is_empty();
    cell.kind == CellKind::Null || (trimmed(cell.text).is_empty() && !is_salt)
}

/// Whether a text looks like one email address.
pub(crate) fn is_email(text: &str) -> bool {
    let Some(at) = memchr::memchr(b'@', text.as_bytes()) else {
        return false;
    };
    let domain = &text.as_bytes()[at + 1..];
    at > 0
        // An object or a list holds addresses and is none.
        && !matches!(text.as_bytes()[0], b'{' | b'[' | b'"')
        && memchr::memchr2(b',', b';', domain).is_none()
        && memchr::memchr(b'.', domain).is_some()
        && memchr::memchr(b'@', domain).is_none()
        && !has_white_space(text)
}

fn has_white_space(text: &str) -> bool {
    if text.is_ascii() {
        // The same that `char::is_whitespace` has of ASCII.
        return text.bytes().any(|b| matches!(b, b'\t'..=b'\r' | b' '));
    }
    text.contains(char::is_whitespace)
}

/// What stands inside the brackets of a list.
fn inside_list(json: &str) -> Option<&str> {
    let inner = json.trim().strip_prefix('[')?.strip_suffix(']')?;
    Some(inner.trim())
}

/// The one text that the items of a list are, as it stands there.
fn only_text(items: &str) -> Option<&str> {
    let text = items.strip_prefix('"')?.strip_suffix('"')?;
    let is_one = memchr::memchr2(b'"', b'\\', text.as_bytes()).is_none();
    (is_one && !text.trim().is_empty()).then_some(text)
}

pub(crate) fn json_kind(text: &str) -> &'static str {
    if text.trim_start().starts_with('[') {
        "a list"
    } else {
        "an object"
    }
}

/// The cells of a row in columns that are named for clear-text passwords.
#[derive(Clone, Copy, Default)]
pub(crate) struct ClearCells<'r> {
    /// One that holds an object with the parts of a password.
    pub object: Option<RawCell<'r>>,
    /// One that holds anything else: a password, or a hash that says it is one.
    pub plain: Option<RawCell<'r>>,
}

impl<'r> ClearCells<'r> {
    /// Notes a cell, and counts what it looks like.
    pub fn note(&mut self, cell: RawCell<'r>, fill: Option<&mut ColumnFill>) {
        let is_object = Object::is_one(cell.text);
        let place = if is_object {
            &mut self.object
        } else {
            &mut self.plain
        };
        *place = place.or(Some(cell));
        if let Some(fill) = fill {
            let is_hash = !is_object && admit_passwords::looks_like_hash(cell.text).is_some();
            let is_read = is_object || is_hash;
            fill.objects += u64::from(is_read);
            fill.hashes += u64::from(is_hash);
            fill.digests += u64::from(!is_read && looks_hashed(cell.text));
        }
    }
}

/// Whether a text in a column for clear-text passwords looks like a hash.
pub(crate) fn looks_hashed(text: &str) -> bool {
    admit_passwords::looks_like_digest(text) || admit_passwords::claimed_by(text.trim()).is_some()
}
