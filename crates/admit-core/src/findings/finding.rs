//! What is said about a file, a column, a row or a cell.

use crate::base::numbers::grouped;
use crate::findings::after::{After, Place};
use crate::findings::outcome::{Mode, Outcome};
use crate::findings::rule::{Rule, Severity};
use crate::findings::shown::{one_line, shown};
use crate::findings::{secrets, sentence};
use crate::rows::choices::Choices;
use crate::rows::headers::hides_values;
use crate::rows::raw::{CellRef, RowPlace};
use crate::rows::standing::OWN_PREFIX;
use crate::rows::ties::Ties;
use crate::users::field::Field;
use uuid::Uuid;

/// The places of the templates that hold counts, which are printed with their thousands
/// apart. Numbers of rows and lines are names, and stay plain.
const COUNTS: &[&str] = &[
    "bytes", "count", "limit", "max", "min", "n", "rounds", "rows", "sum", "values",
];

/// The name under which HDR012 keeps the ties of the rows of a fix file.
pub(crate) const TIES: &str = "ties";

/// The argument with how many lines a row holds that could not be told apart.
pub(crate) const HELD_LINES: &str = "held";

/// The names under which a finding about a row of a fix file keeps which row of which import
/// that was, and which row the other one was that matters.
const ORIGINAL_ROW: &str = "admit_row";
const ORIGINAL_IMPORT: &str = "admit_import";
const ORIGINAL_FIRST: &str = "admit_first";

/// Which row of which import the row of a fix file was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Original<'f> {
    /// Its number there.
    pub row: u64,
    /// The import as the file names it; blank where it names none.
    pub import: &'f str,
}

/// One thing said by one rule. The sentences are made from the rule's
/// templates when they are shown, so what is kept is only what differs.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule that says it.
    pub rule: &'static Rule,
    /// What became of the row.
    pub severity: Severity,
    /// The row as a person counts it (the header of a CSV is row 1); `None`
    /// for a finding about the file or a column.
    pub row: Option<u64>,
    /// The physical line where the row starts, from 1.
    pub line: Option<u64>,
    /// The column's name as the file writes it.
    pub column: Option<String>,
    /// The field that the column feeds.
    pub field: Option<Field>,
    /// The value as the file writes it, cut for showing; never of a secret field.
    pub value: Option<String>,
    /// What fills the other places of the rule's templates, by name.
    pub args: Vec<(String, String)>,
    /// One concrete replacement for the value.
    pub suggestion: Option<String>,
    /// Another row that matters here.
    pub related_row: Option<u64>,
    /// The public id of the user that the row became or belongs to.
    pub user: Option<Uuid>,
    /// A help sentence that replaces the rule's own.
    pub help: Option<String>,
    /// What became of the row; `None` while that is not decided, and for what has no row.
    pub outcome: Option<Outcome>,
    /// Whether that was done or would be.
    pub mode: Mode,
}

impl Finding {
    /// A finding of `rule` with the rule's own severity and nothing else.
    pub fn of(rule: &'static Rule) -> Self {
        Finding {
            rule,
            severity: rule.severity,
            row: None,
            line: None,
            column: None,
            field: None,
            value: None,
            args: Vec::new(),
            suggestion: None,
            related_row: None,
            user: None,
            help: None,
            outcome: None,
            mode: Mode::default(),
        }
    }

    /// Says which row it is about.
    #[must_use]
    pub fn row(mut self, place: RowPlace) -> Self {
        self.row = Some(place.row);
        self.line = Some(place.line);
        self
    }

    /// Says which cell it is about: column, field and, unless it is a secret
    /// field, the value.
    #[must_use]
    pub fn cell(mut self, cell: CellRef<'_>) -> Self {
        self.column = Some(cell.column.to_owned());
        self.field = cell.field;
        self.value = match cell.field {
            Some(field) if field.is_secret() => None,
            None if hides_values(cell.column, None) => Some(secrets::undisclosed(cell.text)),
            _ => Some(shown(cell.text)),
        };
        self
    }

    /// Says which column it is about.
    #[must_use]
    pub fn column(mut self, column: &str, field: Option<Field>) -> Self {
        self.column = Some(column.to_owned());
        self.field = field;
        self
    }

    /// Shows this value instead of the cell's whole text.
    #[must_use]
    pub fn value(mut self, value: &str) -> Self {
        self.value = Some(shown(value));
        self
    }

