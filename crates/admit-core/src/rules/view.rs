//! What a rule looks at, and how it comes to speak.

use crate::base::limits::{COLUMN_LOOKS_PERCENT_MIN, COLUMN_LOOKS_VALUES_MIN};
use crate::findings::finding::{Finding, Findings};
use crate::findings::rule::Rule;
use crate::rows::candidate::Candidate;
use crate::rows::choices::Choices;
use crate::rows::few_values::FewValues;
use crate::rows::raw::{CellRef, Column, RawRow};
use crate::rows::shut_inside::ShutInside;
use crate::rows::standing::Standing;
use crate::users::access::Access;
use crate::users::field::Field;

/// How a rule comes to speak.
#[derive(Clone, Copy)]
pub enum Check {
    /// Raised where its cause is met: by a format, a conversion, the search for
    /// rows that belong together, or the decision.
    Raised,
    /// Looks at every row that was mapped.
    Row(fn(&RowView<'_>, &mut Findings)),
    /// Looks at the columns once the whole file is read.
    File(fn(&FileView<'_>, &mut Findings)),
}

impl std::fmt::Debug for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Check::Raised => "Raised",
            Check::Row(_) => "Row",
            Check::File(_) => "File",
        })
    }
}

/// One mapped row, as a rule sees it.
#[derive(Clone, Copy)]
pub struct RowView<'a> {
    /// The row as read.
    pub raw: &'a RawRow,
    /// The source's columns.
    pub columns: &'a [Column],
    /// The row after mapping and normalising.
    pub candidate: &'a Candidate,
    /// What the person importing chose.
    pub choices: &'a Choices,
    /// Organizations, roles and permissions.
    pub access: &'a Access,
}

impl<'a> RowView<'a> {
    /// A finding of `rule` about `value` in the cell that feeds the first of
    /// `fields` that the row has.
    pub fn finding(&self, rule: &'static Rule, fields: &[Field], value: &str) -> Finding {
        let finding = Finding::of(rule).row(self.raw.place);
        match fields.iter().find_map(|field| self.cell(*field)) {
            Some(cell) => finding.cell(cell).value(value),
            None => finding.value(value),
        }
    }

    /// The cell that feeds `field`, if the row has one that is not blank.
    pub fn cell(&self, field: Field) -> Option<CellRef<'a>> {
        let cell = self.cell_at(self.candidate.source(field)?)?;
        Some(CellRef {
            field: Some(field),
            ..cell
        })
    }

    /// Whether the row has a value of this look in a column that nothing is known of, and
    /// none feeds `field`: the column has a finding, which is the cause of what is missing
    /// here.
    pub fn has_unread(&self, field: Field, looks: fn(&str) -> bool) -> bool {
        let feeds = |other: &Column| [Some(field), Some(Field::Identities)].contains(&other.field);
        let is_unread = |column: &Column| {
            matches!(Standing::of(column, self.choices), Standing::Unknown { .. })
        };
        !self.columns.iter().any(feeds)
            && self.raw.cells().any(|cell| {
                looks(cell.text.trim()) && self.columns.get(cell.column).is_some_and(is_unread)
            })
    }

    /// The row's cell at `index`.
    pub fn cell_at(&self, index: usize) -> Option<CellRef<'a>> {
        let cell = self.raw.cells().nth(index)?;
        let column = self.columns.get(cell.column)?;
        Some(CellRef {
            column: &column.name,
            field: column.field,
            text: cell.text,
        })
    }
}

/// What is known of one column once the file is read.
#[derive(Clone, Debug, Default)]
pub struct ColumnFill {
    /// How many rows have a value in it.
    pub values: u64,
    /// How many of the values were read as TRUE (fields that are yes or no).
    pub trues: u64,
    /// The first few values, to show; empty for secret fields.
    pub samples: Vec<String>,
    /// How many of the values in a column for clear text are objects that hold a
    /// password's parts, or hashes that say so themselves.
    pub objects: u64,
    /// How many of those are hashes that say so themselves.
    pub hashes: u64,
    /// How many of the others look like hashes all the same.
    pub digests: u64,
    /// How many of the values have a form that tells what they are.
    pub looks: Looks,
    /// The values of a column that nothing maps, as long as they are few.
    pub few: FewValues,
    /// What keeps somebody out inside of its objects, where nothing maps the column or it
    /// feeds free keys and values.
    pub inside: ShutInside,
    /// How many whole names say something else than the names beside them.
    pub unused: u64,
    /// How many of those are one word.
    pub single: u64,
}

