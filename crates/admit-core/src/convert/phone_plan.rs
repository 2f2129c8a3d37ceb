//! Numbering plans: from the digits of a number to E.164, or to the reason why
//! there is no such number. Lengths and country codes are checked; whether a
//! range is in use is not, since that changes every month.

use crate::rules::phone_too_short::Length;
use phonelib::{Country, ParseError, PhoneNumber};

/// A number that can be called from anywhere.
#[derive(Debug, PartialEq, Eq)]
pub struct Resolved {
    /// E.164.
    pub key: String,
    /// How it came from what was written.
    pub reading: Reading,
}

/// How the digits were read.
#[derive(Debug, PartialEq, Eq)]
pub enum Reading {
    /// As they stand, or as national digits of the default region.
    AsWritten,
    /// `00`, or another prefix for calls abroad, was read as `+`.
    DoubleZero,
    /// These digits after the country code are dialled inside the country only.
    TrunkLeftOut(String),
}

/// Why there is no such number.
#[derive(Debug, PartialEq, Eq)]
pub enum Problem {
    /// Fewer digits than numbers of the country have.
    TooShort(Length),
    /// More digits than numbers of the country have.
    TooLong(Length),
    /// No number starts with this.
    CountryUnknown(String),
    /// The number would be right with a plus in front: this one.
    PlusMissing(String),
    /// A national number, and nothing says of which country.
    NoCountryCode,
}

/// Numbers without a plus are taken for international ones only from this
/// length on: national numbers are hardly ever longer than ten digits.
const PLUS_MISSING_DIGITS_MIN: usize = 11;

/// How many digits a number has with its country code, in words.
const ANY_LENGTH: &str = "7 to 15";

/// The fewest digits of a number without its country code that are taken for
/// a number at all.
const NATIONAL_DIGITS_MIN: usize = 5;

/// The most digits of a number with its country code: ITU-T E.164.
const DIGITS_MAX: usize = 15;

/// The numbers of a country that have fewer lengths than its plan as a whole.
struct Usual {
    /// The country code, as E.164 begins.
    code: &'static str,
    /// The digits that these numbers begin with; service numbers, which may be
    /// short, begin with others.
    starts: &'static str,
    /// Their lengths without the country code, ascending.
    lengths: &'static [u8],
}

/// Geographic and mobile numbers of plans that allow much shorter ones too.
const USUAL: &[Usual] = &[
    Usual {
        code: "+61",
        starts: "23478",
        lengths: &[9],
    },
    Usual {
        code: "+44",
        starts: "1237",
        lengths: &[9, 10],
    },
    Usual {
        code: "+49",
        starts: "123456789",
        lengths: &[7, 8, 9, 10, 11, 12, 13],
    },
    Usual {
        code: "+64",
        starts: "234679",
        lengths: &[8, 9, 10],
    },
    Usual {
        code: "+91",
        starts: "6789",
        lengths: &[10],
    },
];

/// How many digits a usual number may lack before it is taken for a cut one:
/// plans grow by a digit now and then.
const USUAL_DIGITS_LACKING_MAX: usize = 1;

/// What is wrong with an E.164 number that its country's plan allows, but that
/// is too short for the kind of number that it begins like.
pub fn cut_short(key: &str) -> Option<Length> {
    let (usual, national) = USUAL
        .iter()
        .find_map(|usual| Some((usual, key.strip_prefix(usual.code)?)))?;
    let shortest = usize::from(*usual.lengths.first()?);
    let short = national.starts_with(|c| usual.starts.contains(c))
        && national.len() + USUAL_DIGITS_LACKING_MAX < shortest;
    short.then(|| Length {
        digits: national.len(),
        country: country_of(&key[1..]).map(|(country, _)| country.name),
        expected: in_words(usual.lengths),
    })
}

/// Whether there is a country of these two letters (ISO 3166) whose numbers are known.
pub fn is_country(code: &str) -> bool {
    phonelib::country_by_code(code).is_some()
}

