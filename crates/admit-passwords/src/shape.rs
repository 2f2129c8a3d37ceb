//! What a text has the shape of, wherever it stands: so that a hash which came
//! into the wrong place is known there.

use super::{braces, claimed_by, find};
use crate::written::base64;

/// The fewest characters that can be a hash which says itself what it is. A
/// shorter one is a name with a dollar sign, or a hash cut so short that it
/// gives nothing away.
const CHARACTERS_MIN: usize = 20;

/// The lengths of digests in hex: MD5, SHA-1, SHA-224, SHA-256, SHA-384, SHA-512.
const HEX_LENGTHS: [usize; 6] = [32, 40, 56, 64, 96, 128];

/// The lengths of MD5, SHA-1, SHA-224, SHA-256 and SHA-512 as base64 with padding.
const BASE64_LENGTHS: [usize; 5] = [24, 28, 40, 44, 88];

/// The lengths of SHA-256 and SHA-512 as base64 without padding. Shorter ones are ids and names
/// as well.
const BARE_LENGTHS: [usize; 2] = [43, 86];

/// The name of the scheme that a text says it is of, if it has the shape of a hash
/// of it, also of one that is cut short or of a password in braces (`{noop}…`).
/// Asked of names and addresses, so it takes for a hash what can be nothing else.
pub fn looks_like_hash(text: &str) -> Option<&'static str> {
    let text = trimmed(text);
    let first = *text.as_bytes().first()?;
    if first != b'{' {
        // Most texts are too short, and what the others are is seen at their first bytes.
        let begin = text.as_bytes().first_chunk::<CHARACTERS_MIN>()?;
        // Without branches, which is quicker for so few.
        let is_sign = |byte: &u8| matches!(byte, b'$' | b':');
        let has_sign = begin[..16]
            .iter()
            .fold(false, |has, byte| has | is_sign(byte));
        if !has_sign && !begin.starts_with(b"AQAAAA") {
            return None;
        }
    }
    if braces::is_clear(text) {
        return Some("spring");
    }
    if text.len() < CHARACTERS_MIN || text.chars().any(char::is_whitespace) {
        return None;
    }
    if let Some(scheme) = claimed_by(text) {
        // An object may be anything else just as well.
        return Some(scheme.name).filter(|_| !text.contains('"'));
    }
    // `$id$…` of a scheme that is not known is no name either.
    let (id, rest) = text.strip_prefix('$')?.split_once('$')?;
    let is_id = (1..=16).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_graphic());
    let crypt = find("crypt").filter(|_| is_id && rest.len() + id.len() >= CHARACTERS_MIN)?;
    Some(crypt.name)
}

/// The text without white space around it. Most have none, which is seen at two bytes.
pub fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

/// Whether a text has the length and the letters of a digest, which says nothing of
/// itself: hex with digits and letters, or base64 of either alphabet. An id may have, too.
pub fn looks_like_digest(text: &str) -> bool {
    let text = trimmed(text);
    // Most texts have another length.
    let is_bare = BARE_LENGTHS.contains(&text.len());
    if !(is_bare || HEX_LENGTHS.contains(&text.len()) || BASE64_LENGTHS.contains(&text.len())) {
        return false;
    }
    let has = |of: fn(&u8) -> bool| text.as_bytes().iter().any(of);
    if HEX_LENGTHS.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic);
    }
    if !(has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase)) {
        return false;
    }
    if is_bare {
        return has(u8::is_ascii_digit) && is_random(text.as_bytes());
    }
    text.ends_with('=') && (base64(text).is_some() || is_for_addresses(text))
}

/// Whether a text is base64 in the alphabet for addresses, with padding.
fn is_for_addresses(text: &str) -> bool {
    text.contains(['-', '_']) && base64(&text.replace('-', "+").replace('_', "/")).is_some()
}

/// Whether small letters, capitals, digits and signs change as often as they do in what
/// nobody wrote: in words they follow their own kind.
fn is_random(text: &[u8]) -> bool {
    let kind = |byte: u8| match byte {
        b'a'..=b'z' => Some('a'),
        b'A'..=b'Z' => Some('A'),
        b'0'..=b'9' => Some('0'),
        b'+' | b'/' | b'-' | b'_' => Some('-'),
        _ => None,
    };
    let changes = text.windows(2).filter(|two| kind(two[0]) != kind(two[1]));
    text.iter().all(|byte| kind(*byte).is_some()) && changes.count() * 2 >= text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SCHEMES;

    #[test]
    fn every_hash_that_says_what_it_is_is_known_by_its_shape() {
        for scheme in SCHEMES {
            for answer in scheme.known_answers {
                let is_own = answer.method.is_empty() && !answer.hash.starts_with(['_', '{']);
                if is_own || answer.hash.starts_with("{bcrypt}") {
                    assert_eq!(
                        looks_like_hash(answer.hash),
                        Some(scheme.name),
                        "{}",
                        answer.hash
                    );
                }
            }
        }
    }

    #[test]
    fn other_texts_are_not() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(looks_like_hash(text), expected, "{text}");
        };
        check("$2b$10$abcdefghijklmnopqrstuuVgixn", Some("bcrypt"));
        check("  $sm3$rounds=5000$abcdefgh$0123456789  ", Some("crypt"));
        check("{noop}secret", Some("spring"));
        for text in [
            "",
            "Ana",
            "$100",
            "$2b$",
            "A$AP Rocky of the very long name",
            "{member,editor}",
            "{\"de\":\"Ana\"}",
            "scrypt: a memoir of hashing",
            "crypt$ella",
            "ana.roe.of.the.long.name@example.com",
            "pbkdf2",
            "_john_doe_of_1234567",
            "0197a3c2-5d93-7f2b-8b20-d47f3f5a9c1e",
            "5f4dcc3b5aa765d61d8327deb882cf99",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn digests_have_a_length_and_letters() {
        for (text, expected) in [
            ("5f4dcc3b5aa765d61d8327deb882cf99", true),
            ("5F4DCC3B5AA765D61D8327DEB882CF99", true),
            ("X03MO1qnZdYdgyfeuILPmQ==", true),
            ("XohImNooBHFR0OVvjcYpJ3NgPQ1qq73WKhHvch0VQtg=", true),
            ("XohImNooBHFR0-VvjcYp_3NgPQ1qq73WKhHvch0VQtg=", true),
            ("XohImNooBHFR0-VvjcYp_3NgPQ1qq73WKhHvch0VQtg", true),
            ("Users-export_2026-12-01_complete-v2_of_Carol", false),
            ("ana.maria.Roe1.of.the.fields@example.com.org", false),
            ("5f4dcc3b5aa765d61d8327deb882cf9", false),
            ("12345678901234567890123456789012", false),
            ("abcdefabcdefabcdefabcdefabcdefab", false),
            ("Ana Maria of the Fields of Corn=", false),
            ("acme", false),
        ] {
            assert_eq!(looks_like_digest(text), expected, "{text}");
        }
    }
}
