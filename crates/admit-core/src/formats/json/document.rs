//! JSON documents: one list of objects, an object with such a list in it, or
//! objects that run over several lines.

use super::row::{Flaw, RowParser};
use super::scanner::Scanner;
use super::window::Window;
use crate::base::limits::{CHOICES_MAX, RECORD_BYTES_MAX};
use crate::findings::finding::Findings;
use crate::findings::shown::shown;
use crate::formats::reader::{RowReader, Source};
use crate::rows::raw::{Column, RawRow, RowPlace};
use crate::rules::{
    json_array_read_as_lines, json_beside_users, json_rest_not_read, json_row_too_long,
};
use std::io::Result;

/// The keys under which sources put their list of users.
const LIST_KEYS: [&str; 5] = ["users", "Users", "data", "value", "Resources"];

/// How far back a line's start is searched for its indentation, in bytes.
const INDENT_BYTES_MAX: u64 = 256;

/// How the users are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// One list.
    List,
    /// An object with a list under this key.
    Under(String),
    /// Objects, one after the other.
    Objects,
}

/// Keys beside the list: the first few, and how many there are.
#[derive(Default)]
struct Beside {
    first: Vec<String>,
    count: usize,
}

impl Beside {
    fn add(&mut self, key: String) {
        self.count += 1;
        if self.first.len() < CHOICES_MAX {
            self.first.push(key);
        }
    }
}

/// The value at the start of the window.
enum Frame {
    /// So many bytes.
    Whole(usize),
    /// The source ends in it, after so many bytes.
    CutOff(usize),
    /// Longer than is read; whether its end was seen.
    TooLong { has_end: bool },
}

/// Reads the objects of a document. A row's number is its place in the list,
/// from 1.
pub(super) struct Document {
    window: Window,
    parser: RowParser,
    shape: Option<Shape>,
    /// The physical line at the start of the window.
    line: u64,
    /// The white space between the start of the line and the start of the
    /// window, in bytes; `None` if something else stands there.
    indent: Option<usize>,
    /// Elements begun so far.
    rows: u64,
    before: Beside,
    /// Whether the last row said already that the file ends too early.
    cut_off: bool,
    ended: bool,
}

impl Document {
    pub fn new(source: Box<dyn Source>) -> Document {
        Document {
            window: Window::new(source),
            parser: RowParser::default(),
            shape: None,
            line: 1,
            indent: Some(0),
            rows: 0,
            before: Beside::default(),
            cut_off: false,
            ended: false,
        }
    }

    /// Finds out how the users are written and goes to the first of them.
    pub fn shape(&mut self) -> Result<Shape> {
        if let Some(shape) = &self.shape {
            return Ok(shape.clone());
        }
        self.window.skip_mark()?;
        self.skip_space(b"")?;
        let shape = match self.window.peek()? {
            Some(b'[') => {
                self.advance(1);
                Shape::List
            }
            Some(b'{') => {
                let (byte, line, indent) = (self.window.position(), self.line, self.indent);
                if let Some(key) = self.find_list()? {
                    Shape::Under(key)
                } else {
                    self.window.seek(byte)?;
                    self.line = line;
                    self.indent = indent;
                    self.before = Beside::default();
                    Shape::Objects
                }
            }
            _ => Shape::Objects,
        };
        self.shape = Some(shape.clone());
        Ok(shape)
    }

    /// In an object: goes into the first list of objects under one of
    /// [`LIST_KEYS`] and gives the key.
    fn find_list(&mut self) -> Result<Option<String>> {
        self.advance(1);
        loop {
            let Some(key) = self.key()? else {
                return Ok(None);
            };
            let mut scanner = Scanner::new();
            if LIST_KEYS.contains(&key.as_str()) && self.window.peek()? == Some(b'[') {
                self.advance(1);
                self.skip_space(b"")?;
                if matches!(self.window.peek()?, Some(b'{' | b']') | None) {
                    return Ok(Some(key));
                }
                scanner = Scanner::within_list();
            }
            self.skip_value(scanner)?;
            self.before.add(key);
        }
    }

    /// The next key of an object, with what stands around it; `None` if there
    /// is none.
    fn key(&mut self) -> Result<Option<String>> {
        self.skip_space(b",")?;
        if self.window.peek()? != Some(b'"') {
            return Ok(None);
        }
        let Frame::Whole(length) = self.frame()? else {
            return Ok(None);
        };
        let Ok(key) = serde_json::from_slice::<String>(&self.window.bytes()[..length]) else {
            return Ok(None);
        };
        self.advance(length);
        self.skip_space(b"")?;
        if self.window.peek()? != Some(b':') {
            return Ok(None);
        }
        self.advance(1);
        self.skip_space(b"")?;
        Ok(Some(key))
    }

