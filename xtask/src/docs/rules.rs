//! One page for each rule, and the list of them by what they speak about.

use super::Pages;
use super::program::Program;
use serde_json::Value;
use std::fmt::Write;
use std::io;

/// The groups by the first letters of the codes, in the order of the manual.
const GROUPS: [(&str, &str); 13] = [
    ("FIL", "The file"),
    ("XLS", "Spreadsheets"),
    ("HDR", "The header and the columns"),
    ("ROW", "The shape of a row and its text"),
    ("IDN", "Ids, usernames and other identifiers"),
    ("EML", "Email addresses"),
    ("PHN", "Phone numbers"),
    ("VAL", "Yes and no, names and other values"),
    ("DUP", "The same person twice"),
    ("ACC", "Organizations, roles and permissions"),
    ("PWD", "Passwords"),
    ("PWF", "Password files"),
    ("RUN", "The run itself"),
];

/// What the manual says of a rule.
pub struct Rule {
    /// Three letters and three digits.
    pub code: String,
    /// The flaw in words.
    pub name: String,
    severity: String,
    fix: String,
    scope: String,
    what: String,
    message: String,
    help: String,
    docs: String,
}

/// Asks the program for all of them.
pub fn all(program: &Program) -> io::Result<Vec<Rule>> {
    let list = program.json(&["rules"])?;
    let list = list.as_array().map_or(&[][..], Vec::as_slice);
    list.iter()
        .map(|entry| {
            let code = text(entry, "code");
            let full = program.json(&["explain", &code])?;
            Ok(Rule {
                name: text(entry, "name"),
                severity: text(entry, "severity"),
                fix: text(entry, "fix"),
                scope: text(entry, "scope"),
                what: text(entry, "what"),
                message: text(entry, "message"),
                help: text(entry, "help"),
                docs: text(&full, "docs"),
                code,
            })
        })
        .collect()
}

fn text(entry: &Value, key: &str) -> String {
    entry[key].as_str().unwrap_or_default().to_owned()
}

/// The pages and their index.
pub fn write(rules: &[Rule], pages: &mut Pages) {
    pages.insert("docs/src/rules/index.md".to_owned(), index(rules));
    for rule in rules {
        pages.insert(format!("docs/src/rules/{}.md", rule.name), page(rule));
    }
}

fn page(rule: &Rule) -> String {
    let mut page = format!(
        "# {} ({})\n\n{} {}\n\n> {}\n",
        rule.name,
        rule.code,
        severity(&rule.severity),
        fix(&rule.fix),
        escaped(&rule.message),
    );
    if !rule.help.is_empty() {
        let _ = write!(page, ">\n> {}\n", escaped(&rule.help));
    }
    page.push('\n');
    for line in rule.docs.trim_end().lines() {
        if let Some(caption) = line.strip_prefix("```").and_then(caption) {
            let _ = write!(page, "{caption}\n\n");
        }
        page.push_str(line);
        page.push('\n');
    }
    let _ = write!(
        page,
        "\n---\nThe same on the command line: `admit explain {}`. [All rules](index.md)\n",
        rule.name
    );
    page
}

fn severity(name: &str) -> &'static str {
    match name {
        "error" => "An **error**: what it speaks of is not imported.",
        "warning" => "A **warning**: something is left out, or worth a look.",
        _ => "A **notice**: nothing is left out.",
    }
}

fn fix(name: &str) -> &'static str {
    match name {
        "auto" => "Nothing needs to be done; there is only one reading, and it is applied.",
        "suggest" => "A correction is suggested.",
        "choose" => "A person decides.",
        _ => "No correction can be suggested.",
    }
}

/// What an example's block is, if it is more than the file to import.
fn caption(info: &str) -> Option<String> {
    let mut words = info.split_whitespace();
    let kind = words.next()?;
    let words: Vec<&str> = words.collect();
    let setting = |name: &str| words.iter().find_map(|word| word.strip_prefix(name));
    match (kind, words.as_slice()) {
        ("toml", _) => Some("With these organizations, roles and permissions:".to_owned()),
        (_, ["before", ..]) => Some("This was imported before:".to_owned()),
        (_, ["escaped", ..]) => Some(
            "(`\\x00`, `\\t` and the like stand for characters that can't be shown.)".to_owned(),
        ),
        (_, ["cut", ..]) => Some("(The last line has no line end.)".to_owned()),
        (_, [option, ..]) if *option == "replace-access" => {
            Some("Imported with `--replace-access`:".to_owned())
        }
        _ => ["region=", "on-conflict=", "deny=", "map="]
            .iter()
            .find_map(|name| setting(name).map(|value| (name, value)))
            .map(|(name, value)| match *name {
                "region=" => format!("Imported with `--default-region {value}`:"),
                name => format!("Imported with `--{} {value}`:", name.trim_end_matches('=')),
            }),
    }
}

fn index(rules: &[Rule]) -> String {
    let mut page = String::from(
        "# The rules\n\n\
         Everything that Admit can find has a rule: a code, a name, and a page that says what\n\
         is found, why it matters, what becomes of the row and what to do. Every example on\n\
         these pages is run as a test, so it is what Admit does.\n\n\
         | severity | what became of the row |\n|---|---|\n\
         | error | it was not imported |\n\
         | warning | something was left out, or is worth a look |\n\
         | notice | nothing was left out |\n",
    );
    let known = |rule: &Rule| {
        GROUPS
            .iter()
            .any(|(letters, _)| rule.code.starts_with(letters))
    };
    for (letters, title) in GROUPS {
        group(
            &mut page,
            title,
            rules.iter().filter(|rule| rule.code.starts_with(letters)),
        );
    }
    group(&mut page, "More", rules.iter().filter(|rule| !known(rule)));
    page
}

fn group<'a>(page: &mut String, title: &str, rules: impl Iterator<Item = &'a Rule>) {
    let mut rules = rules.peekable();
    if rules.peek().is_none() {
        return;
    }
    let _ = write!(
        page,
        "\n## {title}\n\n| rule | code | severity | about | what it finds |\n|---|---|---|---|---|\n"
    );
    for rule in rules {
        let _ = writeln!(
            page,
            "| [{0}]({0}.md) | {1} | {2} | {3} | {4} |",
            rule.name,
            rule.code,
            rule.severity,
            rule.scope,
            rule.what.replace('|', "\\|"),
        );
    }
}

/// A sentence as text: placeholders and tags are shown as they are.
fn escaped(sentence: &str) -> String {
    sentence
        .replace('<', "&lt;")
        .replace('*', "\\*")
        .replace('_', "\\_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_examples_have_captions() {
        let cases = [
            ("", None),
            ("csv", None),
            ("text", None),
            ("csv before", Some("This was imported before:")),
            (
                "csv region=AU",
                Some("Imported with `--default-region AU`:"),
            ),
            (
                "csv map=Surname=last_name",
                Some("Imported with `--map Surname=last_name`:"),
            ),
            (
                "csv replace-access",
                Some("Imported with `--replace-access`:"),
            ),
        ];
        for (info, expected) in cases {
            assert_eq!(caption(info).as_deref(), expected, "{info}");
        }
    }
}
