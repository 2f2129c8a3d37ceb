//! The table of contents: written by hand, but for the entries under the
//! commands and the rules.

use super::commands::Command;
use super::rules::Rule;
use std::fmt::Write;

const COMMANDS: &str = "commands/";
const RULES: &str = "rules/";

/// The table of contents with today's commands and rules.
pub fn with(text: &str, program: &Command, rules: &[Rule]) -> String {
    let commands: Vec<(String, String)> = program
        .commands()
        .iter()
        .map(|command| (format!("admit {}", command.words.join(" ")), command.page()))
        .collect();
    let rules: Vec<(String, String)> = rules
        .iter()
        .map(|rule| {
            let title = format!("{} {}", rule.code, rule.name);
            (title, format!("{}.md", rule.name))
        })
        .collect();
    entries(text, &[(COMMANDS, &commands), (RULES, &rules)])
}

fn entries(text: &str, folders: &[(&str, &[(String, String)])]) -> String {
    let mut summary = String::new();
    for line in text.lines() {
        let folder = folders.iter().find(|(folder, _)| {
            // Its index, or an entry under it.
            line.contains(&format!("]({folder}"))
        });
        if folder.is_some() && line.starts_with(' ') {
            continue;
        }
        summary.push_str(line);
        summary.push('\n');
        if let Some((folder, pages)) = folder {
            for (title, page) in *pages {
                let _ = writeln!(summary, "  - [{title}]({folder}{page})");
            }
        }
    }
    summary
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_replaced() {
        let pages = [("A".to_owned(), "a.md".to_owned())];
        let text = "# Contents\n- [Start](start.md)\n- [Rules](rules/index.md)\n  \
                    - [Old](rules/old.md)\n- [End](end.md)\n";
        let expected = "# Contents\n- [Start](start.md)\n- [Rules](rules/index.md)\n  \
                        - [A](rules/a.md)\n- [End](end.md)\n";
        assert_eq!(entries(text, &[(RULES, &pages)]), expected);
        assert_eq!(entries(expected, &[(RULES, &pages)]), expected);
    }
}