impl ColumnFill {
    /// Counts what was counted of other rows.
    pub fn absorb(&mut self, other: &ColumnFill) {
        self.values += other.values;
        self.trues += other.trues;
        self.objects += other.objects;
        self.hashes += other.hashes;
        self.digests += other.digests;
        let room = crate::base::limits::COLUMN_SAMPLES_MAX.saturating_sub(self.samples.len());
        self.samples
            .extend(other.samples.iter().take(room).cloned());
        self.looks.email += other.looks.email;
        self.looks.emails_inside += other.looks.emails_inside;
        self.looks.phone += other.looks.phone;
        self.looks.uuid += other.looks.uuid;
        self.looks.hash += other.looks.hash;
        self.looks.time += other.looks.time;
        self.looks.yes_no += other.looks.yes_no;
        self.few.absorb(&other.few);
        self.inside.absorb(&other.inside);
        self.unused += other.unused;
        self.single += other.single;
    }
}

/// What the values of a column are by their form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Email addresses.
    Email,
    /// International phone numbers.
    Phone,
    /// UUIDs.
    Id,
    /// Password hashes.
    Hash,
    /// Points in time.
    Time,
    /// Yes and no.
    YesNo,
}

impl Form {
    /// The word in sentences.
    pub fn words(self) -> &'static str {
        match self {
            Form::Email => "email addresses",
            Form::Phone => "phone numbers",
            Form::Id => "ids",
            Form::Hash => "password hashes",
            Form::Time => "dates",
            Form::YesNo => "yes and no",
        }
    }

    /// The field that such values may feed.
    pub fn field(self) -> Option<Field> {
        match self {
            Form::Email => Some(Field::Email),
            Form::Phone => Some(Field::Phone),
            Form::Id => Some(Field::Id),
            Form::Hash => Some(Field::HashedPassword),
            Form::Time | Form::YesNo => None,
        }
    }
}

impl ColumnFill {
    /// Whether nearly all values are email addresses or hold some, and they are more than a
    /// few among `rows`.
    pub fn holds_emails(&self, rows: u64) -> bool {
        let enough = self.values >= COLUMN_LOOKS_VALUES_MIN || self.values * 2 >= rows;
        let emails = self.looks.email + self.looks.emails_inside;
        emails > 0 && enough && emails * 100 >= self.values * COLUMN_LOOKS_PERCENT_MIN
    }

    /// What the values are, if nearly all have one form, and if they are more than a
    /// few among `rows`.
    pub fn form(&self, rows: u64) -> Option<Form> {
        let enough = self.values >= COLUMN_LOOKS_VALUES_MIN || self.values * 2 >= rows;
        let looks = self.looks;
        let forms = [
            (looks.email, Form::Email),
            (looks.phone, Form::Phone),
            (looks.hash, Form::Hash),
            (looks.uuid, Form::Id),
            (looks.time, Form::Time),
            (looks.yes_no, Form::YesNo),
        ];
        let mut forms = forms
            .into_iter()
            .filter(|(n, _)| *n > 0 && enough && n * 100 >= self.values * COLUMN_LOOKS_PERCENT_MIN);
        forms.next().map(|(_, form)| form)
    }
}

/// Values of a column, counted by the form that they have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Looks {
    /// Like an email address.
    pub email: u64,
    /// With addresses in it, as objects and lists have them; counted where nothing maps the
    /// column.
    pub emails_inside: u64,
    /// Like an international phone number, with its plus sign.
    pub phone: u64,
    /// Like a UUID.
    pub uuid: u64,
    /// Like a password hash that names its own method.
    pub hash: u64,
    /// Like a point in time; counted where nothing maps the column.
    pub time: u64,
    /// Like yes or no; counted where nothing maps the column.
    pub yes_no: u64,
}

/// The whole file, as a rule sees it at the end of reading.
#[derive(Clone, Copy)]
pub struct FileView<'a> {
    /// The source's columns.
    pub columns: &'a [Column],
    /// What each of them held, in the same order.
    pub fills: &'a [ColumnFill],
    /// How many rows were read.
    pub rows: u64,
    /// What the person importing chose.
    pub choices: &'a Choices,
    /// The row number of the header, for placing findings about columns.
    pub header_row: u64,
}
