//! Escapes that programs leave inside a value: backslashes and percent codes.

use crate::users::field::Field;

/// Digits of a `\u` escape.
const UNICODE_DIGITS: usize = 4;

/// Digits of a `\x` escape and of a percent code.
const BYTE_DIGITS: usize = 2;

/// For a text with backslashes that a program has put there: what it was before.
/// Lists and objects have them by right.
pub(super) fn without_backslashes(text: &str, field: Option<Field>) -> Option<String> {
    memchr::memchr(b'\\', text.as_bytes())?;
    let has_letters = match field? {
        // Of an account of a domain the name may well begin so: `CORP\u1234`.
        Field::FirstName | Field::LastName | Field::Name => true,
        // So are the commas of a distinguished name written, which is an id.
        Field::Id | Field::Username if !text.contains('=') => false,
        _ => return None,
    };
    let mut bare: Vec<u8> = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('\\') {
        bare.extend_from_slice(before.as_bytes());
        rest = behind;
        let code = behind.chars().next().filter(|_| has_letters);
        if behind.is_empty() {
            break;
        } else if behind.starts_with(['"', '\'', ',', ';', '\\']) {
            bare.push(behind.as_bytes()[0]);
            rest = &behind[1..];
        } else if let Some((c, behind)) =
            code.and_then(|code| coded(code, &behind[code.len_utf8()..]))
        {
            match c {
                Coded::Letter(c) => bare.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
                Coded::Byte(byte) => bare.push(byte),
            }
            rest = behind;
        } else {
            bare.push(b'\\');
        }
    }
    bare.extend_from_slice(rest.as_bytes());
    let bare = String::from_utf8(bare).ok()?;
    (bare.len() < text.len()).then_some(bare)
}

/// What stands behind the letter of an escape.
enum Coded {
    Letter(char),
    Byte(u8),
}

/// What an escape of this letter means, and what is behind it.
fn coded(letter: char, behind: &str) -> Option<(Coded, &str)> {
    let digits = match letter {
        'u' => UNICODE_DIGITS,
        'x' => BYTE_DIGITS,
        _ => return None,
    };
    let (number, rest) = (hex(behind, digits)?, &behind[digits..]);
    let coded = match letter {
        'u' => Coded::Letter(char::from_u32(number).filter(|c| !c.is_control())?),
        _ => Coded::Byte(u8::try_from(number).ok()?),
    };
    Some((coded, rest))
}

fn hex(text: &str, digits: usize) -> Option<u32> {
    let digits = text.get(..digits)?;
    let is_hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
    is_hex
        .then(|| u32::from_str_radix(digits, 16).ok())
        .flatten()
}

/// For a text with percent codes of UTF-8: what it was before.
pub(super) fn without_percent_codes(text: &str) -> Option<String> {
    memchr::memchr(b'%', text.as_bytes())?;
    let mut bare: Vec<u8> = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('%') {
        bare.extend_from_slice(before.as_bytes());
        let byte = hex(behind, BYTE_DIGITS).and_then(|byte| u8::try_from(byte).ok());
        bare.push(byte.unwrap_or(b'%'));
        rest = byte.map_or(behind, |_| &behind[BYTE_DIGITS..]);
    }
    bare.extend_from_slice(rest.as_bytes());
    let bare = String::from_utf8(bare).ok()?;
    let is_text = bare.len() < text.len() && !bare.chars().any(char::is_control);
    is_text.then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backslashes_are_taken_off() {
        let check = |field: Field, text: &str, bare: Option<&str>| {
            assert_eq!(
                without_backslashes(text, Some(field)).as_deref(),
                bare,
                "{field} {text}"
            );
        };
        for field in [Field::LastName, Field::Id, Field::Username] {
            check(field, r"Lee\, Jr", Some("Lee, Jr"));
            check(field, r"O\'Brien", Some("O'Brien"));
            check(field, r"A\\B", Some(r"A\B"));
            check(field, r"Bo\", Some("Bo"));
            check(field, r"CORP\ana", None);
            check(field, r"\N", None);
            check(field, "ana", None);
        }
        check(Field::LastName, r"Zo\u00eb", Some("Zoë"));
        check(Field::LastName, r"Zo\xc3\xab", Some("Zoë"));
        check(Field::LastName, r"Zo\xeb", None);
        check(Field::LastName, r"Zo\u00e", None);
        check(Field::LastName, r"Zo\u00", None);
        check(Field::LastName, r"Zo\uü000", None);
        check(Field::Username, r"CORP\u00eb", None);
        check(Field::Id, r"CN=Roe\, Ana", None);
        check(Field::Organizations, r"a\,b", None);
    }

    #[test]
    fn percent_codes_are_read() {
        let check = |text: &str, bare: Option<&str>| {
            assert_eq!(without_percent_codes(text).as_deref(), bare, "{text}");
        };
        check("%C3%89va", Some("Éva"));
        check("Ana%20Maria", Some("Ana Maria"));
        check("Zo%C3%AB", Some("Zoë"));
        for text in ["Zo%EB", "50%", "% off", "%c3", "%0a", "Ana", "%ü1"] {
            check(text, None);
        }
    }
}
