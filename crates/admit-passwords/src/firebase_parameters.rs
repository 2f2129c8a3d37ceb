//! What a Firebase project says of all its hashes, as its console shows it.

use crate::limits::{FIREBASE_MEMORY_COST, FIREBASE_ROUNDS};
use crate::written::base64;
use std::ops::RangeInclusive;

/// What a Firebase project says of all its hashes.
#[derive(Clone, PartialEq, Eq)]
pub struct FirebaseParameters {
    /// The signer key.
    pub signer_key: Vec<u8>,
    /// The salt separator; usually the one byte 0x07 (`Bw==`).
    pub salt_separator: Vec<u8>,
    /// 1 to 8.
    pub rounds: u32,
    /// 1 to 14.
    pub memory_cost: u32,
}

impl std::fmt::Debug for FirebaseParameters {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "rounds {}, memory cost {}, a signer key of {} bytes",
            self.rounds,
            self.memory_cost,
            self.signer_key.len()
        )
    }
}

/// Why the parameters of a project cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParametersError {
    /// This one is not there.
    Missing(&'static str),
    /// This one is not what it should be, as a phrase: "is not base64".
    Malformed(&'static str, &'static str),
    /// A number is out of its range.
    OutOfRange {
        /// The parameter.
        name: &'static str,
        /// What it is; at most the largest number of 32 bits.
        value: u32,
        /// The least that it can be.
        min: u32,
        /// The most that it can be.
        max: u32,
    },
    /// The algorithm is not the one of Firebase.
    Algorithm(String),
}

impl std::fmt::Display for ParametersError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ParametersError::Missing(name) => write!(f, "{name} is not there"),
            ParametersError::Malformed(name, problem) => write!(f, "{name} {problem}"),
            ParametersError::OutOfRange {
                name,
                value,
                min,
                max,
            } => write!(f, "{name} is {value}; it must be {min} to {max}"),
            ParametersError::Algorithm(found) => {
                write!(f, "algorithm is {found}; it must be SCRYPT")
            }
        }
    }
}

impl std::error::Error for ParametersError {}

impl FirebaseParameters {
    /// Reads the text that the Firebase console shows under *Password hash
    /// parameters*: `hash_config { algorithm: SCRYPT, base64_signer_key: …,
    /// base64_salt_separator: Bw==, rounds: 8, mem_cost: 14, }`. Quotes, line
    /// breaks and the word before the braces do not matter.
    pub fn read(text: &str) -> Result<FirebaseParameters, ParametersError> {
        let inside = text.split_once('{').map_or(text, |(_, inside)| inside);
        let inside = inside.split_once('}').map_or(inside, |(inside, _)| inside);
        let mut algorithm = None;
        let mut signer_key = None;
        let mut salt_separator = None;
        let mut rounds = None;
        let mut memory_cost = None;
        for entry in inside.split([',', ';', '\n']) {
            let Some((name, value)) = entry.split_once(':') else {
                continue;
            };
            let bare = |text: &str| {
                text.trim_matches(|c: char| c.is_whitespace() || "\"'".contains(c))
                    .to_owned()
            };
            let value = Some(bare(value));
            match bare(name).as_str() {
                "algorithm" => algorithm = value,
                "base64_signer_key" | "signerKey" => signer_key = value,
                "base64_salt_separator" | "saltSeparator" => salt_separator = value,
                "rounds" => rounds = value,
                "mem_cost" | "memoryCost" => memory_cost = value,
                _ => {}
            }
        }
        if let Some(found) = algorithm.filter(|found| !found.eq_ignore_ascii_case("SCRYPT")) {
            return Err(ParametersError::Algorithm(found));
        }
        FirebaseParameters::new(
            signer_key.as_deref(),
            salt_separator.as_deref(),
            rounds.as_deref(),
            memory_cost.as_deref(),
        )
    }

    /// The parameters from their texts: signer key and salt separator in
    /// base64, rounds and memory cost as numbers.
    pub fn new(
        signer_key: Option<&str>,
        salt_separator: Option<&str>,
        rounds: Option<&str>,
        memory_cost: Option<&str>,
    ) -> Result<FirebaseParameters, ParametersError> {
        let parameters = FirebaseParameters {
            signer_key: bytes("base64_signer_key", signer_key)?,
            salt_separator: bytes("base64_salt_separator", salt_separator)?,
            rounds: number("rounds", rounds, FIREBASE_ROUNDS)?,
            memory_cost: number("mem_cost", memory_cost, FIREBASE_MEMORY_COST)?,
        };
        if parameters.signer_key.is_empty() {
            return Err(ParametersError::Missing("base64_signer_key"));
        }
        Ok(parameters)
    }
}

fn bytes(name: &'static str, text: Option<&str>) -> Result<Vec<u8>, ParametersError> {
    let text = text.ok_or(ParametersError::Missing(name))?;
    base64(text).ok_or(ParametersError::Malformed(name, "is not base64"))
}

fn number(
    name: &'static str,
    text: Option<&str>,
    range: RangeInclusive<u32>,
) -> Result<u32, ParametersError> {
    let text = text.ok_or(ParametersError::Missing(name))?;
    let value = crate::parameters::number(text)
        .ok_or(ParametersError::Malformed(name, "is not a whole number"))?;
    let value = u32::try_from(value).unwrap_or(u32::MAX);
    if !range.contains(&value) {
        return Err(ParametersError::OutOfRange {
            name,
            value,
            min: *range.start(),
            max: *range.end(),
        });
    }
    Ok(value)
}
