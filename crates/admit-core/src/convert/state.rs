//! Whether a user may sign in, from any column that says so.

use crate::convert::text;
use crate::findings::finding::Findings;
use crate::rows::characters::Kind;
use crate::rows::headers::plain;
use crate::rows::raw::{CellKind, CellRef};
use crate::rows::state::{self, State};
use crate::rows::times::{self, Time};
use crate::rows::yes_no;
use crate::rules::{boolean_from_word, state_not_recognised};
use crate::users::field::{Field, fold_header};

/// The column in which Active Directory keeps the state of an account as bits.
const CONTROL: &str = "useraccountcontrol";

/// The bits there of an account that is disabled or locked out (`ACCOUNTDISABLE` and
/// `LOCKOUT` in Microsoft's documentation).
const CONTROL_SHUT: u32 = 0x0002 | 0x0010;

/// What columns are called that say when somebody was let in, in plain form.
const ACTIVATED: [&str; 5] = [
    "activated",
    "approved",
    "aktiviert",
    "freigeschaltet",
    "ativado",
];

/// The column in which Moodle keeps how somebody signs in, in plain form.
const METHOD: &str = "auth";

/// Reads what a cell says of the account. A word for a state means that state wherever
/// it stands; yes, no and times mean what the column's field makes of them. What cannot
/// be read is an error: taking it for nothing would let somebody in.
pub fn read(cell: CellRef<'_>, kind: CellKind, findings: &mut Findings) -> Option<State> {
    if kind == CellKind::Json {
        state_not_recognised::found(cell, findings);
        return None;
    }
    let mut remarks = Findings::default();
    let cleaned = text::clean_as(cell, Kind::Other, &mut remarks);
    let Some(text) = cleaned else {
        let shown = cell.text.trim();
        // A word for nothing says nothing; what was left out for its characters may
        // have said something.
        if text::is_placeholder(shown, Kind::Other) && !shown.starts_with('#') {
            remarks.take().into_iter().for_each(|r| findings.add(r));
        } else {
            state_not_recognised::found(cell, findings);
        }
        return None;
    };
    remarks.take().into_iter().for_each(|r| findings.add(r));
    let field = cell.field.unwrap_or(Field::Suspended);
    let read = of_field(field, &text)
        .or_else(|| state::of_word(&text))
        .or_else(|| control(cell.column, &text))
        .or_else(|| method(cell.column));
    if read.is_none() && is_time_of_activation(cell.column, &text) {
        return None;
    }
    let Some(state) = read else {
        state_not_recognised::found(cell, findings);
        return None;
    };
    if let Some(yes) = yes_no::value(&text)
        && !yes_no::is_of_a_program(&text.to_lowercase())
    {
        boolean_from_word::found(cell, yes, findings);
    }
    Some(state)
}

/// What yes, no and a time mean in a column of this field.
fn of_field(field: Field, text: &str) -> Option<State> {
    let shut = match field {
        Field::Deleted => State::Deleted,
        _ => State::Shut,
    };
    let yes = match text {
        "1.0" => Some(true),
        "0.0" => Some(false),
        text => yes_no::value(text),
    };
    let yes = yes.or_else(|| {
        // When somebody was let in says nothing of now.
        let time = times::of(text).filter(|_| field != Field::Active)?;
        Some(time == Time::Given)
    })?;
    match field {
        Field::Status => None,
        Field::Active if yes => Some(State::Open),
        Field::Active => Some(State::Shut),
        _ if yes => Some(shut),
        _ => Some(State::Open),
    }
}

/// When an account was activated says nothing of now, and its column is named for it.
fn is_time_of_activation(column: &str, text: &str) -> bool {
    let column = plain(column);
    ACTIVATED.iter().any(|word| column.ends_with(word)) && times::of(text) == Some(Time::Given)
}

/// A way to sign in lets in whom no other word kept out.
fn method(column: &str) -> Option<State> {
    (fold_header(column) == METHOD).then_some(State::Open)
}

