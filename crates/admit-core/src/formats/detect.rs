//! What a source is, decided by its content.

use super::json;
use crate::base::limits::{DETECT_BYTES, PROTECTION_SEARCH_BYTES, READ_BLOCK_BYTES};
use crate::formats::encoding::{read_up_to, sniff};
use crate::formats::reader::Source;
use std::io::{Read, Result};

/// A kind of file that Admit does not read.
#[derive(Debug, PartialEq, Eq)]
pub struct FileType {
    /// The name in sentences, with its article.
    pub name: &'static str,
    /// How to get rows out of it.
    pub help: &'static str,
}

/// What a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detected {
    /// Nothing, or white space only.
    Empty,
    /// Text in rows and columns.
    Csv,
    /// One JSON object per line.
    Ndjson,
    /// One JSON value that holds the users.
    JsonDocument,
    /// An office file that wants a password.
    Protected,
    /// Something that holds no rows Admit can read.
    Unsupported(&'static FileType),
}

impl Detected {
    /// The name in sentences, with its article.
    pub fn name(self) -> &'static str {
        match self {
            Detected::Empty => "empty",
            Detected::Csv => "CSV",
            Detected::Ndjson => "NDJSON",
            Detected::JsonDocument => "JSON",
            Detected::Protected => "a password protected file",
            Detected::Unsupported(kind) => kind.name,
        }
    }
}

macro_rules! file_types {
    ($($word:ident: $name:literal, $help:expr;)*) => {
        $(static $word: FileType = FileType { name: $name, help: $help };)*
    };
}

const SAVE_AS: &str =
    "Open it in the spreadsheet program, choose \"Save as\" and the type \"CSV UTF-8\".";
const UNPACK: &str = "Unpack it first and import the file inside.";
const FROM_SOURCE: &str =
    "Export the users again at their source, as CSV or as one JSON object per line.";

file_types! {
    XLSX: "an Excel workbook (XLSX)", SAVE_AS;
    ODS: "an OpenDocument spreadsheet (ODS)", SAVE_AS;
    XLS: "an Excel workbook (XLS)", SAVE_AS;
    NUMBERS: "a Numbers document", "Open it in Numbers and choose File > Export to > CSV.";
    DOCX: "a Word document", "Copy its table into a spreadsheet and save that as CSV UTF-8.";
    ZIP: "a ZIP archive", UNPACK;
    GZIP: "a gzip archive", UNPACK;
    ZSTD: "a Zstandard archive", UNPACK;
    BZIP2: "a bzip2 archive", UNPACK;
    XZ: "an xz archive", UNPACK;
    SEVEN_ZIP: "a 7z archive", UNPACK;
    PDF: "a PDF document", "A PDF has no rows to read. Ask for the table it was made from, as a spreadsheet or CSV.";
    IMAGE: "an image", "An image has no rows to read. Ask for the table it shows, as a spreadsheet or CSV.";
    SQLITE: "an SQLite database", "Export the table of users as CSV, for example with: sqlite3 -header -csv FILE \"select * from users\".";
    PARQUET: "a Parquet file", "Convert it to CSV with the program that made it.";
    HTML: "a web page (HTML)", "Some programs save web pages under the names .xls or .csv. Open it in a spreadsheet program, choose \"Save as\" and the type \"CSV UTF-8\". If it shows a sign-in page or an error, download the export again.";
    XML: "an XML document", FROM_SOURCE;
    RTF: "a formatted text (RTF)", "Copy its table into a spreadsheet and save that as CSV UTF-8.";
    VCARD: "a file of contacts (vCard)", FROM_SOURCE;
    BINARY: "a binary file", FROM_SOURCE;
}

/// What the first bytes give away when they are not text.
///
/// # Errors
/// The source cannot be read.
pub fn binary(source: &mut dyn Source) -> Result<Option<Detected>> {
    source.rewind()?;
    let head = read_up_to(source, DETECT_BYTES)?;
    if head.is_empty() {
        return Ok(Some(Detected::Empty));
    }
    if head.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return office(source).map(Some);
    }
    if head.starts_with(b"PK\x03\x04") {
        return Ok(Some(zip(&head)));
    }
    let found = MAGIC.iter().find(|(magic, _)| head.starts_with(magic));
    if let Some((_, kind)) = found {
        return Ok(Some(Detected::Unsupported(kind)));
    }
    if sniff(&head).is_none() && looks_binary(&head) {
        return Ok(Some(Detected::Unsupported(&BINARY)));
    }
    Ok(None)
}

