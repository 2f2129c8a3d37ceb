//! A check and an import are the same walk: which of them a run is, is a `Mode`, and
//! no function is told by a flag. The command line has the flag.

use super::Problem;
use super::core_is_pure::has_word;
use super::source::Source;

/// Looks for the flag among parameters and in the core, where it is nothing at all.
pub fn check(source: &Source) -> Vec<Problem> {
    let in_core = source.path.starts_with("crates/admit-core/");
    let mut problems = Vec::new();
    for (line, code) in source.code_lines() {
        let is_field = code.trim_start().starts_with("pub ");
        if has_word(code, "dry_run") && (in_core || code.contains("dry_run: bool") && !is_field) {
            let text = "dry_run as a flag; hand a Mode on";
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
    fn no_function_is_told_by_a_flag() {
        let text = "fn run(dry_run: bool) {}\n    pub dry_run: bool,\nlet s = \"dry_run\";\n\
                    let mode = args.dry_run;\n";
        let flagged = |path: &str| {
            let problems = check(&Source::new(path, text));
            let lines = found(&problems).into_iter().map(|(line, _)| line);
            lines.collect::<Vec<_>>()
        };
        assert_eq!(flagged("crates/admit/src/cli.rs"), [1]);
        assert_eq!(flagged("crates/admit-core/src/import/run.rs"), [1, 2, 4]);
    }
}
