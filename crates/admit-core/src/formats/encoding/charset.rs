//! The encodings that can be named: those of the web, and the code pages of DOS that
//! old programs on Windows still write.

use crate::base::near::nearest;
use encoding_rs::{DecoderResult, Encoding};
use oem_cp::code_table::{
    DECODING_TABLE_CP437, DECODING_TABLE_CP737, DECODING_TABLE_CP775, DECODING_TABLE_CP850,
    DECODING_TABLE_CP852, DECODING_TABLE_CP855, DECODING_TABLE_CP858, DECODING_TABLE_CP860,
    DECODING_TABLE_CP861, DECODING_TABLE_CP862, DECODING_TABLE_CP863, DECODING_TABLE_CP865,
};

/// What stands for bytes that mean nothing in an encoding: a byte that UTF-8 never
/// has, so that the row shows as not readable.
const UNREADABLE: u8 = 0xFF;

/// A way to write letters as bytes.
#[derive(Clone, Copy, Debug)]
pub enum Charset {
    /// One of the web's.
    Standard(&'static Encoding),
    /// A code page of DOS: ASCII, and a table of the other half.
    Oem(&'static str, &'static [char; 128]),
}

impl PartialEq for Charset {
    fn eq(&self, other: &Charset) -> bool {
        self.name() == other.name()
    }
}

/// UTF-8.
pub const UTF_8: Charset = Charset::Standard(encoding_rs::UTF_8);

macro_rules! code_pages {
    ($($word:ident $number:literal $table:ident, $of:literal;)*) => {
        $(
            #[doc = concat!("The code page of DOS for ", $of, ".")]
            pub const $word: Charset = Charset::Oem(concat!("cp", $number), &$table);
        )*
        /// The code pages of DOS by their numbers.
        const OEM: &[(&str, Charset)] = &[$(($number, $word)),*];
    };
}

code_pages! {
    CP437 "437" DECODING_TABLE_CP437, "the Americas";
    CP737 "737" DECODING_TABLE_CP737, "Greek";
    CP775 "775" DECODING_TABLE_CP775, "the Baltic";
    CP850 "850" DECODING_TABLE_CP850, "Western Europe";
    CP852 "852" DECODING_TABLE_CP852, "Central Europe";
    CP855 "855" DECODING_TABLE_CP855, "Cyrillic";
    CP858 "858" DECODING_TABLE_CP858, "Western Europe with the euro";
    CP860 "860" DECODING_TABLE_CP860, "Portuguese";
    CP861 "861" DECODING_TABLE_CP861, "Icelandic";
    CP862 "862" DECODING_TABLE_CP862, "Hebrew";
    CP863 "863" DECODING_TABLE_CP863, "French in Canada";
    CP865 "865" DECODING_TABLE_CP865, "Danish and Norwegian";
}

/// The names that are offered where one is not known.
const NAMES: [&str; 48] = [
    "utf-8",
    "utf-16le",
    "utf-16be",
    "latin1",
    "latin2",
    "latin3",
    "latin4",
    "latin5",
    "latin6",
    "iso-8859-1",
    "iso-8859-2",
    "iso-8859-3",
    "iso-8859-4",
    "iso-8859-5",
    "iso-8859-6",
    "iso-8859-7",
    "iso-8859-8",
    "iso-8859-9",
    "iso-8859-10",
    "iso-8859-13",
    "iso-8859-14",
    "iso-8859-15",
    "iso-8859-16",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "windows-874",
    "koi8-r",
    "koi8-u",
    "ibm866",
    "macintosh",
    "x-mac-cyrillic",
    "shift_jis",
    "euc-jp",
    "euc-kr",
    "big5",
    "gbk",
    "gb18030",
    "cp437",
    "cp850",
    "cp852",
    "cp1252",
];

/// The encoding of a label such as `windows-1252`, `latin1` or `cp850`.
///
/// # Errors
/// The label, when there is no such encoding.
pub fn find(label: &str) -> Result<Charset, String> {
    let trimmed = label.trim();
    // ISO-8859-15 is Latin 9, which the web has no such name for.
    if ["latin9", "latin-9"].contains(&trimmed.to_ascii_lowercase().as_str()) {
        return find("iso-8859-15");
    }
    let lower = trimmed.to_ascii_lowercase();
    let prefixes = ["cp", "ibm", "dos-", ""].iter();
    for number in prefixes.filter_map(|prefix| lower.strip_prefix(prefix)) {
        if let Some((_, charset)) = OEM.iter().find(|(known, _)| *known == number) {
            return Ok(*charset);
        }
    }
    Encoding::for_label_no_replacement(trimmed.as_bytes())
        .map(Charset::Standard)
        .ok_or_else(|| label.to_owned())
}

/// The name that comes nearest to one that is not known.
pub fn near(label: &str) -> Option<String> {
    let names = NAMES.iter().chain(&["latin-9"]);
    nearest(label.trim(), names.copied())
}

impl Charset {
    /// The name, as it can be given again.
    pub fn name(self) -> &'static str {
        match self {
            Charset::Standard(encoding) => encoding.name(),
            Charset::Oem(name, _) => name,
        }
    }

