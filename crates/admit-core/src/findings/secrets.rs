//! Secrets in what is said: what has the shape of a hash is described, wherever it stands.

use crate::findings::finding::Finding;
use crate::rows::characters::is_invisible;
use crate::users::field::Field;
use admit_passwords::{looks_like_digest, looks_like_hash};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

/// Of longer texts this much is searched and shown, in bytes: no hash that can be kept is
/// longer.
const SEARCHED_BYTES_MAX: usize = 4096;

/// The shortest text that is searched for a hash between other signs, in bytes. None that
/// gives anything away is shorter.
pub(crate) const HIDING_BYTES_MIN: usize = 20;

/// So many hex digits before an ellipsis are a digest that was cut for showing.
const CUT_DIGITS_MIN: usize = 64;

/// So many hex digits are a digest with letters around it: as many as MD5 has.
const GLUED_DIGITS_MIN: usize = 32;

/// What stands in place of a hash that is the whole of a text.
fn description(text: &str, scheme: &str) -> String {
    let count = text.trim().chars().count();
    format!("a value of {count} characters that looks like a {scheme}")
}

/// What stands in place of a value of a column that shows none.
pub(crate) fn undisclosed(text: &str) -> String {
    format!("({} characters)", text.trim().chars().count())
}

/// Whether a text is such a description.
fn is_description(text: &str) -> bool {
    text.starts_with("a value of ") && text.contains(" characters that looks like a ")
}

/// The scheme of the first hash that says itself what it is, wherever it stands in a
/// text: between marks, behind other words, or glued to one.
pub(crate) fn hash_in(text: &str) -> Option<&'static str> {
    looks_like_hash(text).or_else(|| {
        let is_long = text.len() >= HIDING_BYTES_MIN;
        is_long.then(|| hashes(&seen(head(text))))?.first()?.1
    })
}

/// Whether a bare digest stands in a text.
pub(crate) fn holds_digest(text: &str) -> bool {
    looks_like_digest(text)
        || (text.len() >= HIDING_BYTES_MIN && !digests(&seen(head(text))).is_empty())
}

/// A text with every hash that says itself what it is described.
pub(super) fn without_hashes(text: &str) -> Cow<'_, str> {
    let whole = |text: &str, scheme| Cow::Owned(description(text, &format!("{scheme} hash")));
    if let Some(scheme) = looks_like_hash(text) {
        return whole(text, scheme);
    }
    match seen(head(text)) {
        Cow::Borrowed(text) => replaced(text, &hashes(text)),
        Cow::Owned(seen) => match looks_like_hash(&seen) {
            Some(scheme) => whole(&seen, scheme),
            None => replaced_of(head(text), &seen, &hashes(&seen)),
        },
    }
}

/// Whether nothing in a text has the form of a hash or a bare digest, so that it may stand
/// in a command to copy.
pub(crate) fn may_be_shown(text: &str) -> bool {
    without_hashes(text) == text && without_digests(text) == text
}

/// A text with every hash in it described; and every bare digest, unless the text may hold
/// some that give nothing away.
pub(crate) fn without_secrets(text: &str, may_hold_digests: bool) -> String {
    let text = without_hashes(text);
    if may_hold_digests {
        text.into_owned()
    } else {
        without_digests(&text).into_owned()
    }
}

/// A text with every bare digest in it described.
fn without_digests(text: &str) -> Cow<'_, str> {
    if looks_like_digest(text) {
        return Cow::Owned(description(text, "hash"));
    }
    match seen(head(text)) {
        Cow::Borrowed(text) => replaced(text, &digests(text)),
        Cow::Owned(seen) if looks_like_digest(&seen) => Cow::Owned(description(&seen, "hash")),
        Cow::Owned(seen) => replaced_of(head(text), &seen, &digests(&seen)),
    }
}

/// A text as somebody sees it: without what is invisible, and with the usual form of
/// letters and signs that are written wide.
fn seen(text: &str) -> Cow<'_, str> {
    let is_odd = |c: char| is_invisible(c) || usual(c) != c;
    if text.is_ascii() || !text.contains(is_odd) {
        return Cow::Borrowed(text);
    }
    let kept = text.chars().filter(|c| !is_invisible(*c));
    Cow::Owned(kept.map(usual).collect())
}

/// The ASCII sign of which a character is the wide or the small form.
fn usual(c: char) -> char {
    let ascii = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0),
        '\u{fe69}' => Some('$'),
        _ => None,
    };
    ascii.unwrap_or(c)
}

/// Where something is found in a text, and the name of the scheme if it says it.
type Found = (Range<usize>, Option<&'static str>);

/// The hashes in a text that say themselves what they are.
fn hashes(text: &str) -> Vec<Found> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    if memchr::memchr2(b'$', b'{', bytes).is_none() && !text.contains("AQAAAA") {
        return found;
    }
    let mut place = 0;
    while place < bytes.len() {
        let begins = place == 0 || is_between(bytes[place - 1]) || bytes[place] == b'$';
        let end = if begins {
            end_of_word(bytes, place)
        } else {
            place
        };
        let scheme = text.get(place..end).and_then(looks_like_hash);
        if scheme.is_some() {
            found.push((place..end, scheme));
            place = end;
        } else {
            place += 1;
        }
    }
    found
}

