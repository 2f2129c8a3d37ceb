//! Files and functions stay short. Those that are longer stand in a list with
//! their length, and the list may only shrink: an entry that says more than the
//! truth is out of order as well.

use super::Problem;
use super::source::{Head, Source};
use super::waivers::{LIST, Waivers};

/// The longest file, in lines without its tests.
const FILE_LINES_MAX: usize = 500;

/// The longest function, in lines with its head.
const FUNCTION_LINES_MAX: usize = 70;

/// Compares lengths with the bounds and the list.
pub fn check(sources: &[Source], waivers: &Waivers) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut waived = waivers.lengths.clone();
    for source in sources {
        let mut judge = |name: String, line, lines, max| {
            let (listed, allowed) = waived.remove(&name).unwrap_or((0, max));
            if lines > allowed {
                let text = format!("{name} has {lines} lines; {allowed} are allowed");
                problems.push(Problem::new(&source.path, line, text));
            } else if listed > 0 && lines <= max {
                let text = format!("{name} is short enough; take it off the list");
                problems.push(Problem::new(LIST, listed, text));
            } else if listed > 0 && lines < allowed {
                let text = format!("{name} has {lines} lines by now; lower it to that");
                problems.push(Problem::new(LIST, listed, text));
            }
        };
        judge(source.path.clone(), 0, source.lines, FILE_LINES_MAX);
        for (name, line, lines) in functions(source) {
            let name = format!("{}::{name}", source.path);
            judge(name, line, lines, FUNCTION_LINES_MAX);
        }
    }
    for (name, (line, _)) in waived {
        let text = format!("{name} does not exist; take it off the list");
        problems.push(Problem::new(LIST, line, text));
    }
    problems
}

/// The functions besides the tests: name, line, number of lines.
fn functions(source: &Source) -> Vec<(String, usize, usize)> {
    let code = &source.code;
    let with_body = |head: Head| {
        let end = body_end(code, head.at)?;
        let lines = code[head.at..=end].matches('\n').count() + 1;
        Some((head.name, head.line, lines))
    };
    source.heads().filter_map(with_body).collect()
}

/// Where the body of the function or the module ends that begins here; `None`
/// without a body.
fn body_end(code: &str, from: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut inside = false;
    for (at, c) in code[from..].char_indices() {
        match c {
            ';' if !inside && depth == 0 => return None,
            '(' | '[' | '{' => {
                inside |= c == '{' && depth == 0;
                depth += 1;
            }
            ')' | ']' | '}' => {
                depth = depth.checked_sub(1)?;
                if inside && depth == 0 {
                    return Some(from + at);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn function(lines: usize) -> Source {
        let body = "    let c = '}';\n".repeat(lines - 2);
        let text =
            format!("trait T {{\n    fn none(&self, n: [u8; 2]);\n}}\nfn long() {{\n{body}}}\n");
        Source::new("crates/admit/src/a.rs", &text)
    }

    #[track_caller]
    fn check_lengths(source: Source, waivers: &str, expected: &[&str]) {
        let problems = check(&[source], &Waivers::read(waivers));
        let texts: Vec<&str> = problems
            .iter()
            .map(|problem| problem.text.as_str())
            .collect();
        assert_eq!(texts, expected);
    }

    #[test]
    fn functions_stay_short() {
        check_lengths(function(70), "", &[]);
        check_lengths(
            function(71),
            "",
            &["crates/admit/src/a.rs::long has 71 lines; 70 are allowed"],
        );
    }

    #[test]
    fn files_stay_short() {
        let source = |lines: usize| Source::new("crates/admit/src/a.rs", &"a;\n".repeat(lines));
        check_lengths(source(500), "", &[]);
        check_lengths(
            source(501),
            "",
            &["crates/admit/src/a.rs has 501 lines; 500 are allowed"],
        );
        check_lengths(source(501), "crates/admit/src/a.rs 501", &[]);
    }

    #[test]
    fn the_list_only_shrinks() {
        let waiver = |lines: usize| format!("# why\ncrates/admit/src/a.rs::long {lines}\n");
        check_lengths(function(80), &waiver(80), &[]);
        check_lengths(
            function(81),
            &waiver(80),
            &["crates/admit/src/a.rs::long has 81 lines; 80 are allowed"],
        );
        check_lengths(
            function(79),
            &waiver(80),
            &["crates/admit/src/a.rs::long has 79 lines by now; lower it to that"],
        );
        check_lengths(
            function(70),
            &waiver(80),
            &["crates/admit/src/a.rs::long is short enough; take it off the list"],
        );
        check_lengths(
            function(70),
            "crates/gone.rs 600\na.rs -> b.rs\na.rs alone",
            &["crates/gone.rs does not exist; take it off the list"],
        );
    }
}
