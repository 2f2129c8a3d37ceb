//! HDR005: a column that nothing maps.

use crate::findings::finding::{Finding, Findings};
use crate::rows::headers;
use crate::rows::headers::modifiers::{Whose, whose};
use crate::rows::raw::Column;
use crate::rows::standing::Standing;
use crate::rules::{emails_in_unknown_column, state_words_in_unknown_column};
use crate::rules::view::{Check, ColumnFill, FileView, Form};
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// A column whose name Admit does not know, or one that another column was preferred to
    /// by hand. Where the values look like emails, phone numbers, hashes, ids, dates, or yes
    /// and no, it says so. Of a column without values it is a notice.
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
    verb "Say what the column is";
    message "Column \"{column}\" {reason}.{look}";
    became "Its {n} values {were} left out.";
    help "";
    check Check::File(check)
}

fn check(view: &FileView<'_>, findings: &mut Findings) {
    let mut found: Vec<(u8, Finding)> = Vec::new();
    for (column, fill) in view.columns.iter().zip(view.fills) {
        let Some((reason, offer)) = reason(view, column) else {
            continue;
        };
        // That column has a finding of its own, which is graver.
        if emails_in_unknown_column::holds_back(view, column, fill)
            || state_words_in_unknown_column::holds_back(view, column, fill).is_some()
        {
            continue;
        }
        let form = fill.form(view.rows).filter(|_| offer);
        let finding = finding(view, column, fill, (reason, form, offer));
        found.push((rank(form), finding));
    }
    // Those that may tell who somebody is come first.
    found.sort_by_key(|(rank, _)| *rank);
    for (_, finding) in found {
        findings.add(finding);
    }
}

/// Why a column was not read, and whether a field may be offered for it.
fn reason(view: &FileView<'_>, column: &Column) -> Option<(String, bool)> {
    let reason = match Standing::of(column, view.choices) {
        Standing::Unknown { offer } => ("is not one Admit knows".to_owned(), offer),
        Standing::BesidePasswords(field) => {
            let reason = format!("is not read: a file of passwords changes no {field}");
            (reason, false)
        }
        Standing::Overruled(field) => {
            let reason = format!("is not read as {field}: another one was chosen");
            (reason, false)
        }
        _ => return None,
    };
    Some(reason)
}

/// What matters more comes first.
fn rank(form: Option<Form>) -> u8 {
    match form {
        Some(Form::Email) => 0,
        Some(Form::Hash) => 1,
        Some(Form::Phone) => 2,
        Some(Form::Id) => 3,
        Some(Form::YesNo | Form::Time) => 4,
        None => 5,
    }
}

fn finding(
    view: &FileView<'_>,
    column: &Column,
    fill: &ColumnFill,
    (reason, form, offer): (String, Option<Form>, bool),
) -> Finding {
    let name = column.name.trim();
    let is_free = |field: &Field| view.columns.iter().all(|c| c.field != Some(*field));
    let by_form = form
        .and_then(Form::field)
        .filter(|field| is_free(field) && whose(name) == Whose::Theirs);
    let suggestion = by_form.or_else(|| headers::near(name).filter(|_| offer));
    let leave = headers::map_option(name, "");
    let help = match suggestion {
        Some(field) => format!(
            "Did you mean {field}? Rename the column, or use {}. {leave} leaves it out on purpose.",
            headers::map_option(name, field.name())
        ),
        None => format!(
            "Say what it is with {}, or leave it out on purpose with {leave}.",
            headers::map_option(name, "FIELD")
        ),
    };
    let look = form.map_or_else(String::new, |form| {
        format!(" Its values look like {}.", form.words())
    });
    Finding::of(&RULE)
        .column(&column.name, None)
        .arg("reason", reason)
        .arg("look", look)
        .suggest_some(suggestion.map(|field| field.name().to_owned()))
        .help(help)
        .values_left_out(fill.values)
}
