//! `admit-core` and `admit-passwords` do no input or output, read no clock and know
//! no database.

use super::Problem;
use super::source::Source;

const FORBIDDEN: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "SystemTime",
    "Instant",
    "now_v7",
    "new_v4",
    "rusqlite",
];

const PURE: [&str; 2] = ["admit-core", "admit-passwords"];

/// Looks for what must come in from outside. An example is a program of its own
/// and may take it from there.
pub fn check(source: &Source) -> Vec<Problem> {
    let mut folders = source.path.split('/').skip(1);
    let name = folders.next().filter(|name| PURE.contains(name));
    let (Some(name), Some("src")) = (name, folders.next()) else {
        return Vec::new();
    };
    let mut problems = Vec::new();
    for (line, code) in source.code_lines() {
        for word in FORBIDDEN.iter().filter(|word| has_word(code, word)) {
            let text = format!("{word} in {name}; let the caller hand it in");
            problems.push(Problem::new(&source.path, line, text));
        }
    }
    problems
}

/// Whether the code has this word, not as a part of a longer one.
pub fn has_word(code: &str, word: &str) -> bool {
    let part = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    let bytes = code.as_bytes();
    code.match_indices(word).any(|(at, _)| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        !part(before) && !part(bytes.get(at + word.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    #[test]
    fn the_core_takes_nothing_from_outside() {
        let text = "use std::fs;\n// std::env\nlet now = Instant::now();\nstruct Instantly;\n\
                    #[cfg(test)]\nuse std::env;\n";
        let problems = check(&Source::new("crates/admit-core/src/a.rs", text));
        assert_eq!(
            found(&problems),
            [
                (1, "std::fs in admit-core; let the caller hand it in"),
                (3, "Instant in admit-core; let the caller hand it in"),
            ]
        );
        let problems = check(&Source::new("crates/admit-passwords/src/a.rs", text));
        assert_eq!(
            problems[0].text,
            "std::fs in admit-passwords; let the caller hand it in"
        );
        for path in ["admit/src/a.rs", "admit-passwords/examples/a.rs"] {
            assert_eq!(check(&Source::new(&format!("crates/{path}"), text)), []);
        }
    }
}
