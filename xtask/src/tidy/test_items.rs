//! What is only for tests, told from the rest of a file, wherever it stands.

use std::ops::Range;

/// What makes the item after it a part of the tests.
const TEST_ONLY: &str = "#[cfg(test)]";

/// What an item begins with, so that a comma does not end it.
const BEGINS: &[&str] = &[
    "async",
    "const",
    "enum",
    "extern",
    "fn",
    "impl",
    "macro_rules",
    "mod",
    "static",
    "struct",
    "trait",
    "type",
    "union",
    "unsafe",
    "use",
];

/// A file without its tests.
#[derive(Debug)]
pub struct Split {
    /// The code with what is only for tests turned into spaces.
    pub own: String,
    /// How many lines are no tests.
    pub lines: usize,
    /// The modules in files of their own that are only for tests.
    pub modules: Vec<String>,
}

/// Splits code whose comments and literals are blanked.
pub fn split(code: &str) -> Split {
    let mut own = code.to_owned();
    let mut lines = code.lines().count();
    let mut modules = Vec::new();
    // An item within an item is gone with it.
    while let Some(at) = own.find(TEST_ONLY) {
        let from = at + TEST_ONLY.len();
        let end = item_end(&own, from);
        let item = own[from..end].strip_suffix(';').unwrap_or_default();
        modules.extend(
            item.rsplit_once("mod ")
                .map(|(_, name)| name.trim().to_owned()),
        );
        lines = lines.saturating_sub(own[at..end].trim_end().matches('\n').count() + 1);
        blank(&mut own, at..end);
    }
    Split {
        own,
        lines,
        modules,
    }
}

/// Turns everything but the ends of lines into spaces.
fn blank(code: &mut String, range: Range<usize>) {
    let blank = |c: char| match c {
        '\n' => "\n".to_owned(),
        c => " ".repeat(c.len_utf8()),
    };
    let spaces: String = code[range.clone()].chars().map(blank).collect();
    code.replace_range(range, &spaces);
}

/// Where the item, the field or the arm ends that begins here.
fn item_end(code: &str, from: usize) -> usize {
    let mut depth = 0_usize;
    for (at, c) in code[from..].char_indices() {
        let end = from + at + 1;
        match c {
            ';' if depth == 0 => return end,
            ',' if depth == 0 && !is_item(&code[from..end]) => return end,
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => match depth.checked_sub(1) {
                // What holds it ends here.
                None => return from + at,
                Some(0) if c == '}' => return end,
                Some(less) => depth = less,
            },
            _ => {}
        }
    }
    code.len()
}

/// Whether this begins an item, past its other attributes and who may see it.
fn is_item(code: &str) -> bool {
    let mut rest = code.trim_start();
    while rest.starts_with('#') {
        rest = rest.split_once(']').unwrap_or_default().1.trim_start();
    }
    let mut words = rest.split(|c: char| !c.is_alphanumeric() && c != '_');
    let first = words.find(|word| !matches!(*word, "" | "pub" | "crate" | "super"));
    first.is_some_and(|word| BEGINS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left of each line.
    #[track_caller]
    fn check(code: &str, expected: &[&str]) {
        let own = split(code).own;
        let left: Vec<&str> = own.lines().map(str::trim).collect();
        assert_eq!(left, expected, "{code}");
    }

    #[test]
    fn code_after_tests_counts() {
        check(
            "use a;\n#[cfg(test)]\nmod b;\nuse c;\n#[cfg(test)]\nmod d { use e; }\nuse f;\n",
            &["use a;", "", "", "use c;", "", "", "use f;"],
        );
        check(
            "#[cfg(test)]\nconst A: [u8; 2] = [1; 2];\nb;",
            &["", "", "b;"],
        );
        check("#[cfg(test)]\nuse a::{b, c};\nd;", &["", ";", "d;"]);
        check(
            "#[cfg(test)]\n#[allow(a)]\npub(crate) fn b<C, D>(e: F)\nwhere\n    C: G,\n    D: H {}\ni;",
            &["", "", "", "", "", "", "i;"],
        );
        check(
            "mod a {\n#[cfg(test)]\nmod b { #[cfg(test)] fn c() {} }\n}",
            &["mod a {", "", "", "}"],
        );
    }

    #[test]
    fn a_field_or_an_arm_ends_before_the_next() {
        check(
            "struct A {\n#[cfg(test)]\nb: C,\nd: E,\n}",
            &["struct A {", "", "", "d: E,", "}"],
        );
        check(
            "struct A {\n#[cfg(test)]\nb: C\n}\nd;",
            &["struct A {", "", "", "}", "d;"],
        );
        check(
            "match a {\n#[cfg(test)]\nB => c(d, e),\nF => g,\n}",
            &["match a {", "", "", "F => g,", "}"],
        );
    }

    #[test]
    fn lines_of_tests_are_not_counted() {
        let lines = |code: &str| split(code).lines;
        assert_eq!(lines("a\n#[cfg(test)]\nmod b {\n}\nc\nd\n"), 3);
        assert_eq!(lines("a\n\n#[cfg(test)]\nmod b {\n}\n"), 2);
        assert_eq!(lines("a\n#[cfg(test)]"), 1);
    }

    #[test]
    fn modules_of_tests_are_named() {
        let code = "#[cfg(test)]\nmod a;\nmod b;\n#[cfg(test)]\nmod c {}\n#[cfg(test)]\npub mod d;";
        assert_eq!(split(code).modules, ["a", "d"]);
    }
}
