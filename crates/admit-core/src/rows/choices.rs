//! What the person importing chose.

use crate::base::{shell, unseen};
use crate::rows::cell_correction::CellCorrection;
use crate::rows::characters::{breaks_line, is_bidi};
use crate::users::field::Field;
use admit_passwords::FirebaseParameters;
use serde::{Deserialize, Serialize};

/// What to do when a field changed both in the file and in Admit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnConflict {
    /// The file wins, with a warning.
    #[default]
    UseFile,
    /// The edit stays.
    KeepDirectory,
    /// The row is held back.
    Reject,
}

/// What the rows of a source are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Contents {
    /// Users, with whatever is said of them.
    #[default]
    Users,
    /// Passwords of users who are in the directory.
    Passwords,
}

/// What the person importing chose. Kept with the import, so that it can be
/// resumed the same way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choices {
    /// What the rows are.
    pub contents: Contents,
    /// Columns mapped by hand: name in the file, field. An empty field name in
    /// the option (`--map "Notes="`) leaves the column out on purpose.
    pub map: Vec<(String, Option<Field>)>,
    /// Columns mapped by hand in an earlier import of a file with the same columns, where
    /// nothing was said of them now. The run looks them up.
    pub remembered: Vec<(String, Option<Field>)>,
    /// Whether they are not looked up.
    pub no_remembered: bool,
    /// What to do when a field changed on both sides.
    pub on_conflict: OnConflict,
    /// Whether memberships, roles and permissions that the file does not give
    /// are taken away.
    pub replace_access: bool,
    /// Whether the file replaces what people who use their accounts sign in with.
    pub replace_credentials: bool,
    /// The country of national phone numbers, as ISO 3166-1 alpha-2 in upper case.
    pub default_region: Option<String>,
    /// The name of the encoding to read the file in.
    pub encoding: Option<String>,
    /// Rules, by code, whose findings hold the row back.
    pub deny: Vec<String>,
    /// Values to read as others.
    pub set: Vec<Correction>,
    /// Single cells to read as others.
    pub cells: Vec<CellCorrection>,
    /// Rules, by code, whose suggestions are taken.
    pub accept: Vec<String>,
    /// Stop before writing when more rows than this are rejected.
    pub max_errors: Option<u64>,
    /// What holds for every hash whose row does not say it.
    pub hashing: Hashing,
    /// What the source's Firebase project says of all its hashes. It holds a
    /// secret key, so it is kept with no import: a resumed one needs it again.
    #[serde(skip)]
    pub firebase: Option<FirebaseParameters>,
}

/// What the person importing said of the hashes of a whole file. A row that says it
/// itself, in a column or in the hash, is taken at its own word.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Hashing {
    /// How they were made.
    pub method: Option<String>,
    /// Where their salts go.
    pub salt_position: Option<String>,
    /// How their salts are written.
    pub salt_format: Option<String>,
}

impl Choices {
    /// Whether both choose the same, in whatever order it was said.
    pub fn is_same_as(&self, other: &Choices) -> bool {
        let in_order = |choices: &Choices| {
            let mut choices = choices.clone();
            // Nobody chose them for this run.
            choices.remembered.clear();
            // Of two words on one column the order counts.
            choices.map.sort_by(|(a, _), (b, _)| a.cmp(b));
            // Of two words on one cell, too.
            let cell = |one: &CellCorrection| (one.row, one.column.clone());
            choices.cells.sort_by_key(cell);
            choices.deny.sort_unstable();
            choices.deny.dedup();
            choices.accept.sort_unstable();
            choices.accept.dedup();
            choices
        };
        in_order(self) == in_order(other)
    }

    /// What of the choices for a source of users holds for the passwords beside it.
    #[must_use]
    pub fn of_passwords(&self) -> Choices {
        Choices {
            contents: Contents::Passwords,
            firebase: self.firebase.clone(),
            replace_credentials: self.replace_credentials,
            map: self.map.clone(),
            no_remembered: self.no_remembered,
            deny: self.deny.clone(),
            max_errors: self.max_errors,
            default_region: self.default_region.clone(),
            ..Choices::default()
        }
    }

