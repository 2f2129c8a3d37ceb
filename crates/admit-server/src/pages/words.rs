//! Numbers and times as pages show them.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// A number, or a reference to one, as templates have them.
pub trait Number {
    /// The number.
    fn number(&self) -> u64;
}

impl Number for u64 {
    fn number(&self) -> u64 {
        *self
    }
}

impl<N: Number> Number for &N {
    fn number(&self) -> u64 {
        (**self).number()
    }
}

/// A number with its thousands separated.
pub fn count(number: impl Number) -> String {
    let digits = number.number().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// So many of something: `1 row`, `12,480 rows`.
pub fn of(number: impl Number, one: &str, many: &str) -> String {
    let noun = if number.number() == 1 { one } else { many };
    format!("{} {noun}", count(number))
}

/// Words with a capital in front, as they stand on a line of their own.
pub fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// The name of a field of a form for those who do not know it: `column:E-Mail` is
/// `Column E-Mail`.
pub fn field(name: &str) -> String {
    sentence(&name.replacen(':', " ", 1).replace('_', " "))
}

/// How large a file is: `512 bytes`, `1.9 MB`.
pub fn bytes(number: impl Number) -> String {
    let number = number.number();
    let units = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];
    for (unit, name) in units {
        if number >= unit {
            let tenths = (number * 10 + unit / 2) / unit;
            return format!("{}.{} {name}", count(tenths / 10), tenths % 10);
        }
    }
    of(number, "byte", "bytes")
}

/// How long something took: `0.4 s`, `1 min 5 s`.
pub fn seconds(seconds: f64) -> String {
    if seconds < 60.0 {
        return format!("{seconds:.1} s");
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a duration is never below zero, and nothing runs for so long"
    )]
    let whole = seconds.round() as u64;
    format!("{} min {} s", count(whole / 60), whole % 60)
}

/// A moment, as people say it and exactly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    /// `today, 14:32`, `yesterday, 09:12`, `Friday, 02:00`, `17 November`, with the year
    /// once it is another.
    pub said: String,
    /// As machines read it, in UTC.
    pub exact: String,
}

/// A moment in milliseconds since 1970 UTC, seen from another, in the time zone of the
/// server.
pub fn when(milliseconds: i64, now: i64) -> When {
    when_in(&TimeZone::system(), milliseconds, now)
}

fn when_in(zone: &TimeZone, milliseconds: i64, now: i64) -> When {
    let at = |milliseconds| Timestamp::from_millisecond(milliseconds).unwrap_or_default();
    let exact = at(milliseconds);
    let (then, now) = (zone.to_datetime(exact), zone.to_datetime(at(now)));
    When {
        said: said(then, now),
        exact: exact.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
    }
}

fn said(then: DateTime, now: DateTime) -> String {
    let days = then
        .date()
        .until(now.date())
        .map_or(i32::MAX, |span| span.get_days());
    let form = match days {
        0 => "today, %H:%M",
        1 => "yesterday, %H:%M",
        2..=6 => "%A, %H:%M",
        _ if then.year() == now.year() => "%-d %B",
        _ => "%-d %B %Y",
    };
    then.strftime(form).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_separated_and_ones_are_one() {
        for (number, expected) in [
            (0, "0 rows"),
            (1, "1 row"),
            (999, "999 rows"),
            (1_000, "1,000 rows"),
            (12_480, "12,480 rows"),
            (1_000_000, "1,000,000 rows"),
        ] {
            assert_eq!(of(number, "row", "rows"), expected);
        }
    }

    #[test]
    fn sizes_are_said_in_the_unit_that_fits() {
        for (number, expected) in [
            (1, "1 byte"),
            (999, "999 bytes"),
            (1_000, "1.0 kB"),
            (1_949_999, "1.9 MB"),
            (1_950_000, "2.0 MB"),
            (49_000_000, "49.0 MB"),
            (2_500_000_000, "2.5 GB"),
        ] {
            assert_eq!(bytes(number), expected);
        }
    }

    #[test]
    fn moments_are_said_from_where_one_stands() {
        let now: Timestamp = "2026-11-30T15:00:00Z".parse().unwrap();
        for (moment, expected) in [
            ("2026-11-30T14:32:10Z", "today, 14:32"),
            ("2026-11-29T23:59:00Z", "yesterday, 23:59"),
            ("2026-11-27T02:00:00Z", "Friday, 02:00"),
            ("2026-11-17T02:00:00Z", "17 November"),
            ("2025-11-17T02:00:00Z", "17 November 2025"),
            ("2026-12-02T02:00:00Z", "2 December"),
        ] {
            let at: Timestamp = moment.parse().unwrap();
            let told = when_in(&TimeZone::UTC, at.as_millisecond(), now.as_millisecond());
            assert_eq!(told.said, expected);
            assert_eq!(told.exact, moment);
        }
    }

    #[test]
    fn durations_are_said_in_minutes_once_they_are_long() {
        assert_eq!(seconds(1.94), "1.9 s");
        assert_eq!(seconds(65.2), "1 min 5 s");
    }
}
