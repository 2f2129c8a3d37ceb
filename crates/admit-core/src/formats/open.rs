//! From the bytes of a source to the reader of its rows.

use super::corrected::corrected;
use super::detect::{self, Detected};
use super::encoding::{self, Known, Text};
use super::reader::{RowReader, Source};
use super::{csv, json};
use crate::base::limits::DETECT_BYTES;
use crate::base::spill::scratch::Scratch;
use crate::findings::finding::Findings;
use crate::findings::shown::shown;
use crate::rows::choices::Choices;
use crate::rules;
use std::io::{Error, ErrorKind, Result, SeekFrom};

/// A source that was looked at.
pub struct Opening {
    /// What gives its rows; without one, an error among the findings says why
    /// there are none.
    pub reader: Option<Box<dyn RowReader>>,
    /// How many bytes of UTF-8 text there are, for progress.
    pub bytes: u64,
}

/// Finds out what a source is and prepares reading it. `name` is the file's
/// name, for sentences; the content decides.
///
/// # Errors
/// The source or the scratch file cannot be read or written, or
/// `choices.encoding` names no encoding (`InvalidInput`; [`encoding::find`]
/// tells before).
pub fn open(
    name: &str,
    mut source: Box<dyn Source>,
    choices: &Choices,
    scratch: &dyn Scratch,
) -> Result<(Opening, Findings)> {
    let mut findings = Findings::default();
    let name = shown(name);
    let chosen = match &choices.encoding {
        None => None,
        Some(label) => Some(encoding::find(label).map_err(|label| {
            let text = format!("there is no encoding called \"{label}\"");
            Error::new(ErrorKind::InvalidInput, text)
        })?),
    };
    let (reader, bytes) = if let Some(detected) = detect::binary(&mut *source)? {
        refuse(&name, detected, &mut findings);
        (None, 0)
    } else {
        let text = encoding::to_utf8(source, chosen, scratch)?;
        let bytes = text.bytes;
        (rows_of(&name, text, choices, &mut findings)?, bytes)
    };
    let reader = reader.map(|reader| corrected(reader, &choices.cells));
    Ok((Opening { reader, bytes }, findings))
}

/// The rows of a text, if it has any that can be read.
fn rows_of(
    name: &str,
    mut text: Text,
    choices: &Choices,
    findings: &mut Findings,
) -> Result<Option<Box<dyn RowReader>>> {
    let head = encoding::read_up_to(&mut *text.source, DETECT_BYTES)?;
    let whole = text.start + head.len() as u64 == text.bytes;
    let detected = detect::text(&head, whole);
    text.source.seek(SeekFrom::Start(text.start))?;
    let is_document = match detected {
        Detected::Csv | Detected::Ndjson => false,
        Detected::JsonDocument => true,
        Detected::Empty | Detected::Protected | Detected::Unsupported(_) => {
            refuse(name, detected, findings);
            return Ok(None);
        }
    };
    if let Some(extension) = detect::differs_from_name(name, detected) {
        rules::file_type_differs_from_extension::found(name, extension, detected.name(), findings);
    }
    if detected == Detected::Csv {
        return csv::open(name, text, choices, findings);
    }
    let encoding = text.encoding.name();
    match &text.known {
        Known::Surely => {}
        Known::ByItsMark => rules::encoding_guessed::marked(name, encoding, &[], findings),
        Known::Guessed => rules::encoding_guessed::found(name, encoding, &[], findings),
        Known::InDoubt(doubt) if doubt.holds_all_back => {
            rules::encoding_not_told::found(name, &[], findings);
            return Ok(None);
        }
        Known::InDoubt(doubt) => {
            rules::rows_in_another_encoding::found(name, doubt.lines, &[], findings);
        }
    }
    Ok(Some(json::open(text.source, is_document)))
}

/// Says why a source cannot be read.
fn refuse(name: &str, detected: Detected, findings: &mut Findings) {
    match detected {
        Detected::Empty => rules::file_empty::found(name, findings),
        Detected::Protected => rules::file_password_protected::found(name, findings),
        Detected::Unsupported(kind) => {
            rules::file_type_not_supported::found(name, kind.name, kind.help, findings);
        }
        Detected::Csv | Detected::Ndjson | Detected::JsonDocument => {}
    }
}
