//! Yes and no.

use crate::convert::text;
use crate::findings::finding::Findings;
use crate::rows::characters::Kind;
use crate::rows::raw::CellRef;
use crate::rows::times::{self, Time};
use crate::rows::yes_no::{NO, YES, is_of_a_program, of_word};
use crate::rules::{boolean_from_word, boolean_not_recognised};
use strsim::osa_distance;

/// Words this short are never taken for a slip of another.
const NEAR_CHARACTERS_MIN: usize = 3;

/// Reads a yes-or-no cell.
pub fn read(cell: CellRef<'_>, findings: &mut Findings) -> Option<bool> {
    let text = text::clean_as(cell, Kind::Other, findings)?;
    if text.eq_ignore_ascii_case("true") {
        return Some(true);
    }
    if text.eq_ignore_ascii_case("false") {
        return Some(false);
    }
    let word = text.to_lowercase();
    let value = of_word(&word).or_else(|| of_time(&text));
    match value {
        // A column that is named for a time says nothing new.
        Some(_) if names_a_time(cell.column) && of_word(&word).is_none() => {}
        Some(_) if is_of_a_program(&word) => {}
        Some(value) => boolean_from_word::found(cell, value, findings),
        None => boolean_not_recognised::found(cell, near(&word), findings),
    }
    value
}

/// A point in time is when it came to be so.
fn of_time(text: &str) -> Option<bool> {
    times::of(text).map(|time| time == Time::Given)
}

fn names_a_time(column: &str) -> bool {
    let column = column.to_lowercase();
    ["at", "on", "date", "time"]
        .into_iter()
        .any(|word| column.ends_with(word))
}

/// What an unknown word is nearest to, unless it is as near to the opposite.
fn near(word: &str) -> Option<bool> {
    let most = (word.chars().count() / 3).max(1);
    let nearest = |words: &[&str], own: &str| {
        words
            .iter()
            .copied()
            .chain([own])
            .filter(|known| known.chars().count() >= NEAR_CHARACTERS_MIN)
            .map(|known| osa_distance(word, known))
            .min()
            .filter(|distance| *distance <= most)
    };
    if word.chars().count() < NEAR_CHARACTERS_MIN {
        return None;
    }
    match (nearest(YES, "true"), nearest(NO, "false")) {
        (Some(yes), Some(no)) if yes == no => None,
        (Some(yes), Some(no)) => Some(yes < no),
        (Some(_), None) => Some(true),
        (None, Some(_)) => Some(false),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::testing::run;
    use crate::users::field::Field;

    fn check(text: &str, value: Option<bool>, codes: &[&str]) {
        let (found_value, found) = run(Field::EmailVerified, text, read);
        assert_eq!((found_value, found.as_slice()), (value, codes), "{text:?}");
    }

    #[test]
    fn words_are_read() {
        for text in ["TRUE", "true", "True"] {
            check(text, Some(true), &[]);
        }
        check("FALSE", Some(false), &[]);
        check("", None, &[]);
        check(" true ", Some(true), &["ROW006"]);
        for text in ["Yes", "Y", "Ja", "oui", "Sí", "si", "SIM"] {
            check(text, Some(true), &["VAL002"]);
        }
        for text in ["No", "n", "nein", "non", "NÃO"] {
            check(text, Some(false), &["VAL002"]);
        }
        for text in ["maybe", "2", "x", "blocked"] {
            check(text, None, &["VAL001"]);
        }
        check("1.0", Some(true), &["XLS013"]);
        check("0,00", Some(false), &["XLS013"]);
        check("1.5", None, &["VAL001"]);
        check("N/A", None, &["ROW009"]);
        check("2024-05-01T10:00:00Z", Some(true), &["VAL002"]);
        check("0000-00-00 00:00:00", Some(false), &["VAL002"]);
    }

    #[test]
    fn what_programs_write_by_themselves_is_no_news() {
        for text in ["1", "t", "WAHR", "VRAI", "verdadero", "Prawda", "ИСТИНА"] {
            check(text, Some(true), &[]);
        }
        for text in ["0", "f", "FALSCH", "FAUX", "falso", "FAŁSZ", "ЛОЖЬ"] {
            check(text, Some(false), &[]);
        }
    }

    #[test]
    fn no_word_means_both() {
        assert!(YES.iter().all(|word| !NO.contains(word)));
    }

    #[test]
    fn slips_are_recognised() {
        for (word, meant) in [
            ("treu", Some(true)),
            ("ture", Some(true)),
            ("flase", Some(false)),
            ("maybe", None),
            ("q", None),
        ] {
            assert_eq!(near(word), meant, "{word}");
        }
    }
}
