//! The scrypt of Firebase: scrypt over salt and separator gives a key, with
//! which AES-256 in counter mode encrypts the signer key of the project; that
//! is the hash. Kept as
//! `$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=…$salt$hash`.

use super::{Cost, FirebaseParameters, KnownAnswer, Reading, Refusal, Scheme, Verifier, Written};
use crate::limits::{FIREBASE_MEMORY_COST, FIREBASE_ROUNDS};
use crate::parameters::{kept, number, numbers, parts};
use crate::scrypt::ScryptCost;
use crate::written::{SaltFormat, base64};
use aes::Aes256;
use aes::cipher::{KeyIvInit, StreamCipher};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ctr::Ctr128BE;
use subtle::ConstantTimeEq;

/// The entry of the catalogue.
pub static SCHEME: Scheme = Scheme {
    name: "firebase-scrypt",
    aliases: &["scryptfirebase", "firebase"],
    claims: |hash| {
        ["$fbscrypt$", "$f_scrypt$", "$firescrypt$"]
            .iter()
            .any(|prefix| hash.starts_with(prefix))
    },
    also_reads: |_| false,
    read,
    known_answers: KNOWN_ANSWERS,
};

/// The length of an AES-256 key, in bytes.
const KEY_BYTES: usize = 32;

const PARTS: Refusal = Refusal::Malformed("has not the parts that its form asks for");
const HASH: Refusal = Refusal::Malformed("is not base64");
const SALT: Refusal = Refusal::Malformed("has a salt that is not base64");

fn read(written: &Written<'_>) -> Result<Reading, Refusal> {
    let hash = written.hash;
    if let Some(rest) = hash.strip_prefix("$fbscrypt$") {
        let verifier = fbscrypt(rest, written)?;
        return Ok(Reading::new(&SCHEME, verifier).without_salt_beside(written));
    }
    let (verifier, has_salt) = if let Some(rest) = hash.strip_prefix("$firescrypt$") {
        (firescrypt(rest, written)?, true)
    } else if let Some(rest) = hash.strip_prefix("$f_scrypt$") {
        (f_scrypt(rest, written)?, true)
    } else {
        (beside(written)?, false)
    };
    let hash = verifier.text();
    let mut reading = Reading::new(&SCHEME, verifier);
    reading.rewritten = Some(kept(hash));
    Ok(if has_salt {
        reading.without_salt_beside(written)
    } else {
        reading
    })
}

/// A bare hash with its salt beside it, as Firebase exports them.
fn beside(written: &Written<'_>) -> Result<FirebaseScrypt, Refusal> {
    let parameters = written.firebase.ok_or(Refusal::ParametersMissing)?;
    let salt = written.salt_bytes(SaltFormat::Base64)?;
    FirebaseScrypt::new(
        parameters.clone(),
        salt.ok_or(Refusal::SaltMissing)?,
        base64(written.hash).ok_or(HASH)?,
        written,
    )
}

/// `v=1,n=14,r=8,p=1,ss=Bw==,sk=…$salt$hash`, as Supabase has it.
fn fbscrypt(rest: &str, written: &Written<'_>) -> Result<FirebaseScrypt, Refusal> {
    let [list, salt, hash] = parts(rest, '$').ok_or(PARTS)?;
    let (costs, keys) = list.split_once(",ss=").ok_or(PARTS)?;
    let (separator, signer_key) = keys.split_once(",sk=").ok_or(PARTS)?;
    let [version, n, r, p] = numbers(costs, ["v", "n", "r", "p"]).ok_or(PARTS)?;
    if version != 1 {
        return Err(Refusal::Malformed("has a version other than 1"));
    }
    let parameters = parameters([n, r, p], separator, signer_key)?;
    FirebaseScrypt::of_texts(parameters, salt, hash, written)
}

/// `ln=14,r=8,p=1$salt$hash$separator$key`, as Ory Kratos has it.
fn firescrypt(rest: &str, written: &Written<'_>) -> Result<FirebaseScrypt, Refusal> {
    let [list, salt, hash, separator, signer_key] = parts(rest, '$').ok_or(PARTS)?;
    let costs = numbers(list, ["ln", "r", "p"]).ok_or(PARTS)?;
    let parameters = parameters(costs, separator, signer_key)?;
    FirebaseScrypt::of_texts(parameters, salt, hash, written)
}

/// `hash$salt$m=14$r=8$s=Bw==`, as `SuperTokens` has it; the signer key is among
/// the project's parameters.
fn f_scrypt(rest: &str, written: &Written<'_>) -> Result<FirebaseScrypt, Refusal> {
    let [hash, salt, m, r, s] = parts(rest, '$').ok_or(PARTS)?;
    let cost = |text: &str, name| text.strip_prefix(name).and_then(number).ok_or(PARTS);
    let costs = [cost(m, "m=")?, cost(r, "r=")?, 1];
    let separator = s.strip_prefix("s=").ok_or(PARTS)?;
    let project = written.firebase.ok_or(Refusal::ParametersMissing)?;
    let mut parameters = parameters(costs, separator, "")?;
    parameters.signer_key.clone_from(&project.signer_key);
    FirebaseScrypt::of_texts(parameters, salt, hash, written)
}

