//! The grammar of addresses: a dot-atom (RFC 5321 section 4.1.2) whose local
//! part may be UTF-8 (RFC 6531), and a domain of at least two labels. No
//! comments, routes, quoted local parts or address literals: nobody's sign-in
//! name is written with them, and mail programs disagree about them.

use crate::base::limits::{
    DOMAIN_LABEL_BYTES_MAX, EMAIL_BYTES_MAX, EMAIL_DOMAIN_BYTES_MAX, EMAIL_LOCAL_BYTES_MAX,
};
use crate::rows::characters::{is_ignorable, is_line_break, not_text};
use memchr::{memchr, memrchr};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// An address that mail can be sent to.
#[derive(Debug, PartialEq, Eq)]
pub struct Address {
    /// NFC, lower-cased, the domain in its ASCII form.
    pub key: String,
    /// Whether the domain had to be put into its ASCII form.
    pub international: bool,
}

/// Why a text is not an address. The words go on after "The part ... has".
#[derive(Debug, PartialEq, Eq)]
pub enum Problem {
    /// There is no `@`.
    NoAt,
    /// What is wrong before the `@`.
    Local(String),
    /// What is wrong after the `@`.
    Domain(String),
    /// Too long as a whole; its length in bytes.
    TooLong(usize),
}

/// Whether the text is an address in ASCII that is its own key. Most are, and
/// nothing needs to be copied to know it.
pub fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some(at) = memchr(b'@', bytes) else {
        return false;
    };
    bytes.len() <= EMAIL_BYTES_MAX
        && at <= EMAIL_LOCAL_BYTES_MAX
        && is_plain_local(&bytes[..at])
        && is_plain_domain(&bytes[at + 1..])
}

fn is_plain_local(local: &[u8]) -> bool {
    let mut after_dot = true;
    for byte in local {
        match byte {
            b'.' if after_dot => return false,
            b'.' => after_dot = true,
            b'A'..=b'Z' => return false,
            _ if is_atext(*byte) => after_dot = false,
            _ => return false,
        }
    }
    !after_dot
}

fn is_plain_domain(domain: &[u8]) -> bool {
    let mut dots = 0;
    let mut start = 0;
    let mut letters = false;
    for (index, byte) in domain.iter().enumerate() {
        match byte {
            b'.' => {
                if !is_plain_label(&domain[start..index]) {
                    return false;
                }
                dots += 1;
                start = index + 1;
                letters = false;
            }
            b'a'..=b'z' => letters = true,
            b'0'..=b'9' | b'-' => {}
            _ => return false,
        }
    }
    dots > 0
        && letters
        && domain.len() <= EMAIL_DOMAIN_BYTES_MAX
        && is_plain_label(&domain[start..])
}

/// A label of letters, digits and hyphens; those that are kept for other letters
/// (`xn--`, RFC 5890 section 2.3.1) need a closer look.
fn is_plain_label(label: &[u8]) -> bool {
    match (label.first(), label.last()) {
        (Some(first), Some(last)) => {
            *first != b'-'
                && *last != b'-'
                && label.len() <= DOMAIN_LABEL_BYTES_MAX
                && !is_reserved(label)
        }
        _ => false,
    }
}

/// Whether the third and fourth character are hyphens.
fn is_reserved(label: &[u8]) -> bool {
    label.get(2..4) == Some(b"--")
}

/// What RFC 5322 allows, but for the question mark: nobody's address has one, and
/// programs write it where a letter is lost.
fn is_atext(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'!' | b'#'
                | b'$'
                | b'%'
                | b'&'
                | b'\''
                | b'*'
                | b'+'
                | b'-'
                | b'/'
                | b'='
                | b'^'
                | b'_'
                | b'`'
                | b'{'
                | b'|'
                | b'}'
                | b'~'
        )
}

/// Reads an address.
pub fn parse(text: &str) -> Result<Address, Problem> {
    let at = memrchr(b'@', text.as_bytes()).ok_or(Problem::NoAt)?;
    let (local, domain) = (&text[..at], &text[at + 1..]);
    let local = local_key(local).map_err(Problem::Local)?;
    let ascii = domain_key(domain).map_err(Problem::Domain)?;
    let international = !domain.eq_ignore_ascii_case(&ascii);
    let key = format!("{local}@{ascii}");
    if key.len() > EMAIL_BYTES_MAX {
        return Err(Problem::TooLong(key.len()));
    }
    Ok(Address { key, international })
}

