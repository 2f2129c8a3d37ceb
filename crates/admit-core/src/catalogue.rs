//! The one mechanism behind the catalogues: a visible list of words becomes
//! `mod` lines and a slice of statics. No registration at link time, no
//! `match` to extend: an entry is one new file and one word.

/// Declares a catalogue: one module per word, each of which holds one `static`
/// of the stated name, and a slice of them all in the order of the words.
///
/// ```ignore
/// catalogue! {
///     /// Every rule, in the order of the manual.
///     pub static RULES: [Rule] = each RULE of { email_missing_at, role_not_found }
/// }
/// ```
#[macro_export]
macro_rules! catalogue {
    (
        $(#[$meta:meta])*
        pub static $slice:ident: [$entry:ty] = each $name:ident of { $($word:ident),* $(,)? }
    ) => {
        $(pub mod $word;)*
        $(#[$meta])*
        pub static $slice: &[&$entry] = &[$(&$word::$name),*];
    };
}