/// Reads a number that consists of digits, separators and at most one plus.
pub fn resolve(text: &str, region: Option<&str>) -> Result<Resolved, Problem> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let international = text
        .trim_start_matches([' ', '(', '\u{ff08}'])
        .starts_with('+');
    if digits.is_empty() {
        return Err(Problem::TooShort(length_of_any(0)));
    }
    if international {
        return match digits.strip_prefix("00") {
            Some(rest) => abroad(rest),
            None => resolve_international(&digits),
        };
    }
    let region = region.filter(|code| is_country(code));
    if let Some(region) = region {
        return resolve_national(&digits, region);
    }
    if let Some(rest) = digits.strip_prefix("00") {
        return abroad(rest);
    }
    Err(without_country(&digits))
}

/// The digits after a prefix for calls abroad.
fn abroad(digits: &str) -> Result<Resolved, Problem> {
    resolve_international(digits).map(|resolved| Resolved {
        reading: Reading::DoubleZero,
        ..resolved
    })
}

fn resolve_international(digits: &str) -> Result<Resolved, Problem> {
    if digits.starts_with('0') {
        return Err(Problem::CountryUnknown("0".to_owned()));
    }
    let written = format!("+{digits}");
    match phonelib::try_normalize_phone_number(&written) {
        Ok(key) => {
            if let Some(length) = cut_short(&key) {
                return Err(Problem::TooShort(length));
            }
            let reading = match trunk(&written, &key) {
                Some(trunk) => Reading::TrunkLeftOut(trunk),
                None => Reading::AsWritten,
            };
            Ok(Resolved { key, reading })
        }
        Err(error) => Err(why(digits, error)),
    }
}

/// The digits of `written` that are missing in `key`.
fn trunk(written: &str, key: &str) -> Option<String> {
    let missing = written
        .len()
        .checked_sub(key.len())
        .filter(|missing| *missing > 0)?;
    let same = written
        .bytes()
        .zip(key.bytes())
        .take_while(|(a, b)| a == b)
        .count();
    written.get(same..same + missing).map(str::to_owned)
}

fn resolve_national(digits: &str, region: &str) -> Result<Resolved, Problem> {
    match PhoneNumber::try_parse_with_country(digits, region) {
        Ok(number) => {
            let key = number.e164().to_owned();
            if let Some(length) = cut_short(&key) {
                return Err(Problem::TooShort(length));
            }
            // A prefix for calls abroad was read if nothing but it is missing.
            let rest = digits.strip_suffix(&key[1..]);
            let reading = match rest {
                Some(prefix) if !prefix.is_empty() => Reading::DoubleZero,
                _ => Reading::AsWritten,
            };
            Ok(Resolved { key, reading })
        }
        Err(error) => {
            let national = digits.strip_prefix('0').unwrap_or(digits);
            let country = phonelib::country_by_code(region);
            let code = country.map_or(String::new(), |country| country.prefix.to_string());
            Err(why(&format!("{code}{national}"), error))
        }
    }
}

fn without_country(digits: &str) -> Problem {
    if digits.len() < NATIONAL_DIGITS_MIN {
        return Problem::TooShort(length_of_any(digits.len()));
    }
    if digits.len() > DIGITS_MAX {
        return Problem::TooLong(length_of_any(digits.len()));
    }
    if digits.len() >= PLUS_MISSING_DIGITS_MIN
        && let Ok(resolved) = resolve_international(digits)
        && resolved.reading == Reading::AsWritten
    {
        return Problem::PlusMissing(resolved.key);
    }
    Problem::NoCountryCode
}

/// What is wrong with digits that begin with a country code.
fn why(digits: &str, error: ParseError) -> Problem {
    match error {
        ParseError::InvalidAreaCode => return Problem::CountryUnknown(start(digits, &[1, 3])),
        ParseError::InvalidExchange => return Problem::CountryUnknown(start(digits, &[1, 3, 3])),
        _ => {}
    }
    let Some((country, code_digits)) = country_of(digits) else {
        return match digits.len() {
            ..NATIONAL_DIGITS_MIN => Problem::TooShort(length_of_any(digits.len())),
            _ => Problem::CountryUnknown(start(digits, &[3])),
        };
    };
    let national = digits.len() - code_digits;
    let length = Length {
        digits: national,
        country: Some(country.name),
        expected: in_words(country.phone_lengths),
    };
    if is_nearer_to_short(national, country.phone_lengths) {
        Problem::TooShort(length)
    } else {
        Problem::TooLong(length)
    }
}

