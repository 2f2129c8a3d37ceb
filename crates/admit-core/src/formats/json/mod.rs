//! JSON: one object a line (NDJSON), or a document that holds a list of objects.

mod columns;
mod detect;
mod document;
mod lines;
mod place;
mod row;
mod scanner;
mod window;

#[cfg(test)]
mod tests;

use crate::formats::reader::{RowReader, Source};

pub use detect::{Kind, looks_like};

/// Reads a source of JSON in UTF-8 (with or without a byte order mark): one
/// object a line, or as a `document` with its list of objects.
pub fn open(source: Box<dyn Source>, document: bool) -> Box<dyn RowReader> {
    if document {
        Box::new(document::Document::new(source))
    } else {
        Box::new(lines::Lines::new(source))
    }
}
