//! Only the printer prints.

use super::Problem;
use super::core_is_pure::has_word;
use super::source::Source;

const MACROS: &[&str] = &["println!", "eprintln!", "print!", "eprint!", "dbg!"];

/// Looks for printing past the printer.
pub fn check(source: &Source) -> Vec<Problem> {
    // The tasks are no part of the program.
    if source.path.starts_with("xtask/") || source.path.ends_with("/printer.rs") {
        return Vec::new();
    }
    let mut problems = Vec::new();
    for (line, code) in source.code_lines() {
        for word in MACROS.iter().filter(|word| has_word(code, word)) {
            let text = format!("{word} outside the printer; use Printer");
            problems.push(Problem::new(&source.path, line, text));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    #[test]
    fn only_the_printer_prints() {
        let text = "println!(\"a\");\nlet s = \"println!\";\n    eprint!(\"b\");\n";
        let problems = check(&Source::new("crates/admit/src/a.rs", text));
        assert_eq!(
            found(&problems),
            [
                (1, "println! outside the printer; use Printer"),
                (3, "eprint! outside the printer; use Printer"),
            ]
        );
        assert_eq!(check(&Source::new("crates/admit/src/printer.rs", text)), []);
    }
}
