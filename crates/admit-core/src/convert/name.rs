//! Names of people.

use crate::base::limits::{NAME_CHARACTERS_MAX, NAMES_AGREE_PERCENT_MIN};
use crate::convert::text;
use crate::findings::finding::Findings;
use crate::rows::characters::Kind;
use crate::rows::raw::CellRef;
use crate::rules::{address_in_name, full_name_split, name_last_comma_first, name_too_long};
use std::borrow::Cow;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Reads a first or last name.
pub fn read(cell: CellRef<'_>, findings: &mut Findings) -> Option<String> {
    let name = normalised(cell, findings)?;
    fits(cell, &name, findings).then_some(name)
}

/// How the whole names of a column are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// `Jane Roe`.
    #[default]
    FirstLast,
    /// `Roe, Jane`.
    LastFirst,
}

/// How many of a column's whole names are written one way or the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Orders {
    names: u64,
    turned: u64,
    /// The first name that is turned round, as it is written.
    pub example: Option<String>,
}

impl Orders {
    /// Counts a name. One word alone tells nothing.
    pub fn count(&mut self, text: &str) {
        let text = text.trim();
        if parts_turned_round(text).is_some() {
            self.turned += 1;
            self.names += 1;
            self.example.get_or_insert_with(|| text.to_owned());
        } else if text.contains(char::is_whitespace) {
            self.names += 1;
        }
    }

    /// How the column is to be read: only one that agrees is turned round.
    pub fn order(&self) -> Order {
        let agrees = self.turned * 100 >= self.names * NAMES_AGREE_PERCENT_MIN;
        if self.turned > 0 && agrees {
            Order::LastFirst
        } else {
            Order::FirstLast
        }
    }
}

/// Reads a whole name and splits it into first and last name: at the first space,
/// or at its comma in a column of names that are turned round.
pub fn split(
    cell: CellRef<'_>,
    order: Order,
    findings: &mut Findings,
) -> (Option<String>, Option<String>) {
    let Some(name) = normalised(cell, findings) else {
        return (None, None);
    };
    if order == Order::LastFirst
        && let Some((first, last)) = parts_turned_round(&name)
    {
        if !fits(cell, first, findings) || !fits(cell, last, findings) {
            return (None, None);
        }
        return (Some(first.to_owned()), Some(last.to_owned()));
    }
    let (first, last) = match name.split_once(char::is_whitespace) {
        Some((first, last)) => (first, last.trim_start()),
        None => (name.as_str(), ""),
    };
    let turned = turned_round(&name);
    if turned.is_some() || first.contains(',') {
        name_last_comma_first::found(cell, turned, findings);
        return (None, None);
    }
    if !fits(cell, first, findings) || !fits(cell, last, findings) {
        return (None, None);
    }
    if last.contains(char::is_whitespace) {
        full_name_split::found(cell, first, last, findings);
    }
    let last = (!last.is_empty()).then(|| last.to_owned());
    (Some(first.to_owned()), last)
}

fn normalised(cell: CellRef<'_>, findings: &mut Findings) -> Option<String> {
    let text = text::clean_as(cell, Kind::Name, findings)?;
    if has_address(&text) {
        address_in_name::found(cell, findings);
        return None;
    }
    Some(if text.is_ascii() || is_nfc(&text) {
        Cow::into_owned(text)
    } else {
        text.nfc().collect()
    })
}

/// Whether one of the words is an email address, whatever stands around it.
fn has_address(text: &str) -> bool {
    let is_at = |c: char| matches!(c, '@' | '\u{ff20}' | '\u{fe6b}');
    let is_address = |word: &str| {
        let Some(at) = word.find(is_at) else {
            return false;
        };
        let domain = word[at..].trim_start_matches(is_at);
        let dot = domain.trim_matches('.').contains('.');
        word[..at].contains(char::is_alphanumeric) && dot
    };
    (memchr::memchr(b'@', text.as_bytes()).is_some() || (!text.is_ascii() && text.contains(is_at)))
        && text
            .split(|c: char| c.is_whitespace() || "<>()[]\",;:".contains(c))
            .any(is_address)
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
    parts_turned_round(name).map(|(first, last)| format!("{first} {last}"))
}

