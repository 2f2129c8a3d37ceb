//! What a point in time looks like, in whatever form it is written.

/// The fewest digits that a date has, as in `1/2/03`.
const DIGITS_MIN: usize = 4;

/// The fewest digits of a number that can be a time: seconds since 1970 have had nine
/// since 1973.
const NUMBER_DIGITS_MIN: usize = 9;

/// The most digits of a number that can be a time: AD counts in tenths of microseconds.
const NUMBER_DIGITS_MAX: usize = 20;

/// The most characters that a time is written with.
const CHARACTERS_MAX: usize = 40;

/// Dates of year 0 and 1: what databases and programs write where they have none.
const NO_DATES: [&str; 3] = ["0000-00-00", "0001-01-01", "00/00/0000"];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// What a text says as a point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Time {
    /// A point in time.
    Given,
    /// The form that stands for none.
    None,
}

/// Whether a text is a point in time, or stands for none; nothing if it is neither.
pub fn of(text: &str) -> Option<Time> {
    let text = text.trim();
    let bytes = text.as_bytes();
    if bytes.is_empty() || bytes.len() > CHARACTERS_MAX {
        return None;
    }
    if NO_DATES.iter().any(|none| text.starts_with(none)) {
        return Some(Time::None);
    }
    if text.eq_ignore_ascii_case("infinity") {
        return Some(Time::Given);
    }
    let digits = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
    if digits == bytes.len() {
        let plausible = (NUMBER_DIGITS_MIN..=NUMBER_DIGITS_MAX).contains(&digits);
        return plausible.then_some(Time::Given);
    }
    let is_date = digits >= DIGITS_MIN && (has_numeric_date(text) || has_month(text));
    let others = |c: char| {
        c.is_ascii_digit() || c.is_alphabetic() || "-/.:+, \u{a0}\u{202f}年月日時分秒".contains(c)
    };
    (is_date && text.chars().all(others)).then_some(Time::Given)
}

/// Whether a text has three numbers parted by `-`, `/` or `.`, as a date has, or the
/// form of LDAP, `20240501120000Z`.
fn has_numeric_date(text: &str) -> bool {
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | '/' | '.')))
        .unwrap_or(text.len());
    let date = &text[..end];
    if date.len() == 14 && text.ends_with('Z') && date.bytes().all(|byte| byte.is_ascii_digit()) {
        return true;
    }
    if text.contains('年') && text.contains('月') {
        return true;
    }
    ['-', '/', '.'].into_iter().any(|mark| {
        let parts: Vec<&str> = date.trim_end_matches('.').split(mark).collect();
        parts.len() == 3
            && parts.iter().all(|part| (1..=4).contains(&part.len()))
            && parts
                .iter()
                .all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
            && parts.iter().filter(|part| part.len() > 2).count() <= 1
    })
}

/// Whether a text names a month in English, as `Jan 15, 2024` and `11-FEB-20` do.
fn has_month(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphabetic());
    words.any(|word| {
        let word = word.to_ascii_lowercase();
        word.len() >= 3 && MONTHS.iter().any(|month| month.starts_with(&word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_seen() {
        for text in [
            "2024-01-15",
            "2024-01-15T10:30:00Z",
            "2024-01-15 10:30:00.000000+00",
            "15.01.2024",
            "1/15/2024 10:30 AM",
            "2024/01/15",
            "1614962116",
            "1614962116775",
            "133500000000000000",
            "Jan 15, 2024",
            "11-FEB-20 07.51.57 PM",
            "20240501120000Z",
            "2024年1月15日",
            "infinity",
            "Mon, 15 Jan 2024 10:30:00 GMT",
        ] {
            assert_eq!(of(text), Some(Time::Given), "{text}");
        }
        for text in ["0000-00-00 00:00:00", "0001-01-01T00:00:00Z"] {
            assert_eq!(of(text), Some(Time::None), "{text}");
        }
        for text in [
            "",
            "1",
            "0",
            "2024",
            "maybe",
            "TRUE",
            "marching on 2024",
            "1.2.3.4.5",
            "10-20",
            "ana@example.org",
            "v1.2.3",
            "+61 412 345 678",
            "0412-345-678x",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
