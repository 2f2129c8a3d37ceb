//! The hashes of crypt(3), as libxcrypt and the C libraries before it wrote
//! them: a dollar sign, an id, a dollar sign; DES has neither.

mod alphabet;
mod answers;
mod des;
mod des_tables;
mod md5;
mod sha1;
mod sha2;
mod yescrypt;

use super::{Reading, Refusal, Scheme, Verifier, Written, find};
use crate::parameters::agrees;

/// The entry of the catalogue.
pub static SCHEME: Scheme = Scheme {
    name: "crypt",
    aliases: &[
        "md5crypt",
        "apr1",
        "aprmd5crypt",
        "sha1crypt",
        "sha256crypt",
        "sha512crypt",
        "yescrypt",
        "descrypt",
        "bsdicrypt",
        "extdescrypt",
        "unixcrypt",
        "crypt3",
        "libcrypt",
        "libxcrypt",
    ],
    claims,
    also_reads: is_bcrypt,
    read,
    known_answers: answers::KNOWN_ANSWERS,
};

/// The names of single forms, as methods.
const VARIANTS: &[&str] = &[
    "md5-crypt",
    "apr1",
    "sha1-crypt",
    "sha256-crypt",
    "sha512-crypt",
    "yescrypt",
    "descrypt",
    "bsdi-crypt",
];

/// The ids that begin a text which can be nothing else. `$sha1$` is also how
/// Ory Kratos begins another form, but without a number after it.
const BEGINS: [&str; 11] = [
    "$1$",
    "$apr1$",
    "$5$",
    "$6$",
    "$y$",
    "$7$",
    "$md5-crypt$",
    "$sha256-crypt$",
    "$sha512-crypt$",
    // Known, and not to be checked: GOST and the NT hash.
    "$gy$",
    "$3$$",
];

/// The shortest text that can be a hash after an id that is not in
/// bytes. A shorter one is a password with dollar signs.
const UNKNOWN_BYTES_MIN: usize = 20;

/// The longest id, in bytes.
const ID_BYTES_MAX: usize = 12;

fn claims(hash: &str) -> bool {
    match hash.as_bytes() {
        [b'$', b's', b'h', b'a', b'1', b'$', next, ..] => next.is_ascii_digit(),
        [b'$', ..] => BEGINS.iter().any(|begin| hash.starts_with(begin)),
        [b'_', ..] => des::is_extended(hash),
        _ => false,
    }
}

fn is_bcrypt(hash: &str) -> bool {
    hash.starts_with("$2$") || hash.starts_with("$2") && hash.as_bytes().get(3) == Some(&b'$')
}

fn read(written: &Written<'_>) -> Result<Reading, Refusal> {
    if is_bcrypt(written.hash) {
        let alone = Written {
            method: None,
            ..*written
        };
        return match find("bcrypt") {
            Some(bcrypt) => (bcrypt.read)(&alone),
            None => Err(Refusal::CryptScheme("2".to_owned())),
        };
    }
    let (actual, verifier) = verifier(written)?;
    // Apache's form is that of MD5 with another word in it.
    let apache = actual == "apr1" && agrees(written, VARIANTS, "md5-crypt").is_ok();
    if !apache {
        agrees(written, VARIANTS, actual)?;
    }
    let reading = Reading {
        scheme: &SCHEME,
        verifier,
        rewritten: None,
        remarks: Vec::new(),
    };
    Ok(reading.without_salt_beside(written))
}

/// The name of the form of a hash and what checks it.
fn verifier(written: &Written<'_>) -> Result<(&'static str, Box<dyn Verifier>), Refusal> {
    let hash = written.hash;
    let Some(text) = hash.strip_prefix('$') else {
        return if des::is_extended(hash) {
            Ok(("bsdi-crypt", Box::new(des::extended(hash)?)))
        } else {
            Ok(("descrypt", Box::new(des::traditional(hash)?)))
        };
    };
    let (id, rest) = text.split_once('$').ok_or(Refusal::LooksLikePlaintext)?;
    Ok(match id {
        "1" | "md5-crypt" => ("md5-crypt", Box::new(md5::read("$1$", rest)?)),
        "apr1" => ("apr1", Box::new(md5::read("$apr1$", rest)?)),
        "5" | "sha256-crypt" => ("sha256-crypt", Box::new(sha2::read_256(rest)?)),
        "6" | "sha512-crypt" => ("sha512-crypt", Box::new(sha2::read_512(rest)?)),
        "sha1" => ("sha1-crypt", Box::new(sha1::read(rest)?)),
        "y" => ("yescrypt", Box::new(yescrypt::read(rest, written)?)),
        "7" => ("scrypt", Box::new(yescrypt::read_scrypt(rest, written)?)),
        _ if hash.len() < UNKNOWN_BYTES_MIN => return Err(Refusal::LooksLikePlaintext),
        _ => {
            let is_id = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
            let id = id.chars().take_while(is_id).take(ID_BYTES_MAX);
            return Err(Refusal::CryptScheme(id.collect()));
        }
    })
}

/// Salt and hash: everything up to the last dollar sign, and what follows.
fn salt_and_hash(text: &str) -> Result<(&str, &str), Refusal> {
    text.rsplit_once('$')
        .ok_or(Refusal::Malformed("is cut short"))
}

/// A salt as crypt takes it: characters that `/etc/shadow` can hold.
fn salt(text: &str, characters_max: usize) -> Result<Vec<u8>, Refusal> {
    let fits = |byte: u8| byte.is_ascii_graphic() && byte != b'$' && byte != b':';
    if !text.bytes().all(fits) {
        return Err(Refusal::Malformed(
            "has a salt with characters that crypt does not write",
        ));
    }
    if text.len() > characters_max {
        return Err(Refusal::Malformed("has a salt that is too long"));
    }
    Ok(text.as_bytes().to_vec())
}

#[cfg(test)]
mod tests;
