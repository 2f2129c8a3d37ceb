//! Every rule is documented under the same headings and speaks plainly.

use super::Problem;
use super::core_is_pure::has_word;
use super::source::Source;

const FOLDER: &str = "crates/admit-core/src/rules/";

const HEADINGS: [&str; 5] = [
    "What it finds",
    "Why it matters",
    "What becomes of the row",
    "What to do",
    "Example",
];

const BANNED: &[&str] = &["invalid", "illegal", "please", "sorry", "oops"];

/// What became of a row is said by `became`, which knows the row's outcome.
const CONSEQUENCES: &[&str] = &[
    "was imported",
    "were imported",
    "not imported",
    "left out",
    "was kept",
    "were kept",
    "was stored",
    "not stored",
    "was skipped",
    "was removed",
    "were removed",
    "was given",
    "will be",
    "would be",
];

/// Looks at a rule's documentation and sentences.
pub fn check(source: &Source) -> Vec<Problem> {
    let rule = source
        .path
        .strip_prefix(FOLDER)
        .is_some_and(|name| !name.contains('/') && name != "mod.rs");
    if !rule || !source.code.contains("rule! {") {
        return Vec::new();
    }
    let mut problems = Vec::new();
    let headings: Vec<&str> = source
        .text
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("/// ## "))
        .collect();
    if headings != HEADINGS {
        let text = format!("the headings must be: {}", HEADINGS.join(", "));
        problems.push(Problem::new(&source.path, 0, text));
    }
    for (line, text) in sentences(&source.text) {
        let lower = text.to_lowercase();
        for word in BANNED.iter().filter(|word| has_word(&lower, word)) {
            let text = format!("\"{word}\" in a sentence; say what was found and what to do");
            problems.push(Problem::new(&source.path, line, text));
        }
    }
    let message = source.text.split("\n    message ").nth(1);
    let message = message.and_then(|rest| rest.split("\";").next());
    for words in CONSEQUENCES {
        if message.is_some_and(|text| text.to_lowercase().contains(words)) {
            let text = format!("\"{words}\" in the message; say what became of the row in became");
            problems.push(Problem::new(&source.path, 0, text));
        }
    }
    problems
}

/// The lines of the message and of the help, which may run over several.
fn sentences(text: &str) -> Vec<(usize, &str)> {
    let mut inside = false;
    let mut lines = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let start = line.trim_start();
        inside |= start.starts_with("message ") || start.starts_with("help ");
        if inside {
            lines.push((number, line));
        }
        inside &= !line.trim_end().ends_with(';');
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    const GOOD: &str = "rule! {\n    /// ## What it finds\n    /// ## Why it matters\n    \
                        /// ## What becomes of the row\n    /// ## What to do\n    /// ## Example\n    \
                        message \"It is not one.\";\n    help \"Write one.\";\n}\n";

    #[track_caller]
    fn check_rule(text: &str, expected: &[(usize, &str)]) {
        let problems = check(&Source::new("crates/admit-core/src/rules/a.rs", text));
        assert_eq!(found(&problems), expected, "{text}");
    }

    #[test]
    fn headings_are_fixed() {
        check_rule(GOOD, &[]);
        check_rule(
            &GOOD.replace("    /// ## What to do\n", ""),
            &[(
                0,
                "the headings must be: What it finds, Why it matters, What becomes of the row, \
                 What to do, Example",
            )],
        );
    }

    #[test]
    fn sentences_are_plain() {
        check_rule(
            &GOOD.replace("It is not one.", "Invalid."),
            &[(
                7,
                "\"invalid\" in a sentence; say what was found and what to do",
            )],
        );
        check_rule(
            &GOOD.replace("\"Write one.\"", "\"Write one,\n please.\""),
            &[(
                9,
                "\"please\" in a sentence; say what was found and what to do",
            )],
        );
        check_rule(&GOOD.replace("It is not one.", "It is not pleased."), &[]);
    }

    #[test]
    fn a_message_says_nothing_of_what_became() {
        check_rule(
            &GOOD.replace("It is not one.", "It was left out of it. It was left out."),
            &[(
                0,
                "\"left out\" in the message; say what became of the row in became",
            )],
        );
        check_rule(&GOOD.replace("Write one.", "It was left out."), &[]);
    }
}
