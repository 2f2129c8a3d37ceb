//! `admit explain`: one rule, in full.

use crate::cli::{ExplainArgs, Format};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::HEADING;
use crate::report::text::wrapped;
use admit_core::findings::rule::Rule;
use admit_core::report::json::{docs, explained};
use admit_core::rules;
use std::fmt::Write as _;

/// Prints what a rule finds, why it matters, what becomes of the row, what to
/// do, and an example.
pub fn run(args: &ExplainArgs, context: &mut Context) -> Result<Exit, Failure> {
    let rule = rules::find(&args.rule).ok_or_else(|| Failure::NoRule {
        given: args.rule.clone(),
    })?;
    match args.output.format {
        Format::Text if args.markdown => context.printer.line(docs(rule).trim_end())?,
        Format::Text => {
            let width = context.printer.width();
            context.printer.line(&text(rule, width))?;
        }
        Format::Json => {
            context.printer.json(&explained(rule))?;
        }
    }
    Ok(Exit::Done)
}

fn text(rule: &Rule, width: usize) -> String {
    let head = format!("{} ({}), {}", rule.name, rule.code, rule.severity.name());
    let mut text = format!("{HEADING}{head}{HEADING:#}\n");
    rendered(&docs(rule), width, &mut text);
    text.trim_end().to_owned()
}

/// Renders what the documentation of rules is made of: headings, paragraphs, lists and
/// examples.
fn rendered(markdown: &str, width: usize, into: &mut String) {
    let mut paragraph = String::new();
    let mut in_example = false;
    for line in markdown.lines().chain([""]) {
        let is_fence = line.starts_with("```");
        let begins = is_fence || line.is_empty() || line.starts_with("## ");
        if in_example && !is_fence {
            let _ = writeln!(into, "    {line}");
            continue;
        }
        if (begins || line.starts_with("- ")) && !paragraph.is_empty() {
            let indent = if paragraph.starts_with("- ") {
                "  "
            } else {
                ""
            };
            let most = width.saturating_sub(indent.len());
            let lines = wrapped(&paragraph.replace('`', ""), most);
            let _ = writeln!(into, "{}", lines.join(&format!("\n{indent}")));
            paragraph.clear();
        }
        match line.strip_prefix("## ") {
            _ if is_fence => in_example = !in_example,
            Some(heading) => {
                let apart = if into.ends_with("\n\n") { "" } else { "\n" };
                let _ = writeln!(into, "{apart}{HEADING}{heading}{HEADING:#}");
            }
            None if line.is_empty() => {
                if !into.ends_with("\n\n") && !into.ends_with(&format!("{HEADING:#}\n")) {
                    into.push('\n');
                }
            }
            None => {
                if !paragraph.is_empty() {
                    paragraph.push(' ');
                }
                paragraph.push_str(line.trim());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_explains_itself() {
        for rule in rules::RULES {
            let text = text(rule, 80);
            assert!(
                text.contains(rule.code) && text.contains(rule.name),
                "{text}"
            );
            assert!(text.contains("What it finds"), "{text}");
            assert!(text.contains("\n    "), "{}: no example", rule.code);
            assert!(!text.contains("```") && !text.contains("\n## "), "{text}");
        }
    }

    #[track_caller]
    fn check(markdown: &str, expected: &str) {
        let mut text = String::new();
        rendered(markdown, 20, &mut text);
        assert_eq!(anstream::adapter::strip_str(&text).to_string(), expected);
    }

    #[test]
    fn markdown_is_rendered() {
        check("", "\n");
        check("one `two`\nthree four five", "one two three four\nfive\n\n");
        check("## A\nb\n\n## C\nd", "\nA\nb\n\nC\nd\n\n");
        check(
            "- a b c d e f g h i j\n- b",
            "- a b c d e f g h\n  i j\n- b\n\n",
        );
        check("a:\n```csv\nid\n1  # x\n```", "a:\n    id\n    1  # x\n\n");
    }
}
