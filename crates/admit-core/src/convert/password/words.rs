//! The words beside a hash, and how secrets are described without being shown.

use super::Parts;
use crate::base::limits::SHOWN_WORD_CHARACTERS_MAX;
use crate::convert::{spreadsheet, text};
use crate::findings::finding::Findings;
use crate::rows::characters::Kind;
use crate::rows::choices::Choices;
use crate::rows::raw::CellRef;
use crate::rules::{placeholder_read_as_blank, spreadsheet_marks_removed, value_kind};
use admit_passwords::{Refusal, Written};

/// The words of the columns beside a hash; blank ones are `None`.
pub struct Words<'r> {
    /// The method.
    pub method: Option<&'r str>,
    /// Where the salt goes.
    pub position: Option<&'r str>,
    /// How the salt is written.
    pub format: Option<&'r str>,
    /// How often it was hashed over.
    pub iterations: Option<u32>,
    /// Whether that is said, but in no way that can be read.
    pub iterations_unread: bool,
}

impl<'r> Words<'r> {
    /// The words of these cells.
    pub fn of(parts: &Parts<'r>, findings: &mut Findings) -> Words<'r> {
        let iterations = parts.iterations.map(|cell| whole(cell, findings));
        let mut read = |cell: Option<CellRef<'r>>| cell.and_then(|cell| word(cell, findings));
        Words {
            method: read(parts.method),
            position: read(parts.position),
            format: read(parts.format),
            iterations: iterations.and_then(Result::ok).flatten(),
            iterations_unread: iterations.is_some_and(|read| read.is_err()),
        }
    }
}

impl<'r> Words<'r> {
    /// Takes what was said of the whole file where the row says nothing: of a hash
    /// that says itself how it was made, nothing about that, and nothing about a
    /// salt that is not there.
    pub fn complete(&mut self, hash: &str, parts: &Parts<'_>, choices: &'r Choices) {
        let said = &choices.hashing;
        let (method, own) = (said.method.as_deref(), self.method);
        let adds_to = |own: &str, method: &str| {
            let [own, method] = [own, method].map(admit_passwords::fold_method);
            method.starts_with(&own) && admit_passwords::find(&own).is_some()
        };
        match (own, method) {
            (None, Some(method)) if admit_passwords::claimed_by(hash).is_none() => {
                self.method = Some(method);
            }
            // `pbkdf2` in the row, and `pbkdf2-sha256` for all of them.
            (Some(own), Some(method)) if adds_to(own, method) => self.method = Some(method),
            _ => {}
        }
        if parts.salt.is_some() {
            self.position = self.position.or(said.salt_position.as_deref());
            self.format = self.format.or(said.salt_format.as_deref());
        }
    }
}

/// What a cell says is no whole number.
#[derive(Clone, Copy)]
struct NotWhole;

/// A whole number. One with decimals of zero is one; one whose digits stand in groups
/// may as well be a fraction.
fn whole(cell: CellRef<'_>, findings: &mut Findings) -> Result<Option<u32>, NotWhole> {
    let Some(text) = word(cell, findings) else {
        return Ok(None);
    };
    let bare = spreadsheet::whole_number(text).unwrap_or(text);
    let Ok(number) = bare.parse() else {
        if let Some(digits) = ungrouped(text) {
            let expected = format!("a whole number, as {digits} is");
            value_kind::found(cell, &expected, "written in groups of digits", findings);
        } else {
            let unseen = CellRef { text: "", ..cell };
            value_kind::found(unseen, "a whole number", "something else", findings);
        }
        return Err(NotWhole);
    };
    if bare.len() < text.len() {
        spreadsheet_marks_removed::found(cell, bare, findings);
    }
    Ok(Some(number))
}

/// Signs that stand between groups of three digits.
const BETWEEN_GROUPS: [char; 7] = [',', '.', '\'', ' ', '_', '\u{a0}', '\u{202f}'];

/// The digits of a number that is written in groups of three: `27,500`, `27.500`.
fn ungrouped(text: &str) -> Option<String> {
    let mut groups = text.split(BETWEEN_GROUPS);
    let first = groups.next()?;
    let is_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let fits = (1..=3).contains(&first.len())
        && is_digits(first)
        && groups.all(|group| group.len() == 3 && is_digits(group));
    fits.then(|| text.replace(BETWEEN_GROUPS, ""))
}

fn word<'r>(cell: CellRef<'r>, findings: &mut Findings) -> Option<&'r str> {
    let word = cell.text.trim();
    if word.is_empty() {
        return None;
    }
    if text::is_placeholder(word, Kind::Other) {
        if !text::is_null(word, cell.field, Kind::Other) {
            placeholder_read_as_blank::found(cell, word, findings);
        }
        return None;
    }
    Some(word)
}

