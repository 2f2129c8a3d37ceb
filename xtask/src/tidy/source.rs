//! A source file, read far enough to tell code from words.

use super::attributes;
use super::mentions::{self, Contents};
use super::test_items::{self, Split};
use std::io;
use std::ops::Range;
use std::path::Path;

/// A Rust file of the workspace.
#[derive(Debug)]
pub struct Source {
    /// From the workspace's folder, with `/`.
    pub path: String,
    /// As it is.
    pub text: String,
    /// With comments and the contents of literals turned into spaces, so that
    /// lines and bytes stand where they stood.
    pub code: String,
    /// The code with what is only for tests turned into spaces as well; empty for
    /// a file that holds nothing else.
    pub own: String,
    /// How many lines are no tests.
    pub lines: usize,
    /// The modules in files of their own that are only for tests.
    pub tests: Vec<String>,
}

/// Where a function begins.
#[derive(Debug, PartialEq, Eq)]
pub struct Head {
    /// The name of the function.
    pub name: String,
    /// The line of its `fn`, from 1.
    pub line: usize,
    /// The byte of its `fn` in the code.
    pub at: usize,
}

impl Source {
    /// Reads a text as a source.
    pub fn new(path: &str, text: &str) -> Source {
        let code = blanked(text);
        let split = if is_test(path) { "" } else { &code };
        let Split {
            own,
            lines,
            modules: tests,
        } = test_items::split(split);
        Source {
            path: path.to_owned(),
            text: text.to_owned(),
            code,
            own,
            lines,
            tests,
        }
    }

    /// The lines of code without the tests, with their numbers.
    pub fn code_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.own.lines())
    }

    /// What stands in it besides the tests, the strings of attributes included.
    pub fn contents(&self) -> Contents {
        mentions::read(&attributes::with_paths(&self.own, &self.text))
    }

    /// The functions besides the tests, in their order.
    pub fn heads(&self) -> impl Iterator<Item = Head> {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let head = move |(at, _)| {
            if self.own[..at].ends_with(is_word) {
                return None;
            }
            let rest = &self.own[at + 3..];
            let name = &rest[..rest.find(|c| !is_word(c)).unwrap_or(rest.len())];
            (!name.is_empty()).then(|| Head {
                name: name.to_owned(),
                line: self.own[..at].matches('\n').count() + 1,
                at,
            })
        };
        self.own.match_indices("fn ").filter_map(head)
    }
}

/// Whether a file holds nothing but tests.
pub fn is_test(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("/tests.rs")
}

/// Every Rust file of the workspace, in the order of paths.
pub fn all(root: &Path) -> io::Result<Vec<Source>> {
    let mut sources = Vec::new();
    for folder in ["crates", "xtask"] {
        collect(root, &root.join(folder), &mut sources)?;
    }
    sources.sort_by(|a: &Source, b| a.path.cmp(&b.path));
    Ok(sources)
}

fn collect(root: &Path, folder: &Path, into: &mut Vec<Source>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != "target") {
                collect(root, &path, into)?;
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(root).unwrap_or(&path);
            let name = name.to_string_lossy().replace('\\', "/");
            into.push(Source::new(&name, &std::fs::read_to_string(&path)?));
        }
    }
    Ok(())
}

/// The text with comments and the contents of string and character literals
/// turned into spaces.
fn blanked(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        // What to blank, and where to go on: past a closing quote, which stays.
        let (blank, next) = match bytes[at] {
            b'/' if bytes[at..].starts_with(b"//") => same(at, line_end(bytes, at)),
            b'/' if bytes[at..].starts_with(b"/*") => same(at, block_end(bytes, at)),
            b'r' if starts_raw(bytes, at) => raw_string(bytes, at),
            b'"' => quoted(at, string_end(bytes, at + 1)),
            b'\'' => match character_end(bytes, at) {
                Some(end) => quoted(at, end),
                None => (at..at, at + 1),
            },
            _ => (at..at, at + 1),
        };
        for byte in &mut out[blank.start..blank.end.min(bytes.len())] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        at = next;
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Blanks all of it.
fn same(from: usize, end: usize) -> (Range<usize>, usize) {
    (from..end, end)
}

/// Blanks what stands between the quotes at `from` and `end`.
fn quoted(from: usize, end: usize) -> (Range<usize>, usize) {
    (from + 1..end, end + 1)
}

fn line_end(bytes: &[u8], from: usize) -> usize {
    let end = bytes[from..].iter().position(|byte| *byte == b'\n');
    end.map_or(bytes.len(), |length| from + length)
}

fn block_end(bytes: &[u8], from: usize) -> usize {
    let end = bytes[from + 2..].windows(2).position(|pair| pair == b"*/");
    end.map_or(bytes.len(), |length| from + length + 4)
}

/// Where the closing quote of a string stands.
fn string_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while at < bytes.len() && bytes[at] != b'"' {
        at += 1 + usize::from(bytes[at] == b'\\');
    }
    at
}

