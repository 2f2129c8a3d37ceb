//! Finds where a JSON value ends, without judging it, in pieces of any size.

/// Where the scan stands within a value.
#[derive(Clone, Copy)]
enum Mode {
    Start,
    Structure,
    Text,
    Escape,
    Bare,
}

/// Walks over one value. A line break ends a text that was left open, since
/// JSON has none inside texts: so one missing quote costs one row.
pub(super) struct Scanner {
    mode: Mode,
    depth: u64,
}

impl Scanner {
    pub fn new() -> Scanner {
        Scanner {
            mode: Mode::Start,
            depth: 0,
        }
    }

    /// A scan that starts behind the opening bracket of a list.
    pub fn within_list() -> Scanner {
        Scanner {
            mode: Mode::Structure,
            depth: 1,
        }
    }

    /// Goes on with the next bytes; tells how many of them belong to the value
    /// once its end is among them.
    pub fn feed(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut at = 0;
        while at < bytes.len() {
            match self.mode {
                Mode::Start => {
                    match bytes[at] {
                        b'{' | b'[' => {
                            self.depth = 1;
                            self.mode = Mode::Structure;
                        }
                        b'"' => self.mode = Mode::Text,
                        b'}' | b']' | b':' | b',' => return Some(at + 1),
                        _ => self.mode = Mode::Bare,
                    }
                    at += 1;
                }
                Mode::Structure => {
                    match bytes[at] {
                        b'"' => self.mode = Mode::Text,
                        b'{' | b'[' => self.depth += 1,
                        b'}' | b']' => {
                            self.depth -= 1;
                            if self.depth == 0 {
                                return Some(at + 1);
                            }
                        }
                        _ => {}
                    }
                    at += 1;
                }
                Mode::Text => {
                    at += memchr::memchr3(b'"', b'\\', b'\n', &bytes[at..])?;
                    match bytes[at] {
                        b'\\' => self.mode = Mode::Escape,
                        end => {
                            if self.depth == 0 {
                                return Some(at + usize::from(end == b'"'));
                            }
                            self.mode = Mode::Structure;
                        }
                    }
                    at += 1;
                }
                Mode::Escape => {
                    at += usize::from(bytes[at] != b'\n');
                    self.mode = Mode::Text;
                }
                Mode::Bare => {
                    if bytes[at].is_ascii_whitespace() || b",:{}[]\"".contains(&bytes[at]) {
                        return Some(at);
                    }
                    at += 1;
                }
            }
        }
        None
    }
}
