//! The field that a header with a slip in it may have meant.

use super::modifiers::{Whose, whose};
use super::plain;
use crate::users::field::Field;
use strsim::damerau_levenshtein;

/// Shorter names are near to too much.
const CHARACTERS_MIN: usize = 4;

/// Names from this length on may have two slips, after a right beginning.
const TWO_SLIPS_FROM: usize = 9;

/// The field whose name is nearest, if the header looks like a slip of it. A name that
/// says something else is no slip: neither `mobile_verified` nor `hostname` means a
/// field that it shares letters with.
pub fn near(header: &str) -> Option<Field> {
    let form = plain(header);
    let length = form.chars().count();
    if length < CHARACTERS_MIN || whose(header) != Whose::Theirs {
        return None;
    }
    let mut best: Option<(usize, Field)> = None;
    for field in Field::ALL {
        for name in field.headers() {
            // Two slips make no name longer than that.
            if length.abs_diff(name.chars().count()) > 2 {
                continue;
            }
            let distance = damerau_levenshtein(&form, name);
            if is_slip(&form, name, distance) && best.is_none_or(|(least, _)| distance < least) {
                best = Some((distance, *field));
            }
        }
    }
    best.map(|(_, field)| field)
}

fn is_slip(form: &str, name: &str, distance: usize) -> bool {
    let digits = |text: &str| {
        text.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    let letters = |text: &str| {
        let mut letters: Vec<char> = text.chars().collect();
        letters.sort_unstable();
        letters
    };
    let length = form.chars().count();
    if digits(form) != digits(name) || name.chars().count() < CHARACTERS_MIN {
        return false;
    }
    match distance {
        // Of a short name another letter makes another word: `game` is not `name`.
        1 => {
            let is_short = length <= CHARACTERS_MIN && form.len() == name.len();
            !is_short || letters(form) == letters(name)
        }
        2 => length >= TWO_SLIPS_FROM && form.chars().next() == name.chars().next(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_offered_and_other_words_are_not() {
        for (header, expected) in [
            ("rloe", Some("role_key")),
            ("emial", Some("email")),
            ("e-mial", Some("email")),
            ("First Nme", Some("first_name")),
            ("hashed_pasword", Some("hashed_password")),
            ("orgnisation", Some("external_organization_id")),
            ("emailverfied", Some("email_verified")),
            ("usrename", Some("username")),
            ("notes", None),
            ("department", None),
            ("mobile_verified", None),
            ("oldusername", None),
            ("hostname", None),
            ("filename", None),
            ("game", None),
            ("email2", None),
            ("uid", None),
            ("", None),
        ] {
            assert_eq!(near(header).map(Field::name), expected, "{header}");
        }
    }
}
