//! Tells JSON from other formats, and its two framings apart.

use super::document::{Document, Shape};
use super::scanner::Scanner;
use serde::de::IgnoredAny;

/// How JSON holds its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One object a line.
    Ndjson,
    /// A list of objects, an object with such a list, or objects over several
    /// lines.
    Document,
}

/// What the beginning of a source looks like; `None` if it is not JSON. The
/// sample may be cut off anywhere.
pub fn looks_like(sample: &[u8]) -> Option<Kind> {
    let sample = sample
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(sample)
        .trim_ascii_start();
    let second = sample
        .get(1..)
        .unwrap_or_default()
        .trim_ascii_start()
        .first();
    match sample.first()? {
        // `[id],[email]` may be the header of a CSV.
        b'[' => match second {
            None | Some(b'{' | b'[' | b']' | b'"' | b'-' | b'0'..=b'9') => {
                // A list on each line is NDJSON whose rows are no objects.
                let lists = first_line_is_whole(sample) && !is_one_value(sample);
                Some(if lists { Kind::Ndjson } else { Kind::Document })
            }
            Some(_) => None,
        },
        // `{name},email` may be one too.
        b'{' if matches!(second, None | Some(b'"' | b'}')) || first_line_has_colon(sample) => {
            Some(match shape_of(sample) {
                Some(Shape::Objects) | None => lines_or_objects(sample),
                Some(_) => Kind::Document,
            })
        }
        _ => None,
    }
}

fn first_line_has_colon(sample: &[u8]) -> bool {
    lines(sample)
        .next()
        .is_some_and(|line| line.contains(&b':'))
}

fn shape_of(sample: &[u8]) -> Option<Shape> {
    // Reading from memory does not fail.
    Document::new(Box::new(std::io::Cursor::new(sample.to_vec())))
        .shape()
        .ok()
}

/// The lines that are not blank, without the last if it may be cut off.
fn lines(sample: &[u8]) -> impl Iterator<Item = &[u8]> {
    sample
        .split(|byte| *byte == b'\n')
        .map(<[u8]>::trim_ascii)
        .filter(|line| !line.is_empty())
}

fn is_json(text: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(text).is_ok()
}

fn first_line_is_whole(sample: &[u8]) -> bool {
    lines(sample).next().is_some_and(is_json)
}

/// Whether the sample holds nothing behind its first value.
fn is_one_value(sample: &[u8]) -> bool {
    match Scanner::new().feed(sample) {
        Some(end) => sample[end..].trim_ascii().is_empty(),
        None => true,
    }
}

/// Objects: one a line, or over several lines?
fn lines_or_objects(sample: &[u8]) -> Kind {
    if first_line_is_whole(sample) || lines(sample).nth(1).is_none() {
        return Kind::Ndjson;
    }
    // The first line is broken, or the object goes on behind it. A line that is
    // an object by itself decides, unless it stands inside one that is whole.
    let whole = Scanner::new()
        .feed(sample)
        .is_some_and(|end| is_json(&sample[..end]));
    let has_object_line = lines(sample).any(|line| line.starts_with(b"{") && is_json(line));
    if has_object_line && !whole {
        Kind::Ndjson
    } else {
        Kind::Document
    }
}
