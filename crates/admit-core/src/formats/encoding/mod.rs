//! From any encoding to UTF-8.
//!
//! UTF-8 is read where it lies. Everything else is written once as UTF-8 into
//! a scratch file, so that the places of rows mean the same in both passes. An
//! encoding that nobody named is told from the bytes (`guess.rs`); where that cannot
//! be done, rows stay as they are and are held back, or the person is asked.

mod charset;
mod evidence;
mod guess;
mod languages;
#[cfg(test)]
mod tests;
mod transcode;
mod words;

pub use charset::{Charset, find, near};

use crate::base::letters::Letters;
use crate::base::limits::{DETECT_BYTES, READ_BLOCK_BYTES, UTF_8_PIECES_FEW};
use crate::base::spill::scratch::Scratch;
use crate::formats::reader::Source;
use charset::UTF_8;
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use evidence::Evidence;
use guess::Guess;
use std::io::{Read, Result, Seek, SeekFrom, Write};
use transcode::Transcoded;

/// The UTF-8 byte order mark.
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// A source as UTF-8.
pub struct Text {
    /// The bytes; rows with bytes that are not UTF-8 may be among them.
    pub source: Box<dyn Source>,
    /// Where the text starts: behind a byte order mark.
    pub start: u64,
    /// How many bytes there are.
    pub bytes: u64,
    /// What the source was written in.
    pub encoding: Charset,
    /// How that is known.
    pub known: Known,
    /// Where some lines start that have letters outside ASCII: of text that was
    /// transcoded, or that is in doubt.
    pub foreign_lines: Vec<u64>,
}

/// How the encoding of a source is known.
#[derive(Debug, PartialEq)]
pub enum Known {
    /// It is UTF-8, or the person importing named it.
    Surely,
    /// By the mark at its beginning.
    ByItsMark,
    /// From its bytes.
    Guessed,
    /// It is not: some lines are not UTF-8, and may be in several encodings.
    InDoubt(Doubt),
}

/// An encoding that cannot be told.
#[derive(Debug, PartialEq)]
pub struct Doubt {
    /// How many lines are not UTF-8.
    pub lines: u64,
    /// Whether so much of the file depends on it that none of it is read.
    pub holds_all_back: bool,
    /// Whether the line that names the columns is one of them.
    pub header: bool,
    /// What it may be, the likeliest first.
    pub candidates: Vec<Charset>,
}

/// The encoding that the first bytes give away: a byte order mark, or the NULs
/// that UTF-16 has beside every ASCII letter.
pub fn sniff(head: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return Some(encoding);
    }
    let pairs = head.len() / 2;
    let nuls = |offset: usize| {
        head.chunks_exact(2)
            .filter(|pair| pair[offset] == 0)
            .count()
    };
    let (first, second) = (nuls(0), nuls(1));
    let many = |nuls: usize, others: usize| pairs >= 2 && nuls * 4 >= pairs && others * 10 <= nuls;
    if many(second, first) {
        Some(UTF_16LE)
    } else if many(first, second) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Gives the source as UTF-8. `chosen` is the encoding that the person
/// importing named.
///
/// # Errors
/// The source or the scratch file cannot be read or written.
pub fn to_utf8(
    mut source: Box<dyn Source>,
    chosen: Option<Charset>,
    scratch: &dyn Scratch,
) -> Result<Text> {
    let bytes = source.seek(SeekFrom::End(0))?;
    let (encoding, known, foreign_lines) = match chosen {
        Some(encoding) => (encoding, Known::Surely, Vec::new()),
        None => decide(&mut *source)?,
    };
    if encoding == UTF_8 {
        source.rewind()?;
        let head = read_up_to(&mut *source, BOM.len())?;
        let start = if head == BOM { BOM.len() as u64 } else { 0 };
        source.seek(SeekFrom::Start(start))?;
        return Ok(Text {
            source,
            start,
            bytes,
            encoding,
            known,
            foreign_lines,
        });
    }
    source.rewind()?;
    let mut transcoded = Transcoded::new(scratch.file()?);
    if known == Known::Guessed {
        transcoded.lines(&mut *source, encoding)?;
    } else {
        transcoded.all(&mut *source, encoding)?;
    }
    let mut file = transcoded.file;
    file.flush()?;
    file.rewind()?;
    Ok(Text {
        source: Box::new(file),
        start: 0,
        bytes: transcoded.written,
        encoding,
        known,
        foreign_lines: transcoded.foreign_lines,
    })
}

/// Reads until `bytes` are there or the source ends.
pub(super) fn read_up_to(source: &mut dyn Source, bytes: usize) -> Result<Vec<u8>> {
    let mut head = Vec::new();
    source.take(bytes as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// What a source is written in, how that is known, and where its foreign lines start.
fn decide(source: &mut dyn Source) -> Result<(Charset, Known, Vec<u64>)> {
    source.rewind()?;
    let head = read_up_to(source, DETECT_BYTES)?;
    if let Some(encoding) = sniff(&head) {
        let known = match Encoding::for_bom(&head) {
            Some((encoding, _)) if encoding == encoding_rs::UTF_8 => Known::Surely,
            Some(_) => Known::ByItsMark,
            // The NULs of UTF-16 stand in no other text.
            None => Known::Guessed,
        };
        return Ok((Charset::Standard(encoding), known, Vec::new()));
    }
    // What is UTF-8 throughout is never questioned.
    let is_utf8 = match source.is_utf8() {
        Some(known) => known,
        None => reads_as_utf8(source)?,
    };
    if is_utf8 {
        return Ok((UTF_8, Known::Surely, Vec::new()));
    }
    let mut evidence = Evidence::of(source)?;
    let few = evidence.utf8_pieces.len() <= UTF_8_PIECES_FEW;
    let by_chance = few && guess::is_utf8_by_chance(&evidence.utf8_pieces);
    if by_chance {
        evidence.doubt_utf8();
    }
    if evidence.is_utf8() {
        return Ok((UTF_8, Known::Surely, Vec::new()));
    }
    let mut candidates = match guess::guess(&evidence) {
        Guess::Is(charset) if !by_chance => return Ok((charset, Known::Guessed, Vec::new())),
        Guess::Is(charset) => vec![charset],
        Guess::MightBe(candidates) => candidates,
    };
    if by_chance {
        candidates.push(UTF_8);
    }
    let is_only_cut = evidence.is_only_cut();
    if is_only_cut && candidates.len() == 1 {
        // Half a letter is as likely as the one encoding that has a letter for it.
        candidates.clear();
    }
    let doubt = Doubt {
        lines: evidence.foreign,
        holds_all_back: by_chance || evidence.depends_on_it() && !is_only_cut,
        header: evidence.header,
        candidates,
    };
    Ok((UTF_8, Known::InDoubt(doubt), evidence.places))
}

/// Whether all of the source is UTF-8.
fn reads_as_utf8(source: &mut dyn Source) -> Result<bool> {
    source.rewind()?;
    let mut buffer = vec![0; READ_BLOCK_BYTES];
    let mut letters = Letters::default();
    while letters.may_be() {
        match source.read(&mut buffer)? {
            0 => break,
            read => letters.add(&buffer[..read]),
        }
    }
    Ok(letters.are_whole())
}