    /// Fills one place of the rule's templates.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "numbers and texts alike, without a sign in front"
    )]
    pub fn arg(mut self, name: &str, value: impl ToString) -> Self {
        self.args.push((name.to_owned(), value.to_string()));
        self
    }

    /// Offers one replacement for the value.
    #[must_use]
    pub fn suggest(mut self, suggestion: impl Into<String>) -> Self {
        self.suggestion = Some(suggestion.into());
        self
    }

    /// Offers a replacement if there is one.
    #[must_use]
    pub fn suggest_some(mut self, suggestion: Option<String>) -> Self {
        self.suggestion = suggestion;
        self
    }

    /// For a value that cannot be used: without its id or its email a row is held
    /// back.
    #[must_use]
    pub fn lost(mut self) -> Self {
        if matches!(self.field, Some(Field::Id | Field::Email)) {
            self.severity = Severity::Error;
        }
        self
    }

    /// Names another row that matters here.
    #[must_use]
    pub fn related(mut self, row: u64) -> Self {
        self.related_row = Some(row);
        self
    }

    /// Names the user it is about.
    #[must_use]
    pub fn user(mut self, user: Uuid) -> Self {
        self.user = Some(user);
        self
    }

    /// Replaces the rule's help sentence.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says what became of the row where it was imported, instead of the rule. The sentence
    /// may have the places that the rule's may have, so no text of the file stands in it.
    #[must_use]
    pub fn became(self, sentence: impl Into<String>) -> Self {
        self.arg(sentence::BECAME, sentence.into())
    }

    /// Says how many values were left out, in a rule whose `became` says it of `{n}`.
    #[must_use]
    pub fn values_left_out(self, values: u64) -> Self {
        let finding = self.arg("n", values);
        match values {
            // Nothing is lost of a column that says nothing.
            0 => Finding {
                severity: Severity::Notice,
                ..finding.became("It has no values.")
            },
            1 => finding.became("Its only value {was} left out."),
            _ => finding,
        }
    }

    /// Says what the row's user is like, once the row is decided, where the sentence of
    /// what became of the row says so.
    pub(crate) fn decided(&mut self, after: After) {
        if sentence::asks(self, sentence::PLACED) {
            let place = after.place.name().to_owned();
            self.args.push((sentence::PLACED.to_owned(), place));
        }
        let shut_out = match after {
            After { is_open: true, .. } => sentence::NOT_SHUT_OUT,
            After {
                place: Place::AsBefore,
                ..
            } => sentence::AS_BEFORE,
            After { .. } => return,
        };
        if sentence::asks(self, sentence::SHUT_OUT) {
            let answer = (sentence::SHUT_OUT.to_owned(), shut_out.to_owned());
            self.args.push(answer);
        }
    }

    /// Says which row of an earlier import its row was, where that is known. The numbers of
    /// two files never stand in one sentence.
    pub(crate) fn tie(&mut self, ties: &Ties) {
        let is_about_ties = |column: &String| column.to_lowercase().starts_with(OWN_PREFIX);
        let Some((import, row)) = self.row.and_then(|row| ties.of(row)) else {
            return;
        };
        if self.column.as_ref().is_some_and(is_about_ties) {
            return;
        }
        if let Some(first) = self.related_row {
            match ties.of(first) {
                Some((other, first)) if other == import && first != row => {
                    self.args
                        .push((ORIGINAL_FIRST.to_owned(), first.to_string()));
                }
                _ => return,
            }
        }
        self.args.push((ORIGINAL_ROW.to_owned(), row.to_string()));
        self.args
            .push((ORIGINAL_IMPORT.to_owned(), import.to_owned()));
    }

    /// Which row of which import its row was, if the file is a fix file.
    pub fn original(&self) -> Option<Original<'_>> {
        Some(Original {
            row: self.own_arg(ORIGINAL_ROW)?.parse().ok()?,
            import: self.own_arg(ORIGINAL_IMPORT)?,
        })
    }

    fn own_arg(&self, name: &str) -> Option<&str> {
        let mut args = self.args.iter();
        args.find(|(key, _)| key == name)
            .map(|(_, text)| text.as_str())
    }

    /// Says in place of every other consequence that this became of it.
    pub fn became_instead(&mut self, sentence: &str) {
        let sentence = (sentence::INSTEAD.to_owned(), sentence.to_owned());
        self.args.push(sentence);
    }

    /// How many lines the row holds that could not be told apart, if they are several: each
    /// may be a row.
    pub fn held_lines(&self) -> Option<u64> {
        let held = self.args.iter().find(|(name, _)| name == HELD_LINES)?;
        held.1.parse().ok().filter(|lines| *lines > 1)
    }

    /// The sentences: what was found, and what became of the row.
    pub fn message(&self) -> String {
        let fact = self.fact();
        let consequence = self.fill(&sentence::consequence(self));
        match (fact.as_str(), consequence.as_str()) {
            (_, "") => fact,
            ("", _) => consequence,
            _ => format!("{fact} {consequence}"),
        }
    }

    /// What was found.
    pub fn fact(&self) -> String {
        self.fill(self.rule.message)
    }

    /// What to do about it; empty where there is nothing to say.
    pub fn help_text(&self) -> String {
        match &self.help {
            Some(help) => one_line(help).into_owned(),
            None => self.fill(self.rule.help),
        }
    }

    /// Replaces each `{name}` of a template by what the finding knows.
    fn fill(&self, template: &str) -> String {
        let mut text = String::with_capacity(template.len() + 32);
        let mut rest = template;
        while let Some(open) = rest.find('{') {
            let Some(close) = rest[open..].find('}') else {
                break;
            };
            text.push_str(&rest[..open]);
            let name = &rest[open + 1..open + close];
            match self.place(name) {
                Some(value) if text.is_empty() && name == "field" => {
                    text.push_str(&capitalized(&value));
                }
                // Nothing of a file begins a line of its own among sentences.
                Some(value) => text.push_str(&one_line(&value)),
                None => text.push_str(&rest[open..=open + close]),
            }
            rest = &rest[open + close + 1..];
        }
        text.push_str(rest);
        text
    }

    fn place(&self, name: &str) -> Option<String> {
        if let Some((_, value)) = self.args.iter().find(|(key, _)| key == name) {
            let count = COUNTS.contains(&name).then(|| value.parse().ok()).flatten();
            return Some(count.map_or_else(|| value.clone(), grouped));
        }
        match name {
            "value" => self.value.clone(),
            "row" => self.shown_row(ORIGINAL_ROW, self.row),
            "line" => self.line.map(|line| line.to_string()),
            "column" => self.column.clone(),
            "field" => self.field.map(|field| field.label().to_owned()),
            "first" => self.shown_row(ORIGINAL_FIRST, self.related_row),
            "suggestion" => self.suggestion.clone(),
            _ => sentence::mood(name, self.mode).map(str::to_owned),
        }
    }

    /// The number of a row as the earlier import has it, else as this file has it.
    fn shown_row(&self, original: &str, row: Option<u64>) -> Option<String> {
        let original = self.own_arg(original).map(str::to_owned);
        original.or_else(|| row.map(|row| row.to_string()))
    }
}