/// A hash in place of its text: `bcrypt, 60 characters`.
pub fn described(hash: &str, scheme: &str) -> String {
    format!("{scheme}, {} characters", hash.chars().count())
}

/// How hashes of a scheme are called: `bcrypt hash`, `nthash`.
pub fn named(scheme: &str) -> String {
    if scheme.ends_with("hash") {
        scheme.to_owned()
    } else {
        format!("{scheme} hash")
    }
}

/// A secret in place of its text: `(9 characters)`.
pub fn characters(secret: &str) -> String {
    match secret.chars().count() {
        1 => "(1 character)".to_owned(),
        n => format!("({n} characters)"),
    }
}

/// A word of a column that may be shown: one that is too long for a word, or is a
/// hash, has come into the wrong column.
pub fn shown_word(word: &str) -> String {
    let is_digest = word.len() >= 16 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let may_be_hash = word.starts_with(['$', '{', '_']) || is_digest;
    let is_long = word.chars().count() > SHOWN_WORD_CHARACTERS_MAX;
    if !is_known_word(word) || is_long || may_be_hash || admit_passwords::claimed_by(word).is_some()
    {
        characters(word)
    } else {
        word.to_owned()
    }
}

/// Words that files have in the columns beside a hash, besides the names of schemes:
/// those of position and format, and schemes that cannot be checked. Any other word
/// may be a password in the wrong column.
const KNOWN_WORDS: [&str; 58] = [
    "prefix",
    "suffix",
    "before",
    "after",
    "start",
    "end",
    "begin",
    "beginning",
    "front",
    "back",
    "left",
    "right",
    "middle",
    "append",
    "prepend",
    "both",
    "string",
    "text",
    "plain",
    "hex",
    "base64",
    "base32",
    "ascii",
    "utf8",
    "utf16",
    "latin1",
    "binary",
    "raw",
    "bytes",
    "none",
    "unknown",
    "other",
    "custom",
    "legacy",
    "default",
    "sha",
    "sha2",
    "sha3",
    "sha0",
    "md2",
    "md4",
    "md6",
    "sha224",
    "sha3256",
    "sha3512",
    "whirlpool",
    "ripemd160",
    "tiger",
    "blake2b",
    "blake2s",
    "blake3",
    "lm",
    "lanman",
    "mysql",
    "oracle",
    "mssql",
    "crc32",
    "rot13",
];

/// Whether a word is one of those, or near the name of a scheme or of a position.
fn is_known_word(word: &str) -> bool {
    let folded = admit_passwords::fold_method(word);
    let near = |known: &[&'static str]| {
        let names = known.iter().copied();
        crate::base::near::nearest(&folded, names).is_some()
    };
    KNOWN_WORDS.contains(&folded.as_str())
        || admit_passwords::find(word).is_some()
        || matches!(
            admit_passwords::read(&Written {
                hash: "00000000000000000000",
                method: Some(word),
                ..Written::default()
            }),
            Err(Refusal::MethodNotSupported(Some(_)))
        )
        || near(&["prefix", "suffix", "string", "base64"])
}

/// The first escape sequence that a text has as two characters.
pub fn escape(text: &str) -> Option<&str> {
    let at = text.find('\\')?;
    let sequence = text.get(at..at + 2)?;
    ["\\n", "\\r", "\\t", "\\0", "\\\\", "\\x", "\\u"]
        .contains(&sequence)
        .then_some(sequence)
}
