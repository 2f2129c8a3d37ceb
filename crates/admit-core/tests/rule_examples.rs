//! Every example in the documentation of a rule is run: rows marked with codes
//! raise exactly those, all others raise nothing.

mod support;

use admit_core::findings::rule::Rule;
use admit_core::rows::choices::{Choices, Contents, OnConflict};
use admit_core::rules::{self, RULES};
use std::collections::BTreeMap;

/// A fenced block of the documentation.
struct Block {
    /// What stands after the fence.
    info: String,
    text: String,
}

fn blocks(docs: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for line in docs.lines() {
        // Doc comments put one space before each line.
        let line = line.strip_prefix(' ').unwrap_or(line);
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => {
                open = Some(Block {
                    info: info.to_owned(),
                    text: String::new(),
                });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    blocks
}

/// The text of a block without marks, and the codes marked by line (from 0).
fn marked(text: &str) -> (String, BTreeMap<usize, Vec<String>>) {
    let mut plain = String::new();
    let mut marks = BTreeMap::new();
    for (number, line) in text.lines().enumerate() {
        let (row, codes) = line.split_once("    <- ").unwrap_or((line, ""));
        if !codes.is_empty() {
            let mut codes: Vec<String> = codes
                .split(", ")
                .map(|code| code.trim().to_owned())
                .collect();
            codes.sort();
            marks.insert(number, codes);
        }
        plain.push_str(row);
        plain.push('\n');
    }
    (plain, marks)
}

/// Decodes `\t \0 \r \n \\ \xNN \u{NN}`.
fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            bytes.extend(letter.to_string().bytes());
            continue;
        }
        match letters.next() {
            Some('t') => bytes.push(b'\t'),
            Some('0') => bytes.push(0),
            Some('r') => bytes.push(b'\r'),
            Some('n') => bytes.push(b'\n'),
            Some('x') => {
                let digits: String = letters.by_ref().take(2).collect();
                bytes.push(u8::from_str_radix(&digits, 16).expect("two hex digits"));
            }
            Some('u') => {
                let digits: String = letters.by_ref().skip(1).take_while(|c| *c != '}').collect();
                let code = u32::from_str_radix(&digits, 16).expect("hex digits");
                bytes.extend(
                    char::from_u32(code)
                        .expect("a character")
                        .to_string()
                        .bytes(),
                );
            }
            Some(other) => bytes.extend(other.to_string().bytes()),
            None => {}
        }
    }
    bytes
}

fn choices(info: &str) -> Choices {
    let mut choices = Choices::default();
    for word in info.split_whitespace() {
        match word.split_once('=') {
            Some(("region", region)) => choices.default_region = Some(region.to_owned()),
            Some(("on-conflict", "reject")) => choices.on_conflict = OnConflict::Reject,
            Some(("deny", rule)) => choices
                .deny
                .push(rules::find(rule).expect("a rule").code.to_owned()),
            Some(("accept", rule)) => choices
                .accept
                .push(rules::find(rule).expect("a rule").code.to_owned()),
            Some(("hashing-method", method)) => choices.hashing.method = Some(method.to_owned()),
            None if word == "passwords" => choices.contents = Contents::Passwords,
            Some(("set", set)) => {
                let (field, rest) = set.split_once(':').expect("set=FIELD:VALUE=CORRECTION");
                let (value, correction) = rest.split_once('=').expect("a correction");
                choices.set.push(admit_core::rows::choices::Correction {
                    field: admit_core::users::field::Field::of_name(field).expect("a field"),
                    value: value.to_owned(),
                    correction: correction.to_owned(),
                });
            }
            Some(("cell", cell)) => {
                let (row, rest) = cell.split_once(':').expect("cell=ROW:COLUMN=TEXT");
                let (column, text) = rest.split_once('=').expect("a text");
                choices
                    .cells
                    .push(admit_core::rows::cell_correction::CellCorrection {
                        row: row.parse().expect("a number"),
                        column: column.to_owned(),
                        text: text.to_owned(),
                    });
            }
            Some(("map", map)) => {
                let (column, field) = map.split_once(['=', ':']).expect("map=COLUMN=FIELD");
                choices.map.push((
                    column.to_owned(),
                    admit_core::users::field::Field::of_name(field),
                ));
            }
            None if word == "firebase" => choices.firebase = Some(support::firebase()),
            None if word == "replace-access" => choices.replace_access = true,
            _ => {}
        }
    }
    choices
}

/// Runs the examples of a rule. Answers whether it has one that can be run.
fn run_examples(rule: &Rule, troubles: &mut Vec<String>) -> bool {
    let mut store = support::store_with("");
    let mut ran = false;
    for block in blocks(rule.docs) {
        let kind = block
            .info
            .split_whitespace()
            .next()
            .unwrap_or("")
            .to_owned();
        match kind.as_str() {
            "toml" => support::set_up(&store, &block.text),
            "csv" | "ndjson" | "json" => {
                let before = block.info.split_whitespace().any(|word| word == "before");
                check(rule, &block, before, &store, troubles);
                if !before {
                    ran = true;
                    store = support::store_with("");
                }
            }
            _ => {}
        }
    }
    ran
}