/// A field's label at the start of a sentence. A label that is a column's name
/// stays as it is.
fn capitalized(label: &str) -> String {
    let mut letters = label.chars();
    match letters.next() {
        Some(first) if !label.contains('_') => first.to_uppercase().chain(letters).collect(),
        _ => label.to_owned(),
    }
}

/// The findings of one row or of one file, in the order they were met.
#[derive(Debug, Default)]
pub struct Findings {
    list: Vec<Finding>,
}

impl Findings {
    /// Adds one.
    pub fn add(&mut self, mut finding: Finding) {
        secrets::hide(&mut finding);
        self.list.push(finding);
    }

    /// Whether any of them keeps the row from being imported.
    pub fn has_error(&self) -> bool {
        self.list.iter().any(|f| f.severity == Severity::Error)
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Forgets them, keeping the memory.
    pub fn clear(&mut self) {
        self.list.clear();
    }

    /// Forgets those of which this is not true.
    pub fn retain(&mut self, is_kept: impl FnMut(&Finding) -> bool) {
        self.list.retain(is_kept);
    }

    /// Forgets those after the first `count`.
    pub fn truncate(&mut self, count: usize) {
        self.list.truncate(count);
    }

    /// Looks at them.
    #[expect(
        clippy::iter_without_into_iter,
        reason = "`for finding in &findings` would hide what is walked over"
    )]
    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.list.iter()
    }

    /// Looks at them, to change severities.
    #[expect(clippy::iter_without_into_iter, reason = "see `iter`")]
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, Finding> {
        self.list.iter_mut()
    }

    /// Takes the last one out, to say more of it.
    pub fn pop(&mut self) -> Option<Finding> {
        self.list.pop()
    }

    /// Takes them out.
    pub fn take(&mut self) -> Vec<Finding> {
        std::mem::take(&mut self.list)
    }
}

/// Raises the finding of a denied rule to an error.
pub fn deny(finding: &mut Finding, choices: &Choices) {
    if choices.deny.iter().any(|code| code == finding.rule.code) {
        finding.severity = Severity::Error;
    }
}

/// Rows of one kind.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rows {
    /// How many.
    pub count: u64,
    /// The first of them.
    pub first: u64,
}

impl Rows {
    /// "1 row", "12 rows".
    pub fn words(self) -> String {
        match self.count {
            1 => "1 row".to_owned(),
            n => format!("{} rows", grouped(n)),
        }
    }
}
