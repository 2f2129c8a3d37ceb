//! Text to values. One file per kind of value.
//!
//! A conversion gives the value that can be stored, or nothing, and raises the
//! findings that say why. It never fails.

pub mod boolean;
pub mod email;
mod email_address;
pub mod id;
pub mod list;
mod mail_domains;
pub mod name;
pub mod password;
pub mod phone;
pub mod phone_plan;
pub mod structured;
pub mod text;
pub mod username;

#[cfg(test)]
pub(crate) mod testing {
    use crate::field::Field;
    use crate::finding::Findings;
    use crate::record::CellRef;

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
}

#[cfg(test)]
mod tests {
    use super::testing::run;
    use super::{boolean, email, id, name, phone, text, username};
    use crate::field::Field;
    use crate::user::Identity;
    use proptest::prelude::*;

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
            run(Field::Name, &text, name::split);
            run(Field::Role, &text, |cell, findings| text::clean(cell, findings).is_some());
        }
    }
}
