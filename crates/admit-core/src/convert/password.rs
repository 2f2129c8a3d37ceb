//! Password columns to a password that can be checked at sign-in, or to the one
//! reason why not.

mod counts;
mod object;
mod refused;
mod words;

pub use counts::PasswordCounts;
pub use object::Object;
pub use words::Words;

use crate::convert::{boolean, date, spreadsheet, text};
use crate::findings::finding::Findings;
use crate::passwords::stored::{Secret, StoredPassword, Word};
use crate::rows::characters::{self, Kind};
use crate::rows::choices::Choices;
use crate::rows::raw::{CellKind, CellRef, Column, RawCell};
use crate::rules::view::RowView;
use crate::rules::{
    bcrypt_2x, placeholder_read_as_blank, salt_escapes_kept, spreadsheet_marks_removed, value_kind,
    value_too_long, whitespace_removed,
};
use crate::users::field::{Field, fold_header};
use admit_passwords::limits::HASH_BYTES_MAX;
use admit_passwords::{Argon2Beside, Reading, Refusal, Remark, SaltFormat, SaltPosition, Written};
use counts::Counted;

/// The column that names the method of what it holds.
const CUSTOM: &str = "custom_password_hash";

/// What Firebase calls the column of hashes, folded.
const FIREBASE: &str = "passwordhash";

/// The fields that columns of their own or a `password` object give.
pub const FIELDS: [Field; 8] = [
    Field::HashedPassword,
    Field::HashingMethod,
    Field::Salt,
    Field::SaltPosition,
    Field::SaltFormat,
    Field::HashIterations,
    Field::PasswordVerified,
    Field::PasswordSetDate,
];

/// What a row says of a password: a cell for each part that it gives. The cells
/// of an object have their paths as columns.
#[derive(Clone, Copy, Default)]
pub struct Parts<'r> {
    /// The hash.
    pub hash: Option<CellRef<'r>>,
    /// The method.
    pub method: Option<CellRef<'r>>,
    /// The salt, with every character.
    pub salt: Option<CellRef<'r>>,
    /// Where the salt goes.
    pub position: Option<CellRef<'r>>,
    /// How the salt is written.
    pub format: Option<CellRef<'r>>,
    /// The iterations or the work factor.
    pub iterations: Option<CellRef<'r>>,
    /// The parameters of Argon2.
    pub argon2: Argon2Beside<'r>,
    /// Whether the source had checked the password.
    pub verified: Option<CellRef<'r>>,
    /// When the password was set at the source.
    pub set: Option<CellRef<'r>>,
    /// Whether a part was left out already, with a finding.
    pub spoilt: bool,
}

/// Whether a cell says nothing. A salt may consist of spaces.
fn is_blank(cell: RawCell<'_>, field: Field) -> bool {
    let is_empty = match field {
        Field::Salt => cell.text.is_empty(),
        _ => characters::is_blank(cell.text),
    };
    is_empty || cell.kind == CellKind::Null
}

/// The parts that stand in columns of their own.
pub fn of_row<'r>(view: &RowView<'r>, findings: &mut Findings) -> Parts<'r> {
    let first = |field| {
        let mut cells = view.raw.cells();
        cells.find(|cell| {
            let column = view.columns.get(cell.column);
            let field_of_cell = column.and_then(|column| column.field);
            field_of_cell == Some(field) && !is_blank(*cell, field)
        })
    };
    of_cells(view.columns, first, findings)
}

