//! Points in time.

use crate::findings::finding::Findings;
use crate::rows::raw::CellRef;
use crate::rules::value_not_readable;

/// Numbers from here on are milliseconds rather than seconds since 1970: as
/// seconds they would be after the year 5138.
const MILLISECONDS_FROM: i64 = 100_000_000_000;

/// Reads a time of RFC 3339, a date, or a number of seconds or milliseconds
/// since 1970 UTC. Gives milliseconds. A time without an offset is UTC.
pub fn read(cell: CellRef<'_>, findings: &mut Findings) -> Option<i64> {
    let text = cell.text.trim();
    let read = number(text).or_else(|| timestamp(text));
    if read.is_none() {
        value_not_readable::found(
            cell,
            "it is not a time such as 2024-05-01T10:00:00Z",
            findings,
        );
    }
    read
}

fn number(text: &str) -> Option<i64> {
    let number: i64 = text.parse().ok()?;
    if number.abs() >= MILLISECONDS_FROM {
        Some(number)
    } else {
        number.checked_mul(1000)
    }
}

fn timestamp(text: &str) -> Option<i64> {
    let utc = jiff::tz::TimeZone::UTC;
    let time: Option<jiff::Timestamp> = text.parse().ok();
    let civil = || text.parse::<jiff::civil::DateTime>().ok();
    time.or_else(|| utc.to_timestamp(civil()?).ok())
        .map(jiff::Timestamp::as_millisecond)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::testing::run;
    use crate::users::field::Field;

    fn check(text: &str, expected: Option<i64>) {
        let (time, codes) = run(Field::PasswordSetDate, text, read);
        assert_eq!(time, expected, "{text}");
        assert_eq!(codes.is_empty(), expected.is_some(), "{text}");
    }

    #[test]
    fn times_are_read() {
        check("1970-01-01T00:00:01Z", Some(1000));
        check("2021-03-05T16:35:16.775Z", Some(1_614_962_116_775));
        check("2021-03-05T17:35:16.775+01:00", Some(1_614_962_116_775));
        check("2021-03-05 16:35:16", Some(1_614_962_116_000));
        check("2021-03-05", Some(1_614_902_400_000));
        check("1614962116", Some(1_614_962_116_000));
        check("1614962116775", Some(1_614_962_116_775));
        check("yesterday", None);
        check("2021-13-05", None);
        check("99999999999999999999", None);
    }
}
