//! Why a hash is not read.

use std::fmt::{Display, Formatter};

/// Why a hash cannot be used. Nobody can be checked against it. Written out, it
/// is a sentence that holds nothing of hash and salt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It stands for no password: empty, `!…`, `*`.
    None,
    /// There is no method, and the hash does not tell. The schemes it may be of.
    MethodMissing(Vec<&'static str>),
    /// The method does not say with which digest, so the names that do.
    DigestMissing(&'static [&'static str]),
    /// A digest is to be taken so many times over, and how is not known.
    RoundsNotKnown(u32),
    /// No scheme has this name. The nearest name, if there is one.
    MethodNotSupported(Option<&'static str>),
    /// The method named is of one scheme, the hash says another: its prefix and
    /// name.
    MethodDiffers {
        /// What the hash begins with; nothing secret.
        prefix: String,
        /// The scheme that it says it is.
        actual: &'static str,
    },
    /// A bcrypt hash with fewer characters than 60.
    BcryptCutShort(usize),
    /// A bcrypt hash with something else wrong, as a phrase: "has a cost that …".
    BcryptMalformed(&'static str),
    /// So many hex characters are expected; so many are there.
    HashLength {
        /// Hex characters that a hash of the scheme has.
        expected: usize,
        /// Characters that it has.
        found: usize,
    },
    /// The hash is base64 where hex is expected.
    HashIsBase64,
    /// There is a salt, and no word where it goes.
    SaltWithoutPosition,
    /// The position of the salt is not a word known.
    SaltPositionNotRecognised,
    /// The format of the salt is not a word known.
    SaltFormatNotRecognised,
    /// The salt is not in the format named: the first character that cannot be,
    /// or none if it is its length.
    SaltNotInFormat(Option<char>),
    /// The scheme needs a salt and there is none.
    SaltMissing,
    /// It looks like a password, not like a hash of one.
    LooksLikePlaintext,
    /// A WordPress hash of another form.
    WordpressFormat,
    /// A crypt hash with this unknown id, without the dollar signs. It may be the
    /// beginning of a password with dollar signs in it.
    CryptScheme(String),
    /// The parameters of the Firebase project were not given.
    ParametersMissing,
    /// What is wrong with a hash of another scheme, as a phrase that follows
    /// "The … hash": "is cut short", "has a salt that is not base64".
    Malformed(&'static str),
    /// Checking it would cost too much: the cost and the limit in words.
    CostTooHigh {
        /// What it asks for ("8 GiB of memory").
        cost: String,
        /// What is allowed ("256 MiB").
        limit: String,
    },
}

impl std::error::Error for Refusal {}

impl Display for Refusal {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        let sentence = match self {
            Refusal::None => "The hash stands for no password.",
            Refusal::MethodMissing(schemes) => return method_missing(schemes, f),
            Refusal::DigestMissing(names) => {
                return write!(
                    f,
                    "The method does not say with which digest the hash was made, as one of {} does.",
                    names.join(", ")
                );
            }
            Refusal::RoundsNotKnown(rounds) => {
                return write!(
                    f,
                    "The digest is to be taken {rounds} times over, and how is not known."
                );
            }
            Refusal::MethodNotSupported(Some(nearest)) => {
                return write!(f, "No scheme has the name given; the nearest is {nearest}.");
            }
            Refusal::MethodNotSupported(None) => "No scheme has the name given.",
            Refusal::MethodDiffers { prefix, actual } => return differs(prefix, actual, f),
            Refusal::BcryptCutShort(found) => {
                return write!(f, "The bcrypt hash has {found} of its 60 characters.");
            }
            Refusal::BcryptMalformed(problem) => return write!(f, "The bcrypt hash {problem}."),
            Refusal::HashLength { expected, found } => {
                return write!(
                    f,
                    "The hash has {found} characters, and its scheme writes {expected} of hex."
                );
            }
            Refusal::HashIsBase64 => "The hash is base64, and its scheme writes hex.",
            Refusal::SaltWithoutPosition => {
                "There is a salt, and no word whether it stands before or after the password."
            }
            Refusal::SaltPositionNotRecognised => {
                "The position of the salt is neither prefix nor suffix."
            }
            Refusal::SaltFormatNotRecognised => {
                "The format of the salt is none of string, hex and base64."
            }
            Refusal::SaltNotInFormat(Some(_)) => {
                "The salt has a character that its format does not have."
            }
            Refusal::SaltNotInFormat(None) => "The salt is not whole in its format.",
            Refusal::SaltMissing => "The scheme needs a salt, and there is none.",
            Refusal::LooksLikePlaintext => {
                "The text looks like a password, not like the hash of one."
            }
            Refusal::WordpressFormat => "The hash is of no form that WordPress writes.",
            Refusal::CryptScheme(_) => "The hash is of a form of crypt that cannot be checked.",
            Refusal::ParametersMissing => {
                "The hash needs the parameters of its Firebase project, and they were not given."
            }
            Refusal::Malformed(problem) => return write!(f, "The hash {problem}."),
            Refusal::CostTooHigh { cost, limit } => {
                return write!(f, "The hash asks for {cost}; the limit is {limit}.");
            }
        };
        f.write_str(sentence)
    }
}

fn differs(prefix: &str, actual: &str, f: &mut Formatter<'_>) -> std::fmt::Result {
    f.write_str("The method named differs from the hash, which ")?;
    if !prefix.is_empty() {
        write!(f, "begins with {prefix} and ")?;
    }
    write!(f, "is of {actual}.")
}

fn method_missing(schemes: &[&str], f: &mut Formatter<'_>) -> std::fmt::Result {
    f.write_str("The hash does not tell how it was made, and no method is named")?;
    match schemes {
        [] => f.write_str("."),
        [scheme] => write!(f, "; it may be {scheme}."),
        schemes => write!(f, "; it may be one of {}.", schemes.join(", ")),
    }
}