static MAGIC: &[(&[u8], &FileType)] = &[
    (b"PK\x05\x06", &ZIP),
    (b"%PDF-", &PDF),
    (b"\x89PNG\r\n\x1A\n", &IMAGE),
    (b"\xFF\xD8\xFF", &IMAGE),
    (b"GIF87a", &IMAGE),
    (b"GIF89a", &IMAGE),
    (b"\x1F\x8B", &GZIP),
    (b"\x28\xB5\x2F\xFD", &ZSTD),
    (b"BZh", &BZIP2),
    (b"\xFD7zXZ\0", &XZ),
    (b"7z\xBC\xAF\x27\x1C", &SEVEN_ZIP),
    (b"SQLite format 3\0", &SQLITE),
    (b"PAR1", &PARQUET),
    (b"{\\rtf", &RTF),
];

/// An old office container: an XLS, or an encrypted file of any age.
fn office(source: &mut dyn Source) -> Result<Detected> {
    let wanted: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let finder = memchr::memmem::Finder::new(&wanted);
    source.rewind()?;
    let mut limited = source.take(PROTECTION_SEARCH_BYTES);
    let mut buffer = vec![0; READ_BLOCK_BYTES + wanted.len()];
    let mut kept = 0;
    loop {
        let read = limited.read(&mut buffer[kept..])?;
        if read == 0 {
            return Ok(Detected::Unsupported(&XLS));
        }
        let filled = kept + read;
        if finder.find(&buffer[..filled]).is_some() {
            return Ok(Detected::Protected);
        }
        kept = wanted.len().min(filled);
        buffer.copy_within(filled - kept..filled, 0);
    }
}

/// A ZIP archive by the names of its first entries, which are not compressed.
fn zip(head: &[u8]) -> Detected {
    let has = |name: &[u8]| memchr::memmem::find(head, name).is_some();
    // Bit 0 of the first entry's flags says that its content is encrypted.
    if head.get(6).is_some_and(|flags| flags & 1 == 1) {
        return Detected::Protected;
    }
    Detected::Unsupported(if has(b"xl/") {
        &XLSX
    } else if has(b"opendocument.spreadsheet") {
        &ODS
    } else if has(b"word/") {
        &DOCX
    } else if has(b"Index/Document.iwa") {
        &NUMBERS
    } else if has(b"[Content_Types].xml") {
        &XLSX
    } else {
        &ZIP
    })
}

/// Whether bytes that are no UTF-16 are full of what text never holds.
fn looks_binary(head: &[u8]) -> bool {
    let nuls = memchr::memchr_iter(0, head).count();
    let controls = head
        .iter()
        .filter(|&&byte| byte < 0x20 && !matches!(byte, 0 | b'\t' | b'\n' | b'\r' | 0x0C | 0x1B))
        .count();
    nuls * 3 >= head.len() || controls * 20 > head.len()
}

/// What a text is, by its beginning in UTF-8 without a byte order mark.
/// `whole` says whether that is all of it.
pub fn text(head: &[u8], whole: bool) -> Detected {
    let trimmed = head.trim_ascii();
    let starts = |prefix: &str| {
        trimmed
            .get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix.as_bytes()))
    };
    if trimmed.is_empty() && whole {
        Detected::Empty
    } else if starts("<!doctype html") || starts("<html") || starts("<table") {
        Detected::Unsupported(&HTML)
    } else if starts("<?xml") {
        let html = memchr::memmem::find(trimmed, b"<html").is_some();
        Detected::Unsupported(if html { &HTML } else { &XML })
    } else if starts("BEGIN:VCARD") {
        Detected::Unsupported(&VCARD)
    } else {
        match json::looks_like(trimmed) {
            Some(json::Kind::Ndjson) => Detected::Ndjson,
            Some(json::Kind::Document) => Detected::JsonDocument,
            None => Detected::Csv,
        }
    }
}

