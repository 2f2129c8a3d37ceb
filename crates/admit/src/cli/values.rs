//! Arguments to values: texts that only mean something to Admit.

use admit_core::base::near::nearest;
pub use admit_core::import::typed::*;
use admit_core::operators::deed::Act;
use admit_core::ports::store::Scope;

/// Reads the name of a scope.
pub fn scope(text: &str) -> Result<Scope, String> {
    Scope::of_name(text).ok_or_else(|| {
        let names = Scope::ALL.map(Scope::name);
        let near = nearest(text, names.into_iter());
        unknown("scope", text, near, || names.join(", "))
    })
}

/// Reads a word of the audit trail.
pub fn act(text: &str) -> Result<Act, String> {
    Act::of_name(text).ok_or_else(|| {
        let names = Act::ALL.map(Act::name);
        let near = nearest(text, names.into_iter());
        unknown("word in the audit trail like", text, near, || {
            names.join(", ")
        })
    })
}

/// Reads the address of a server: what stands before the path of its pages.
pub fn base_url(text: &str) -> Result<String, String> {
    let mut rest = ["https://", "http://"].into_iter();
    let rest = rest.find_map(|scheme| text.strip_prefix(scheme));
    let is_plain =
        |c: char| c.is_ascii_graphic() && !matches!(c, '?' | '#' | '@' | '"' | '<' | '>');
    match rest {
        Some(rest) if !rest.starts_with('/') && !rest.is_empty() && rest.chars().all(is_plain) => {
            Ok(text.trim_end_matches('/').to_owned())
        }
        _ => Err("write it as https://admit.example.org".to_owned()),
    }
}
