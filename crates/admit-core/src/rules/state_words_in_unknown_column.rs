//! HDR020: a column that nothing maps holds words for accounts that are kept out.

use crate::base::limits::COLUMN_LOOKS_PERCENT_MIN;
use crate::findings::finding::{Finding, Findings};
use crate::rows::choices::Contents;
use crate::rows::headers;
use crate::rows::headers::hints::{Hint, hint};
use crate::rows::raw::Column;
use crate::rows::standing::{Standing, named};
use crate::rows::state::{self, Grade};
use crate::rows::times::{self, Time};
use crate::rows::yes_no;
use crate::rules::view::{Check, ColumnFill, FileView, Form};
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// A column of a name that Admit does not know whose values are words for the state of an
    /// account, and at least one of them, such as `deleted`, `suspended` or `banned`, is for an
    /// account that nobody signs in to. Also one whose name has such a word, with yes or a date
    /// in it. The state of something else, such as `invoice_status`, is left alone.
    ///
    /// ## Why it matters
    /// Whoever was deleted or blocked where the file comes from would be let in.
    ///
    /// ## What becomes of the row
    /// Nothing is imported until somebody has said what the column is.
    ///
    /// ## What to do
    /// Say that it tells who may sign in, `--map "Kategorie=status"`, or leave it out,
    /// `--map "Kategorie="`: then it keeps nobody out.
    ///
    /// ## Example
    /// ```csv
    /// email,Kategorie    <- HDR020
    /// ana@example.org,active
    /// bo@example.org,deleted
    /// ```
    "HDR020" "state-words-in-unknown-column", Error; fix Choose; scope Column;
    message "\"{column}\" may say who is kept from signing in: it holds {what}.";
    became "";
    help "";
    check Check::File(check)
}

/// How many different words are shown.
const SHOWN: usize = 3;

/// What a column holds that nothing maps, and may keep somebody out.
pub(crate) struct Held {
    what: String,
    field: Field,
}

/// Whether this column holds the file back.
pub(crate) fn holds_back(
    view: &FileView<'_>,
    column: &Column,
    fill: &ColumnFill,
) -> Option<Held> {
    let name = column.name.trim();
    let is_unread = match Standing::of(column, view.choices) {
        Standing::Unknown { .. } => true,
        // What was once said of another file lets nobody in.
        Standing::LeftOut => named(name, &view.choices.map).is_none(),
        _ => false,
    };
    if !is_unread || view.choices.contents != Contents::Users || fill.values == 0 {
        return None;
    }
    let hint = hint(name)?;
    let Some(values) = fill.few.all() else {
        let is_times = hint.shuts.is_some() && fill.form(view.rows) == Some(Form::Time);
        return is_times.then(|| Held {
            what: format!("{} dates", fill.looks.time),
            field: field_of(hint, false),
        });
    };
    let (mut known, mut words, mut only_words) = (0, Vec::new(), true);
    for (text, times) in values {
        let grade = state::grade(text);
        let answer = || yes_no::value(text).or(times::of(text).map(|t| t == Time::Given));
        let shuts = match grade {
            Some(Grade::Unmistakable) => {
                known = fill.values;
                true
            }
            Some(Grade::Strong) => true,
            Some(Grade::Toggle) => hint.is_open || hint.shuts.is_some(),
            Some(Grade::Weak) => hint.shuts.is_some() || hint.of_person,
            None if hint.shuts.is_some() => {
                let answer = answer();
                only_words &= answer != Some(true);
                known += answer.map_or(0, |_| times);
                answer == Some(true)
            }
            Some(Grade::Open) | None => false,
        };
        known += grade.map_or(0, |_| times);
        if shuts {
            words.push((text, times));
        }
    }
    let is_state = known * 100 >= fill.values * COLUMN_LOOKS_PERCENT_MIN || hint.of_person;
    (is_state && !words.is_empty()).then(|| Held {
        what: shown(&words),
        field: field_of(hint, only_words),
    })
}

/// What the column feeds if it says so.
fn field_of(hint: Hint, only_words: bool) -> Field {
    hint.shuts
        .filter(|_| !only_words)
        .unwrap_or(Field::Status)
}

fn shown(words: &[(&str, u64)]) -> String {
    let mut shown: Vec<String> = words
        .iter()
        .take(SHOWN)
        .map(|(text, times)| format!("\"{text}\" ({times})"))
        .collect();
    if words.len() > SHOWN {
        shown.push("more".to_owned());
    }
    match shown.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => shown.concat(),
    }
}

fn check(view: &FileView<'_>, findings: &mut Findings) {
    for (column, fill) in view.columns.iter().zip(view.fills) {
        let Some(held) = holds_back(view, column, fill) else {
            continue;
        };
        let help = format!(
            "If it does: {}. If not: {} leaves the column out.",
            headers::map_option(&column.name, held.field.name()),
            headers::map_option(&column.name, "")
        );
        let finding = Finding::of(&RULE).column(&column.name, None);
        findings.add(finding.arg("what", held.what).help(help));
    }
}