fn starts_raw(bytes: &[u8], at: usize) -> bool {
    let joined = at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_');
    let hashes = bytes[at + 1..]
        .iter()
        .take_while(|byte| **byte == b'#')
        .count();
    (!joined || bytes[at - 1] == b'b') && bytes.get(at + 1 + hashes) == Some(&b'"')
}

/// The contents of a raw string with its last quote and hashes.
fn raw_string(bytes: &[u8], at: usize) -> (Range<usize>, usize) {
    let hashes = bytes[at + 1..]
        .iter()
        .take_while(|byte| **byte == b'#')
        .count();
    let start = at + hashes + 2;
    let close = [&b"\""[..], &b"#".repeat(hashes)].concat();
    let length = bytes[start..]
        .windows(close.len())
        .position(|window| window == close);
    let end = length.map_or(bytes.len(), |length| start + length + close.len());
    (start..end, end)
}

/// Where the closing quote of a character stands; `None` for a lifetime.
fn character_end(bytes: &[u8], at: usize) -> Option<usize> {
    if bytes.get(at + 1) == Some(&b'\\') {
        let from = at + 3;
        let length = bytes.get(from..)?.iter().position(|byte| *byte == b'\'')?;
        return Some(from + length);
    }
    // One character of one to four bytes, then the quote.
    let first = *bytes.get(at + 1)?;
    let width = match first {
        0..0x80 => 1,
        0x80..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    };
    (bytes.get(at + 1 + width) == Some(&b'\'')).then_some(at + 1 + width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(blanked(text), expected, "{text}");
    }

    #[test]
    fn words_are_told_from_code() {
        check("a // b\nc", "a     \nc");
        check("a /* b\n c */ d", "a     \n      d");
        check(r#"f("a \" b") + c"#, r#"f("      ") + c"#);
        check(r##"f(r#"a " b"#, x)"##, r#"f(r#"       , x)"#);
        check("'a' 'b' x", "' ' ' ' x");
        check(r"'\'' '\\' x", r"'  ' '  ' x");
        check("fn f<'a>(x: &'a str)", "fn f<'a>(x: &'a str)");
        check("'{' '\"' x", "' ' ' ' x");
        check("\"\" x", "\"\" x");
        check("'é' x // é", "'  ' x      ");
    }

    #[test]
    fn functions_begin_where_they_say_so() {
        let text = "fn a() {}\n// fn b()\nasync fn c<T>() {}\nlet d: fn (u8);\n#[cfg(test)]\nmod tests { fn e() {} }\nfn f() {}\n";
        let source = Source::new("crates/x/src/a.rs", text);
        let heads: Vec<_> = source.heads().map(|head| (head.name, head.line)).collect();
        assert_eq!(
            heads,
            [
                ("a".to_owned(), 1),
                ("c".to_owned(), 3),
                ("f".to_owned(), 7)
            ]
        );
    }

    #[test]
    fn tests_do_not_count() {
        let text = "a\nb\n#[cfg(test)]\nmod tests {}\n";
        let lines = |path: &str| Source::new(path, text).lines;
        assert_eq!(lines("crates/x/src/a.rs"), 2);
        assert_eq!(lines("crates/x/src/a/tests.rs"), 0);
        assert_eq!(lines("crates/x/tests/a.rs"), 0);
    }
}
