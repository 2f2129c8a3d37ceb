//! Which scheme a name means, or a hash without one.

use super::{Refusal, SCHEMES, Scheme, Written};

/// A name without what does not count: case, dashes, underscores, spaces.
pub fn fold_method(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The scheme of this name or alias. Asked with every hash, so that a name
/// written as the scheme has it is found without folding any.
pub fn find(name: &str) -> Option<&'static Scheme> {
    if let Some(scheme) = SCHEMES.iter().find(|scheme| scheme.name == name) {
        return Some(scheme);
    }
    let folded = fold_method(name);
    // Own names are in lower case already.
    let own = |scheme: &Scheme| scheme.name.bytes().filter(|byte| !b"-_".contains(byte));
    SCHEMES
        .iter()
        .copied()
        .find(|scheme| own(scheme).eq(folded.bytes()) || scheme.aliases.contains(&folded.as_str()))
}

/// The names of all schemes, in the order of [`SCHEMES`].
pub fn names() -> impl Iterator<Item = &'static str> {
    SCHEMES.iter().map(|scheme| scheme.name)
}

/// The name nearest to this one, if it is near. Another number is no slip:
/// `sha224` is not meant to be `sha256`, though `sha265` is.
pub fn nearest(name: &str) -> Option<&'static str> {
    let folded = fold_method(name);
    let digits = |text: &str| {
        let mut digits: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).collect();
        digits.sort_unstable();
        digits
    };
    let own_digits = digits(&folded);
    let limit = (folded.chars().count() / 3).max(1);
    SCHEMES
        .iter()
        .flat_map(|scheme| {
            let own = fold_method(scheme.name);
            let names = std::iter::once(own).chain(scheme.aliases.iter().map(|a| (*a).to_owned()));
            let names = names.filter(|known| digits(known) == own_digits);
            let distance = |known: String| strsim::damerau_levenshtein(&known, &folded);
            names
                .map(|known| (distance(known), scheme.name))
                .collect::<Vec<_>>()
        })
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// What a hash without a method may be, by its length.
pub(super) fn missing(hash: &str) -> Refusal {
    let is_hex = hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    match (is_hex, hash.len()) {
        (true, 32) => Refusal::MethodMissing(vec!["md5"]),
        (true, 40) => Refusal::MethodMissing(vec!["sha1"]),
        (true, 64) => Refusal::MethodMissing(vec!["sha256"]),
        (true, 96) => Refusal::MethodMissing(vec!["sha384"]),
        (true, 128) => Refusal::MethodMissing(vec!["sha512"]),
        (false, 88) if is_base64(hash) => Refusal::MethodMissing(vec!["firebase-scrypt"]),
        _ if looks_like_words(hash) => Refusal::LooksLikePlaintext,
        _ => Refusal::MethodMissing(Vec::new()),
    }
}

/// Whether a hash without a method has what a bare one of Firebase has: the length,
/// and a salt beside it.
pub fn may_be_firebase(written: &Written<'_>) -> bool {
    written.salt.is_some() && written.hash.len() == 88 && is_base64(written.hash)
}

/// Whether a text is the base64 of so many bytes that two of padding follow.
fn is_base64(text: &str) -> bool {
    let is_letter = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/');
    text.strip_suffix("==")
        .is_some_and(|letters| letters.bytes().all(is_letter))
}

/// What a hash begins with, as far as it names a scheme: `$2b$`, `{SSHA}`.
pub(super) fn prefix(hash: &str) -> String {
    let end = match hash.as_bytes() {
        [b'$', ..] => hash[1..].find('$').map(|at| at + 2),
        // A name in braces, or an object that may hold anything.
        [b'{', ..] => {
            let end = hash.find('}');
            let is_name = |at: &usize| {
                let name = &hash[1..*at];
                name.bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
            };
            Some(end.filter(is_name).map_or(1, |at| at + 1))
        }
        _ => hash.find(['$', ':']).map(|at| at + 1),
    };
    hash[..end.unwrap_or(0)].chars().take(24).collect()
}

/// Whether a text that no scheme claims looks like a password rather than a
/// hash of the scheme named.
pub(super) fn looks_like_plaintext(hash: &str, named: &Scheme) -> bool {
    // Thirteen characters may be a DES hash where crypt is named.
    let des = named.name == "crypt" && hash.len() == 13;
    !des && looks_like_words(hash)
}

/// Shorter than any digest, or with characters that no encoding has.
fn looks_like_words(hash: &str) -> bool {
    let encoded = |c: char| c.is_ascii_alphanumeric() || "+/=-_.$,:{}\"@*".contains(c);
    let begins_like_one = hash.starts_with(['$', '{', '_']);
    !begins_like_one && (hash.len() < 20 || hash.chars().any(|c| !encoded(c)))
}
