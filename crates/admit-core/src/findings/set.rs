//! The option that corrects a value everywhere, as sentences print it to be copied.

use crate::findings::secrets::may_be_shown;
use crate::rows::choices::Correction;
use crate::users::field::Field;

/// The whole option, which is read as it is meant when it is pasted to a shell; nothing
/// where the value cannot be typed, may not be shown, or is of a field that is not
/// corrected so.
pub fn option(field: Field, value: &str, correction: &str) -> Option<String> {
    if Correction::refused(field).is_some() || !may_be_shown(value) {
        return None;
    }
    Correction::typed(field, value, correction).map(|typed| Correction::option(&typed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(field: Field, value: &str, expected: Option<&str>) {
        assert_eq!(option(field, value, "b").as_deref(), expected, "{value:?}");
    }

    #[test]
    fn what_cannot_be_pasted_is_not_printed() {
        check(Field::Role, "a", Some("--set \"role_key:a=b\""));
        check(Field::Role, "a=$1", Some(r"--set 'role_key:a\=$1=b'"));
        for value in [
            "",
            "b",
            r"a\",
            "a\nb",
            "a\u{2028}b",
            "0beec7b5ea3f0fdbc95d0dd47f3c5bc275da8a33",
        ] {
            check(Field::Role, value, None);
        }
        check(Field::Properties, "a", None);
        check(Field::Salt, "a", None);
    }
}