/// The local part as it is kept: what is judged is this, not what was written.
fn local_key(written: &str) -> Result<String, String> {
    let key: String = if written.is_ascii() {
        written.to_ascii_lowercase()
    } else {
        let lower = written.nfc().collect::<String>().to_lowercase();
        lower.nfc().collect()
    };
    let local = key.as_str();
    check_dots(local)?;
    if local.starts_with('"') && local.ends_with('"') {
        return Err("quotation marks around it".to_owned());
    }
    if local.contains('@') {
        return Err("a second @".to_owned());
    }
    for c in local.chars() {
        let fits = c == '.'
            || if c.is_ascii() {
                is_atext(c as u8)
            } else {
                is_written(c)
            };
        if !fits {
            return Err(named(c));
        }
    }
    if local
        .split('.')
        .any(|atom| atom.starts_with(is_combining_mark))
    {
        return Err("a mark with no letter to stand on".to_owned());
    }
    if key.len() > EMAIL_LOCAL_BYTES_MAX {
        return Err(too_many(&key, EMAIL_LOCAL_BYTES_MAX));
    }
    Ok(key)
}

fn domain_key(domain: &str) -> Result<String, String> {
    if domain.starts_with('[') && domain.ends_with(']') {
        return Err("an IP address where a name is needed".to_owned());
    }
    // The full stops of Chinese and Japanese keyboards separate labels too.
    let domain: Cow<'_, str> = if domain.is_ascii() {
        Cow::Borrowed(domain)
    } else {
        Cow::Owned(domain.replace(['\u{3002}', '\u{ff0e}', '\u{ff61}'], "."))
    };
    check_dots(&domain)?;
    for c in domain.chars() {
        let fits = matches!(c, '.' | '-')
            || if c.is_ascii() {
                c.is_ascii_alphanumeric()
            } else {
                is_written(c)
            };
        if !fits {
            return Err(named(c));
        }
    }
    if !domain.contains('.') {
        return Err("no dot".to_owned());
    }
    let lower = domain.to_ascii_lowercase();
    let ascii = if lower.is_ascii() && !lower.split('.').any(|label| label.starts_with("xn--")) {
        lower
    } else {
        idna::domain_to_ascii_strict(&lower)
            .map_err(|_| "a name that is not an international domain name".to_owned())?
    };
    check_labels(&ascii)?;
    Ok(ascii)
}

fn check_labels(domain: &str) -> Result<(), String> {
    for label in domain.split('.') {
        if label.len() > DOMAIN_LABEL_BYTES_MAX {
            return Err(format!(
                "a label of {} characters; {DOMAIN_LABEL_BYTES_MAX} is the most",
                label.len()
            ));
        }
        if is_reserved(label.as_bytes()) && !label.starts_with("xn--") {
            return Err("a label with two hyphens where only \"xn--\" has them".to_owned());
        }
        if label.starts_with('-') || label.ends_with('-') {
            return Err("a hyphen at the start or end of a label".to_owned());
        }
    }
    let last = domain.rsplit('.').next().unwrap_or_default();
    if last.bytes().all(|b| b.is_ascii_digit()) {
        return Err("only digits after its last dot".to_owned());
    }
    if domain.len() > EMAIL_DOMAIN_BYTES_MAX {
        return Err(too_many(domain, EMAIL_DOMAIN_BYTES_MAX));
    }
    Ok(())
}

fn check_dots(part: &str) -> Result<(), String> {
    let problem = if part.is_empty() {
        "nothing in it"
    } else if part.starts_with('.') {
        "a dot at its start"
    } else if part.ends_with('.') {
        "a dot at its end"
    } else if part.contains("..") {
        "two dots in a row"
    } else {
        return Ok(());
    };
    Err(problem.to_owned())
}

/// Whether a character outside ASCII is one that people write.
fn is_written(c: char) -> bool {
    !c.is_whitespace() && !c.is_control() && !is_ignorable(c) && not_text(c).is_none()
}

fn named(c: char) -> String {
    match c {
        ',' => "a comma".to_owned(),
        '_' => "an underscore".to_owned(),
        '?' => "a question mark, which programs write where a letter is lost".to_owned(),
        _ if is_line_break(c) => "a line break".to_owned(),
        _ if c.is_whitespace() => "a space".to_owned(),
        _ if c.is_control() || is_ignorable(c) => "a character that can't be seen".to_owned(),
        _ => format!("the character \"{c}\""),
    }
}

fn too_many(part: &str, most: usize) -> String {
    let unit = if part.is_ascii() {
        "characters"
    } else {
        "bytes"
    };
    format!("{} {unit}; {most} is the most", part.len())
}