fn control(column: &str, text: &str) -> Option<State> {
    let bits: u32 = text.parse().ok()?;
    if fold_header(column) != CONTROL {
        return None;
    }
    Some(if bits & CONTROL_SHUT == 0 {
        State::Open
    } else {
        State::Shut
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::testing::run;
    use State::{Deleted, NotYet, Open, Shut};

    #[track_caller]
    fn check(field: Field, text: &str, expected: Option<State>, codes: &[&str]) {
        let (state, found) = run(field, text, |cell, findings| {
            read(cell, CellKind::Text, findings)
        });
        assert_eq!(
            (state, found.as_slice()),
            (expected, codes),
            "{field} {text:?}"
        );
    }

    #[test]
    fn yes_and_no_mean_what_the_column_asks() {
        for (yes, no, codes) in [
            ("TRUE", "false", &[][..]),
            ("1", "0", &[]),
            ("WAHR", "FALSCH", &[]),
            ("ja", "nein", &["VAL002"]),
            ("1.0", "0.0", &[]),
        ] {
            check(Field::Suspended, yes, Some(Shut), codes);
            check(Field::Suspended, no, Some(Open), codes);
            check(Field::Active, yes, Some(Open), codes);
            check(Field::Active, no, Some(Shut), codes);
            check(Field::Deleted, yes, Some(Deleted), codes);
            check(Field::Deleted, no, Some(Open), codes);
            check(Field::Status, yes, None, &["VAL032"]);
            check(Field::Status, no, None, &["VAL032"]);
        }
    }

    #[test]
    fn words_mean_the_same_everywhere() {
        for field in [
            Field::Suspended,
            Field::Active,
            Field::Status,
            Field::Deleted,
        ] {
            for (text, expected) in [
                ("active", Open),
                ("Suspended", Shut),
                ("DEPROVISIONED", Shut),
                ("locked_out", Shut),
                ("gesperrt", Shut),
                ("STAGED", NotYet),
                ("deleted", Deleted),
            ] {
                check(field, text, Some(expected), &[]);
            }
            check(field, "maybe", None, &["VAL032"]);
            check(field, "2", None, &["VAL032"]);
            check(field, "#REF!", None, &["VAL032"]);
            check(field, "#N/A", None, &["VAL032"]);
            check(field, "sus\u{7}pended", None, &["VAL032"]);
            let is_told = matches!(field, Field::Active | Field::Status);
            let told: &[&str] = if is_told { &["ROW009"] } else { &[] };
            check(field, "NULL", None, told);
            check(field, "null", None, &["ROW009"]);
        }
    }

    #[test]
    fn when_an_account_was_activated_says_nothing() {
        let read = |column: &str, text: &str| {
            let cell = CellRef {
                column,
                field: Some(Field::Active),
                text,
            };
            let mut findings = Findings::default();
            let state = read(cell, CellKind::Text, &mut findings);
            (state, findings.iter().count())
        };
        assert_eq!(read("activated", "2021-03-05T16:34:49.518Z"), (None, 0));
        assert_eq!(read("is_activated", "true"), (Some(Open), 0));
        assert_eq!(read("activated", "soon"), (None, 1));
        assert_eq!(read("active", "2021-03-05T16:34:49.518Z"), (None, 1));
    }

    #[test]
    fn a_time_shuts_out() {
        for time in [
            "2024-01-15 10:30:00+00",
            "31.12.2030",
            "1614962116",
            "infinity",
        ] {
            check(Field::Suspended, time, Some(Shut), &[]);
            check(Field::Deleted, time, Some(Deleted), &[]);
            check(Field::Active, time, None, &["VAL032"]);
            check(Field::Status, time, None, &["VAL032"]);
        }
        check(Field::Suspended, "0000-00-00 00:00:00", Some(Open), &[]);
        check(Field::Deleted, "0001-01-01T00:00:00Z", Some(Open), &[]);
    }

    #[test]
    fn the_bits_of_active_directory_are_read() {
        let of = |text| control("userAccountControl", text);
        for (text, expected) in [
            ("512", Open),
            ("514", Shut),
            ("66048", Open),
            ("66066", Shut),
        ] {
            assert_eq!(of(text), Some(expected), "{text}");
        }
        assert_eq!(of("x"), None);
        assert_eq!(control("status", "514"), None);
    }

    #[test]
    fn what_is_no_text_cannot_be_read() {
        let (state, found) = run(Field::Status, "{\"code\": 1}", |cell, findings| {
            read(cell, CellKind::Json, findings)
        });
        assert_eq!((state, found), (None, vec!["VAL032"]));
    }
}
