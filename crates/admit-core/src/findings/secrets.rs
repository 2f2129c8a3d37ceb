//! Secrets in what is said: what has the shape of a hash is described, wherever it stands.

use crate::findings::finding::Finding;
use crate::users::field::Field;
use admit_passwords::{looks_like_digest, looks_like_hash};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

/// Of longer texts this much is searched and shown, in bytes: no hash that can be kept is
/// longer.
const SEARCHED_BYTES_MAX: usize = 4096;

/// So many hex digits before an ellipsis are a digest that was cut for showing.
const CUT_DIGITS_MIN: usize = 64;

/// What stands in place of a hash that is the whole of a text.
fn description(text: &str, scheme: &str) -> String {
    let count = text.trim().chars().count();
    format!("a value of {count} characters that looks like a {scheme}")
}

/// Whether a text is such a description.
fn is_description(text: &str) -> bool {
    text.starts_with("a value of ") && text.contains(" characters that looks like a ")
}

/// A text with every hash that says itself what it is described.
pub(super) fn without_hashes(text: &str) -> Cow<'_, str> {
    if let Some(scheme) = looks_like_hash(text) {
        return Cow::Owned(description(text, &format!("{scheme} hash")));
    }
    let text = head(text);
    let bytes = text.as_bytes();
    if memchr::memchr2(b'$', b'{', bytes).is_none() && !text.contains("AQAAAA") {
        return Cow::Borrowed(text);
    }
    let mut found = Vec::new();
    let mut place = 0;
    while place < bytes.len() {
        let begins = place == 0 || is_between(bytes[place - 1]);
        let end = if begins {
            end_of_word(bytes, place)
        } else {
            place
        };
        match text.get(place..end).and_then(looks_like_hash) {
            Some(scheme) => {
                found.push((place..end, Some(scheme)));
                place = end;
            }
            None => place += 1,
        }
    }
    replaced(text, &found)
}

/// Whether nothing in a text has the form of a hash or a bare digest, so that it may stand
/// in a command to copy.
pub(crate) fn may_be_shown(text: &str) -> bool {
    without_hashes(text) == text && without_digests(text) == text
}

/// A text with every bare digest in it described.
fn without_digests(text: &str) -> Cow<'_, str> {
    if looks_like_digest(text) {
        return Cow::Owned(description(text, "hash"));
    }
    let text = head(text);
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut place = 0;
    while place < bytes.len() {
        let rest = &bytes[place..];
        let word = rest.iter().take_while(|byte| is_of_base64(**byte)).count();
        if word == 0 {
            // Perhaps inside a character.
            place += 1;
            continue;
        }
        let marks = rest[word..]
            .iter()
            .take(2)
            .take_while(|byte| **byte == b'=')
            .count();
        let is_cut = word >= CUT_DIGITS_MIN
            && rest[..word].iter().all(u8::is_ascii_hexdigit)
            && text[place + word..].starts_with('…');
        let mut ends = (0..=marks).map(|marks| place + word + marks);
        let end = ends.find(|end| looks_like_digest(&text[place..*end]));
        if let Some(end) = end.or_else(|| is_cut.then_some(place + word)) {
            found.push((place..end, None));
        }
        place = end.unwrap_or(place + word);
    }
    replaced(text, &found)
}

fn head(text: &str) -> &str {
    &text[..text.floor_char_boundary(SEARCHED_BYTES_MAX)]
}

fn is_of_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/')
}

/// Whether a hash may begin behind it.
fn is_between(byte: u8) -> bool {
    !byte.is_ascii_alphanumeric() && !matches!(byte, b'$' | b'_') && byte.is_ascii()
}

/// Where what begins at `place` ends: at a quote, or at a space.
fn end_of_word(bytes: &[u8], place: usize) -> usize {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'`');
    let end = bytes[place..].iter().position(ends);
    end.map_or(bytes.len(), |end| place + end)
}

fn replaced<'t>(text: &'t str, found: &[(Range<usize>, Option<&str>)]) -> Cow<'t, str> {
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (range, scheme) in found {
        out.push_str(&text[from..range.start]);
        let _ = match scheme {
            Some(scheme) => write!(out, "({scheme} hash)"),
            None => write!(out, "(a hash)"),
        };
        from = range.end;
    }
    out.push_str(&text[from..]);
    Cow::Owned(out)
}

