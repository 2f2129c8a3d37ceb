//! The catalogue of schemes: ways in which passwords are hashed.
//!
//! A scheme's file holds everything about it: the names that files use, the
//! text forms it knows as its own, how one is read together with the columns
//! beside it, the bounds on its cost, how it verifies, and known answers.

mod bounds;
mod digest;
mod fast;
mod firebase_parameters;
pub mod limits;
mod method;
mod new_hash;
mod parameters;
mod phpass;
mod written;

pub use bounds::{Bounds, Cost};
pub use fast::{Algorithm, FastDigest, PasswordEncoding};
pub use firebase_parameters::ParametersError;
pub use method::{find, fold_method, names, nearest};
pub use new_hash::{OwnHash, SALT_BYTES, Strength, new_hash};
pub use wrapped::wrap;
pub use written::{Argon2Beside, FirebaseParameters, Salt, SaltFormat, SaltPosition, Written};

use crate::limits::{HASH_BYTES_MAX, PASSWORD_BYTES_MAX};

/// One word a scheme: its module, and its place in the slice of them all.
macro_rules! schemes {
    ($(#[$meta:meta])* $slice:ident { $($word:ident),* $(,)? }) => {
        $(pub mod $word;)*
        $(#[$meta])*
        pub static $slice: &[&Scheme] = &[$(&$word::SCHEME),*];
    };
}

schemes! {
    /// Every scheme, in the order of the manual.
    SCHEMES {
        bcrypt,
        md5,
        sha1,
        sha256,
        sha384,
        sha512,
        crypt,
        wordpress,
        drupal,
        firebase_scrypt,
        pbkdf2,
        scrypt,
        argon2,
        ldap,
        django,
        hmac,
        nthash,
        auth0_custom,
        fusionauth,
        wrapped,
    }
}

/// One way in which passwords are hashed.
pub struct Scheme {
    /// The name that `hashing_method` gives it and that reports use.
    pub name: &'static str,
    /// Other names met in files, in the folded form of [`fold_method`].
    pub aliases: &'static [&'static str],
    /// Whether a text says of itself that it is of this scheme. Among all
    /// schemes at most one says so of any text.
    pub claims: fn(&str) -> bool,
    /// Whether the scheme, named by the file, also reads this text, though
    /// another one claims it (`crypt` reads `$2b$…`, `wordpress` too).
    pub also_reads: fn(&str) -> bool,
    /// Reads a hash together with what stands beside it.
    pub read: fn(&Written<'_>) -> Result<Reading, Refusal>,
    /// Passwords and hashes from the public documents of the scheme.
    pub known_answers: &'static [KnownAnswer],
}

impl std::fmt::Debug for Scheme {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for Scheme {
    fn eq(&self, other: &Scheme) -> bool {
        self.name == other.name
    }
}

/// Something that a password can be checked against.
pub trait Verifier: Send + Sync {
    /// Whether this is the password. Compares in constant time.
    fn verify(&self, password: &[u8]) -> bool;

    /// What one check costs.
    fn cost(&self) -> Cost;

    /// Whether all of what was typed counts. Otherwise something longer is taken
    /// for the password, too, and is not to be kept in its place.
    fn uses_all_of(&self, _password: &[u8]) -> bool {
        true
    }

    /// The digest it compares with, if it is a fast one that can be wrapped in
    /// Argon2id without knowing the password.
    fn fast_digest(&self) -> Option<&FastDigest> {
        None
    }
}

/// A hash that was read.
pub struct Reading {
    /// The scheme that read it.
    pub scheme: &'static Scheme,
    /// Checks passwords against it.
    pub verifier: Box<dyn Verifier>,
    /// What to keep in place of the hash, if that is not the text as it came.
    pub rewritten: Option<Rewritten>,
    /// What to remark; nothing was left out for it.
    pub remarks: Vec<Remark>,
}

impl Reading {
    /// A reading with nothing to remark.
    pub fn new(scheme: &'static Scheme, verifier: impl Verifier + 'static) -> Reading {
        Reading {
            scheme,
            verifier: Box::new(verifier),
            rewritten: None,
            remarks: Vec::new(),
        }
    }

    /// Remarks that the salt column was not used if there is one: the hash
    /// carries its own salt, or the scheme has none.
    #[must_use]
    pub fn without_salt_column(self, written: &Written<'_>) -> Reading {
        if written.salt.is_some() {
            self.remark(Remark::SaltIgnored)
        } else {
            self
        }
    }

    /// Adds a remark.
    #[must_use]
    pub fn remark(mut self, remark: Remark) -> Reading {
        self.remarks.push(remark);
        self
    }

    /// Whether this is the password. One longer than
    /// [`PASSWORD_BYTES_MAX`], an empty one and one with a NUL are not.
    pub fn verify(&self, password: &[u8]) -> bool {
        (1..=PASSWORD_BYTES_MAX).contains(&password.len())
            && !password.contains(&0)
            && self.verifier.verify(password)
    }
}

impl std::fmt::Debug for Reading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a {} hash, {:?}", self.scheme.name, self.remarks)
    }
}

/// What is kept in place of what the file wrote.
#[derive(Clone, PartialEq, Eq)]
pub struct Rewritten {
    /// The hash from now on.
    pub hash: String,
    /// Whether the hash now carries what stood beside it: salt, position and
    /// format are dropped.
    pub carries_salt: bool,
}

/// What a scheme noticed in a hash that it read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// Hex letters in capitals were lower-cased.
    LowerCased,
    /// The scheme carries its own salt; the salt column was not used.
    SaltIgnored,
    /// A bcrypt hash of a faulty implementation (`$2x$`), checked as it was made.
    SignExtended,
    /// A bcrypt cost that is quick to guess or slow to check.
    CostUnusual(u32),
}