/// First and last name of `Roe, Jane`.
fn parts_turned_round(name: &str) -> Option<(&str, &str)> {
    let (last, first) = name.split_once(',')?;
    let (last, first) = (last.trim(), first.trim());
    let is_pair = !last.is_empty() && !first.is_empty() && !first.contains(',');
    (is_pair && !SUFFIXES.contains(&first.to_lowercase().as_str())).then_some((first, last))
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
        let ((first, last), found) = run(Field::Name, text, |cell, findings| {
            split(cell, Order::FirstLast, findings)
        });
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
    fn an_address_is_no_name() {
        for text in [
            "ana@example.org",
            "Ana <ana@example.org>",
            "ana@example.org Roe",
            "(mailto:ana@mail.example.org)",
            "Roe,ana@example.org",
            "ana\u{ff20}example.org",
        ] {
            check(text, None, &["IDN011"]);
            check_split(text, (None, None), &["IDN011"]);
        }
        for text in ["An@", "Ana (@ana)", "Ana@home", "J. @ Roe", "Ana @Acme."] {
            check(text, Some(text), &[]);
        }
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
        for text in [
            "Roe, Jane",
            "Roe,Jane",
            "Cher,",
            ", Bo",
            "Lee, Bo, Jr",
            "Roe, MD",
        ] {
            check_split(text, (None, None), &["VAL007"]);
        }
        check_split("Jane Roe, MD", (Some("Jane"), Some("Roe, MD")), &["VAL006"]);
        check_split(&"a".repeat(101), (None, None), &["VAL005"]);
        check_split(
            &format!("Ana {}", "b".repeat(101)),
            (None, None),
            &["VAL005"],
        );
    }

    fn check_turned(text: &str, names: (Option<&str>, Option<&str>), codes: &[&str]) {
        let ((first, last), found) = run(Field::Name, text, |cell, findings| {
            split(cell, Order::LastFirst, findings)
        });
        assert_eq!(
            ((first.as_deref(), last.as_deref()), found.as_slice()),
            (names, codes),
            "{text:?}"
        );
    }

    #[test]
    fn a_column_turned_round_is_split_at_its_commas() {
        check_turned("Becker, Øyvind", (Some("Øyvind"), Some("Becker")), &[]);
        check_turned(
            "van Dijk,Ana Maria",
            (Some("Ana Maria"), Some("van Dijk")),
            &[],
        );
        check_turned("Ana Roe", (Some("Ana"), Some("Roe")), &[]);
        check_turned("Ana", (Some("Ana"), None), &[]);
        check_turned("Jane Roe, MD", (Some("Jane"), Some("Roe, MD")), &["VAL006"]);
        check_turned(
            &format!("{}, Ana", "b".repeat(101)),
            (None, None),
            &["VAL005"],
        );
    }

    #[test]
    fn a_column_is_turned_round_where_it_agrees() {
        let check = |names: &[&str], expected: Order| {
            let mut orders = Orders::default();
            for name in names {
                orders.count(name);
            }
            assert_eq!(orders.order(), expected, "{names:?}");
        };
        check(&[], Order::FirstLast);
        check(&["Ana"], Order::FirstLast);
        check(&["Roe, Jane"], Order::LastFirst);
        check(
            &["Roe, Jane", "Becker, Øyvind", "Cher", ""],
            Order::LastFirst,
        );
        check(&["Roe, Jane", "Ana Roe"], Order::FirstLast);
        check(&["Ana Roe, MD", "Bo Lee, Jr."], Order::FirstLast);
        let mut many = vec!["Roe, Jane"; 9];
        many.push("Ana Diaz");
        check(&many, Order::LastFirst);
        many.push("Bo Lee");
        check(&many, Order::FirstLast);
    }
}