/// Describes what has the form of a password hash wherever a finding could show it. A
/// bare digest is one where the field is known to hold none.
pub(super) fn hide(finding: &mut Finding) {
    for (_, text) in &mut finding.args {
        keep(text, without_hashes);
    }
    if let Some(column) = &mut finding.column {
        keep(column, without_hashes);
        if looks_like_digest(column) {
            *column = description(column, "hash");
        }
    }
    if let Some(help) = &mut finding.help {
        keep(help, without_hashes);
    }
    finding.suggestion = finding
        .suggestion
        .take()
        .filter(|text| looks_like_hash(text).is_none());
    let holds_digests = finding.field.is_some_and(Field::may_hold_digests);
    if holds_digests {
        settle(finding);
    } else {
        hide_digest(finding);
    }
}

/// Describes a value that has the shape of a bare digest, and whatever repeats it.
pub(crate) fn hide_digest(finding: &mut Finding) {
    if let Some(value) = &mut finding.value {
        keep(value, without_digests);
    }
    settle(finding);
}

/// What is not shown as the value is shown nowhere else.
fn settle(finding: &mut Finding) {
    if !finding.value.as_deref().is_some_and(is_description) {
        return;
    }
    finding.suggestion = None;
    for (_, text) in &mut finding.args {
        keep(text, without_digests);
    }
    if let Some(help) = &mut finding.help {
        keep(help, without_digests);
    }
}

fn keep(text: &mut String, without: fn(&str) -> Cow<'_, str>) {
    if let Cow::Owned(shown) = without(text) {
        *text = shown;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BCRYPT: &str = "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";
    const SHA1: &str = "0beec7b5ea3f0fdbc95d0dd47f3c5bc275da8a33";

    #[test]
    fn hashes_are_described_wherever_they_stand() {
        let check = |text: &str, expected: &str| assert_eq!(without_hashes(text), expected);
        let whole = "a value of 60 characters that looks like a bcrypt hash";
        check(BCRYPT, whole);
        check(&format!(" {BCRYPT}\n"), whole);
        check(
            &format!("{{\"a\":\"{BCRYPT}\",\"b\":1}}"),
            "{\"a\":\"(bcrypt hash)\",\"b\":1}",
        );
        check(
            &format!("organizations[0].{BCRYPT}"),
            "organizations[0].(bcrypt hash)",
        );
        check(
            &format!("write --map '{BCRYPT}=email'"),
            "write --map '(bcrypt hash)'",
        );
        check(
            "a,$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b7dWRWJTmaQ b",
            "a,(argon2 hash) b",
        );
        check(
            "ana {SSHA}VgO0nKVXbhlzFYc3DSRy0e5lnkAyMDEx",
            "ana (ldap hash)",
        );
        for text in ["", "Ana: Roe", "{a,b}", "at 10:30, $5", "acme", SHA1] {
            check(text, text);
        }
    }

    #[test]
    fn bare_digests_are_described_wherever_they_stand() {
        let check = |text: &str, expected: &str| assert_eq!(without_digests(text), expected);
        check(SHA1, "a value of 40 characters that looks like a hash");
        check(
            &format!("--set \"suspended:{SHA1}=FALSE\""),
            "--set \"suspended:(a hash)=FALSE\"",
        );
        check("a:X03MO1qnZdYdgyfeuILPmQ===b", "a:(a hash)=b");
        check("[\"X03MO1qnZdYdgyfeuILPmQ==\"]", "[\"(a hash)\"]");
        check(&format!("{}…", "0a".repeat(60)), "(a hash)…");
        for text in [
            "",
            "Ana",
            "0197a3c2-5d93-7f2b-8b20-d47f3f5a9c1e",
            "507f1f77bcf86cd799439011",
            "https://example.com/avatar/0beec7b5ea3f0fdbc95d0dd47f3c5bc275da8a33.png",
            "12345678901234567890123456789012",
        ] {
            check(text, text);
        }
    }
}
