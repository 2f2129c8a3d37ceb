//! `admit explain`: one rule, in full.

use super::rules::{docs, object};
use crate::cli::{ExplainArgs, Format};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::HEADING;
use admit_core::findings::rule::Rule;
use admit_core::rules;
use serde_json::json;

/// Prints what a rule finds, why it matters, what becomes of the row, what to
/// do, and an example.
pub fn run(args: &ExplainArgs, context: &mut Context) -> Result<Exit, Failure> {
    let rule = rules::find(&args.rule).ok_or_else(|| Failure::NoRule {
        given: args.rule.clone(),
    })?;
    match args.output.format {
        Format::Text => context.printer.line(&text(rule))?,
        Format::Json => {
            let mut object = object(rule);
            object["docs"] = json!(docs(rule));
            context.printer.json(&object)?;
        }
    }
    Ok(Exit::Done)
}

fn text(rule: &Rule) -> String {
    format!(
        "{HEADING}{} ({}), {}{HEADING:#}\n\n{}",
        rule.name,
        rule.code,
        rule.severity.name(),
        docs(rule).trim_end()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_explains_itself() {
        for rule in rules::RULES {
            let text = text(rule);
            assert!(
                text.contains(rule.code) && text.contains(rule.name),
                "{text}"
            );
            assert!(text.contains("\n\n## What it finds\n"), "{text}");
            assert!(text.contains("\n```"), "{}: no example", rule.code);
        }
    }
}
