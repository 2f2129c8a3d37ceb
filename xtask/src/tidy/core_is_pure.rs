//! `admit-core` and `admit-passwords` do no input or output, read no clock and know
//! no database.

use super::Problem;
use super::mentions::{Form, Mention};
use super::source::Source;
use std::collections::BTreeSet;

/// Parts of the standard library.
const PLACES: &[&str] = &["env", "fs", "net", "os", "process"];

const WORDS: &[&str] = &[
    "SystemTime",
    "Instant",
    "UNIX_EPOCH",
    "now_v1",
    "now_v6",
    "now_v7",
    "new_v4",
    "rusqlite",
    "stdin",
    "stdout",
    "stderr",
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
    let mut found = BTreeSet::new();
    for mention in source.contents().mentions {
        let text = match place(&mention) {
            Some(place) => format!("{place} in {name}; let the caller hand it in"),
            None if is_whole(&mention) => {
                format!("all of std in {name}; name what is used of it")
            }
            None => continue,
        };
        found.insert((mention.line, text));
    }
    for (line, code) in source.code_lines() {
        for word in WORDS.iter().filter(|word| has_word(code, word)) {
            found.insert((line, format!("{word} in {name}; let the caller hand it in")));
        }
    }
    found
        .into_iter()
        .map(|(line, text)| Problem::new(&source.path, line, text))
        .collect()
}

/// The part of the standard library or the clock that this leads to.
fn place(mention: &Mention) -> Option<String> {
    let is_known = |name: &String| WORDS.contains(&name.as_str());
    if let [.., clock, now] = &mention.path[..]
        && now == "now"
        && !is_known(clock)
    {
        return Some(format!("{clock}::now"));
    }
    let [first, second, ..] = &mention.path[..] else {
        return None;
    };
    (first == "std" && PLACES.contains(&second.as_str())).then(|| format!("std::{second}"))
}

/// Whether this brings in the standard library as a whole, by whatever name.
fn is_whole(mention: &Mention) -> bool {
    mention.form != Form::Code && mention.path == ["std"]
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

    /// What the core has of it, as `LINE WHAT`.
    #[track_caller]
    fn check_core(text: &str, expected: &[&str]) {
        let problems = check(&Source::new("crates/admit-core/src/a.rs", text));
        let found: Vec<String> = problems
            .iter()
            .map(|problem| {
                let what = problem.text.split_once(" in admit-core; ");
                format!("{} {}", problem.line, what.unwrap().0)
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn what_is_outside_is_known_however_it_is_written() {
        check_core(
            "use std::{\n    cmp, env::{self, args},\n    fs::File,\n};",
            &["2 std::env", "3 std::fs"],
        );
        check_core("use ::std::fs as f;", &["1 std::fs"]);
        check_core("fn f() -> ::std::fs::File { g() }", &["1 std::fs"]);
        check_core("std\n    :: r#process\n    ::exit(1)", &["3 std::process"]);
        check_core("use std as s;\ns::fs::read(a)", &["1 all of std"]);
        check_core(
            "use std::{self as s};\nuse std::*;",
            &["1 all of std", "2 all of std"],
        );
        check_core("use a::std::fs; use std::fmt; std::mem::take(b)", &[]);
    }

    #[test]
    fn clocks_and_the_terminal_are_outside() {
        check_core(
            "jiff::Timestamp::now()\nlet now = Instant::now();",
            &["1 Timestamp::now", "2 Instant"],
        );
        check_core("std::io::stdin().read(a)", &["1 stdin"]);
        check_core(
            "use std::io::{self as i, stdout, Write};\ni::stderr()",
            &["1 stdout", "2 stderr"],
        );
        check_core(
            "UNIX_EPOCH.elapsed()\nUuid::now_v1(a)\nUuid::now_v6(a)",
            &["1 UNIX_EPOCH", "2 now_v1", "3 now_v6"],
        );
    }

    #[test]
    fn what_stands_after_tests_counts() {
        check_core("#[cfg(test)]\nuse std::fs;\nuse std::env;", &["3 std::env"]);
        check_core(
            "#[cfg(test)]\nmod testing;\nfn f() { Instant::now() }\n#[cfg(test)]\nmod tests { use std::fs; }",
            &["3 Instant"],
        );
    }

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
