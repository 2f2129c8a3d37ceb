//! Functions take few parameters. Where there are many, some of them belong
//! together, and what they are together has a name that the code does not say.

use super::Problem;
use super::source::Source;

/// How many parameters a function takes at most, `self` counted.
const PARAMETERS_MAX: usize = 5;

/// The functions besides the tests that take more than the bound.
pub fn check(source: &Source) -> Vec<Problem> {
    let mut problems = Vec::new();
    for head in source.heads() {
        let takes = parameters(&source.code[head.at..]);
        if takes > PARAMETERS_MAX {
            let name = head.name;
            let text =
                format!("{name} takes {takes} parameters; give what belongs together a name");
            problems.push(Problem::new(&source.path, head.line, text));
        }
    }
    problems
}

/// How many parameters the function takes that begins here. Its list is the
/// first pair of brackets outside the generic parameters.
fn parameters(function: &str) -> usize {
    let mut depth = 0_usize;
    let mut in_list = false;
    let mut count = 0;
    // Whether anything was met since the last comma of the list.
    let mut is_open = false;
    let mut before = ' ';
    for c in function.chars() {
        match c {
            '(' if depth == 0 => {
                in_list = true;
                depth = 1;
            }
            ')' if in_list && depth == 1 => return count + usize::from(is_open),
            ',' if in_list && depth == 1 => {
                count += 1;
                is_open = false;
            }
            c => {
                is_open |= in_list && !c.is_whitespace();
                match c {
                    '(' | '[' | '{' | '<' => depth += 1,
                    // The arrow before what a function gives closes nothing.
                    '>' if before == '-' => {}
                    ')' | ']' | '}' | '>' => depth = depth.saturating_sub(1),
                    _ => {}
                }
            }
        }
        before = c;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    #[track_caller]
    fn check_count(function: &str, expected: usize) {
        assert_eq!(parameters(function), expected, "{function}");
    }

    #[test]
    fn parameters_are_what_stands_between_commas() {
        check_count("fn f() {}", 0);
        check_count("fn f(a: u8) -> (u8, u8) { g(a, a) }", 1);
        check_count("fn f(&mut self, a: u8) {}", 2);
        check_count("fn f(\n    a: u8,\n    b: u8,\n) {}", 2);
    }

    #[test]
    fn commas_inside_a_parameter_do_not_count() {
        check_count("fn f((a, b): (u8, u8), [c, d]: [u8; 2]) {}", 2);
        check_count("fn f(a: BTreeMap<u8, Vec<(u8, u8)>>, b: &'a str) {}", 2);
        check_count("fn f(Pair { a, b }: Pair) {}", 1);
        check_count("fn f(a: impl Fn(u8, u8) -> u8, b: &dyn Fn() -> u8) {}", 2);
        check_count("fn f(a: Option<Box<dyn Fn(u8, u8) -> u8>>, b: u8) {}", 2);
    }

    #[test]
    fn generic_parameters_do_not_count() {
        check_count("fn f<'a, T: Fn(u8, u8) -> u8, const N: usize>(a: T) {}", 1);
        check_count("fn f<T>(a: T, b: T) where T: Into<u8> {}", 2);
    }

    #[test]
    fn a_function_takes_five_at_most() {
        let five = "fn five(&self, a: u8, b: u8, c: u8, d: u8);\n";
        let six = "fn six(\n    &self,\n    a: u8,\n    b: u8,\n    c: u8,\n    d: u8,\n    e: u8,\n) {}\n";
        let tests = format!("#[cfg(test)]\nmod tests {{\n{six}}}\n");
        let path = "crates/admit/src/a.rs";
        let text = "six takes 6 parameters; give what belongs together a name";
        let source = Source::new(path, &format!("{five}{six}{tests}"));
        assert_eq!(found(&check(&source)), [(2, text)]);
        let source = Source::new("crates/admit/src/a/tests.rs", six);
        assert_eq!(check(&source), []);
    }
}