/// The parts among the cells of a row: `first` gives the first one of a field.
pub fn of_cells<'r>(
    columns: &'r [Column],
    first: impl Fn(Field) -> Option<RawCell<'r>>,
    findings: &mut Findings,
) -> Parts<'r> {
    let mut parts = Parts::default();
    for field in FIELDS {
        let part = match field {
            Field::HashedPassword => &mut parts.hash,
            Field::HashingMethod => &mut parts.method,
            Field::Salt => &mut parts.salt,
            Field::SaltPosition => &mut parts.position,
            Field::SaltFormat => &mut parts.format,
            Field::HashIterations => &mut parts.iterations,
            Field::PasswordVerified => &mut parts.verified,
            _ => &mut parts.set,
        };
        let Some(cell) = first(field).filter(|cell| !is_blank(*cell, field)) else {
            continue;
        };
        let at = CellRef {
            column: &columns[cell.column].name,
            field: Some(field),
            text: cell.text,
        };
        let is_object = cell.text.trim_start().starts_with('{');
        if cell.kind == CellKind::Json && field.is_secret() && (field == Field::Salt || !is_object)
        {
            let kind = if is_object { "an object" } else { "a list" };
            value_kind::found(at, "a text", kind, findings);
            parts.spoilt = true;
        }
        *part = Some(at);
    }
    if parts.hash.is_none() {
        // Nothing beside it matters.
        return Parts::default();
    }
    parts
}

/// Reads a password: it, or none, or why the hash that is there was not taken.
pub fn read(
    parts: &Parts<'_>,
    choices: &Choices,
    row: u64,
    counts: &mut PasswordCounts,
    findings: &mut Findings,
) -> Result<Option<StoredPassword>, String> {
    if parts.spoilt {
        return Err("a part of it is not a text".to_owned());
    }
    let Some(cell) = parts.hash else {
        return Ok(None);
    };
    let hash = cell.text.trim();
    if admit_passwords::is_none(hash) {
        return Ok(None);
    }
    // A hash is no word for nothing, so showing the word gives nothing away.
    if text::is_placeholder(hash, Kind::Other) {
        if !text::is_null(hash, cell.field, Kind::Other) {
            placeholder_read_as_blank::found(cell, hash, findings);
        }
        return Ok(None);
    }
    if is_too_long(cell, findings) || parts.salt.is_some_and(|salt| is_too_long(salt, findings)) {
        return Err("it is longer than any that can be kept".to_owned());
    }
    let unmarked = unmarked(cell, hash, findings);
    let hash = unmarked.as_deref().unwrap_or(hash);
    let words = words_of(hash, parts, choices, findings);
    if words.iterations_unread && admit_passwords::claimed_by(hash).is_none() {
        // With another number, or none, it would be another hash.
        return Err("the number of its iterations can't be read".to_owned());
    }
    let written = Written {
        hash,
        method: words.method,
        salt: parts.salt.map(|salt| salt.text),
        position: words.position,
        format: words.format,
        iterations: words.iterations,
        argon2: parts.argon2,
        firebase: choices.firebase.as_ref(),
        ..Written::default()
    };
    counts.saw(parts);
    match admit_passwords::read(&written) {
        Ok(reading) => {
            counts.took(&reading, &written, row);
            if differs_from_given(&written, choices) {
                counts.note(Counted::OtherThanGiven(reading.scheme.name), row);
            }
            remark(&reading, &written, parts, findings);
            Ok(Some(stored(reading, &written, parts, findings)))
        }
        Err(Refusal::None) => Ok(None),
        Err(refusal) => {
            let refusal = match refusal {
                Refusal::MethodMissing(_) if is_of_firebase(cell, &written) => {
                    Refusal::ParametersMissing
                }
                refusal => refusal,
            };
            if refusal == Refusal::ParametersMissing {
                counts.note(Counted::ParametersMissing, row);
            }
            Err(refused::found(&refusal, &written, parts, findings))
        }
    }
}

/// The hash without the marks around it, where it has some.
fn unmarked(cell: CellRef<'_>, hash: &str, findings: &mut Findings) -> Option<String> {
    if hash.len() != cell.text.len() {
        whitespace_removed::found(cell, findings);
    }
    let bare = spreadsheet::unmarked_hash(hash)?;
    spreadsheet_marks_removed::found(cell, &words::characters(&bare), findings);
    Some(bare)
}

/// The words beside a hash, with what was said of the whole file.
pub fn words_of<'r>(
    hash: &str,
    parts: &Parts<'r>,
    choices: &'r Choices,
    findings: &mut Findings,
) -> Words<'r> {
    let mut words = Words::of(parts, findings);
    let is_object = |cell: CellRef<'_>| fold_header(cell.column) == fold_header(CUSTOM);
    if words.method.is_none() && parts.hash.is_some_and(is_object) {
        words.method = admit_passwords::find(CUSTOM).map(|scheme| scheme.name);
    }
    words.complete(hash, parts, choices);
    words
}

