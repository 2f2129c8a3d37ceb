//! Paths in the strings of attributes, such as `with = "hex::short"`: they are
//! written as words and mean code.

use std::ops::Range;

/// The code with the paths in the strings of its attributes put back. Whatever
/// is blanked stands in the text at the same bytes.
pub fn with_paths(code: &str, text: &str) -> String {
    let mut with_paths = code.to_owned();
    for attribute in all(code) {
        for string in strings(code, attribute) {
            let words = &text[string.clone()];
            if words.contains("::") || is_name(words) {
                with_paths.replace_range(string, &path_only(words));
            }
        }
    }
    with_paths
}

/// What stands between the brackets of each attribute.
pub fn all(code: &str) -> Vec<Range<usize>> {
    let inside = |(at, _): (usize, &str)| {
        let rest = code[at + 1..].trim_start();
        let rest = rest.strip_prefix('!').unwrap_or(rest).trim_start();
        let from = code.len() - rest.strip_prefix('[')?.len();
        Some(from..from + length(&code[from..]))
    };
    code.match_indices('#').filter_map(inside).collect()
}

/// How long it takes to the bracket that closes what is open.
fn length(code: &str) -> usize {
    let mut depth = 1_usize;
    let end = code.find(|c| {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    end.unwrap_or(code.len())
}

/// The spaces that stand for strings: after a quote, up to the next one or, of a
/// raw string, which has no other quote left, up to the next word.
fn strings(code: &str, within: Range<usize>) -> Vec<Range<usize>> {
    let mut strings = Vec::new();
    let mut at = within.start;
    while let Some(quote) = code[at..within.end].find('"') {
        let from = at + quote + 1;
        let rest = &code[from..within.end];
        let length = rest.len() - rest.trim_start().len();
        strings.push(from..from + length);
        let closes = rest[length..].starts_with('"');
        at = from + length + usize::from(closes);
    }
    strings
}

fn is_name(words: &str) -> bool {
    let words = words.trim_end_matches(['"', '#']);
    words.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// Everything that cannot be a part of a path as spaces, byte by byte.
fn path_only(words: &str) -> String {
    let keep = |byte: u8| match byte {
        b'\n' | b'"' | b'_' | b':' | b'#' | b'<' | b'>' | b',' => char::from(byte),
        _ if byte.is_ascii_alphanumeric() => char::from(byte),
        _ => ' ',
    };
    words.bytes().map(keep).collect()
}

#[cfg(test)]
mod tests {
    use super::super::source::Source;
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let code = Source::new("crates/x/src/a.rs", text).code;
        assert_eq!(with_paths(&code, text), expected);
    }

    #[test]
    fn paths_in_attributes_are_put_back() {
        check(r#"#[a(b = "c::d")] e"#, r#"#[a(b = "c::d")] e"#);
        check(
            r#"#[a(b = "c d", d = "e::f")]"#,
            r#"#[a(b = "   ", d = "e::f")]"#,
        );
        check(r#"# ! [a = "", b = "c::d"]"#, r#"# ! [a = "", b = "c::d"]"#);
        check(r#"#[a(r"b", "c")]"#, r#"#[a(r"b", "c")]"#);
        check(r#"#[a = "c", b = "d-e"]"#, r#"#[a = "c", b = "   "]"#);
        check(r##"#[a(b = r#"c::d"#)]"##, r##"#[a(b = r#"c::d"#)]"##);
        check("#[a(b = \"c::\\\n  d\")]", "#[a(b = \"c:: \n  d\")]");
        check(r#"#[a([b], "c::{d}é")]"#, r#"#[a([b], "c:: d   ")]"#);
    }

    #[test]
    fn other_words_stay_blank() {
        check(r#"a("b::c") #[d] e("f::g")"#, r#"a("    ") #[d] e("    ")"#);
        check(
            r#"#[a = "mod b {"] // #[c = "d::e"]"#,
            r#"#[a = "       "]                 "#,
        );
    }
}
