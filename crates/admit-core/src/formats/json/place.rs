//! Where JSON breaks off, in words and without secrets.

use crate::base::json::reason;
use crate::base::limits::JSON_AROUND_CHARACTERS;
use crate::rows::headers::hides_values;
use crate::rules::json_line_not_complete::Broken;
use crate::users::field::Field;

/// Stands for a value that is not shown.
const HIDDEN: char = '…';

/// The place at a byte of a row that starts at `line`.
pub(super) fn at_byte(text: &str, byte: usize, line: u64, reason: String) -> Broken {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    let before = &text[..byte];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Broken {
        line: line + memchr::memchr_iter(b'\n', before.as_bytes()).count() as u64,
        character: before[line_start..].chars().count() as u64 + 1,
        reason,
        around: around(before),
    }
}

/// The place that `serde_json` names.
pub(super) fn at_error(text: &str, error: &serde_json::Error, line: u64) -> Broken {
    let line_start = match error.line() {
        0 | 1 => 0,
        n => memchr::memchr_iter(b'\n', text.as_bytes())
            .nth(n - 2)
            .map_or(text.len(), |newline| newline + 1),
    };
    // The column counts the bytes read of the line. But at the end of the text,
    // the last of them is the place.
    let read = line_start + error.column();
    let byte = if error.is_eof() {
        read
    } else {
        read.saturating_sub(1)
    };
    at_byte(text, byte, line, reason(error))
}

/// The end of a text that is JSON so far. Only what stands under the keys of
/// fields that may be shown is shown; a value under any other key could be a
/// password by a name that nobody has told yet.
fn around(before: &str) -> String {
    let mut out = String::new();
    let mut rest = before.trim_start();
    let mut depth = 0_usize;
    let mut key = None;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => text_length(rest),
            '{' | '}' | '[' | ']' | ',' | ':' => 1,
            c if c.is_whitespace() => c.len_utf8(),
            _ => rest
                .find(|c: char| c.is_whitespace() || "{}[],:\"".contains(c))
                .unwrap_or(rest.len()),
        };
        let (token, behind) = rest.split_at(length);
        let is_key = first == '"' && behind.trim_start().starts_with(':');
        match first {
            '{' | '[' => depth += 1,
            '}' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if is_key && depth <= 1 {
            let name = token.trim_matches('"');
            key = Field::of_header(name).filter(|field| !hides_values(name, Some(*field)));
        }
        let shown = depth <= 1 && key.is_some();
        if first.is_whitespace() {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else if is_key || shown || "{}[],:".contains(first) {
            out.push_str(token);
        } else {
            out.push(HIDDEN);
        }
        rest = behind;
    }
    let skip = out.chars().count().saturating_sub(JSON_AROUND_CHARACTERS);
    out.chars().skip(skip).collect()
}

/// The length of the text in quotes that `rest` begins with, or of all of it.
fn text_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 1;
    while let Some(found) = bytes
        .get(at..)
        .and_then(|b| memchr::memchr2(b'"', b'\\', b))
    {
        at += found;
        if bytes[at] == b'"' {
            return at + 1;
        }
        at += 2;
    }
    bytes.len()
}