/// Parameters that stand in the hash: memory cost, rounds, parallelization;
/// separator and signer key in base64.
fn parameters(
    [memory_cost, rounds, parallelization]: [u64; 3],
    separator: &str,
    signer_key: &str,
) -> Result<FirebaseParameters, Refusal> {
    if parallelization != 1 {
        return Err(Refusal::Malformed("has a parallelization other than 1"));
    }
    let key = Refusal::Malformed("has a signer key or separator that is not base64");
    Ok(FirebaseParameters {
        signer_key: base64(signer_key).ok_or(key.clone())?,
        salt_separator: base64(separator).ok_or(key)?,
        rounds: u32::try_from(rounds).unwrap_or(u32::MAX),
        memory_cost: u32::try_from(memory_cost).unwrap_or(u32::MAX),
    })
}

struct FirebaseScrypt {
    parameters: FirebaseParameters,
    cost: ScryptCost,
    salt: Vec<u8>,
    expected: Vec<u8>,
}

impl FirebaseScrypt {
    fn of_texts(
        parameters: FirebaseParameters,
        salt: &str,
        hash: &str,
        written: &Written<'_>,
    ) -> Result<FirebaseScrypt, Refusal> {
        let hash = base64(hash).ok_or(HASH)?;
        FirebaseScrypt::new(parameters, base64(salt).ok_or(SALT)?, hash, written)
    }

    fn new(
        parameters: FirebaseParameters,
        salt: Vec<u8>,
        expected: Vec<u8>,
        written: &Written<'_>,
    ) -> Result<FirebaseScrypt, Refusal> {
        let bounded = |name: &str, value: u32, (min, max): (u32, u32)| match value {
            _ if value > max => Err(Refusal::CostTooHigh {
                cost: format!("{name} of {value}"),
                limit: max.to_string(),
            }),
            _ if value < min => Err(Refusal::Malformed("has parameters of zero")),
            _ => Ok(u64::from(value)),
        };
        let limits = FIREBASE_MEMORY_COST.into_inner();
        let memory_cost = bounded("a memory cost", parameters.memory_cost, limits)?;
        let rounds = bounded("rounds", parameters.rounds, FIREBASE_ROUNDS.into_inner())?;
        if salt.is_empty() {
            return Err(Refusal::SaltMissing);
        }
        // The hash is the encrypted signer key, hence as long as it.
        if expected.len() != parameters.signer_key.len() {
            return Err(Refusal::Malformed("is not as long as the signer key"));
        }
        if expected.len() < KEY_BYTES {
            return Err(Refusal::Malformed("is cut short"));
        }
        Ok(FirebaseScrypt {
            cost: ScryptCost::new(1 << memory_cost, rounds, 1, written.bounds.memory)?,
            parameters,
            salt,
            expected,
        })
    }

    /// The form that carries everything.
    fn text(&self) -> String {
        let parameters = &self.parameters;
        format!(
            "$fbscrypt$v=1,n={},r={},p=1,ss={},sk={}${}${}",
            parameters.memory_cost,
            parameters.rounds,
            STANDARD.encode(&parameters.salt_separator),
            STANDARD.encode(&parameters.signer_key),
            STANDARD.encode(&self.salt),
            STANDARD.encode(&self.expected)
        )
    }
}

impl Verifier for FirebaseScrypt {
    fn verify(&self, password: &[u8]) -> bool {
        let mut key = [0; KEY_BYTES];
        let salt = [&self.salt[..], &self.parameters.salt_separator].concat();
        if !self.cost.derive(password, &salt, &mut key) {
            return false;
        }
        let mut encrypted = self.parameters.signer_key.clone();
        Ctr128BE::<Aes256>::new(&key.into(), &[0; 16].into()).apply_keystream(&mut encrypted);
        encrypted.ct_eq(&self.expected).into()
    }

    fn cost(&self) -> Cost {
        self.cost.cost()
    }
}

const KNOWN_ANSWERS: &[KnownAnswer] = &[
    KnownAnswer::of(
        b"user1password",
        "$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,\
         sk=jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==\
         $42xEC+ixf3L2lw==\
         $lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==",
        "github.com/firebase/scrypt, README.md, in one string",
    ),
    KnownAnswer::of(
        b"mytestpassword",
        "$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,\
         sk=ou9tdYTGyYm8kuR6Dt0Bp0kDuAYoXrK16mbZO4yGwAn3oLspjnN0/c41v8xZnO1n14J3MjKj1b2g6AUCAlFwMw==\
         $C0sHCg9ek77hsg==\
         $zKVTMvnWVw5BBOZNUdnsalx4c4c7y/w7IS5p6Ut2+CfEFFlz37J9huyQfov4iizN8dbjvEJlM5tQaJP84+hfTw==",
        "github.com/supabase/auth, internal/crypto/password_test.go",
    ),
    KnownAnswer::of(
        b"8x4WjoDbSxJZdR",
        "$firescrypt$ln=14,r=8,p=1$sPtDhWcd1MfdAw==\
         $xbSou7FOl6mChCyzpCPIQ7tku7nsQMTFtyOZSXXd7tjBa4NtimOx7v42Gv2SfzPQu1oxM2/k4SsbOu73wlKe1A==\
         $Bw==\
         $YE0dO4bwD4JnJafh6lZZfkp1MtKzuKAXQcDCJNJNyeCHairWHKENOkbh3dzwaCdizzOspwr/FITUVlnOAwPKyw==",
        "Ory Kratos, hash/hasher_test.go",
    ),
];

#[cfg(test)]
mod tests;
