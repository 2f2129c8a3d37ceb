//! From any encoding to UTF-8.
//!
//! UTF-8 is read where it lies. Everything else is written once as UTF-8 into
//! a scratch file, so that the places of rows mean the same in both passes.

use crate::base::limits::{DETECT_BYTES, ENCODING_SAMPLE_BYTES, READ_BLOCK_BYTES};
use crate::base::spill::scratch::{Scratch, ScratchFile};
use crate::formats::reader::Source;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use charset::{Charset, Decoder, UTF_8};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use std::io::{Read, Result, Seek, SeekFrom, Write};

mod charset;

pub use charset::{find, near};

/// The UTF-8 byte order mark.
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// How many lines with letters outside ASCII are remembered, to show some.
const FOREIGN_LINES_MAX: usize = 32;

/// How much plain text is kept on each side of letters outside ASCII, in bytes.
const SAMPLE_MARGIN: usize = 64;

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
    /// Whether the encoding is neither UTF-8 nor chosen by the person importing.
    pub guessed: bool,
    /// Where some lines start that have letters outside ASCII; only for text
    /// that was transcoded.
    pub foreign_lines: Vec<u64>,
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
    let encoding = match chosen {
        Some(encoding) => encoding,
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
            guessed: false,
            foreign_lines: Vec::new(),
        });
    }
    source.rewind()?;
    let mut transcoded = Transcoded::new(scratch.file()?);
    transcode(&mut *source, encoding.decoder(), &mut transcoded)?;
    let mut file = transcoded.file;
    file.flush()?;
    file.rewind()?;
    Ok(Text {
        source: Box::new(file),
        start: 0,
        bytes: transcoded.written,
        encoding,
        guessed: chosen.is_none(),
        foreign_lines: transcoded.foreign_lines,
    })
}

/// Reads until `bytes` are there or the source ends.
pub(super) fn read_up_to(source: &mut dyn Source, bytes: usize) -> Result<Vec<u8>> {
    let mut head = Vec::new();
    source.take(bytes as u64).read_to_end(&mut head)?;
    Ok(head)
}

