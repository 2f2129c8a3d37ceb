//! Text to values. One file per kind of value.
//!
//! A conversion gives the value that can be stored, or nothing, and raises the
//! findings that say why. It never fails.

pub mod boolean;
pub mod date;
pub mod email;
mod email_address;
pub mod id;
pub mod list;
mod mail_domains;
pub mod name;
mod nobody;
pub mod password;
pub mod phone;
pub mod phone_plan;
mod spreadsheet;
mod spreadsheet_dates;
mod spreadsheet_escapes;
pub mod state;
pub mod structured;
pub mod text;
pub mod username;

#[cfg(test)]
pub(crate) mod testing {
    use crate::findings::finding::Findings;
    use crate::rows::candidate::Candidate;
    use crate::rows::choices::Choices;
    use crate::rows::raw::{CellKind, CellRef, Column, RawRow, RowPlace};
    use crate::rows::state::State;
    use crate::rules::view::RowView;
    use crate::users::access::Access;
    use crate::users::field::Field;

    /// Runs a conversion on one text as the cell of `field`: its value and the
    /// codes of what it found.
    pub fn run<T>(
        field: Field,
        text: &str,
        convert: impl FnOnce(CellRef<'_>, &mut Findings) -> T,
    ) -> (T, Vec<&'static str>) {
        let mut findings = Findings::default();
        let cell = CellRef {
            column: field.name(),
            field: Some(field),
            text,
        };
        let value = convert(cell, &mut findings);
        (value, findings.iter().map(|f| f.rule.code).collect())
    }

    /// Runs what looks at a whole row on a row of these cells, as it stands
    /// after the identifiers and flags in it were read.
    pub fn run_on_row<T>(
        cells: &[(Field, &str)],
        look: impl FnOnce(&RowView<'_>, &mut Findings) -> T,
    ) -> (T, Findings) {
        let (choices, access) = (Choices::default(), Access::default());
        let mut findings = Findings::default();
        let mut raw = RawRow::default();
        let mut candidate = Candidate::default();
        let mut columns = Vec::new();
        raw.reset(RowPlace {
            row: 2,
            line: 2,
            byte: 0,
        });
        for (index, (field, text)) in cells.iter().enumerate() {
            raw.push(index, CellKind::Text, text);
            columns.push(Column {
                name: field.name().to_owned(),
                field: Some(*field),
            });
            if crate::rows::characters::is_blank(text) {
                continue;
            }
            candidate.set_source(*field, index);
            let cell = CellRef {
                column: field.name(),
                field: Some(*field),
                text,
            };
            let identity = match field {
                Field::Id => super::id::read(cell, &mut findings),
                Field::Email => super::email::read(cell, &mut findings),
                Field::Phone => super::phone::read(cell, None, &mut findings),
                Field::Username => super::username::read(cell, &mut findings),
                _ => None,
            };
            candidate.identities.extend(identity);
            if *field == Field::Suspended {
                let state = super::state::read(cell, CellKind::Text, &mut findings);
                candidate.suspended = state.map(State::shuts_out);
            }
        }
        let view = RowView {
            raw: &raw,
            columns: &columns,
            candidate: &candidate,
            choices: &choices,
            access: &access,
        };
        (look(&view, &mut findings), findings)
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{run, run_on_row};
    use super::{boolean, email, id, name, phone, text, username};
    use crate::rules::CHECKS;
    use crate::rules::view::Check;
    use crate::users::field::Field;
    use crate::users::user::Identity;
    use proptest::prelude::*;

    /// All codes of a row of these cells, of its cells first.
    fn check_row(cells: &[(Field, &str)], codes: &[&str]) {
        let ((), findings) = run_on_row(cells, |view, findings| {
            for check in CHECKS {
                if let Check::Row(check) = check {
                    check(view, findings);
                }
            }
        });
        let found: Vec<_> = findings.iter().map(|f| f.rule.code).collect();
        assert_eq!(found, codes, "{cells:?}");
    }

    #[test]
    fn rows_are_judged() {
        use Field::{Email, EmailVerified, Id, Phone, PhoneVerified, Suspended};
        let (ana, phone) = ((Email, "ana@example.org"), (Phone, "+61412345678"));
        check_row(&[(Id, "1"), ana], &[]);
        check_row(&[(Id, ""), ana], &["IDN002"]);
        check_row(&[(Id, " "), phone], &["IDN002"]);
        check_row(&[ana], &[]);
        check_row(&[(Id, ""), (Email, "")], &["IDN001"]);
        check_row(&[(Email, "ana")], &["EML001"]);
        check_row(&[(Email, "a\u{1}na@example.org")], &["ROW008"]);
        check_row(&[(Phone, "0412345678")], &["PHN001"]);
        check_row(&[ana, (EmailVerified, "TRUE")], &[]);
        check_row(&[phone, (Email, ""), (EmailVerified, "TRUE")], &["EML012"]);
        check_row(
            &[phone, (Email, "none"), (EmailVerified, "yes")],
            &["ROW009", "EML012"],
        );
        check_row(&[phone, (Email, ""), (EmailVerified, "FALSE")], &[]);
        check_row(
            &[phone, (Email, "ana"), (EmailVerified, "TRUE")],
            &["EML001"],
        );
        check_row(&[ana, (Phone, ""), (PhoneVerified, "TRUE")], &["PHN012"]);
        check_row(&[ana, (Phone, "12"), (PhoneVerified, "TRUE")], &["PHN002"]);
        check_row(&[ana, phone, (PhoneVerified, "TRUE")], &[]);
        check_row(&[(Email, ""), (EmailVerified, "TRUE")], &["IDN001"]);
        check_row(&[(Phone, ""), (PhoneVerified, "TRUE")], &["IDN001"]);
        check_row(&[ana, (Suspended, "TRUE")], &["VAL012"]);
        check_row(&[ana, (Suspended, "FALSE")], &[]);
        check_row(&[ana, (Suspended, "perhaps")], &["VAL032"]);
    }

    /// What a file may hold: anything, and what comes near to real values.
    fn any_text() -> impl Strategy<Value = String> {
        prop_oneof![
            ".{0,40}",
            "[a-zA-Z0-9@.,;<>() _-]{0,40}",
            "[a-z]{1,8}[ .#@]{0,2}(gmail|gmial|hotmail)[.,]{0,2}com",
            "[+0-9() x,;/-]{0,24}",
            "[+]?[0-9]{4,16}",
            "[a-z\u{e0}-\u{17f}\u{390}-\u{3c9}\u{1e00}-\u{1eff}.]{1,12}@[a-z\u{e0}-\u{17f}]{1,8}[.]com",
        ]
    }

    /// A key that comes back in a later file must be the same key.
    fn assert_stable(field: Field, text: &str, read: impl Fn(&str) -> Option<Identity>) {
        if let Some(identity) = read(text) {
            let again = read(&identity.key).map(|again| again.key);
            assert_eq!(
                again.as_deref(),
                Some(identity.key.as_str()),
                "{field} {text:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn every_text_is_read(text in any_text()) {
            assert_stable(Field::Id, &text, |text| run(Field::Id, text, id::read).0);
            assert_stable(Field::Email, &text, |text| run(Field::Email, text, email::read).0);
            assert_stable(Field::Username, &text, |text| run(Field::Username, text, username::read).0);
            for region in [None, Some("AU"), Some("IT"), Some("US"), Some("ZZ")] {
                assert_stable(Field::Phone, &text, |text| {
                    run(Field::Phone, text, |cell, findings| phone::read(cell, region, findings)).0
                });
            }
            run(Field::Suspended, &text, boolean::read);
            run(Field::FirstName, &text, name::read);
            for order in [name::Order::FirstLast, name::Order::LastFirst] {
                run(Field::Name, &text, |cell, findings| name::split(cell, order, findings));
            }
            run(Field::Role, &text, |cell, findings| text::clean(cell, findings).is_some());
        }
    }
}
