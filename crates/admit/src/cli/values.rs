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