/// Whether the nearest length that exists is a longer one.
fn is_nearer_to_short(digits: usize, lengths: &[u8]) -> bool {
    lengths
        .iter()
        .map(|length| usize::from(*length))
        .min_by_key(|length| length.abs_diff(digits))
        .is_some_and(|nearest| digits < nearest)
}

/// The country whose code the digits begin with, and the length of that code.
/// For North America that is its largest country: they all have one plan.
fn country_of(digits: &str) -> Option<(&'static Country, usize)> {
    (1..=3).find_map(|length| {
        let code = digits.get(..length)?.parse().ok()?;
        let country = phonelib::countries_by_calling_code(code)
            .into_iter()
            .next()?;
        Some((country, length))
    })
}

/// The beginning of a number in groups of these lengths.
fn start(digits: &str, groups: &[usize]) -> String {
    let mut rest = digits;
    let mut parts = Vec::new();
    for group in groups {
        let (part, after) = rest.split_at((*group).min(rest.len()));
        if !part.is_empty() {
            parts.push(part);
        }
        rest = after;
    }
    parts.join(" ")
}

fn length_of_any(digits: usize) -> Length {
    Length {
        digits,
        country: None,
        expected: ANY_LENGTH.to_owned(),
    }
}

/// Ascending lengths in words: `10`, `7, 9 or 10`, `5 to 10 or 12`.
fn in_words(lengths: &[u8]) -> String {
    let mut runs: Vec<(u8, u8)> = Vec::new();
    for length in lengths {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *length => *last = *length,
            _ => runs.push((*length, *length)),
        }
    }
    let words: Vec<String> = runs
        .into_iter()
        .flat_map(|(first, last)| match last - first {
            0 => vec![first.to_string()],
            1 => vec![first.to_string(), last.to_string()],
            _ => vec![format!("{first} to {last}")],
        })
        .collect();
    match words.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} or {last}", before.join(", ")),
        _ => words.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_in_words() {
        for (lengths, words) in [
            (&[10][..], "10"),
            (&[9, 10], "9 or 10"),
            (&[7, 9, 10], "7, 9 or 10"),
            (&[5, 6, 7, 8, 9, 10, 12], "5 to 10 or 12"),
            (&[4, 6, 8], "4, 6 or 8"),
        ] {
            assert_eq!(in_words(lengths), words);
        }
    }

    #[test]
    fn numbers_that_were_cut_are_too_short() {
        for (text, region, cut) in [
            ("+6149157", None, true),
            ("+614915701", None, true),
            ("+6149157015", None, false),
            ("+61491570156", None, false),
            ("+61131234", None, false),
            ("049157", Some("AU"), true),
            ("+442079460", None, true),
            ("+448001111", None, false),
            ("+4930901", None, true),
            ("+4930901820", None, false),
            ("+64213456", None, true),
            ("+6432345678", None, false),
            ("+9198765432", None, true),
            ("+919876543210", None, false),
            ("+33123456", None, true),
            ("+1202555017", None, true),
            // Plans with short numbers throughout.
            ("+6834002", None, false),
            ("+4532123456", None, false),
        ] {
            let short = matches!(resolve(text, region), Err(Problem::TooShort(_)));
            assert_eq!(short, cut, "{text}");
        }
        let words = cut_short("+6149157").map(|length| (length.digits, length.expected));
        assert_eq!(words, Some((5, "9".to_owned())));
    }

    #[test]
    fn the_country_is_named() {
        let Err(Problem::TooLong(length)) = resolve("+44 20 7946 09581", None) else {
            panic!("read as a number");
        };
        assert_eq!(
            (length.digits, length.country),
            (11, Some("United Kingdom"))
        );
    }
}