fn decide(source: &mut dyn Source) -> Result<Charset> {
    source.rewind()?;
    let head = read_up_to(source, DETECT_BYTES)?;
    if let Some(encoding) = sniff(&head) {
        return Ok(Charset::Standard(encoding));
    }
    let survey = survey(source)?;
    // A legacy text hardly ever holds a valid sequence by chance, and a UTF-8
    // file that was damaged in some rows has mostly valid ones.
    if survey.broken == 0 || survey.valid >= survey.broken {
        return Ok(UTF_8);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&sample(source)?, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    Ok(Charset::Standard(guess))
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Survey {
    /// Valid sequences of more than one byte.
    valid: u64,
    /// Sequences that UTF-8 does not have.
    broken: u64,
}

/// One pass over the whole source.
fn survey(source: &mut dyn Source) -> Result<Survey> {
    source.rewind()?;
    let mut survey = Survey::default();
    let mut buffer = vec![0; READ_BLOCK_BYTES];
    let mut kept = 0;
    loop {
        let read = source.read(&mut buffer[kept..])?;
        let filled = kept + read;
        let rest = survey.block(&buffer[..filled], read == 0);
        if read == 0 {
            return Ok(survey);
        }
        buffer.copy_within(filled - rest..filled, 0);
        kept = rest;
    }
}

impl Survey {
    /// Looks at a block and gives how many bytes at its end belong to a
    /// sequence that goes on in the next one.
    fn block(&mut self, mut block: &[u8], last: bool) -> usize {
        loop {
            match std::str::from_utf8(block) {
                Ok(text) => {
                    self.count(text.as_bytes());
                    return 0;
                }
                Err(error) => {
                    self.count(&block[..error.valid_up_to()]);
                    let rest = &block[error.valid_up_to()..];
                    match error.error_len() {
                        Some(length) => {
                            self.broken += 1;
                            block = &rest[length..];
                        }
                        None if last => {
                            self.broken += 1;
                            return 0;
                        }
                        None => return rest.len(),
                    }
                }
            }
        }
    }

    fn count(&mut self, valid: &[u8]) {
        if !valid.is_ascii() {
            self.valid += valid.iter().filter(|&&byte| byte >= 0xC0).count() as u64;
        }
    }
}

/// The text around letters outside ASCII, from the start on, up to
/// [`ENCODING_SAMPLE_BYTES`].
fn sample(source: &mut dyn Source) -> Result<Vec<u8>> {
    source.rewind()?;
    let mut sample = Vec::new();
    let mut buffer = vec![0; READ_BLOCK_BYTES];
    loop {
        let read = source.read(&mut buffer)?;
        if read == 0 {
            return Ok(sample);
        }
        let block = &buffer[..read];
        let mut from = 0;
        while let Some(found) = block[from..].iter().position(|byte| !byte.is_ascii()) {
            let at = from + found;
            let margin = (at + SAMPLE_MARGIN).min(read);
            // No encoding has a byte below `0` inside a letter, so the cut is between letters.
            let end = block[margin..]
                .iter()
                .position(|&byte| byte < b'0')
                .map_or(read, |length| margin + length);
            sample.extend_from_slice(&block[from.max(at.saturating_sub(SAMPLE_MARGIN))..end]);
            from = end;
            if sample.len() >= ENCODING_SAMPLE_BYTES {
                return Ok(sample);
            }
        }
    }
}

/// UTF-8 on its way into a scratch file.
struct Transcoded {
    file: Box<dyn ScratchFile>,
    written: u64,
    line_start: u64,
    foreign_lines: Vec<u64>,
}

impl Transcoded {
    fn new(file: Box<dyn ScratchFile>) -> Self {
        Transcoded {
            file,
            written: 0,
            line_start: 0,
            foreign_lines: Vec::new(),
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        if self.foreign_lines.len() < FOREIGN_LINES_MAX {
            for (at, &byte) in bytes.iter().enumerate() {
                if byte == b'\n' || byte == b'\r' {
                    self.line_start = self.written + at as u64 + 1;
                } else if !byte.is_ascii() && self.foreign_lines.last() != Some(&self.line_start) {
                    self.foreign_lines.push(self.line_start);
                }
            }
        }
        self.file.write_all(bytes)?;
        self.written += bytes.len() as u64;
        Ok(())
    }
}

fn transcode(source: &mut dyn Source, mut decoder: Decoder, into: &mut Transcoded) -> Result<()> {
    let mut input = vec![0; READ_BLOCK_BYTES];
    let mut output = Vec::new();
    loop {
        let read = source.read(&mut input)?;
        output.clear();
        decoder.decode(&input[..read], read == 0, &mut output);
        into.write(&output)?;
        if read == 0 {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::spill::scratch::MemoryScratch;
    use std::io::Cursor;

    fn check(bytes: &[u8], encoding: &str, text: &str) {
        let source = Box::new(Cursor::new(bytes.to_vec()));
        let mut read = to_utf8(source, None, &MemoryScratch).unwrap();
        let mut all = Vec::new();
        read.source.seek(SeekFrom::Start(read.start)).unwrap();
        read.source.read_to_end(&mut all).unwrap();
        assert_eq!(
            (read.encoding.name(), String::from_utf8_lossy(&all).as_ref()),
            (encoding, text)
        );
    }

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| {
                if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect()
    }

    #[test]
    fn encodings_are_told_apart() {
        check(
            b"id,email\n1,ana@example.org\n",
            "UTF-8",
            "id,email\n1,ana@example.org\n",
        );
        check("\u{feff}id\nJos\u{e9}".as_bytes(), "UTF-8", "id\nJosé");
        let text = "id,first_name\n1,José\n2,Zoë\n";
        check(&utf16(text, false), "UTF-16LE", text);
        check(&utf16(text, true), "UTF-16BE", text);
        check(&utf16(&format!("\u{feff}{text}"), false), "UTF-16LE", text);
        check(&utf16(&format!("\u{feff}{text}"), true), "UTF-16BE", text);
        check(
            b"id,first_name\n1,Jos\xE9\n2,Zo\xEB\n",
            "windows-1252",
            text,
        );
    }

    #[test]
    fn other_scripts_are_told_apart() {
        let sentences = [
            (
                "Shift_JIS",
                "id,first_name,last_name\n1,花子,山田\n2,太郎,すずき\n3,ミカ,タナカ\n",
            ),
            (
                "ISO-8859-7",
                "id,first_name,last_name\n1,Γιώργος,Παπαδόπουλος\n2,Ελένη,Νικολαΐδη\n",
            ),
            (
                "windows-1251",
                "id,first_name,last_name\n1,Мария,Иванова\n2,Пётр,Сидоров\n3,Ольга,Кузнецова\n",
            ),
        ];
        for (name, text) in sentences {
            let encoding = Encoding::for_label(name.as_bytes()).unwrap();
            let (bytes, _, lossy) = encoding.encode(text);
            assert!(!lossy);
            let source = Box::new(Cursor::new(bytes.to_vec()));
            let mut read = to_utf8(source, None, &MemoryScratch).unwrap();
            let mut all = String::new();
            read.source.read_to_string(&mut all).unwrap();
            assert_eq!(all, text, "{name} read as {}", read.encoding.name());
        }
    }

    #[test]
    fn letters_far_behind_ascii_are_seen() {
        let mut bytes = b"id,name\n".repeat(40_000);
        bytes.extend_from_slice(b"1,Jos\xE9 P\xE9rez\n");
        let source = Box::new(Cursor::new(bytes));
        assert_eq!(
            decide(&mut *(source as Box<dyn Source>)).unwrap().name(),
            "windows-1252"
        );
    }

    #[test]
    fn few_broken_rows_leave_a_file_utf_8() {
        let mut bytes = "1,José\n".repeat(5).into_bytes();
        bytes.extend_from_slice(b"2,Zo\xEB\n");
        let mut source = Cursor::new(bytes);
        assert_eq!(decide(&mut source).unwrap().name(), "UTF-8");
        assert_eq!(
            survey(&mut source).unwrap(),
            Survey {
                valid: 5,
                broken: 1
            }
        );
    }

    #[test]
    fn sequences_may_lie_across_blocks() {
        for shift in 0..4 {
            let mut text = "x".repeat(READ_BLOCK_BYTES - shift);
            text.push('\u{1F600}');
            let found = survey(&mut Cursor::new(text.into_bytes())).unwrap();
            assert_eq!(
                found,
                Survey {
                    valid: 1,
                    broken: 0
                },
                "{shift}"
            );
        }
    }
}
