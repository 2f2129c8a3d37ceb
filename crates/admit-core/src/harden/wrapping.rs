//! Stands in for `passwords::wrapped::wrap`, in the same form, until that is there.

use crate::passwords::{FastDigest, PasswordEncoding, SALT_BYTES, Strength, new_hash, to_base64};

/// Wraps a digest: the text to keep in its place.
pub fn wrap(fast: &FastDigest, salt: [u8; SALT_BYTES], strength: Strength) -> String {
    let encoding = match fast.encoding {
        PasswordEncoding::Utf8 => "utf8",
        PasswordEncoding::Utf16Le => "utf16le",
        PasswordEncoding::Utf16Be => "utf16be",
        PasswordEncoding::Latin1 => "latin1",
    };
    let key = fast.key.as_deref().map(to_base64);
    format!(
        "$admit-wrapped${}${encoding}${}${}${}{}",
        fast.algorithm.name(),
        key.as_deref().unwrap_or("-"),
        to_base64(&fast.before),
        to_base64(&fast.after),
        new_hash(&fast.expected, salt, strength)
    )
}
