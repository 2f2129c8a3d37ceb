//! Ids that programs write for nobody: as numbers, zeros and one less; as GUIDs, the
//! first and the last one. A single zero may be the first of ids that are counted from
//! it, and is judged by how many rows have it.

/// What such an id is, in words; `None` for an id of somebody.
pub(super) fn described(text: &str) -> Option<&'static str> {
    // The first byte settles it for nearly every id.
    match text.as_bytes().first() {
        Some(b'0') if text.len() > 1 && is_all(text, b'0') => Some("nothing but zeros"),
        Some(b'-') if text == "-1" => Some("minus one"),
        Some(b'f' | b'F') if is_guid(text) && is_all(&text.to_ascii_lowercase(), b'f') => {
            Some("the last of all GUIDs")
        }
        Some(b'{') => described(text.strip_prefix('{')?.strip_suffix('}')?),
        _ => None,
    }
}

fn is_all(text: &str, sign: u8) -> bool {
    text.bytes().all(|byte| byte == sign || byte == b'-')
}

/// Whether a text of such signs is as long as a GUID, with or without its dashes.
fn is_guid(text: &str) -> bool {
    matches!(text.len(), 32 | 36)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(texts: &[&str], is_nobody: bool) {
        for text in texts {
            assert_eq!(described(text).is_some(), is_nobody, "{text}");
        }
    }

    #[test]
    fn what_programs_write_for_nobody_is_known() {
        check(
            &[
                "0000",
                "-1",
                "00000000-0000-0000-0000-000000000000",
                "{00000000-0000-0000-0000-000000000000}",
                "00000000000000000000000000000000",
                "ffffffff-ffff-ffff-ffff-ffffffffffff",
                "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
            ],
            true,
        );
        check(
            &[
                "0", "1", "10", "0001", "-2", "f", "ff", "fff-ff", "o", "00a", "{0", "0.5", "{1}",
            ],
            false,
        );
    }
}
