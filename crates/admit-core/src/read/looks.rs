//! What the values of a column look like, counted while rows are read for the first time.

use crate::base::limits::COLUMN_SAMPLES_MAX;
use crate::findings::shown::shown;
use crate::read::cells::is_email;
use crate::rows::{times, yes_no};
use crate::rules::view::{ColumnFill, Looks};
use crate::users::field::Field;
use admit_passwords::trimmed;

/// Counts a value: how many there are, a few to show, and the form that it has.
pub(super) fn count(fill: &mut ColumnFill, text: &str, showable: bool, field: Option<Field>) {
    fill.values += 1;
    let text = trimmed(text);
    if showable && fill.samples.len() < COLUMN_SAMPLES_MAX {
        fill.samples.push(shown(text));
    }
    let known = look(&mut fill.looks, text);
    if field.is_none() && showable {
        fill.few.note(text);
    }
    if field.is_none() && !known {
        if memchr::memchr(b'@', text.as_bytes()).is_some() {
            count_inside(&mut fill.looks, text);
        } else if times::of(text).is_some() {
            fill.looks.time += 1;
        } else if yes_no::value(text).is_some() {
            fill.looks.yes_no += 1;
        }
    }
}

/// Counts the form of a value; answers whether it has one that tells what it is.
fn look(looks: &mut Looks, text: &str) -> bool {
    match text.as_bytes() {
        [b'$', rest @ ..] if rest.contains(&b'$') => looks.hash += 1,
        // `{}`, `{a,b}` and objects begin so as well.
        [b'{', next, ..]
            if next.is_ascii_alphabetic() && admit_passwords::looks_like_hash(text).is_some() =>
        {
            looks.hash += 1;
        }
        [b'+', rest @ ..] if is_phone(rest) => looks.phone += 1,
        bytes if bytes.len() == 36 && is_uuid(bytes) => looks.uuid += 1,
        _ if is_email(text) => looks.email += 1,
        _ => return false,
    }
    true
}

/// Counts a text with addresses in it: a name with its address is read as an address,
/// objects and lists are not.
fn count_inside(looks: &mut Looks, text: &str) {
    let parts = text.split(|c: char| c.is_whitespace() || "\"'<>,;:|[]{}()".contains(c));
    match parts.filter(|part| is_email(part)).count() {
        0 => {}
        1 if text.ends_with('>') => looks.email += 1,
        _ => looks.emails_inside += 1,
    }
}

fn is_phone(rest: &[u8]) -> bool {
    let digits = rest.iter().filter(|b| b.is_ascii_digit()).count();
    let others = |b: &u8| b.is_ascii_digit() || matches!(b, b' ' | b'-' | b'(' | b')' | b'.');
    (7..=15).contains(&digits) && rest.iter().all(others)
}

fn is_uuid(bytes: &[u8]) -> bool {
    bytes.iter().enumerate().all(|(place, b)| match place {
        8 | 13 | 18 | 23 => *b == b'-',
        _ => b.is_ascii_hexdigit(),
    })
}
