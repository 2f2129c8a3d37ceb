//! What `serde_json` lets pass in lists and objects: depth, keys that stand
//! twice, halves of surrogate pairs.

use crate::base::limits::JSON_DEPTH_MAX;
use std::ops::Range;

/// What is wrong with a value whose syntax is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// More than [`JSON_DEPTH_MAX`] levels.
    TooDeep,
    /// This key stands twice in one object.
    KeyTwice(String),
    /// At this byte begins a text with half a surrogate pair.
    HalfCharacter(usize),
}

/// An object or a list that is open.
struct Level {
    is_object: bool,
    /// Where its keys begin among the keys of all open levels.
    keys_from: usize,
    has_escaped_key: bool,
}

/// Checks values; kept to use its memory again.
#[derive(Default)]
pub(crate) struct Nested {
    levels: Vec<Level>,
    /// The keys of all open objects, as places between their quotes.
    keys: Vec<Range<usize>>,
}

impl Nested {
    /// Checks a complete JSON value that stands `above` levels deep in its row.
    pub fn check(&mut self, json: &str, above: usize) -> Result<(), Flaw> {
        self.levels.clear();
        self.keys.clear();
        let bytes = json.as_bytes();
        let mut key_expected = false;
        let mut at = 0;
        while at < bytes.len() {
            match bytes[at] {
                b'"' => {
                    let (end, escaped) = end_of_text(bytes, at);
                    if escaped && serde_json::from_str::<String>(&json[at..end]).is_err() {
                        return Err(Flaw::HalfCharacter(at));
                    }
                    if let (true, Some(level)) = (key_expected, self.levels.last_mut()) {
                        level.has_escaped_key |= escaped;
                        self.keys.push(at + 1..end - 1);
                        key_expected = false;
                    }
                    at = end;
                    continue;
                }
                open @ (b'{' | b'[') => {
                    if above + self.levels.len() >= JSON_DEPTH_MAX {
                        return Err(Flaw::TooDeep);
                    }
                    key_expected = open == b'{';
                    self.levels.push(Level {
                        is_object: key_expected,
                        keys_from: self.keys.len(),
                        has_escaped_key: false,
                    });
                }
                b'}' | b']' => {
                    if let Some(level) = self.levels.pop() {
                        self.no_key_twice(json, &level)?;
                        self.keys.truncate(level.keys_from);
                    }
                }
                b',' => key_expected = self.levels.last().is_some_and(|level| level.is_object),
                _ => {}
            }
            at += 1;
        }
        Ok(())
    }

    fn no_key_twice(&mut self, json: &str, level: &Level) -> Result<(), Flaw> {
        let keys = &mut self.keys[level.keys_from..];
        if level.has_escaped_key {
            let mut names = keys
                .iter()
                .filter_map(|key| {
                    serde_json::from_str::<String>(&json[key.start - 1..=key.end]).ok()
                })
                .collect::<Vec<_>>();
            names.sort_unstable();
            return match names.windows(2).find(|pair| pair[0] == pair[1]) {
                Some(pair) => Err(Flaw::KeyTwice(pair[0].clone())),
                None => Ok(()),
            };
        }
        keys.sort_unstable_by(|a, b| json[a.clone()].cmp(&json[b.clone()]));
        match keys
            .windows(2)
            .find(|pair| json[pair[0].clone()] == json[pair[1].clone()])
        {
            Some(pair) => Err(Flaw::KeyTwice(json[pair[0].clone()].to_owned())),
            None => Ok(()),
        }
    }
}

/// Behind the closing quote of the text that opens at `start`, and whether it
/// has escapes.
fn end_of_text(bytes: &[u8], start: usize) -> (usize, bool) {
    let mut at = start + 1;
    let mut escaped = false;
    while let Some(found) = bytes
        .get(at..)
        .and_then(|rest| memchr::memchr2(b'"', b'\\', rest))
    {
        at += found;
        if bytes[at] == b'"' {
            return (at + 1, escaped);
        }
        escaped = true;
        at += 2;
    }
    (bytes.len(), escaped)
}

/// The reason that `serde_json` gives, as a clause in plain words.
pub(crate) fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let cause = text.split(" at line ").next().unwrap_or_default();
    let words = match cause {
        "EOF while parsing a list" => "it ends in the middle of a list",
        "EOF while parsing an object" => "it ends in the middle of an object",
        "EOF while parsing a string" => "it ends in the middle of a text",
        "EOF while parsing a value" => "it ends where a value is expected",
        "expected `:`" => "there is no colon after a key",
        "expected `,` or `]`" => "a comma or ] is missing",
        "expected `,` or `}`" => "a comma or } is missing",
        "expected ident" => "there is a word that is not true, false or null",
        "expected value" => "a value is missing",
        "expected `\"`" => "a quote is missing",
        "invalid escape" => "a backslash is followed by a sign that JSON does not know",
        "invalid number" => "a number is not written as JSON has it",
        "number out of range" => "a number is too large to be kept",
        "key must be a string" => "a key is not in quotes",
        "trailing comma" => "there is a comma with nothing behind it",
        "trailing characters" => "there is more text after the object",
        "lone leading surrogate in hex escape"
        | "unexpected end of hex escape"
        | "invalid unicode code point" => HALF_CHARACTER,
        other if other.starts_with("control character") => {
            "there is a line break or another control character inside a text"
        }
        _ => "it does not follow the rules of JSON",
    };
    words.to_owned()
}

/// Said of half a surrogate pair.
pub(crate) const HALF_CHARACTER: &str = "an escape stands for half a character";