/// The bare digests in a text: of the usual alphabet, or else of the one for addresses.
fn digests(text: &str) -> Vec<Found> {
    let found = digests_of(text, |byte| matches!(byte, b'+' | b'/'));
    if !found.is_empty() {
        return found;
    }
    let mut found = digests_of(text, |byte| matches!(byte, b'-' | b'_'));
    // Without such signs it is a part of an address.
    found.retain(|(range, _)| {
        let word = &text[range.clone()];
        word.contains(['-', '_']) && looks_like_digest(word)
    });
    found
}

/// Those in words of letters, digits, and these signs.
fn digests_of(text: &str, is_sign: fn(u8) -> bool) -> Vec<Found> {
    let is_of_word = |byte: &&u8| byte.is_ascii_alphanumeric() || is_sign(**byte);
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut place = 0;
    while place < bytes.len() {
        let rest = &bytes[place..];
        let word = rest.iter().take_while(is_of_word).count();
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
        } else if holds_glued(&rest[..word]) {
            found.push((place..place + word, None));
        }
        place = end.unwrap_or(place + word);
    }
    found
}

/// Whether a word is a digest in hex with letters glued to it. In an address it has a
/// place of its own.
fn holds_glued(word: &[u8]) -> bool {
    word.len() > GLUED_DIGITS_MIN
        && !word.contains(&b'/')
        && word.split(|byte| !byte.is_ascii_hexdigit()).any(|run| {
            let has = |of: fn(&u8) -> bool| run.iter().any(of);
            run.len() >= GLUED_DIGITS_MIN && has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic)
        })
}

fn head(text: &str) -> &str {
    &text[..text.floor_char_boundary(SEARCHED_BYTES_MAX)]
}

/// Whether a hash may begin behind it, whatever it begins with.
fn is_between(byte: u8) -> bool {
    !byte.is_ascii_alphanumeric() && !matches!(byte, b'$' | b'_')
}

/// Where what begins at `place` ends: at a quote, or at a space.
fn end_of_word(bytes: &[u8], place: usize) -> usize {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'`');
    let end = bytes[place..].iter().position(ends);
    end.map_or(bytes.len(), |end| place + end)
}

/// The text where nothing was found in the form of it that is seen.
fn replaced_of<'t>(text: &'t str, seen: &str, found: &[Found]) -> Cow<'t, str> {
    match replaced(seen, found) {
        Cow::Borrowed(_) => Cow::Borrowed(text),
        Cow::Owned(shown) => Cow::Owned(shown),
    }
}

fn replaced<'t>(text: &'t str, found: &[Found]) -> Cow<'t, str> {
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
    if finding.suggestion.as_deref().and_then(hash_in).is_some() {
        forget_suggestion(finding);
    }
    if finding.value.as_deref().is_some_and(is_description) {
        forget_suggestion(finding);
        settle(finding);
    }
    if !finding.field.is_some_and(Field::may_hold_digests) {
        hide_digest(finding);
    }
}

/// Describes a bare digest in a value, and whatever repeats it. Of a name, what is said
/// may quote other values.
pub(crate) fn hide_digest(finding: &mut Finding) {
    let value = finding.value.as_mut();
    let is_hidden = value.is_some_and(|value| keep(value, without_digests));
    let is_name = |field| matches!(field, Field::FirstName | Field::LastName | Field::Name);
    if is_hidden {
        forget_suggestion(finding);
    }
    if is_hidden || finding.field.is_some_and(is_name) {
        settle(finding);
    }
}

/// What is not shown as the value is shown nowhere else.
fn settle(finding: &mut Finding) {
    let is_hash = |text: &str| hash_in(text).is_some() || holds_digest(text);
    if finding.suggestion.as_deref().is_some_and(is_hash) {
        forget_suggestion(finding);
    }
    for (_, text) in &mut finding.args {
        keep(text, without_digests);
    }
    if let Some(help) = &mut finding.help {
        keep(help, without_digests);
    }
}

/// Takes a suggestion back that holds a hash. A sentence that speaks of it says so.
fn forget_suggestion(finding: &mut Finding) {
    if finding.suggestion.take().is_some() {
        let described = ("suggestion".to_owned(), "(a hash)".to_owned());
        finding.args.push(described);
    }
}

/// Puts the text without hashes in its place. Answers whether it held one.
fn keep(text: &mut String, without: fn(&str) -> Cow<'_, str>) -> bool {
    let shown = match without(text) {
        Cow::Owned(shown) => Some(shown),
        Cow::Borrowed(_) => None,
    };
    let is_hidden = shown.is_some();
    if let Some(shown) = shown {
        *text = shown;
    }
    is_hidden
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
        check("a:X03MO1qnZdYd-_feuILPmQ==,b", "a:(a hash),b");
        check(
            "it is XohImNooBHFR0-VvjcYp_3NgPQ1qq73WKhHvch0VQtg.",
            "it is (a hash).",
        );
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