fn check(
    rule: &Rule,
    block: &Block,
    before: bool,
    store: &dyn admit_core::ports::store::Store,
    troubles: &mut Vec<String>,
) {
    let (text, marks) = marked(&block.text);
    let escaped = block.info.split_whitespace().any(|word| word == "escaped");
    let mut bytes = if escaped {
        unescape(&text)
    } else {
        text.clone().into_bytes()
    };
    if block.info.split_whitespace().any(|word| word == "cut") {
        bytes.truncate(bytes.trim_ascii_end().len());
    }
    let extension = block.info.split_whitespace().next().unwrap_or("csv");
    let result = support::import(
        &format!("example.{extension}"),
        &bytes,
        store,
        &choices(&block.info),
    );
    let mut found: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for finding in &result.findings {
        let line = finding.line.map_or(0, |line| line as usize - 1);
        let codes = found
            .entry(if escaped {
                line_in_source(&text, line)
            } else {
                line
            })
            .or_default();
        codes.push(finding.rule.code.to_owned());
        let message = format!("{} {}", finding.message(), finding.help_text());
        if message.contains('{') && !bytes.contains(&b'{') {
            troubles.push(format!(
                "{}: a place was not filled: {message}",
                finding.rule.code
            ));
        }
    }
    for codes in found.values_mut() {
        codes.sort();
        codes.dedup();
    }
    if found != marks {
        let said: Vec<String> = result
            .findings
            .iter()
            .map(|f| format!("{:?} {} {}", f.row, f.rule.code, f.message()))
            .collect();
        troubles.push(format!(
            "{} {}: marked {marks:?}, found {found:?}\n    {}",
            rule.code,
            rule.name,
            said.join("\n    ")
        ));
    }
    if !before && !marks.values().flatten().any(|code| code == rule.code) {
        troubles.push(format!("{}: its example does not mark it", rule.code));
    }
}

/// The line of the documentation for a physical line of the decoded text: line
/// ends written as escapes make more of them.
fn line_in_source(text: &str, line: usize) -> usize {
    let mut physical = 0;
    for (number, source) in text.lines().enumerate() {
        let ends = source.matches("\\n").count() + source.matches("\\r").count()
            - source.matches("\\r\\n").count();
        if line <= physical + ends {
            return number;
        }
        physical += ends + 1;
    }
    line
}

#[test]
fn every_example_holds() {
    let mut troubles = Vec::new();
    let mut ran = 0;
    for rule in RULES {
        ran += usize::from(run_examples(rule, &mut troubles));
    }
    assert!(
        troubles.is_empty(),
        "{} examples do not hold:\n{}",
        troubles.len(),
        troubles.join("\n")
    );
    assert!(ran >= 60, "only {ran} rules have an example that runs");
}

#[test]
fn every_rule_is_documented_under_the_same_headings() {
    for rule in RULES {
        let headings: Vec<&str> = rule
            .docs
            .lines()
            .map(str::trim)
            .filter(|line| line.starts_with("## "))
            .collect();
        assert_eq!(
            headings,
            [
                "## What it finds",
                "## Why it matters",
                "## What becomes of the row",
                "## What to do",
                "## Example"
            ],
            "{}",
            rule.code
        );
    }
}

#[test]
fn every_rule_says_in_a_verb_what_to_do() {
    for rule in RULES {
        let verb = rule.verb;
        let letters = verb.chars().count();
        assert!((8..=48).contains(&letters), "{}: {verb}", rule.code);
        assert!(verb.starts_with(char::is_uppercase), "{}", rule.code);
        assert!(verb.ends_with(char::is_alphanumeric) || verb.ends_with(['@', '$', '+']));
    }
}

#[test]
fn codes_and_names_are_unique_and_well_formed() {
    let mut codes = std::collections::HashSet::new();
    let mut names = std::collections::HashSet::new();
    for rule in RULES {
        assert!(
            codes.insert(rule.code) && names.insert(rule.name),
            "{} or {} stands twice",
            rule.code,
            rule.name
        );
        let (letters, digits) = rule.code.split_at(3);
        assert!(
            letters.bytes().all(|b| b.is_ascii_uppercase())
                && digits.len() == 3
                && digits.bytes().all(|b| b.is_ascii_digit()),
            "{}",
            rule.code
        );
        assert!(
            rule.name
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
            "{}",
            rule.name
        );
        assert_eq!(rules::find(rule.code), Some(*rule));
        assert_eq!(rules::find(rule.name), Some(*rule));
    }
}
