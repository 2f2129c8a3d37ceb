//! Nothing is left for later without an issue, and no test is left out.

use super::Problem;
use super::source::Source;

/// In code, tests included. Split so that this file does not find itself.
const IN_CODE: &[&str] = &[
    concat!("to", "do!("),
    concat!("unimpl", "emented!("),
    concat!("#[ig", "nore"),
];

/// In comments too.
const IN_TEXT: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME")];

/// Looks for what was left.
pub fn check(source: &Source) -> Vec<Problem> {
    let mut problems = Vec::new();
    let lines = source.text.lines().zip(source.code.lines());
    for (number, (text, code)) in (1..).zip(lines) {
        let in_code = IN_CODE.iter().filter(|word| code.contains(**word));
        let in_text = IN_TEXT.iter().filter(|word| text.contains(**word));
        for word in in_code.chain(in_text) {
            let text = format!("{word} is left; do it or leave it out");
            problems.push(Problem::new(&source.path, number, text));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left() {
        let text = [
            concat!("// TO", "DO later"),
            "fn f() {}",
            concat!("    to", "do!()"),
            concat!("    #[ig", "nore]"),
            concat!("let s = \"to", "do!()\";"),
            concat!("// FIX", "ME"),
        ]
        .join("\n");
        let lines: Vec<usize> = check(&Source::new("crates/admit/src/a.rs", &text))
            .iter()
            .map(|problem| problem.line)
            .collect();
        assert_eq!(lines, [1, 3, 4, 6]);
    }
}