    /// Whether the field is read from such a source.
    pub fn reads(&self, field: Field) -> bool {
        self.contents == Contents::Users || WITH_PASSWORDS.contains(&field)
    }
}

/// The fields of a source of passwords.
pub(crate) const WITH_PASSWORDS: [Field; 12] = [
    Field::Id,
    Field::Email,
    Field::Phone,
    Field::Username,
    Field::HashedPassword,
    Field::HashingMethod,
    Field::Salt,
    Field::SaltPosition,
    Field::SaltFormat,
    Field::HashIterations,
    Field::PasswordVerified,
    Field::PasswordSetDate,
];

/// One value of a field, and what to read in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The field whose columns it is for.
    pub field: Field,
    /// The value as the file writes it, without white space around it.
    pub value: String,
    /// What to read instead; nothing, to read it as blank.
    pub correction: String,
}

impl Correction {
    /// A correction as it is typed, `FIELD:VALUE=CORRECTION`: what is printed can be given.
    /// A `=` of the value is written `\=`, a character that cannot be seen `\u200b`. Nothing
    /// where it cannot be typed, as where the value is of several lines, or its own backslash
    /// stands where one would mean that.
    pub fn typed(field: Field, value: &str, correction: &str) -> Option<String> {
        let (value, correction) = (value.trim(), correction.trim());
        let cannot = value.is_empty()
            || value == correction
            || value.ends_with('\\')
            || value.contains("\\=")
            || unseen::unescaped(value) != value
            || value.contains(breaks_line)
            || correction.contains(|c| breaks_line(c) || is_bidi(c));
        let value = unseen::escaped(&value.replace('=', "\\="));
        (!cannot).then(|| format!("{field}:{value}={correction}"))
    }

    /// The option with a correction as it is typed: the whole of what is printed to be
    /// copied.
    pub fn option(typed: &str) -> String {
        shell::option("--set", typed)
    }

    /// The value and the correction of what is typed behind the field: they are parted by
    /// the first `=` that has no backslash before it.
    pub fn of_typed(text: &str) -> Option<(String, &str)> {
        let is_bare = |at: &usize| !text[..*at].ends_with('\\');
        let at = text.match_indices('=').map(|(at, _)| at).find(is_bare)?;
        let value = unseen::unescaped(&text[..at].replace("\\=", "="));
        Some((value, &text[at + 1..]))
    }

    /// Why the values of this field cannot be corrected, if they cannot.
    pub fn refused(field: Field) -> Option<&'static str> {
        match field {
            field if field.is_secret() => {
                Some("is secret and would be kept with the import; correct it in the file")
            }
            Field::Identities | Field::Properties | Field::FeatureFlags => {
                Some("holds several values; name the one in it, such as email")
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How a correction of a value is typed; and that it is read as it was meant.
    #[track_caller]
    fn check(value: &str, expected: Option<&str>) {
        let typed = Correction::typed(Field::Status, value, "b=c");
        assert_eq!(typed.as_deref(), expected, "{value:?}");
        if let Some(typed) = typed {
            let read = Correction::of_typed(typed.split_once(':').unwrap().1);
            assert_eq!(read, Some((value.to_owned(), "b=c")), "{value:?}");
        }
    }

    #[test]
    fn a_correction_is_typed_so_that_it_is_read_as_it_was_meant() {
        check("a", Some("status:a=b=c"));
        check("a=b:c", Some(r"status:a\=b:c=b=c"));
        check("==", Some(r"status:\=\==b=c"));
        check("adm\u{200b}in", Some(r"status:adm\u200bin=b=c"));
        check("a\u{202e}b", Some(r"status:a\u202eb=b=c"));
        check(r"ACME\ana", Some(r"status:ACME\ana=b=c"));
        for value in [
            "",
            r"a\",
            r"a\=b",
            "a\nb",
            "a\u{1b}b",
            "a\u{2028}b",
            r"a\u200b",
            "b=c",
        ] {
            check(value, None);
        }
        assert_eq!(Correction::of_typed(r"a\=b"), None);
    }
}
