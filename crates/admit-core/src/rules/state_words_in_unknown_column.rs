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
    /// in it, and one for access in which some have none. The same inside of the objects of a
    /// column that Admit does not know, or of `properties`: `{"flags": {"locked": true}}`. The
    /// state of something else, such as `invoice_status`, is left alone.
    ///
    /// ## Why it matters
    /// Whoever was deleted or blocked where the file comes from would be let in.
    ///
    /// ## What becomes of the row
    /// Nothing is imported until somebody has said what the column is.
    ///
    /// ## What to do
    /// Say that it tells who may sign in, `--map "Kategorie=status"`, or leave it out,
    /// `--map "Kategorie="`: then it keeps nobody out. What stands inside of an object has to
    /// be written into a column of its own. `--map "properties=properties"` keeps properties
    /// as they are.
    ///
    /// ## Example
    /// ```csv
    /// email,Kategorie    <- HDR020
    /// ana@example.org,active
    /// bo@example.org,deleted
    /// ```
    /// ```ndjson
    /// {"email": "ana@example.org", "flags": {"locked": false}}    <- HDR020
    /// {"email": "bo@example.org", "flags": {"locked": true}}
    /// ```
    "HDR020" "state-words-in-unknown-column", Error; fix Choose; scope Column;
    verb "Say what the column of states is";
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
    remedy: Remedy,
}

/// What can be done where the column does say so.
enum Remedy {
    /// It is read as this field.
    Map(Field),
    /// What stands in its objects is written into a column.
    Write,
}

/// Whether this column holds the file back.
pub(crate) fn holds_back(
    view: &FileView<'_>,
    column: &Column,
    fill: &ColumnFill,
) -> Option<Held> {
    let name = column.name.trim();
    // What was once said of another file lets nobody in.
    let is_settled = || named(name, &view.choices.map).is_some();
    let (is_unread, may_hold) = match Standing::of(column, view.choices) {
        Standing::Unknown { .. } => (true, true),
        Standing::LeftOut => (!is_settled(), true),
        Standing::Mapped(Field::Properties) => (!is_settled(), false),
        _ => (false, false),
    };
    if !is_unread || view.choices.contents != Contents::Users || fill.values == 0 {
        return None;
    }
    let inside = fill.inside.all();
    if !inside.is_empty() {
        let shown = inside.iter().map(|(path, value, times)| {
            format!("{path} \"{value}\" ({times})")
        });
        return Some(Held {
            what: listed(shown.collect()),
            remedy: Remedy::Write,
        });
    }
    let hint = hint(name).filter(|_| may_hold)?;
    let Some(values) = fill.few.all() else {
        let is_times = hint.shuts.is_some() && fill.form(view.rows) == Some(Form::Time);
        return is_times.then(|| Held {
            what: format!("{} dates", fill.looks.time),
            remedy: Remedy::Map(field_of(hint, false)),
        });
    };
    by_values(hint, values, fill.values)
}

/// Whether a column of this name with these few values, `count` in all, does.
fn by_values<'v>(
    hint: Hint,
    values: impl Iterator<Item = (&'v str, u64)>,
    count: u64,
) -> Option<Held> {
    let (mut known, mut words, mut only_words) = (0, Vec::new(), true);
    for (text, times) in values {
        let grade = state::grade(text);
        let answer = || yes_no::value(text).or(times::of(text).map(|t| t == Time::Given));
        let shuts = match grade {
            Some(Grade::Unmistakable) => {
                known = count;
                true
            }
            Some(Grade::Strong) => true,
            Some(Grade::Toggle) => hint.is_open || hint.shuts.is_some(),
            Some(Grade::Weak) => hint.shuts.is_some() || hint.of_person || hint.of_access,
            None if hint.shuts.is_some() => {
                let answer = answer();
                only_words &= answer != Some(true);
                known += answer.map_or(0, |_| times);
                answer == Some(true)
            }
            None if hint.of_access => {
                let answer = yes_no::value(text);
                known += answer.map_or(0, |_| times);
                answer == Some(false) || text.eq_ignore_ascii_case(NO_ACCESS)
            }
            Some(Grade::Open) | None => false,
        };
        known += grade.map_or(0, |_| times);
        if shuts {
            words.push((text, times));
        }
    }
    let is_state =
        known * 100 >= count * COLUMN_LOOKS_PERCENT_MIN || hint.of_person || hint.of_access;
    let are_answers = || words.iter().all(|(text, _)| state::grade(text).is_none());
    let field = if hint.of_access && are_answers() {
        Field::Active
    } else {
        field_of(hint, only_words)
    };
    (is_state && !words.is_empty()).then(|| Held {
        what: shown(&words),
        remedy: Remedy::Map(field),
    })
}

/// What some write for the access of those who have none.
const NO_ACCESS: &str = "none";

/// What the column feeds if it says so.
fn field_of(hint: Hint, only_words: bool) -> Field {
    hint.shuts
        .filter(|_| !only_words)
        .unwrap_or(Field::Status)
}

fn shown(words: &[(&str, u64)]) -> String {
    let words = words.iter();
    listed(words.map(|(text, times)| format!("\"{text}\" ({times})")).collect())
}

/// The first few of them in a row.
fn listed(mut shown: Vec<String>) -> String {
    if shown.len() > SHOWN {
        shown.truncate(SHOWN);
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
        let does = match held.remedy {
            Remedy::Map(field) => headers::map_option(&column.name, field.name()),
            Remedy::Write => {
                "write it into a column of its own, such as \"status\" or \"suspended\"".to_owned()
            }
        };
        let not = match column.field {
            Some(field) => format!(
                "{} keeps it as it is",
                headers::map_option(&column.name, field.name())
            ),
            None => format!("{} leaves the column out", headers::map_option(&column.name, "")),
        };
        let finding = Finding::of(&RULE).column(&column.name, None);
        let help = format!("If it does: {does}. If not: {not}.");
        findings.add(finding.arg("what", held.what).help(help));
    }
}
