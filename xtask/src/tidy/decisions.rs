//! Every decision has a number of its own, and says it in its first line.

use super::Problem;
use std::collections::BTreeMap;

/// Where the decisions are.
pub const FOLDER: &str = "docs/decisions";

/// Looks at the decisions: the names of their files, with the first line of each.
pub fn check(decisions: &[(String, String)]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut known: BTreeMap<&str, &str> = BTreeMap::new();
    for (name, heading) in decisions {
        let path = format!("{FOLDER}/{name}");
        let number = name.split('-').next().unwrap_or_default();
        if number.len() != 4 || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            problems.push(Problem::new(
                &path,
                0,
                "begin the name with a number: 0042-",
            ));
            continue;
        }
        if let Some(other) = known.insert(number, name) {
            let text = format!("{other} has the number {number} already");
            problems.push(Problem::new(&path, 0, text));
        }
        let is_template = number == "0000";
        if !is_template && !heading.starts_with(&format!("# {number}: ")) {
            let text = format!("the heading begins with \"# {number}: \"");
            problems.push(Problem::new(&path, 1, text));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    #[track_caller]
    fn check_decisions(decisions: &[(&str, &str)], expected: &[(usize, &str)]) {
        let owned: Vec<(String, String)> = decisions
            .iter()
            .map(|(name, heading)| ((*name).to_owned(), (*heading).to_owned()))
            .collect();
        assert_eq!(found(&check(&owned)), expected, "{decisions:?}");
    }

    #[test]
    fn every_decision_has_its_number() {
        check_decisions(
            &[
                ("0000-template.md", "# NNNN: what was decided"),
                ("0001-one.md", "# 0001: One"),
            ],
            &[],
        );
        check_decisions(
            &[
                ("0001-one.md", "# 0001: One"),
                ("0001-two.md", "# 0002: Two"),
                ("three.md", "# Three"),
            ],
            &[
                (0, "0001-one.md has the number 0001 already"),
                (1, "the heading begins with \"# 0001: \""),
                (0, "begin the name with a number: 0042-"),
            ],
        );
    }
}
