//! Names of people.

use crate::base::limits::NAME_CHARACTERS_MAX;
use crate::convert::text;
use crate::findings::finding::Findings;
use crate::rows::characters::Kind;
use crate::rows::raw::CellRef;
use crate::rules::{full_name_split, name_last_comma_first, name_too_long};
use std::borrow::Cow;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Reads a first or last name.
pub fn read(cell: CellRef<'_>, findings: &mut Findings) -> Option<String> {
    let name = normalised(cell, findings)?;
    fits(cell, &name, findings).then_some(name)
}

/// Reads a whole name and splits it at the first space into first and last name.
pub fn split(cell: CellRef<'_>, findings: &mut Findings) -> (Option<String>, Option<String>) {
    let Some(name) = normalised(cell, findings) else {
        return (None, None);
    };
    let (first, last) = match name.split_once(char::is_whitespace) {
        Some((first, last)) => (first, last.trim_start()),
        None => (name.as_str(), ""),
    };
    if !fits(cell, first, findings) || !fits(cell, last, findings) {
        return (None, None);
    }
    if let Some(turned) = turned_round(&name) {
        name_last_comma_first::found(cell, first, last, turned, findings);
    } else if last.contains(char::is_whitespace) {
        full_name_split::found(cell, first, last, findings);
    }
    let last = (!last.is_empty()).then(|| last.to_owned());
    (Some(first.to_owned()), last)
}

fn normalised(cell: CellRef<'_>, findings: &mut Findings) -> Option<String> {
    let text = text::clean_as(cell, Kind::Name, findings)?;
    Some(if is_nfc(&text) {
        Cow::into_owned(text)
    } else {
        text.nfc().collect()
    })
}

fn fits(cell: CellRef<'_>, name: &str, findings: &mut Findings) -> bool {
    if name.len() <= NAME_CHARACTERS_MAX {
        return true;
    }
    let characters = name.chars().count();
    if characters > NAME_CHARACTERS_MAX {
        name_too_long::found(cell, characters, findings);
    }
    characters <= NAME_CHARACTERS_MAX
}

/// What may follow a comma without being a first name, in lower case.
const SUFFIXES: &[&str] = &[
    "jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "md", "m.d.", "phd", "ph.d.", "esq", "esq.",
    "mba", "dds", "rn", "cpa",
];

/// `Jane Roe` for `Roe, Jane`.
fn turned_round(name: &str) -> Option<String> {
    let (last, first) = name.split_once(',')?;
    let (last, first) = (last.trim(), first.trim());
    let is_pair = !last.is_empty() && !first.is_empty() && !first.contains(',');
    (is_pair && !SUFFIXES.contains(&first.to_lowercase().as_str()))
        .then(|| format!("{first} {last}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::testing::run;
    use crate::users::field::Field;

    fn check(text: &str, name: Option<&str>, codes: &[&str]) {
        let (read, found) = run(Field::FirstName, text, read);
        assert_eq!(
            (read.as_deref(), found.as_slice()),
            (name, codes),
            "{text:?}"
        );
    }

    fn check_split(text: &str, names: (Option<&str>, Option<&str>), codes: &[&str]) {
        let ((first, last), found) = run(Field::Name, text, split);
        assert_eq!(
            ((first.as_deref(), last.as_deref()), found.as_slice()),
            (names, codes),
            "{text:?}"
        );
    }

    #[test]
    fn names_are_read() {
        check("Ana", Some("Ana"), &[]);
        check("Ana Maria", Some("Ana Maria"), &[]);
        check("Zoe\u{308}", Some("Zoë"), &[]);
        check("Roe, Jane", Some("Roe, Jane"), &[]);
        check("", None, &[]);
        check(&"é".repeat(100), Some(&"é".repeat(100)), &[]);
        check(&"a".repeat(101), None, &["VAL005"]);
        check("None", Some("None"), &[]);
    }

    #[test]
    fn whole_names_are_split() {
        check_split("Ana Roe", (Some("Ana"), Some("Roe")), &[]);
        check_split("Ana  Roe", (Some("Ana"), Some("Roe")), &[]);
        check_split("Ana\u{a0}Roe", (Some("Ana"), Some("Roe")), &[]);
        check_split("Ana", (Some("Ana"), None), &[]);
        check_split("", (None, None), &[]);
        check_split(
            "Ana Maria da Silva",
            (Some("Ana"), Some("Maria da Silva")),
            &["VAL006"],
        );
        check_split("Roe, Jane", (Some("Roe,"), Some("Jane")), &["VAL007"]);
        check_split("Jane Roe, MD", (Some("Jane"), Some("Roe, MD")), &["VAL006"]);
        check_split(&"a".repeat(101), (None, None), &["VAL005"]);
        check_split(
            &format!("Ana {}", "b".repeat(101)),
            (None, None),
            &["VAL005"],
        );
    }
}
