//! The README says of schemes, forms and bounds what the code does.

use admit_passwords::{SCHEMES, Scheme, limits};
use std::collections::BTreeSet;

const README: &str = include_str!("../README.md");
const LIMITS: &str = include_str!("../src/limits.rs");

/// What stands under a heading, up to the next one.
fn section(heading: &str) -> &'static str {
    let (_, rest) = README
        .split_once(&format!("\n## {heading}\n"))
        .unwrap_or_else(|| panic!("the README has no heading {heading}"));
    rest.split("\n## ").next().unwrap_or(rest)
}

/// The lines of the table in a section, without its head.
fn rows(heading: &str) -> Vec<&'static str> {
    let lines = section(heading).lines();
    lines.filter(|line| line.starts_with('|')).skip(2).collect()
}

/// The row of the table of schemes: the name, the other names, and where the
/// known answers come from, each source once.
fn row(scheme: &Scheme) -> String {
    let aliases: Vec<String> = scheme
        .aliases
        .iter()
        .map(|alias| format!("`{alias}`"))
        .collect();
    let mut sources: Vec<&str> = Vec::new();
    for answer in scheme.known_answers {
        if !sources.contains(&answer.source) {
            sources.push(answer.source);
        }
    }
    let aliases = if aliases.is_empty() {
        "–".to_owned()
    } else {
        aliases.join(" ")
    };
    format!(
        "| `{}` | {aliases} | {}: {} |",
        scheme.name,
        scheme.known_answers.len(),
        sources.join("; ")
    )
}

#[test]
fn the_table_of_schemes_is_that_of_the_code() {
    let expected: Vec<String> = SCHEMES.iter().map(|scheme| row(scheme)).collect();
    assert!(
        rows("The schemes") == expected,
        "the table under \"The schemes\" in the README is to have these rows:\n\n{}\n",
        expected.join("\n")
    );
}

/// What a hash begins with, as far as it names its form: `$2b$`, `{SSHA}`,
/// `pbkdf2:`; nothing for a bare digest.
fn beginning(hash: &str) -> &str {
    let end = match hash.as_bytes() {
        [b'$', ..] => hash[1..].find('$').map(|at| at + 2),
        [b'U', b'$', ..] => Some(4),
        [b'{', b'"' | b' ', ..] => Some(1),
        [b'{', ..] => hash.find('}').map(|at| at + 1),
        _ => hash.find(['$', ':']).map(|at| at + 1),
    };
    &hash[..end.unwrap_or(0)]
}

/// Case, and dashes in braces, do not matter.
fn folded(text: &str) -> String {
    text.to_ascii_uppercase().replace(['-', '_'], "")
}

#[test]
fn the_table_of_forms_has_every_form_that_is_tested() {
    let rows = rows("The forms");
    for scheme in SCHEMES {
        let begin = format!("| `{}` |", scheme.name);
        let own: String = rows
            .iter()
            .filter(|row| row.starts_with(&begin))
            .copied()
            .collect();
        assert!(!own.is_empty(), "{} has no form in the README", scheme.name);
        let own = folded(&own);
        let forms: BTreeSet<&str> = scheme
            .known_answers
            .iter()
            .map(|answer| beginning(answer.hash))
            .filter(|form| !own.contains(&format!("`{}", folded(form))))
            .collect();
        assert!(
            forms.is_empty(),
            "the README has no forms of {} that begin with {forms:?}",
            scheme.name
        );
    }
    let known: BTreeSet<String> = SCHEMES.iter().map(|s| format!("`{}`", s.name)).collect();
    for row in rows {
        let name = row.split('|').nth(1).unwrap_or_default().trim();
        assert!(known.contains(name), "{name} is not a scheme");
    }
}

/// The rows of limits: the name of each constant and its value.
macro_rules! limits {
    ($($name:ident $value:expr),* $(,)?) => {
        vec![$((stringify!($name), $value.to_string())),*]
    };
}

fn bounds() -> Vec<(&'static str, String)> {
    use limits::*;
    let range =
        |range: &std::ops::RangeInclusive<u32>| format!("{} to {}", range.start(), range.end());
    limits![
        HASH_BYTES_MAX HASH_BYTES_MAX,
        PASSWORD_BYTES_MAX PASSWORD_BYTES_MAX,
        BCRYPT_COSTS range(&BCRYPT_COSTS),
        BCRYPT_COSTS_USUAL range(&BCRYPT_COSTS_USUAL),
        PHPASS_COUNTS_LOG2 range(&PHPASS_COUNTS_LOG2),
        DIGEST_ROUNDS_MAX DIGEST_ROUNDS_MAX,
        WRAPPED_SALT_BYTES_MAX WRAPPED_SALT_BYTES_MAX,
        WRAPPED_PASSES_MAX WRAPPED_PASSES_MAX,
        WRAPPED_LANES_MAX WRAPPED_LANES_MAX,
        ARGON2_MEMORY_BYTES_USUAL ARGON2_MEMORY_BYTES_USUAL,
        ARGON2_MEMORY_BYTES_MAX ARGON2_MEMORY_BYTES_MAX,
        ARGON2_FILLS_MAX ARGON2_FILLS_MAX,
        SCRYPT_MEMORY_BYTES_MAX SCRYPT_MEMORY_BYTES_MAX,
        SCRYPT_BLOCKS_MAX SCRYPT_BLOCKS_MAX,
        PBKDF2_ROUNDS_MAX PBKDF2_ROUNDS_MAX,
        SHA_CRYPT_ROUNDS_MAX SHA_CRYPT_ROUNDS_MAX,
        DES_ROUNDS_MAX DES_ROUNDS_MAX,
        FIREBASE_ROUNDS range(&FIREBASE_ROUNDS),
        FIREBASE_MEMORY_COST range(&FIREBASE_MEMORY_COST),
        KEY_BYTES_MIN KEY_BYTES_MIN,
    ]
}

#[test]
fn the_table_of_bounds_has_every_limit_and_its_value() {
    let bounds = bounds();
    let declared: Vec<&str> = LIMITS
        .lines()
        .filter_map(|line| line.strip_prefix("pub const ")?.split(':').next())
        .collect();
    let listed: Vec<&str> = bounds.iter().map(|(name, _)| *name).collect();
    assert_eq!(listed, declared, "a limit is missing in this test");
    let rows = rows("The bounds");
    assert_eq!(rows.len(), bounds.len());
    for (row, (name, value)) in rows.iter().zip(&bounds) {
        let end = format!("| {value} | `{name}` |");
        assert!(
            row.replace(',', "").ends_with(&end),
            "{row} is to end with {end}"
        );
    }
}
