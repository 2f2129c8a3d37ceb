//! Dates as spreadsheets and programs write them where they took something else
//! for one.

use std::ops::RangeInclusive;

/// Years that a date is likely to have.
const YEARS: RangeInclusive<u32> = 1900..=2099;

/// The beginnings of the months' names, in lower case, by language.
const MONTHS: &[&[&str]] = &[
    &[
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ],
    &["mrz", "mär", "mai", "okt", "dez"],
    &[
        "janv", "févr", "mars", "avr", "juin", "juil", "août", "sept", "déc",
    ],
    &[
        "ene", "abr", "ago", "dic", "gen", "mag", "giu", "lug", "set", "ott",
    ],
    &["fev", "mei", "mrt", "maj", "out"],
];

/// Whether the text is a date as a spreadsheet shows it: `1-Mar`, `Mar-21`,
/// `01.03.2021`, `3/1/2021`, `2021-03-01`, with or without a time.
pub(super) fn is_date(text: &str) -> bool {
    let date = match text.split_once([' ', 'T']) {
        Some((date, time)) if is_time(time) => date,
        _ => text,
    };
    let mut parts = date
        .split(['-', '.', '/', ' '])
        .filter(|part| !part.is_empty());
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(a), Some(b), None, None) => is_day_of_month(a, b) || is_month_of_year(a, b),
        (Some(a), Some(b), Some(c), None) => is_day_of_year(a, b, c),
        _ => false,
    }
}

/// Beginnings of months that are words of their own: written small, they are no months.
const WORDS: &[&str] = &["dec", "gen", "mag", "may", "out", "sep", "set"];

/// `1-Mar`; `1-mar` where months are written small.
fn is_day_of_month(day: &str, month: &str) -> bool {
    is_day(day) && is_month_name(month) && !WORDS.contains(&month)
}

/// `Mar-21`, `Mar-2021`. Spreadsheets write the month with a capital, and
/// never one digit: `mar-1` may be an id.
fn is_month_of_year(month: &str, year: &str) -> bool {
    let capital =
        month.starts_with(char::is_uppercase) && month.chars().skip(1).all(char::is_lowercase);
    capital && is_month_name(month) && (is_short_year(year) || is_year(year))
}

/// `01.03.2021`, `3/1/21` with a month's name or a whole year, `2021-03-01`.
fn is_day_of_year(a: &str, b: &str, c: &str) -> bool {
    if is_year(a) {
        return is_month(b) && is_day(c);
    }
    if is_month_name(b) {
        return is_day(a) && (is_year(c) || is_short_year(c));
    }
    is_year(c) && ((is_day(a) && is_month(b)) || (is_month(a) && is_day(b)))
}

fn number(text: &str, lengths: RangeInclusive<usize>) -> Option<u32> {
    let digits = lengths.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

fn is_day(text: &str) -> bool {
    number(text, 1..=2).is_some_and(|day| (1..=31).contains(&day))
}

fn is_month(text: &str) -> bool {
    number(text, 1..=2).is_some_and(|month| (1..=12).contains(&month))
}

fn is_year(text: &str) -> bool {
    number(text, 4..=4).is_some_and(|year| YEARS.contains(&year))
}

fn is_short_year(text: &str) -> bool {
    number(text, 2..=2).is_some()
}

fn is_month_name(text: &str) -> bool {
    if !text.starts_with(char::is_alphabetic) {
        return false;
    }
    let lower = text.to_lowercase();
    MONTHS.iter().any(|names| names.contains(&lower.as_str()))
}

/// `00:00:00`, `9:30`, with or without fractions and a zone.
fn is_time(text: &str) -> bool {
    text.contains(':')
        && text.starts_with(|c: char| c.is_ascii_digit())
        && text
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b'+' | b'-' | b'Z'))
}

#[cfg(test)]
mod tests {
    use super::is_date;

    #[test]
    fn dates_are_known() {
        for text in [
            "1-Mar",
            "01-mar",
            "1. Mrz",
            "12-Dez",
            "3-mars",
            "Mar-21",
            "Dez-2021",
            "1-Mar-21",
            "01-Mar-2021",
            "01.03.2021",
            "3/1/2021",
            "31/12/1999",
            "12/31/1999",
            "2021-03-01",
            "2021/3/1",
            "2021-03-01 00:00:00",
            "2021-03-01T10:00:00Z",
            "01.03.2021 09:30",
        ] {
            assert!(is_date(text), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_date_is_none() {
        for text in [
            "mar-1",
            "may-12",
            "usr-21",
            "12-34",
            "1-2-3",
            "2021-13-01",
            "32.01.2021",
            "01.03.21",
            "01.03.2150",
            "1.2.3.4",
            "Ana-Mar",
            "Mar",
            "2021",
            "01.03.20.21",
            "10-Downing",
            "MAR-21",
            "1-set",
            "2-out",
        ] {
            assert!(!is_date(text), "{text}");
        }
    }
}
