//! Texts of a file as they are shown: nothing in them ends a line or controls a terminal.

use crate::base::limits::SHOWN_CHARACTERS_MAX;
use crate::findings::secrets;
use crate::rows::characters::breaks_line;
use std::borrow::Cow;

/// A text of a file, such as the name of a column, in one line: what breaks lines or
/// controls a terminal is written as an escape.
pub fn one_line(text: &str) -> Cow<'_, str> {
    if !text.contains(breaks_line) {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len() + 8);
    text.chars().for_each(|c| show(c, &mut line));
    Cow::Owned(line)
}

/// Adds a character, or its escape where it ends a line or controls a terminal.
fn show(c: char, line: &mut String) {
    if breaks_line(c) {
        line.extend(c.escape_default());
    } else {
        line.push(c);
    }
}

/// A value as findings keep it: line breaks and controls made visible, cut to
/// [`SHOWN_CHARACTERS_MAX`].
///
/// What has the form of a password hash is described: it may stand in any column.
pub fn shown(text: &str) -> String {
    let text = secrets::without_hashes(text);
    let mut out = String::with_capacity(text.len().min(SHOWN_CHARACTERS_MAX));
    for (count, c) in text.chars().enumerate() {
        if count == SHOWN_CHARACTERS_MAX {
            out.push('…');
            break;
        }
        show(c, &mut out);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_shown_breaks_a_line_or_controls_a_terminal() {
        for c in [
            '\n', '\r', '\t', '\u{b}', '\u{1b}', '\u{85}', '\u{9b}', '\u{2028}', '\u{2029}',
        ] {
            let text = format!("a{c}b");
            let escaped = format!("a{}b", c.escape_default());
            assert_eq!(
                (shown(&text), one_line(&text)),
                (escaped.clone(), escaped.into())
            );
        }
        assert_eq!(
            (shown("é \u{200d}"), one_line("é")),
            ("é \u{200d}".to_owned(), "é".into())
        );
    }
}