/// Whether a file name's ending promises something else than was found, and
/// that ending.
pub fn differs_from_name(name: &str, detected: Detected) -> Option<&str> {
    let (stem, extension) = name.rsplit_once('.')?;
    if stem.is_empty() || extension.contains(['/', '\\']) {
        return None;
    }
    let expected: &[Detected] = match extension.to_ascii_lowercase().as_str() {
        "csv" | "tsv" | "tab" => &[Detected::Csv],
        "json" | "ndjson" | "jsonl" => &[Detected::Ndjson, Detected::JsonDocument],
        "xlsx" | "xls" | "xlsm" | "ods" | "html" | "htm" | "xml" | "pdf" | "zip" | "gz" => &[],
        _ => return None,
    };
    (!expected.contains(&detected)).then_some(extension)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn check(bytes: &[u8], expected: &str) {
        let found = match binary(&mut Cursor::new(bytes.to_vec())).unwrap() {
            Some(found) => found,
            None => text(bytes, true),
        };
        assert_eq!(
            found.name(),
            expected,
            "{:?}",
            String::from_utf8_lossy(bytes)
        );
    }

    #[test]
    fn content_decides() {
        check(b"", "empty");
        check(b"  \r\n", "empty");
        check(b"id,email\n", "CSV");
        check(b"[team] name,email\n", "CSV");
        check(b"{name},email\n", "CSV");
        check(b"{\"email\":\"ana@example.org\"}", "NDJSON");
        check(
            b"{\"email\":\"ana@example.org\"}\n\n{\"email\":\"bo@example.org\"}\n",
            "NDJSON",
        );
        check(
            b"{\"email\":\"ana@exa\n{\"email\":\"bo@example.org\"}\n",
            "NDJSON",
        );
        check(b"{\"users\":[{\"email\":\"ana@example.org\"}]}", "JSON");
        check(
            b"{\"id\":1,\"organizations\":[{\"external_id\":\"a\"}]}",
            "NDJSON",
        );
        check(b"{\n  \"email\": \"ana@example.org\"\n}", "JSON");
        check(
            b"{\"users\": [\n{\"email\": \"ana@example.org\"}\n]}",
            "JSON",
        );
        check(b"[{\"email\":\"ana@example.org\"}]", "JSON");
        check(b"[\n  {\"email\":\"ana@example.org\"}]", "JSON");
        check(b"<!DOCTYPE html><html>", "a web page (HTML)");
        check(b"<?xml version=\"1.0\"?><users/>", "an XML document");
        check(b"%PDF-1.7", "a PDF document");
        check(b"\x89PNG\r\n\x1A\nxx", "an image");
        check(b"\xFF\xD8\xFF\xE0", "an image");
        check(b"\x1F\x8B\x08", "a gzip archive");
        check(b"\x28\xB5\x2F\xFD", "a Zstandard archive");
        check(b"SQLite format 3\0", "an SQLite database");
        check(b"PAR1", "a Parquet file");
        check(b"{\\rtf1", "a formatted text (RTF)");
        check(b"\x01\x02\x03\x04abc", "a binary file");
        check(
            b"PK\x03\x04\x14\0\0\0\x08\0xl/workbook.xml",
            "an Excel workbook (XLSX)",
        );
        check(
            b"PK\x03\x04\x14\0\x01\0\x08\0a.csv",
            "a password protected file",
        );
        check(b"PK\x03\x04\x14\0\0\0\x08\0a.csv", "a ZIP archive");
        let mut old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        check(&old, "an Excel workbook (XLS)");
        old.extend(vec![0; READ_BLOCK_BYTES - 20]);
        old.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        check(&old, "a password protected file");
    }

    #[test]
    fn names_may_promise_something_else() {
        for (name, detected, expected) in [
            ("users.csv", Detected::Csv, None),
            ("users.CSV", Detected::Ndjson, Some("CSV")),
            ("users.json", Detected::Ndjson, None),
            ("users.json", Detected::Csv, Some("json")),
            ("users.xlsx", Detected::Csv, Some("xlsx")),
            ("users.txt", Detected::Csv, None),
            ("users", Detected::Csv, None),
            ("-", Detected::Csv, None),
            (".csv", Detected::Ndjson, None),
        ] {
            assert_eq!(differs_from_name(name, detected), expected, "{name}");
        }
    }
}
