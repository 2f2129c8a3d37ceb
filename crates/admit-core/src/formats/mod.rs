//! Bytes to rows. One file per format.

pub mod csv;
pub mod detect;
pub mod encoding;

use crate::base::limits::DETECT_BYTES;
use crate::base::spill::scratch::Scratch;
use crate::findings::finding::Findings;
use crate::rows::choices::Choices;
use crate::rows::raw::{Column, RawRow, RowPlace};
use crate::rules;
use detect::Detected;
use std::io::{Read, Seek, SeekFrom};

/// The bytes of a source: a file, an upload that was spooled, or memory.
pub trait Source: Read + Seek + Send {}
impl<T: Read + Seek + Send> Source for T {}

pub mod json;

/// Gives the rows of a source one by one. Never fails because of what the
/// source contains: what is wrong with it becomes findings.
pub trait RowReader: Send {
    /// Reads the next row into `row` and adds what there is to say about its
    /// shape to `findings`. A row with an error among them has no cells that
    /// can be trusted. A finding that has a row number already is about a row
    /// that was skipped on the way. `Ok(false)` at the end, with what there is
    /// to say about the whole file.
    ///
    /// # Errors
    /// The source cannot be read (the disk, not its contents).
    fn next(&mut self, row: &mut RawRow, findings: &mut Findings) -> std::io::Result<bool>;

    /// Goes to a row that was read before.
    ///
    /// # Errors
    /// The source cannot be read.
    fn seek(&mut self, place: RowPlace) -> std::io::Result<()>;

    /// The columns known so far. Of a CSV all of them; of JSON those met.
    fn columns(&self) -> &[Column];

    /// The number of the row that names the columns; 0 where there is none.
    fn header_row(&self) -> u64 {
        0
    }

    /// The byte that was reached, for progress.
    fn position(&self) -> u64;

    /// Blank rows skipped so far.
    fn blank_rows(&self) -> u64;
}

/// A source that was looked at.
pub struct Opening {
    /// What can be read from it.
    pub content: Content,
    /// How many bytes of UTF-8 text there are, for progress.
    pub bytes: u64,
}

/// What can be read from a source.
pub enum Content {
    /// Rows of a CSV.
    Rows(Box<dyn RowReader>),
    /// JSON in UTF-8, standing behind a byte order mark, for the JSON reader:
    /// one document that holds the users, or one object per line.
    Json {
        /// The text.
        source: Box<dyn Source>,
        /// Whether it is one document.
        document: bool,
    },
    /// Nothing; an error among the findings says why.
    Nothing,
}

/// Finds out what a source is and prepares reading it. `name` is the file's
/// name, for sentences; the content decides.
///
/// # Errors
/// The source or the scratch file cannot be read or written, or
/// `settings.encoding` names no encoding (`InvalidInput`; [`encoding::find`]
/// tells before).
pub fn open(
    name: &str,
    mut source: Box<dyn Source>,
    choices: &Choices,
    scratch: &dyn Scratch,
) -> std::io::Result<(Opening, Findings)> {
    let mut findings = Findings::default();
    let name = crate::findings::finding::shown(name);
    let chosen = match &choices.encoding {
        None => None,
        Some(label) => Some(encoding::find(label).map_err(|label| {
            let text = format!("there is no encoding called \"{label}\"");
            std::io::Error::new(std::io::ErrorKind::InvalidInput, text)
        })?),
    };
    if let Some(detected) = detect::binary(&mut *source)? {
        refuse(&name, detected, &mut findings);
        return Ok((
            Opening {
                content: Content::Nothing,
                bytes: 0,
            },
            findings,
        ));
    }
    let mut text = encoding::to_utf8(source, chosen, scratch)?;
    let head = encoding::read_up_to(&mut *text.source, DETECT_BYTES)?;
    let whole = text.start + head.len() as u64 == text.bytes;
    let detected = detect::text(&head, whole);
    text.source.seek(SeekFrom::Start(text.start))?;

    if !matches!(
        detected,
        Detected::Csv | Detected::Ndjson | Detected::JsonDocument
    ) {
        refuse(&name, detected, &mut findings);
        return Ok((
            Opening {
                content: Content::Nothing,
                bytes: text.bytes,
            },
            findings,
        ));
    }
    if let Some(extension) = detect::differs_from_name(&name, detected) {
        rules::file_type_differs_from_extension::found(
            &name,
            extension,
            detected.name(),
            &mut findings,
        );
    }
    let bytes = text.bytes;
    let content = if detected == Detected::Csv {
        csv::open(&name, text, choices, &mut findings)?.map_or(Content::Nothing, Content::Rows)
    } else {
        if text.guessed {
            rules::encoding_guessed::found(&name, text.encoding.name(), &[], &mut findings);
        }
        let document = detected == Detected::JsonDocument;
        Content::Json {
            source: text.source,
            document,
        }
    };
    Ok((Opening { content, bytes }, findings))
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
