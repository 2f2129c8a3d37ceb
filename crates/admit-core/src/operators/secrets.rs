//! What operators and programs show to be let in. Only digests of it are kept, each for
//! one purpose, so that one can never stand for another.

use crate::passwords::stored::Secret;
use crate::ports::randomness::Randomness;
use crate::ports::store::SecretDigest;

const TOKEN: &str = "admit 2026 token of the API";
const LINK: &str = "admit 2026 link to set an operator's password";
const SESSION: &str = "admit 2026 session of an operator";

/// What every token begins with, so that whoever finds one knows what it is.
pub const TOKEN_BEGINS: &str = "adm_";

/// Where a link to set a password leads, below the address of the server.
pub const LINK_PATH: &str = "/operators/links/";

/// A new token, and what is kept of it.
pub fn new_token(randomness: &dyn Randomness) -> (Secret, SecretDigest) {
    made(
        format!("{TOKEN_BEGINS}{}", secret(randomness)),
        token_digest,
    )
}

/// What is kept of a token.
pub fn token_digest(token: &str) -> SecretDigest {
    blake3::derive_key(TOKEN, token.as_bytes())
}

/// The secret of a new link, and what is kept of it.
pub fn new_link(randomness: &dyn Randomness) -> (Secret, SecretDigest) {
    made(secret(randomness), link_digest)
}

/// What is kept of the secret of a link.
pub fn link_digest(secret: &str) -> SecretDigest {
    blake3::derive_key(LINK, secret.as_bytes())
}

/// The whole link of a secret, at a server of this address.
pub fn link_at(base_url: &str, secret: &Secret) -> Secret {
    Secret(format!(
        "{}{LINK_PATH}{}",
        base_url.trim_end_matches('/'),
        secret.0
    ))
}

/// The secret of a new session, and what is kept of it.
pub fn new_session(randomness: &dyn Randomness) -> (Secret, SecretDigest) {
    made(secret(randomness), session_digest)
}

/// What is kept of the secret of a session.
pub fn session_digest(secret: &str) -> SecretDigest {
    blake3::derive_key(SESSION, secret.as_bytes())
}

/// 256 bits that nobody can guess, in hex.
fn secret(randomness: &dyn Randomness) -> String {
    let mut bytes = [0; 32];
    randomness.fill(&mut bytes);
    blake3::Hash::from_bytes(bytes).to_hex().to_string()
}

fn made(text: String, digest: fn(&str) -> SecretDigest) -> (Secret, SecretDigest) {
    let digest = digest(&text);
    (Secret(text), digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes that count up.
    struct Counting;

    impl Randomness for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            for (byte, count) in bytes.iter_mut().zip(0..) {
                *byte = count;
            }
        }
    }

    const HEX: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    #[test]
    fn secrets_are_256_bits_and_hide_themselves() {
        let (token, digest) = new_token(&Counting);
        assert_eq!(token.0, format!("adm_{HEX}"));
        assert_eq!(digest, token_digest(&token.0));
        let (link, _) = new_link(&Counting);
        for base in ["https://admit.example.com", "https://admit.example.com/"] {
            let whole = link_at(base, &link);
            let expected = format!("https://admit.example.com/operators/links/{HEX}");
            assert_eq!(whole.0, expected, "{base}");
        }
        let shown = format!("{token:?} {link:?} {:?}", new_session(&Counting).0);
        assert!(!shown.contains("0001"), "{shown}");
    }

    #[test]
    fn no_secret_stands_for_another() {
        let of_all = [token_digest(HEX), link_digest(HEX), session_digest(HEX)];
        let distinct: std::collections::BTreeSet<_> = of_all.into_iter().collect();
        assert_eq!(distinct.len(), of_all.len());
    }
}
