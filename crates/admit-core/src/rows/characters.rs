//! Kinds of characters, and what a text is for.

pub use crate::base::unseen::{is_ignorable, is_invisible};
use crate::users::field::Field;

/// What a text is for: it decides what is a placeholder and what a control
/// character does to the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Tells the user from others: without it the row may name nobody.
    Identifier,
    /// The name of a person, who may well be called "None".
    Name,
    /// Names something of the directory, which matches exactly or not at all.
    Key,
    /// Anything else.
    Other,
}

impl Kind {
    /// What the values of a field are for.
    pub fn of(field: Option<Field>) -> Kind {
        match field {
            Some(Field::Id | Field::Email | Field::Phone | Field::Username) => Kind::Identifier,
            Some(Field::FirstName | Field::LastName | Field::Name) => Kind::Name,
            Some(Field::Organization | Field::Organizations | Field::Role | Field::Permission) => {
                Kind::Key
            }
            _ => Kind::Other,
        }
    }
}

/// Whether a finding about this field may be about an identifier. Findings about a
/// row as a whole have no field, and those about lists of identities have theirs.
pub fn speaks_of_identifier(field: Option<Field>) -> bool {
    matches!(field, None | Some(Field::Identities)) || Kind::of(field) == Kind::Identifier
}

/// Whether all bytes are of a kind. Without branches, which is quicker for texts as short
/// as most cells.
pub(crate) fn have_only(bytes: &[u8], is: impl Fn(u8) -> bool) -> bool {
    bytes.iter().fold(true, |all, byte| all & is(*byte))
}

/// Whether one of the bytes is of a kind, in the same way.
pub(crate) fn have_any(bytes: &[u8], is: impl Fn(u8) -> bool) -> bool {
    bytes.iter().fold(false, |any, byte| any | is(*byte))
}

/// Whether a cell says nothing: it is empty or holds nothing that can be seen.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

pub(crate) fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Whether a line ends here, for any program.
pub fn is_line_break(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Whether a character ends a line or controls what shows it, so that it is never shown
/// as it is.
pub fn breaks_line(c: char) -> bool {
    c.is_control() || is_line_break(c)
}

/// The marks of Unicode's bidirectional algorithm (UAX #9, section 2), which turn what
/// stands behind them.
pub fn is_bidi(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What a character is that has no meaning of its own, in words; `None` for all
/// that people write.
pub fn not_text(c: char) -> Option<&'static str> {
    match c {
        char::REPLACEMENT_CHARACTER => Some("the mark that stands for a letter that was lost"),
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}' => {
            Some("a private-use character")
        }
        '\u{fff9}'..='\u{fffc}' => Some("a mark for programs"),
        _ if is_noncharacter(c) => Some("a code point that is no character"),
        _ => None,
    }
}

/// The code points that Unicode keeps from ever being characters.
fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || (c as u32 & 0xfffe) == 0xfffe
}
