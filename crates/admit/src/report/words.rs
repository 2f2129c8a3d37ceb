//! Words that everything told has in common: numbers, plurals, severities.

use crate::printer::{ERROR, FAINT, NOTICE, WARNING};
use admit_core::base::numbers::grouped;
pub use admit_core::base::numbers::plural;
use admit_core::findings::rule::Severity;
use admit_core::report::told::groups::{Deed, Group};
use anstyle::Style;

/// A number with its thousands apart.
pub fn number(count: u64) -> String {
    grouped(count)
}

/// A text of at most so many characters, the rest left out.
pub fn cut(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// How a severity is marked.
pub fn style(severity: Severity) -> Style {
    match severity {
        Severity::Error => ERROR,
        Severity::Warning => WARNING,
        Severity::Notice => NOTICE,
    }
}

/// What stands above the rules of one severity: how many findings they have, and
/// what became of what they speak of.
pub fn severity_line<T>(group: &Group<T>, deed: Deed) -> String {
    let style = style(group.severity);
    format!(
        "{style}{}{style:#}{FAINT}: {}{FAINT:#}",
        plural(group.count, group.severity.name()),
        group.consequence.words(deed)
    )
}

/// A word as a shell takes it, in quotes where it needs them.
pub use admit_core::base::shell::quoted;