    /// Skips bytes of the window, counting lines.
    fn advance(&mut self, length: usize) {
        let bytes = &self.window.bytes()[..length];
        self.line += memchr::memchr_iter(b'\n', bytes).count() as u64;
        self.indent = None;
        self.window.skip(length);
    }

    /// Skips white space, and signs of `too`.
    fn skip_space(&mut self, too: &[u8]) -> Result<()> {
        while let Some(byte) = self.window.peek()? {
            match byte {
                b'\n' => {
                    self.line += 1;
                    self.indent = Some(0);
                }
                b' ' | b'\t' => self.indent = self.indent.map(|indent| indent + 1),
                b'\r' => {}
                byte if too.contains(&byte) => self.indent = None,
                _ => break,
            }
            self.window.skip(1);
        }
        Ok(())
    }

    /// Brings the value at the start of the window into it.
    fn frame(&mut self) -> Result<Frame> {
        let mut scanner = Scanner::new();
        let mut fed = 0;
        loop {
            let bytes = self.window.bytes();
            if let Some(length) = scanner.feed(&bytes[fed..]) {
                let length = fed + length;
                return Ok(if length > RECORD_BYTES_MAX {
                    Frame::TooLong { has_end: true }
                } else {
                    Frame::Whole(length)
                });
            }
            fed = bytes.len();
            if fed > RECORD_BYTES_MAX {
                return Ok(Frame::TooLong { has_end: false });
            }
            if !self.window.more()? {
                return Ok(Frame::CutOff(fed));
            }
        }
    }

    /// Skips a value of any size. Gives its length and whether it has an end.
    fn skip_value(&mut self, mut scanner: Scanner) -> Result<(u64, bool)> {
        let mut length = 0;
        loop {
            let bytes = self.window.bytes();
            let all = bytes.len();
            if let Some(end) = scanner.feed(bytes) {
                self.advance(end);
                return Ok((length + end as u64, true));
            }
            self.advance(all);
            length += all as u64;
            if !self.window.more()? {
                return Ok((length, false));
            }
        }
    }

    /// Reads the element at the start of the window.
    fn element(&mut self, row: &mut RawRow, findings: &mut Findings) -> Result<()> {
        self.rows += 1;
        let place = RowPlace {
            row: self.rows,
            line: self.line,
            byte: self.window.position(),
        };
        let indent = self.indent;
        let (length, whole) = match self.frame()? {
            Frame::Whole(length) => (length, true),
            Frame::CutOff(length) => (length, false),
            Frame::TooLong { has_end } => {
                match next_element(self.window.bytes(), indent) {
                    Some(next) if !has_end => self.element_before(next, place, row, findings),
                    _ => self.skip_element(place, row, findings)?,
                }
                return Ok(());
            }
        };
        let bytes = &self.window.bytes()[..length];
        let Err(flaw) = self.parser.parse(bytes, place, row) else {
            self.advance(length);
            return Ok(());
        };
        // A bracket or quote too few makes one row of many. Where the layout
        // shows the next one, reading goes on there.
        let next = match flaw {
            Flaw::Broken(_) => next_element(bytes, indent),
            _ => None,
        };
        if let Some(next) = next {
            self.element_before(next, place, row, findings);
        } else {
            flaw.report(place, findings);
            self.cut_off = !whole;
            self.advance(length);
        }
        Ok(())
    }

    /// Reads a broken element that ends where the `next` one begins.
    fn element_before(
        &mut self,
        next: usize,
        place: RowPlace,
        row: &mut RawRow,
        findings: &mut Findings,
    ) {
        let own = self.window.bytes()[..next].trim_ascii_end();
        let own = own.strip_suffix(b",").unwrap_or(own);
        if let Err(flaw) = self.parser.parse(own, place, row) {
            flaw.report(place, findings);
        }
        self.advance(next);
        self.indent = Some(0);
    }

    /// Skips an element that is too long.
    fn skip_element(
        &mut self,
        place: RowPlace,
        row: &mut RawRow,
        findings: &mut Findings,
    ) -> Result<()> {
        row.reset(place);
        let (bytes, has_end) = self.skip_value(Scanner::new())?;
        self.cut_off = !has_end;
        json_row_too_long::found(place, bytes, findings);
        Ok(())
    }

