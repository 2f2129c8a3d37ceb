//! Codes of organizations.

use admit_core::by_hand::organization_code;

/// A new code for an organization.
pub fn new_code() -> String {
    // The last 62 bits of a UUID v7 are random.
    organization_code(uuid::Uuid::now_v7().as_u64_pair().1)
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
            assert_eq!(rest.len(), 10, "{code}");
            assert!(
                rest.bytes()
                    .all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7')),
                "{code}"
            );
        }
    }
}