/// Why a hash cannot be used. The user is imported without a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It stands for no password: empty, `!…`, `*`.
    None,
    /// There is no method, and the hash does not tell. The schemes it may be of.
    MethodMissing(Vec<&'static str>),
    /// No scheme has this name. The nearest name, if there is one.
    MethodNotSupported(Option<&'static str>),
    /// The file names one scheme, the hash says another: its prefix and name.
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
    /// `salt_position` is not a word known.
    SaltPositionNotRecognised,
    /// `salt_format` is not a word known.
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
    /// A crypt hash with this unknown id, without the dollar signs.
    CryptScheme(String),
    /// The project's parameters were not given.
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

/// A password with its hash, from the public documents of a scheme.
#[derive(Clone, Copy, Debug, Default)]
pub struct KnownAnswer {
    /// The password, as bytes.
    pub password: &'static [u8],
    /// The hash as a file writes it.
    pub hash: &'static str,
    /// `hashing_method`; empty for none.
    pub method: &'static str,
    /// The salt column; empty for none.
    pub salt: &'static str,
    /// `salt_position`; empty for none.
    pub position: &'static str,
    /// `salt_format`; empty for none.
    pub format: &'static str,
    /// The iterations beside it; 0 for none.
    pub iterations: u32,
    /// Where it is from.
    pub source: &'static str,
}

impl KnownAnswer {
    /// One whose hash says by itself what it is.
    pub const fn of(
        password: &'static [u8],
        hash: &'static str,
        source: &'static str,
    ) -> KnownAnswer {
        KnownAnswer::named("", password, hash, source)
    }

    /// One that needs the name of the method.
    pub const fn named(
        method: &'static str,
        password: &'static [u8],
        hash: &'static str,
        source: &'static str,
    ) -> KnownAnswer {
        KnownAnswer {
            password,
            hash,
            method,
            salt: "",
            position: "",
            format: "",
            iterations: 0,
            source,
        }
    }
}

/// Whether a text stands for no password: nothing, `*`, or what begins with `!`.
pub fn is_none(hash: &str) -> bool {
    let hash = hash.trim();
    hash.is_empty() || hash.starts_with('!') || hash.bytes().all(|byte| byte == b'*')
}

/// The scheme that a text says it is of.
pub fn claimed_by(hash: &str) -> Option<&'static Scheme> {
    SCHEMES.iter().copied().find(|scheme| (scheme.claims)(hash))
}

/// Reads a hash with what stands beside it: as the scheme that the file names,
/// or as the one that the hash itself says it is of.
///
/// # Errors
/// Why it cannot be used.
pub fn read(written: &Written<'_>) -> Result<Reading, Refusal> {
    if is_none(written.hash) {
        return Err(Refusal::None);
    }
    if written.hash.len() > HASH_BYTES_MAX {
        return Err(Refusal::Malformed("is longer than any that can be kept"));
    }
    let claimed = claimed_by(written.hash);
    let Some(name) = written.method else {
        return match claimed {
            Some(scheme) => (scheme.read)(written),
            None => Err(method::missing(written.hash)),
        };
    };
    let Some(named) = find(name) else {
        return Err(Refusal::MethodNotSupported(nearest(name)));
    };
    match claimed {
        Some(actual) if actual != named && !(named.also_reads)(written.hash) => {
            Err(Refusal::MethodDiffers {
                prefix: method::prefix(written.hash),
                actual: actual.name,
            })
        }
        None if method::looks_like_plaintext(written.hash, named) => {
            Err(Refusal::LooksLikePlaintext)
        }
        _ => (named.read)(written),
    }
}

#[cfg(test)]
mod expect;
#[cfg(test)]
mod tests;
