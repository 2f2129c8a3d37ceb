//! Whether a place in the text lies inside quotes, told over any length without
//! keeping any of it.

use super::scan::Dialect;

/// Follows quotes byte by byte. A quote inside a quoted cell closes it only if
/// a delimiter or a line end comes next; a quote elsewhere than at the start of
/// a cell opens none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tracker {
    dialect: Dialect,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// At the start of a cell, where a quote would open it.
    Start,
    /// In a cell without quotes.
    Plain,
    /// In a cell with quotes.
    Quoted,
    /// Behind a quote in such a cell, or behind spaces after it.
    Quote { spaces: bool },
    /// Behind a backslash that takes the next byte's meaning away.
    Escaped { quoted: bool },
}

impl Tracker {
    /// At the start of a line outside of quotes.
    pub(super) fn new(dialect: Dialect) -> Self {
        Tracker {
            dialect,
            state: State::Start,
        }
    }

    /// Whether what was fed ends inside a quoted cell.
    pub(super) fn is_inside(self) -> bool {
        matches!(self.state, State::Quoted | State::Escaped { .. })
    }

    /// Goes on over the next bytes.
    pub(super) fn feed(&mut self, bytes: &[u8]) {
        let mut at = 0;
        while at < bytes.len() {
            let rest = &bytes[at..];
            // Most bytes change nothing: they are passed over at once.
            at += match self.state {
                State::Quoted => self.passed_in_quotes(rest),
                State::Plain => self.passed_in_plain(rest),
                _ => 0,
            };
            let Some(&byte) = bytes.get(at) else { return };
            self.state = self.after(byte);
            at += 1;
        }
    }

    fn passed_in_quotes(self, rest: &[u8]) -> usize {
        let found = if self.dialect.backslash {
            memchr::memchr2(b'"', b'\\', rest)
        } else {
            memchr::memchr(b'"', rest)
        };
        found.unwrap_or(rest.len())
    }

    fn passed_in_plain(self, rest: &[u8]) -> usize {
        let delimiter = self.dialect.delimiter;
        let found = memchr::memchr3(b'\n', b'\r', delimiter, rest).unwrap_or(rest.len());
        if self.dialect.backslash {
            memchr::memchr(b'\\', &rest[..found]).unwrap_or(found)
        } else {
            found
        }
    }

    fn after(self, byte: u8) -> State {
        let Dialect {
            delimiter,
            backslash,
        } = self.dialect;
        let ends = byte == delimiter || byte == b'\n' || byte == b'\r';
        match self.state {
            State::Quoted if byte == b'"' => State::Quote { spaces: false },
            State::Quoted | State::Quote { .. } if byte == b'\\' && backslash => {
                State::Escaped { quoted: true }
            }
            State::Quote { .. } | State::Start | State::Plain if ends => State::Start,
            State::Quote { .. } if byte == b' ' => State::Quote { spaces: true },
            // Behind spaces it is a quote of its own, which may close the cell.
            State::Quote { spaces: true } if byte == b'"' => State::Quote { spaces: false },
            State::Quoted | State::Quote { .. } | State::Escaped { quoted: true } => State::Quoted,
            State::Start if byte == b'"' => State::Quoted,
            State::Start if byte == b' ' => State::Start,
            State::Start | State::Plain if byte == b'\\' && backslash => {
                State::Escaped { quoted: false }
            }
            State::Start | State::Plain | State::Escaped { quoted: false } => State::Plain,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, backslash: bool, inside: bool) {
        let dialect = Dialect {
            delimiter: b',',
            backslash,
        };
        let mut at_once = Tracker::new(dialect);
        at_once.feed(text.as_bytes());
        let mut by_bytes = Tracker::new(dialect);
        for byte in text.as_bytes() {
            by_bytes.feed(&[*byte]);
        }
        assert_eq!(
            (at_once.is_inside(), by_bytes.is_inside()),
            (inside, inside),
            "{text:?}"
        );
    }

    #[test]
    fn quotes_are_followed() {
        for (text, inside) in [
            ("a,b", false),
            ("a,\"b", true),
            ("a,\"b\"", false),
            ("a,\"b\n", true),
            ("a,\"b\nc\"\n", false),
            ("a, \"b\n", true),
            ("a,x\"b\n", false),
            ("\"a\"\"b\n", true),
            ("\"a \"b\n", true),
            ("\"a \"b\" \n", false),
            ("\"a\" \"\n", false),
            ("\"\"", false),
            ("\"\"\"", true),
            ("\"a\\\"\n", false),
        ] {
            check(text, false, inside);
        }
        check("\"a\\\"\n", true, true);
        check("\"a\\\\\"\n", true, false);
        check("a\\\nb\n", true, false);
    }
}