/// Whether the method that was given for all hashes is not that of one which says its own.
fn differs_from_given(written: &Written<'_>, choices: &Choices) -> bool {
    let Some(given) = choices.hashing.method.as_deref() else {
        return false;
    };
    let as_given = Written {
        method: Some(given),
        ..*written
    };
    written.method.is_none()
        && matches!(
            admit_passwords::read(&as_given),
            Err(Refusal::MethodDiffers { .. })
        )
}

/// Whether a hash without a method stands where Firebase has it in its exports.
fn is_of_firebase(cell: CellRef<'_>, written: &Written<'_>) -> bool {
    fold_header(cell.column) == FIREBASE && admit_passwords::may_be_firebase(written)
}

/// The method to keep beside what is kept of a hash: the scheme's name, or the
/// file's word where only that tells how the text is to be read, as `ssha512`
/// does before a bare base64.
fn kept_method(reading: &Reading, written: &Written<'_>) -> Word {
    let name = reading.scheme.name;
    let named = written.method.filter(|method| {
        let by_name = Written {
            method: Some(name),
            ..*written
        };
        reading.rewritten.is_none()
            && !method.eq_ignore_ascii_case(name)
            && admit_passwords::read(&by_name).is_err()
    });
    named.map_or(Word::Borrowed(name), |method| {
        Word::Owned(method.to_owned())
    })
}

/// What is kept of a hash, so that the catalogue reads it again by itself.
fn stored(
    reading: Reading,
    written: &Written<'_>,
    parts: &Parts<'_>,
    findings: &mut Findings,
) -> StoredPassword {
    let carries_salt = reading
        .rewritten
        .as_ref()
        .is_some_and(|rewritten| rewritten.carries_salt)
        || reading.remarks.contains(&Remark::SaltIgnored);
    let salt = written.salt.filter(|_| !carries_salt);
    let beside = salt.and(written.salt_position().ok().flatten());
    let format = salt.and(written.salt_format().ok().flatten());
    let method = kept_method(&reading, written);
    StoredPassword {
        hash: Secret(
            reading
                .rewritten
                .map_or_else(|| written.hash.to_owned(), |rewritten| rewritten.hash),
        ),
        method: Some(method),
        salt: salt.map(|salt| Secret(salt.to_owned())),
        salt_position: beside.map(|position| {
            Word::Borrowed(match position {
                SaltPosition::Prefix => "prefix",
                SaltPosition::Suffix => "suffix",
            })
        }),
        salt_format: format.map(|format| {
            Word::Borrowed(match format {
                SaltFormat::Text => "string",
                SaltFormat::Hex => "hex",
                SaltFormat::Base64 => "base64",
            })
        }),
        verified: parts
            .verified
            .and_then(|cell| boolean::read(cell, findings)),
        changed: parts.set.and_then(|cell| date::read(cell, findings)),
        ..StoredPassword::default()
    }
}

/// Says what is to be known of a hash that was taken.
fn remark(reading: &Reading, written: &Written<'_>, parts: &Parts<'_>, findings: &mut Findings) {
    if let (true, Some(cell)) = (reading.remarks.contains(&Remark::SignExtended), parts.hash) {
        let shown = words::described(written.hash, reading.scheme.name);
        bcrypt_2x::found(cell, &shown, findings);
    }
    let is_used = !reading.remarks.contains(&Remark::SaltIgnored);
    if let (Some(salt), Some(cell)) = (written.salt.filter(|_| is_used), parts.salt)
        && let Some(escape) = words::escape(salt)
    {
        salt_escapes_kept::found(cell, &words::characters(salt), escape, findings);
    }
}

fn is_too_long(cell: CellRef<'_>, findings: &mut Findings) -> bool {
    let too_long = cell.text.len() > HASH_BYTES_MAX;
    if too_long {
        value_too_long::found(cell, cell.text.chars().count(), HASH_BYTES_MAX, findings);
    }
    too_long
}

#[cfg(test)]
mod tests;
