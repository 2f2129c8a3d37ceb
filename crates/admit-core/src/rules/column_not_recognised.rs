//! HDR005: a column that nothing maps.

use crate::base::near::Keys;
use crate::findings::finding::{Finding, Findings};
use crate::rows::standing::Standing;
use crate::rules::view::{Check, FileView};
use crate::users::field::{Field, fold_header};

rule! {
    /// ## What it finds
    /// A column whose name Admit does not know, or one that another column was preferred to
    /// by hand.
    ///
    /// ## Why it matters
    /// What a file says is never dropped in silence.
    ///
    /// ## What becomes of the row
    /// The rows are imported without the values of this column.
    ///
    /// ## What to do
    /// Rename the column, or say what it is: `--map "Function=role_key"`. Leave it out on
    /// purpose with `--map "Function="`: then nothing is said.
    ///
    /// ## Example
    /// ```csv
    /// id,first_nam    <- HDR005
    /// 1,Ana
    /// 2,
    /// ```
    "HDR005" "column-not-recognised", Warning; fix Suggest; scope Column;
    message "Column \"{column}\" {reason}.";
    became "Its {n} values {were} left out.";
    help "";
    check Check::File(check)
}

fn check(view: &FileView<'_>, findings: &mut Findings) {
    for (column, fill) in view.columns.iter().zip(view.fills) {
        let name = column.name.trim();
        let (reason, suggestion) = match Standing::of(column, view.choices) {
            Standing::Unknown { offer: true } => {
                ("is not one Admit knows".to_owned(), nearest_field(name))
            }
            Standing::Unknown { offer: false } => ("is not one Admit knows".to_owned(), None),
            Standing::BesidePasswords(field) => (
                format!(
                    "is not read: a file of passwords changes no {}",
                    field.name()
                ),
                None,
            ),
            Standing::Overruled(field) => (
                format!("is not read as {}: another one was chosen", field.name()),
                None,
            ),
            _ => continue,
        };
        let help = match suggestion {
            Some(field) => format!(
                "Did you mean {field}? Rename the column, or use --map \"{name}={field}\". --map \"{name}=\" leaves it out on purpose."
            ),
            None => format!(
                "Say what it is with --map \"{name}=FIELD\", or leave it out on purpose with --map \"{name}=\"."
            ),
        };
        let finding = Finding::of(&RULE)
            .column(&column.name, None)
            .arg("reason", reason)
            .suggest_some(suggestion.map(|field| field.name().to_owned()))
            .help(help);
        findings.add(finding.values_left_out(fill.values));
    }
}

/// The field whose headers are nearest to `name`.
fn nearest_field(name: &str) -> Option<Field> {
    let mut keys = Keys::default();
    for field in Field::ALL
        .iter()
        .filter(|field| !field.headers().is_empty())
    {
        keys.add(field.name(), field.headers(), None);
    }
    let near = keys.find(&fold_header(name));
    near.suggestion().and_then(Field::of_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_field_is_offered() {
        for (header, expected) in [
            ("rloe", Some("role_key")),
            ("e-mial", Some("email")),
            ("First Nme", Some("first_name")),
            ("hashed_pasword", Some("hashed_password")),
            ("orgnisation", Some("external_organization_id")),
            ("emailverfied", Some("email_verified")),
            ("notes", None),
            ("department", None),
            ("", None),
        ] {
            assert_eq!(nearest_field(header).map(Field::name), expected, "{header}");
        }
    }
}
