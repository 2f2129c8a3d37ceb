//! The one mechanism behind the catalogues: a visible list of words becomes
//! `mod` lines and slices of statics. No registration at link time, no
//! `match` to extend: an entry is one new file and one word.

/// Declares a catalogue: one module per word, each of which holds a `static` of
/// each of the stated names, and for each name a slice of them all in the order of
/// the words.
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
        $($(#[$meta:meta])* $vis:vis static $slice:ident: [$entry:ty] = each $name:ident);+
        of $words:tt
    ) => {
        $crate::catalogue! { @modules $words }
        $($crate::catalogue! { @slice $(#[$meta])* $vis $slice: [$entry], $name $words })+
    };
    (@modules { $($word:ident),* $(,)? }) => { $(pub mod $word;)* };
    (@slice $(#[$meta:meta])* $vis:vis $slice:ident: [$entry:ty], $name:ident { $($word:ident),* $(,)? }) => {
        $(#[$meta])*
        $vis static $slice: &[&$entry] = &[$(&$word::$name),*];
    };
}