    /// Whether ASCII is written otherwise than as itself.
    pub(super) fn is_utf16(self) -> bool {
        matches!(self, Charset::Standard(encoding) if !encoding.is_ascii_compatible())
    }

    /// Whether a letter may take several bytes.
    pub(super) fn has_pairs(self) -> bool {
        matches!(self, Charset::Standard(encoding) if !encoding.is_single_byte())
    }

    /// What decodes a text in this encoding from its beginning.
    pub(super) fn decoder(self) -> Decoder {
        match self {
            Charset::Standard(encoding) => {
                Decoder::Standard(encoding.new_decoder_with_bom_removal())
            }
            Charset::Oem(_, table) => Decoder::Oem(table),
        }
    }

    /// The whole of a short text; nothing if a byte means nothing.
    pub fn decoded(self, bytes: &[u8]) -> Option<String> {
        match self {
            Charset::Standard(encoding) => encoding
                .decode_without_bom_handling_and_without_replacement(bytes)
                .map(std::borrow::Cow::into_owned),
            Charset::Oem(_, table) => Some(bytes.iter().map(|byte| letter(*byte, table)).collect()),
        }
    }
}

fn letter(byte: u8, table: &[char; 128]) -> char {
    match byte.checked_sub(128) {
        Some(upper) => table[usize::from(upper)],
        None => char::from(byte),
    }
}

/// Decodes a text bit by bit.
pub(super) enum Decoder {
    Standard(encoding_rs::Decoder),
    Oem(&'static [char; 128]),
}

impl Decoder {
    /// Appends what these bytes mean in UTF-8. `last` says that no more follow.
    pub fn decode(&mut self, mut bytes: &[u8], last: bool, into: &mut Vec<u8>) {
        match self {
            Decoder::Oem(table) => {
                let mut room = [0; 4];
                for &byte in bytes {
                    into.extend_from_slice(letter(byte, table).encode_utf8(&mut room).as_bytes());
                }
            }
            Decoder::Standard(decoder) => loop {
                let start = into.len();
                into.resize(start + bytes.len() * 3 + 16, 0);
                let (result, taken, given) =
                    decoder.decode_to_utf8_without_replacement(bytes, &mut into[start..], last);
                into.truncate(start + given);
                bytes = &bytes[taken..];
                match result {
                    DecoderResult::InputEmpty => return,
                    DecoderResult::OutputFull => {}
                    DecoderResult::Malformed(..) => into.push(UNREADABLE),
                }
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_found_by_their_names() {
        for (label, name) in [
            ("latin1", "windows-1252"),
            ("Latin-9", "ISO-8859-15"),
            ("CP437", "cp437"),
            (" ibm850 ", "cp850"),
            ("DOS-852", "cp852"),
            ("macintosh", "macintosh"),
            ("mac", "macintosh"),
        ] {
            assert_eq!(find(label).map(Charset::name), Ok(name), "{label}");
        }
        assert_eq!(
            find("klingon").map(Charset::name),
            Err("klingon".to_owned())
        );
        for name in NAMES {
            assert!(find(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn the_nearest_name_is_offered() {
        for (label, name) in [
            ("latin-9x", Some("latin-9")),
            ("windows1252x", Some("windows-1252")),
            ("utf_8", Some("utf-8")),
            ("cp8500", Some("cp850")),
            ("klingon", None),
        ] {
            assert_eq!(near(label).as_deref(), name, "{label}");
        }
    }

    #[test]
    fn code_pages_of_dos_are_read() {
        for (charset, bytes, text) in [
            (CP437, &b"J\x94rg M\x81ller"[..], "J\u{f6}rg M\u{fc}ller"),
            (
                CP850,
                b"Jos\x82 Cond\x87o \xB5",
                "Jos\u{e9} Cond\u{e7}o \u{c1}",
            ),
        ] {
            assert_eq!(charset.decoded(bytes).as_deref(), Some(text));
            let mut into = Vec::new();
            charset.decoder().decode(bytes, true, &mut into);
            assert_eq!(into, text.as_bytes());
        }
    }
}