    /// Reads what stands behind the list and says what there is to say about
    /// the file as a whole.
    fn finish(&mut self, shape: &Shape, findings: &mut Findings) -> Result<()> {
        let mut beside = Beside {
            first: self.before.first.clone(),
            count: self.before.count,
        };
        let rest = match (shape, self.window.peek()?) {
            (Shape::Objects, _) => None,
            (_, None) if self.cut_off => None,
            (_, None) => Some("the file ends before the list is closed"),
            (shape, _) => self.behind_list(shape, &mut beside)?,
        };
        if self.rows > 0 {
            let what = match shape {
                Shape::List => "one JSON list of users".to_owned(),
                Shape::Under(key) => format!("one JSON object with its users under \"{key}\""),
                Shape::Objects => "a series of JSON objects over several lines".to_owned(),
            };
            json_array_read_as_lines::found(&what, self.rows, findings);
        }
        if beside.count > 0 {
            let mut keys = beside
                .first
                .iter()
                .map(|key| format!("\"{}\"", shown(key)))
                .collect::<Vec<_>>();
            if beside.count > keys.len() {
                keys.push(format!("{} more keys", beside.count - keys.len()));
            }
            json_beside_users::found(&keys.join(", "), findings);
        }
        if let Some(reason) = rest {
            json_rest_not_read::found(self.line, reason, findings);
        }
        self.parser.columns.report(findings);
        Ok(())
    }

    /// From the bracket that closes the list to the end of the file. Gives what
    /// is wrong there.
    fn behind_list(&mut self, shape: &Shape, beside: &mut Beside) -> Result<Option<&'static str>> {
        self.advance(1);
        if let Shape::Under(_) = shape {
            while let Some(key) = self.key()? {
                self.skip_value(Scanner::new())?;
                beside.add(key);
            }
            match self.window.peek()? {
                Some(b'}') => self.advance(1),
                Some(_) => return Ok(Some("there is more text after the list")),
                None => return Ok(Some("the file ends before its last bracket is closed")),
            }
        }
        self.skip_space(b"")?;
        let more = self.window.peek()?.is_some();
        Ok(more.then_some("there is more text after the list"))
    }
}

impl RowReader for Document {
    fn next(&mut self, row: &mut RawRow, findings: &mut Findings) -> Result<bool> {
        let shape = self.shape()?;
        if !self.ended {
            self.skip_space(b",")?;
            let at_end = match self.window.peek()? {
                None => true,
                Some(b']') => shape != Shape::Objects,
                Some(_) => false,
            };
            if !at_end {
                self.element(row, findings)?;
                return Ok(true);
            }
            self.ended = true;
            self.finish(&shape, findings)?;
        }
        row.reset(RowPlace {
            row: self.rows + 1,
            line: self.line,
            byte: self.window.position(),
        });
        Ok(false)
    }

    fn seek(&mut self, place: RowPlace) -> Result<()> {
        self.shape()?;
        // The indentation tells where a broken row ends, so it must be known
        // here as it was when the row was read first.
        let from = place.byte.saturating_sub(INDENT_BYTES_MAX);
        self.window.seek(from)?;
        let back = (place.byte - from) as usize;
        while self.window.bytes().len() < back && self.window.more()? {}
        let before = &self.window.bytes()[..back.min(self.window.bytes().len())];
        let blank = before
            .iter()
            .rev()
            .take_while(|b| matches!(b, b' ' | b'\t'))
            .count();
        self.indent = match before.len() - blank {
            0 if from == 0 => Some(blank),
            0 => None,
            n => (before[n - 1] == b'\n').then_some(blank),
        };
        self.window.seek(place.byte)?;
        self.line = place.line;
        self.rows = place.row.saturating_sub(1);
        self.cut_off = false;
        self.ended = false;
        Ok(())
    }

    fn columns(&self) -> &[Column] {
        self.parser.columns.list()
    }

    fn position(&self) -> u64 {
        self.window.position()
    }

    fn blank_rows(&self) -> u64 {
        0
    }
}

/// In an element that is broken: where the next one begins, going by the
/// layout. That is the first line that is indented like the element itself,
/// opens an object and follows a comma; trusted only if what is inside the
/// element is indented deeper, or all of it stands on one line.
fn next_element(bytes: &[u8], indent: Option<usize>) -> Option<usize> {
    let indent = indent.filter(|indent| (*indent as u64) < INDENT_BYTES_MAX)?;
    let mut start = memchr::memchr(b'\n', bytes)? + 1;
    let mut deeper_or_first = true;
    loop {
        let line = &bytes[start..];
        let blank = line
            .iter()
            .take_while(|b| matches!(b, b' ' | b'\t'))
            .count();
        let first = line.get(blank);
        if blank == indent && first == Some(&b'{') {
            let follows_comma = bytes[..start].trim_ascii_end().ends_with(b",");
            return (deeper_or_first && follows_comma).then_some(start);
        }
        // The line that closes the element may be indented like it.
        if blank <= indent && !matches!(first, None | Some(b'}' | b'\r' | b'\n')) {
            deeper_or_first = false;
        }
        start += memchr::memchr(b'\n', line)? + 1;
    }
}
