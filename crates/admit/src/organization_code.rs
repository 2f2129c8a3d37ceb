//! Codes of organizations.

/// How many characters a code has behind its `org_`: 50 bits, so that a
/// million organizations collide with a chance of one in two thousand, which
/// the store's unique key then refuses.
const CODE_CHARACTERS: usize = 10;

/// A new code for an organization: `org_` and ten random characters of lower-case
/// base32 (RFC 4648 section 6).
pub fn new_code() -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    // The last 62 bits of a UUID v7 are random.
    let mut bits = uuid::Uuid::now_v7().as_u64_pair().1;
    let mut code = String::from("org_");
    for _ in 0..CODE_CHARACTERS {
        code.push(char::from(ALPHABET[(bits & 31) as usize]));
        bits >>= 5;
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn codes_are_random_base32() {
        let codes: HashSet<String> = (0..1000).map(|_| new_code()).collect();
        assert_eq!(codes.len(), 1000);
        for code in codes {
            let rest = code.strip_prefix("org_").unwrap();
            assert_eq!(rest.len(), CODE_CHARACTERS, "{code}");
            assert!(
                rest.bytes()
                    .all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7')),
                "{code}"
            );
        }
    }
}
