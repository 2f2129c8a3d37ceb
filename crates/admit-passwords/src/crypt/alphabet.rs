//! The alphabet of crypt: 64 characters for six bits each.

use crate::Refusal;

const ALPHABET: &[u8; 64] = b"./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The six bits that a character stands for.
pub(super) fn value(character: u8) -> Option<u32> {
    Some(match character {
        b'.' | b'/' | b'0'..=b'9' => u32::from(character - b'.'),
        b'A'..=b'Z' => u32::from(character - b'A') + 12,
        b'a'..=b'z' => u32::from(character - b'a') + 38,
        _ => return None,
    })
}

/// The character for the lowest six bits.
pub(super) fn character(value: u32) -> u8 {
    ALPHABET[(value & 63) as usize]
}

/// Appends so many characters of a value, the lowest bits first.
pub(super) fn push(text: &mut Vec<u8>, value: u32, characters: u32) {
    text.extend((0..characters).map(|at| character(value >> (6 * at))));
}

/// Bytes in groups of three, the first byte and the lowest bits first.
pub(super) fn encode(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let value = group
            .iter()
            .rev()
            .fold(0, |value, byte| value << 8 | u32::from(*byte));
        push(&mut text, value, group.len() as u32 + 1);
    }
    text
}

/// What [`encode`] made of bytes; `None` for anything else.
pub(super) fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    for group in text.chunks(4) {
        let number = number(group)?;
        let length = group.len() - 1;
        if length == 0 || number >> (8 * length) != 0 {
            return None;
        }
        bytes.extend_from_slice(&number.to_le_bytes()[..length]);
    }
    Some(bytes)
}

/// A number of at most five characters, the lowest bits first.
pub(super) fn number(text: &[u8]) -> Option<u32> {
    text.iter().rev().try_fold(0, |number, character| {
        Some(number << 6 | value(*character)?)
    })
}

/// The hash at the end of a text: so many characters, of which the last one
/// stands for a value that `last` takes.
pub(super) fn hash(
    text: &str,
    characters: usize,
    last: impl Fn(u32) -> bool,
) -> Result<Vec<u8>, Refusal> {
    let read = text
        .bytes()
        .try_fold(None, |_, character| Some(Some(value(character)?)));
    let last_value = read.ok_or(Refusal::Malformed(
        "has characters that crypt does not write",
    ))?;
    if text.len() < characters {
        return Err(Refusal::Malformed("is cut short"));
    }
    if text.len() > characters {
        return Err(Refusal::Malformed("has more characters than its form"));
    }
    if !last_value.is_some_and(last) {
        return Err(Refusal::Malformed(
            "ends in bits that its form leaves empty",
        ));
    }
    Ok(text.as_bytes().to_vec())
}
