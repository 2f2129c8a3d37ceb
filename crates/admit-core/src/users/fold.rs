//! One form for all writings of a name.

use unicode_normalization::UnicodeNormalization;

/// A text as usernames are kept: NFKC, case-folded. Folding is lower-casing: the two
/// differ for a few letters only (`ß`, final sigma), which then stay as they are.
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfkc()
        .collect::<String>()
        .to_lowercase()
        .nfkc()
        .collect()
}
