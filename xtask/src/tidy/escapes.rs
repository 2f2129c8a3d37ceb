//! What leads to code past the paths that the other checks follow stays out.

use super::Problem;
use super::attributes;
use super::mentions::{self, Token};
use super::source::Source;

/// Tokens in a row, anywhere in the code.
const HIDES: &[&[&str]] = &[
    &["include", "!"],
    &["include", "as"],
    &["extern", "crate"],
    &["crate", "::", "$"],
    &["super", "::", "$"],
    &["self", "::", "$"],
];

/// Attributes that can say where a module's file is.
const PLACES: &[&str] = &["path", "cfg_attr"];

/// What a path begins with; by itself, it is a part of a path put together elsewhere.
const STARTS: &[&str] = &["crate", "super"];

/// Looks for it in the crates.
pub fn check(source: &Source) -> Vec<Problem> {
    let inside = source.path.strip_prefix("crates/");
    if !inside.is_some_and(|inside| inside.contains("/src/")) {
        return Vec::new();
    }
    let problem = |line, what: &str| {
        let text = format!(
            "{what} hides what is imported; declare a module and write out the path to what it holds"
        );
        Problem::new(&source.path, line, text)
    };
    let tokens = mentions::tokens(&source.own);
    let mut problems: Vec<Problem> = (0..tokens.len())
        .filter_map(|at| Some(problem(tokens[at].line, &hides(&tokens, at)?)))
        .collect();
    for attribute in attributes::all(&source.own) {
        let line = source.own[..attribute.start].matches('\n').count() + 1;
        let tokens = mentions::tokens(&source.own[attribute]);
        let is_place = tokens.first().is_some_and(|t| PLACES.contains(&t.text));
        if is_place && (0..tokens.len()).any(|at| starts(&tokens[at..], &["path", "="])) {
            problems.push(problem(line, "#[path]"));
        }
    }
    let unsaid = |at: &usize| starts(&tokens[*at..], &["mod", "tests", ";"]);
    problems.extend((0..tokens.len()).filter(unsaid).map(|at| {
        let text = "mod tests without #[cfg(test)] is not looked at; say so, or name it otherwise";
        Problem::new(&source.path, tokens[at].line, text)
    }));
    problems.sort_by_key(|problem| problem.line);
    problems
}

/// What hides an import at this token.
fn hides(tokens: &[Token], at: usize) -> Option<String> {
    let rest = &tokens[at..];
    if let Some(row) = HIDES.iter().find(|row| starts(rest, row)) {
        let space = if row[1].starts_with(char::is_alphabetic) {
            " "
        } else {
            ""
        };
        return Some(row.join(space));
    }
    let first = rest.first()?.text;
    let goes_on = rest.get(1).is_some_and(|next| next.text == "::");
    let after = |row: &[&str]| at >= row.len() && starts(&tokens[at - row.len()..], row);
    let is_known = goes_on || after(&["pub", "("]) || after(&["extern"]);
    (STARTS.contains(&first) && !is_known).then(|| format!("{first} by itself"))
}

/// Whether these are the next tokens.
fn starts(tokens: &[Token], row: &[&str]) -> bool {
    let texts = tokens.iter().map(|token| token.text);
    texts.take(row.len()).eq(row.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What hides an import, as `LINE WHAT`.
    #[track_caller]
    fn check_in(path: &str, text: &str, expected: &[&str]) {
        let problems = check(&Source::new(path, text));
        let found: Vec<String> = problems
            .iter()
            .map(|problem| {
                let what = problem.text.split_once(" hides what is imported; ");
                format!("{} {}", problem.line, what.unwrap().0)
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[track_caller]
    fn check_text(text: &str, expected: &[&str]) {
        check_in("crates/x/src/a.rs", text, expected);
    }

    #[test]
    fn code_of_other_files_comes_in_as_a_module() {
        check_text("include!(\"../b.rs\");", &["1 include!"]);
        check_text("\nfn f() { std::include ! {\"b\"} }", &["2 include!"]);
        check_text("use std::{include as i};", &["1 include as"]);
        check_text(
            "include_str!(\"b\"); include_bytes!(\"c\"); include(d)",
            &[],
        );
        check_text("// include!(\"b\")\nlet c = \"include!(d)\";", &[]);
        check_text("#[path = \"../b.rs\"]\nmod b;", &["1 #[path]"]);
        check_text(
            "\n# [ cfg_attr(all(), path = \"b\") ]\nmod b;",
            &["2 #[path]"],
        );
        check_text(
            "#[a(path = \"b\")] let path = c; #[cfg_attr(d, doc = \"path = e\")]",
            &[],
        );
    }

    #[test]
    fn a_crate_has_one_name() {
        check_text("extern crate self as me;", &["1 extern crate"]);
        check_text("use crate as me;", &["1 crate by itself"]);
        check_text("pub(crate) fn f() {}\npub(super) use crate::{a, b};", &[]);
    }

    #[test]
    fn paths_are_written_out() {
        check_text("crate::$p::x", &["1 crate::$"]);
        check_text("use $crate :: $p;", &["1 crate::$"]);
        check_text("super::$p::x\nself::$p::x", &["1 super::$", "2 self::$"]);
        check_text(
            "m!(crate, b);\nm!((super) b)",
            &["1 crate by itself", "2 super by itself"],
        );
        check_text("$crate::a::$b; $c::d; super::a", &[]);
    }

    #[test]
    fn what_is_called_tests_is_only_for_tests() {
        let check_lines = |text: &str, expected: &[usize]| {
            let problems = check(&Source::new("crates/x/src/a.rs", text));
            let lines: Vec<usize> = problems.iter().map(|problem| problem.line).collect();
            assert_eq!(lines, expected, "{text}");
        };
        check_lines("\npub mod tests;", &[2]);
        check_lines("#[cfg(any(test, a))]\nmod tests;", &[2]);
        check_lines("#[cfg(test)]\nmod tests;\nmod tests_of_users;", &[]);
    }

    #[test]
    fn tests_and_what_is_no_module_may() {
        let text = "include!(\"b.rs\");";
        check_text(&format!("#[cfg(test)]\nmod b {{ {text} }}"), &[]);
        for path in [
            "crates/x/tests/a.rs",
            "crates/x/src/a/tests.rs",
            "xtask/src/a.rs",
        ] {
            check_in(path, text, &[]);
        }
    }
}
