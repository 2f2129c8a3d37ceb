//! A rule of the catalogue.

use crate::findings::rule::{Fix, Rule, Scope};
use serde_json::{Value, json};

/// A rule without its documentation.
pub fn rule(rule: &Rule) -> Value {
    json!({
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.name(),
        "fix": match rule.fix {
            Fix::Auto => "auto",
            Fix::Suggest => "suggest",
            Fix::Choose => "choose",
            Fix::None => "none",
        },
        "scope": match rule.scope {
            Scope::File => "file",
            Scope::Column => "column",
            Scope::Row => "row",
            Scope::Cell => "cell",
            Scope::Run => "run",
        },
        "what": what(rule),
        "message": rule.sentences(),
        "help": rule.help,
    })
}

/// What it finds, in one line: the first sentence under that heading.
pub fn what(rule: &Rule) -> String {
    let docs = docs(rule);
    let paragraph: Vec<&str> = docs
        .lines()
        .skip_while(|line| *line != "## What it finds")
        .skip(1)
        .skip_while(|line| line.is_empty())
        .take_while(|line| !line.is_empty())
        .collect();
    let paragraph = paragraph.join(" ");
    match paragraph.find(". ") {
        Some(end) => paragraph[..=end].to_owned(),
        None => paragraph,
    }
}

/// A rule with its documentation.
pub fn explained(of: &Rule) -> Value {
    let mut object = rule(of);
    object["docs"] = json!(docs(of));
    object
}

/// The documentation without the space that a doc comment's lines begin with.
pub fn docs(rule: &Rule) -> String {
    rule.docs
        .lines()
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .flat_map(|line| [line, "\n"])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RULES;

    #[test]
    fn every_rule_says_what_it_finds_in_a_line() {
        for rule in RULES {
            let what = what(rule);
            assert!(!what.is_empty() && !what.contains('\n'), "{}", rule.code);
        }
        let first = RULES.iter().find(|rule| rule.code == "EML001").unwrap();
        assert_eq!(what(first), "An email address without the sign `@`.");
    }
}
