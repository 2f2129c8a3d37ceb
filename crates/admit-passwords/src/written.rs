//! A hash as it is written, with what stands beside it.

use super::{Bounds, FirebaseParameters, Refusal};
use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// A hash and what stands beside it, as texts, every one as it was found; a
/// blank one is `None`.
#[derive(Clone, Copy, Default)]
pub struct Written<'a> {
    /// The hash, without white space around it.
    pub hash: &'a str,
    /// The name of the method: how the hash was made.
    pub method: Option<&'a str>,
    /// The salt: every character counts.
    pub salt: Option<&'a str>,
    /// Where the salt goes: `prefix` or `suffix`.
    pub position: Option<&'a str>,
    /// How the salt is written: `string`, `hex` or `base64`.
    pub format: Option<&'a str>,
    /// Iterations, or the work factor, where they stand beside the hash.
    pub iterations: Option<u32>,
    /// The parameters of Argon2, where they stand beside the hash.
    pub argon2: Argon2Beside<'a>,
    /// What the Firebase project that hashed it says of all its hashes.
    pub firebase: Option<&'a FirebaseParameters>,
    /// The bounds on cost.
    pub bounds: Bounds,
}

/// What stands beside an Argon2 hash that does not carry it, as texts.
#[derive(Clone, Copy, Default)]
pub struct Argon2Beside<'a> {
    /// Memory, in KiB.
    pub memory: Option<&'a str>,
    /// Lanes.
    pub parallelism: Option<&'a str>,
    /// `id`, `i` or `d`.
    pub variant: Option<&'a str>,
    /// `1.3` or `1.0`.
    pub version: Option<&'a str>,
}

/// Where the salt goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaltPosition {
    /// Salt, then password.
    Prefix,
    /// Password, then salt.
    Suffix,
}

/// How a salt is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaltFormat {
    /// The text itself, as UTF-8.
    Text,
    /// Two hex characters a byte.
    Hex,
    /// Base64, either alphabet, padded or not.
    Base64,
}

impl Written<'_> {
    /// The salt as bytes, in the format that is named or else in `usual`;
    /// `None` without a salt.
    pub(crate) fn salt_bytes(&self, usual: SaltFormat) -> Result<Option<Vec<u8>>, Refusal> {
        let Some(salt) = self.salt else {
            return Ok(None);
        };
        let bytes = match self.salt_format()?.unwrap_or(usual) {
            SaltFormat::Text => salt.as_bytes().to_vec(),
            SaltFormat::Hex => hex(salt).ok_or_else(|| {
                Refusal::SaltNotInFormat(salt.chars().find(|c| !c.is_ascii_hexdigit()))
            })?,
            SaltFormat::Base64 => base64(salt).ok_or_else(|| {
                let known = |c: &char| c.is_ascii_alphanumeric() || "+/-_=".contains(*c);
                Refusal::SaltNotInFormat(salt.chars().find(|c| !known(c)))
            })?,
        };
        Ok(Some(bytes))
    }

    /// The format that is named.
    pub fn salt_format(&self) -> Result<Option<SaltFormat>, Refusal> {
        let Some(format) = self.format else {
            return Ok(None);
        };
        match crate::fold_method(format).as_str() {
            "string" | "text" | "plain" | "utf8" => Ok(Some(SaltFormat::Text)),
            "hex" => Ok(Some(SaltFormat::Hex)),
            "base64" | "base64url" => Ok(Some(SaltFormat::Base64)),
            _ => Err(Refusal::SaltFormatNotRecognised),
        }
    }

    /// The position that is named.
    pub fn salt_position(&self) -> Result<Option<SaltPosition>, Refusal> {
        let Some(position) = self.position else {
            return Ok(None);
        };
        match crate::fold_method(position).as_str() {
            "prefix" => Ok(Some(SaltPosition::Prefix)),
            "suffix" => Ok(Some(SaltPosition::Suffix)),
            _ => Err(Refusal::SaltPositionNotRecognised),
        }
    }
}

/// Hex to bytes, letters in either case; `None` if it is not hex.
pub fn hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| (byte as char).to_digit(16).map(|digit| digit as u8);
    let pairs = text.as_bytes().chunks(2);
    pairs
        .map(|pair| match pair {
            [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
            _ => None,
        })
        .collect()
}

/// Bytes as hex in lower case.
pub fn to_hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
    let digits = |byte: &u8| [digit(byte >> 4), digit(byte & 15)];
    bytes.iter().flat_map(digits).collect()
}

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(false)
    .with_encode_padding(false);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

/// Base64 to bytes: the standard or the URL-safe alphabet, padded or not;
/// `None` for anything else, trailing bits included.
pub fn base64(text: &str) -> Option<Vec<u8>> {
    if text.contains(['-', '_']) {
        URL_SAFE.decode(text).ok()
    } else {
        STANDARD.decode(text).ok()
    }
}

/// Bytes as standard base64 without padding, as PHC strings have it.
pub fn to_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}
