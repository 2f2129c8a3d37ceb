//! Every limit of a hash: its name with the unit last, its value, and where the
//! number comes from.

/// The longest text of a hash, in bytes. The longest forms carry a salt
/// and a key of a kilobyte in base64; more than two kilobytes are no hash.
pub const HASH_BYTES_MAX: usize = 2048;

/// The longest password to verify or to set, in bytes. At least 64 characters
/// have to be accepted (NIST SP 800-63B-4, section 3.1.1.2); more than a
/// kilobyte serves nobody but one who wants to keep the machine busy.
pub const PASSWORD_BYTES_MAX: usize = 1024;

/// The bcrypt costs that are checked. Below 4 there are none; 15 keeps a slow core
/// busy for two seconds, and each step doubles that.
pub const BCRYPT_COSTS: std::ops::RangeInclusive<u32> = 4..=15;

/// The bcrypt costs that are not remarked on: quicker ones are quick to guess,
/// slower ones are felt at sign-in.
pub const BCRYPT_COSTS_USUAL: std::ops::RangeInclusive<u32> = 8..=13;

/// How often phpass and Drupal hash, as powers of two. They write no fewer than
/// 2^7; 2^20 take a second on a slow core, and the usual are 2^8 to 2^16.
pub const PHPASS_COUNTS_LOG2: std::ops::RangeInclusive<u32> = 7..=20;

/// How often a digest may be taken of a digest: as often as PBKDF2 may. The
/// usual 20,000 are quick.
pub const DIGEST_ROUNDS_MAX: u64 = 10_000_000;

/// The longest salt and key together that a digest wrapped in Argon2id carries,
/// in bytes: what fits into a stored form as base64, with all the rest.
pub const WRAPPED_SALT_BYTES_MAX: usize = 1024;

/// How many passes a wrapped digest may ask for, as any Argon2 hash.
pub const WRAPPED_PASSES_MAX: u64 = 10;

/// How many lanes a wrapped digest may ask for, as any Argon2 hash.
pub const WRAPPED_LANES_MAX: u64 = 16;

/// The most memory that one hash may ask for at a check, in bytes.
pub const ARGON2_MEMORY_BYTES_USUAL: u64 = 256 * 1024 * 1024;

/// What whoever reads hashes may raise that to, in bytes.
pub const ARGON2_MEMORY_BYTES_MAX: u64 = 1024 * 1024 * 1024;

/// How often an Argon2 hash may fill the most memory that it may ask for; one
/// with less memory more often, in proportion. With the memory at its bound ten
/// take seconds already; the recommendations are one to four.
pub const ARGON2_FILLS_MAX: u64 = 10;

/// The most memory that a scrypt or yescrypt hash may ask for, in bytes, even
/// where more is allowed for Argon2. The usual settings need 16 to
/// 128 MiB.
pub const SCRYPT_MEMORY_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// The most work that a scrypt or yescrypt hash may ask for, in blocks of 128
/// bytes: N times r times p, since each of the p takes its time one after the
/// other. As many as ten times the most memory has; seconds on a slow core.
pub const SCRYPT_BLOCKS_MAX: u64 = 10 * SCRYPT_MEMORY_BYTES_MAX / 128;

/// How many rounds a PBKDF2 hash may ask for in all the blocks of its key, and a
/// sha1-crypt hash: about ten seconds on a slow core, and sixteen times the
/// recommendation of 2023.
pub const PBKDF2_ROUNDS_MAX: u64 = 10_000_000;

/// How many rounds a sha256-crypt or sha512-crypt hash may ask for: eight
/// seconds on a slow core; the usual 5,000 to 656,000 lie far below.
pub const SHA_CRYPT_ROUNDS_MAX: u64 = 5_000_000;

/// How many rounds an extended DES hash may ask for. The form can say
/// 16,777,215; systems wrote 725 to 7,250.
pub const DES_ROUNDS_MAX: u64 = 1_000_000;

/// The range of `rounds` of a Firebase project, as its tools take it.
pub const FIREBASE_ROUNDS: std::ops::RangeInclusive<u32> = 1..=8;

/// The range of `mem_cost` of a Firebase project, as its tools take it.
pub const FIREBASE_MEMORY_COST: std::ops::RangeInclusive<u32> = 1..=14;

/// The shortest derived key that is taken for a whole one, in bytes. Fewer
/// than 128 bits are written by nothing; what is shorter was cut.
pub const KEY_BYTES_MIN: usize = 16;
