//! What the texts of many schemes have in common: numbers, lists of them, names.

use super::{Refusal, Rewritten, Written, fold_method, method};
use crate::limits::KEY_BYTES_MIN;

/// A number as programs write it: decimal digits, no sign, no leading zero.
/// One too large for 64 bits is the largest there is, so that it fails at the
/// bound and not as something that is no number.
pub fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let canonical = digits && (text == "0" || !text.starts_with('0'));
    canonical.then(|| text.parse().unwrap_or(u64::MAX))
}

/// The numbers of a list such as `m=19456,t=2,p=1`, if it has exactly these
/// names in this order.
pub fn numbers<const N: usize>(list: &str, names: [&str; N]) -> Option<[u64; N]> {
    let mut values = [0; N];
    let mut entries = list.split(',');
    for (value, name) in values.iter_mut().zip(names) {
        let text = entries.next()?.strip_prefix(name)?.strip_prefix('=')?;
        *value = number(text)?;
    }
    entries.next().is_none().then_some(values)
}

/// Exactly so many parts of a text; `None` if there are more or fewer.
pub fn parts<const N: usize>(text: &str, separator: char) -> Option<[&str; N]> {
    let mut parts = [""; N];
    let mut split = text.split(separator);
    for part in &mut parts {
        *part = split.next()?;
    }
    split.next().is_none().then_some(parts)
}

/// Refuses a hash that is of the variant `actual` where the method names another
/// one of the `variants` of the scheme.
pub fn agrees(
    written: &Written<'_>,
    variants: &[&str],
    actual: &'static str,
) -> Result<(), Refusal> {
    let Some(named) = written.method.map(fold_method) else {
        return Ok(());
    };
    let is_variant = variants.iter().any(|variant| fold_method(variant) == named);
    if is_variant && fold_method(actual) != named {
        return Err(Refusal::MethodDiffers {
            prefix: method::prefix(written.hash),
            actual,
        });
    }
    Ok(())
}

/// A text that carries what stood beside the hash, to be kept in its place.
pub fn kept(hash: String) -> Rewritten {
    Rewritten {
        hash,
        carries_salt: true,
    }
}

/// A derived key as it was decoded. Programs derive whole words, so a length
/// that is none tells of a key that was cut.
pub fn key(decoded: Option<Vec<u8>>) -> Result<Vec<u8>, Refusal> {
    let key = decoded.ok_or(Refusal::Malformed("does not end in a derived key"))?;
    if key.len() < KEY_BYTES_MIN {
        return Err(Refusal::Malformed("is cut short"));
    }
    if !key.len().is_multiple_of(4) {
        return Err(Refusal::Malformed("has a key that is not whole"));
    }
    Ok(key)
}

/// A derived key that has to be of this length, in bytes.
pub fn key_of(length: usize, decoded: Option<Vec<u8>>) -> Result<Vec<u8>, Refusal> {
    let key = key(decoded)?;
    if key.len() != length {
        return Err(Refusal::Malformed("is not as long as its digest"));
    }
    Ok(key)
}
