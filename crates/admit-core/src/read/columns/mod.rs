//! Which column feeds which field, and what the person importing chose.

mod corrections;
mod own;

pub use crate::rows::choices::Correction;
use crate::rows::choices::{Choices, Contents};
use crate::rows::headers::modifiers::{Whose, whose};
use crate::rows::standing::{Standing, by_hand_among, named_among};
use crate::rows::ties::Ties;

use crate::convert::name::{Order, Orders};
use crate::convert::password::PasswordCounts;
use crate::findings::finding::{Finding, Findings};
use crate::findings::secrets;
use crate::read::evidence::{Evidence, IdColumns};
use crate::rows::headers::{self, hides_values};
use crate::rows::raw::{Column, RawRow};
use crate::rules::view::{Check, ColumnFill, FileView};
use crate::rules::{
    CHECKS, column_name_twice, column_read_the_other_way, hash_column_missing,
    identifier_column_missing, mapped_column_missing, names_turned_round, remembered_mapping,
    two_columns_for_one_field, verified_without_password,
};
use crate::users::field::{Field, fold_header};
use corrections::Corrections;

/// The columns of a source with the fields they feed, and what was seen in them.
///
/// Made from the header, if the source has one. Each row goes through
/// [`Mapping::candidate`]; what there is to say about the columns is said by
/// [`Mapping::new`] where the header tells, and else by [`Mapping::finish`]. An
/// error among those findings means that nothing of the file is imported.
#[derive(Debug)]
pub struct Mapping {
    pub(super) columns: Vec<Column>,
    pub(super) fills: Vec<ColumnFill>,
    /// Whether values of the column may be kept to show.
    pub(super) showable: Vec<bool>,
    /// Whether the column holds clear-text passwords by its name.
    pub(super) clear: Vec<bool>,
    /// The columns that say whether somebody may sign in.
    pub(super) states: Vec<usize>,
    /// Whether all columns were known before the first row.
    has_header: bool,
    /// Clashes met while columns came with rows.
    pub(super) clashes: Clashes,
    corrections: Corrections,
    /// The columns that Admit added, if the source is a fix file.
    pub(super) own: own::OwnColumns,
    pub(super) rows: u64,
    pub(super) verified_without_password: u64,
    pub(super) passwords: PasswordCounts,
    /// How whole names are written, as far as was looked.
    names: Orders,
    pub(super) name_order: Order,
    pub(super) id_columns: IdColumns,
}

/// Columns that feed one field.
#[derive(Debug, Default)]
pub(in crate::read) struct Clashes {
    /// The earlier one and the later one.
    pairs: Vec<(usize, usize)>,
}

impl Clashes {
    /// Notes two columns that feed one field, in the header or in one row.
    pub(in crate::read) fn met(&mut self, one: usize, other: usize) {
        let pair = (one.min(other), one.max(other));
        if !self.pairs.contains(&pair) {
            self.pairs.push(pair);
        }
    }
}

impl Mapping {
    /// The mapping of these columns: by hand first, then by name. A source
    /// whose columns come with its rows gives none yet.
    pub fn new(columns: &[Column], choices: &Choices, findings: &mut Findings) -> Mapping {
        let mut mapping = Mapping {
            columns: Vec::new(),
            fills: Vec::new(),
            showable: Vec::new(),
            clear: Vec::new(),
            states: Vec::new(),
            has_header: !columns.is_empty(),
            clashes: Clashes::default(),
            corrections: Corrections::new(choices),
            own: own::OwnColumns::default(),
            rows: 0,
            verified_without_password: 0,
            passwords: PasswordCounts::default(),
            names: Orders::default(),
            name_order: Order::default(),
            id_columns: match columns {
                [] => IdColumns::All,
                _ => IdColumns::Of(Vec::new()),
            },
        };
        mapping.extend(columns, choices);
        if mapping.has_header {
            mapping.own = own::OwnColumns::of(columns);
            // What is wrong with the file as a whole explains a missing column.
            let explained = findings.has_error();
            mapping.names_that_stand_twice(choices, findings);
            mapping.conclude(choices, explained, findings);
        }
        mapping
    }

    /// Names the imports that a fix file may come from, by the end of their ids
    /// (see [`crate::ports::store::short_id`]). Without this nothing is said of them.
    #[must_use]
    pub fn knowing_imports(mut self, ids: Vec<String>) -> Mapping {
        self.own.know(ids);
        self
    }

    /// Whether the source is a fix file that names the imports its rows come from.
    pub fn names_imports(&self) -> bool {
        self.own.names_imports()
    }

    /// Takes out which rows of which earlier imports the rows of a fix file were.
    pub(in crate::read) fn take_ties(&mut self) -> Ties {
        self.own.take_ties()
    }

    /// Takes in the columns that were not there before. [`Mapping::candidate`]
    /// does it by itself.
    pub fn extend(&mut self, columns: &[Column], choices: &Choices) {
        for (place, column) in columns.iter().enumerate().skip(self.columns.len()) {
            let name = column.name.trim();
            // Which columns come with later rows is not known of everybody who asks.
            let known = if self.has_header {
                columns
            } else {
                &columns[..place]
            };
            let field = field_of(name, known, choices);
            if field.is_some_and(Field::is_state) {
                self.states.push(place);
            }
            // Rows of JSON may name a field differently, as long as none does so twice.
            let other = self.columns.iter().position(|c| c.field == field);
            if let (true, Some(_), Some(other)) = (self.has_header, field, other) {
                self.clashes.met(other, place);
            }
            let column = Column {
                name: column.name.clone(),
                field,
            };
            let secret = match Standing::of(&column, choices) {
                Standing::Mapped(field) => field.is_secret(),
                _ => hides_values(name, field),
            };
            let clear = Standing::of(&column, choices) == Standing::ClearPassword;
            self.showable.push(!secret && !clear);
            self.clear.push(clear);
            self.fills.push(ColumnFill::default());
            self.columns.push(column);
        }
    }

    /// Whether every row has to be mapped by this very mapping, because what is
    /// said of a row depends on those before it: so it is in a fix file.
    pub fn remembers_rows(&self) -> bool {
        self.own.is_there()
    }

    /// The same mapping with nothing counted yet, for other rows of the source.
    #[must_use]
    pub fn beside(&self) -> Mapping {
        Mapping {
            columns: self.columns.clone(),
            fills: vec![ColumnFill::default(); self.columns.len()],
            showable: self.showable.clone(),
            clear: self.clear.clone(),
            states: self.states.clone(),
            has_header: self.has_header,
            clashes: Clashes::default(),
            corrections: self.corrections.beside(),
            own: own::OwnColumns::default(),
            rows: 0,
            verified_without_password: 0,
            passwords: PasswordCounts::default(),
            names: Orders::default(),
            name_order: self.name_order,
            id_columns: self.id_columns.clone(),
        }
    }

    /// The column of whole names, if they are read: where no other column gives
    /// their parts.
    pub(super) fn column_of_whole_names(&self) -> Option<usize> {
        let has_parts = [Field::FirstName, Field::LastName]
            .into_iter()
            .any(|field| self.position(field).is_some());
        self.position(Field::Name).filter(|_| !has_parts)
    }

    /// Takes in what the first values are. Says which column names the users by them,
    /// where none does by its name.
    pub(super) fn explain(&mut self, evidence: &Evidence, findings: &mut Findings) {
        self.id_columns = evidence.id_columns();
        let column = (0..self.columns.len()).find(|&column| {
            let column_of = &self.columns[column];
            column_of.field.is_none()
                && whose(column_of.name.trim()) != Whose::Elsewhere
                && evidence.is_emails(column)
        });
        if let Some(column) = column {
            let name = self.columns[column].name.trim();
            identifier_column_missing::explain(name, Field::Email, findings);
        }
    }

    /// Describes values with the shape of a digest in columns whose other values have none:
    /// they are no ids, but hashes that came there.
    pub(super) fn hide_digests(&self, findings: &mut Findings) {
        let shows = |finding: &&mut Finding| finding.value.is_some();
        for finding in findings.iter_mut().filter(shows) {
            let named = |column: &Column| Some(&column.name) == finding.column.as_ref();
            let place = self.columns.iter().position(named);
            if place.is_some_and(|place| !self.id_columns.contains(place)) {
                secrets::hide_digest(finding);
            }
        }
    }

    /// Reads whole names from here on as most of them are written.
    pub(super) fn read_whole_names(&mut self, names: Orders) {
        self.name_order = names.order();
        self.names = names;
    }

    /// Counts what a mapping beside this one has counted.
    pub fn absorb(&mut self, other: &Mapping) {
        self.rows += other.rows;
        self.corrections.absorb(&other.corrections);
        self.verified_without_password += other.verified_without_password;
        self.passwords.absorb(&other.passwords);
        // The other one may have met columns that this one has not.
        for place in self.columns.len()..other.columns.len() {
            self.columns.push(other.columns[place].clone());
            self.fills.push(ColumnFill::default());
            self.showable.push(other.showable[place]);
            self.clear.push(other.clear[place]);
            self.states
                .extend(other.states.iter().filter(|state| **state == place));
        }
        for (one, other) in &other.clashes.pairs {
            self.clashes.met(*one, *other);
        }
        for (mine, theirs) in self.fills.iter_mut().zip(&other.fills) {
            mine.absorb(theirs);
        }
    }

    /// Puts what the person importing said in place of the row's own values.
    /// `columns` are the source's columns, which may have grown.
    pub fn correct(&mut self, raw: &mut RawRow, columns: &[Column], choices: &Choices) {
        self.extend(columns, choices);
        self.corrections.apply(raw, &self.columns);
    }

    /// Whether the values of a column may be shown.
    pub fn shows(&self, column: usize) -> bool {
        self.showable.get(column) == Some(&true)
    }

    /// The columns with their fields.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// What the columns held so far, in the same order.
    pub fn fills(&self) -> &[ColumnFill] {
        &self.fills
    }

    /// The file as the rules about columns see it. `header_row` is the number
    /// of the header.
    pub fn view<'a>(&'a self, choices: &'a Choices, header_row: u64) -> FileView<'a> {
        FileView {
            columns: &self.columns,
            fills: &self.fills,
            rows: self.rows,
            choices,
            header_row,
        }
    }

    /// What is to be said once every row was mapped, by the mapping itself and
    /// by the rules that judge columns.
    pub fn finish(&self, choices: &Choices, header_row: u64, findings: &mut Findings) {
        if !self.has_header && self.rows > 0 {
            self.conclude(choices, false, findings);
        }
        self.columns_that_clash(findings);
        self.corrections.finish(&self.columns, findings);
        self.passwords.finish(findings);
        if let (Order::LastFirst, Some(place), Some(example)) = (
            self.name_order,
            self.column_of_whole_names(),
            &self.names.example,
        ) {
            names_turned_round::found(&self.columns[place].name, example, findings);
        }
        let verified = self.position(Field::EmailVerified);
        let brings_passwords = self.passwords.taken > 0;
        if let (Some(place), true, 1..) =
            (verified, brings_passwords, self.verified_without_password)
        {
            let column = &self.columns[place].name;
            verified_without_password::found(column, self.verified_without_password, findings);
        }
        let view = self.view(choices, header_row);
        for check in CHECKS {
            if let Check::File(check) = check {
                check(&view, findings);
            }
        }
    }

    /// The name of the column that the hashes came from.
    pub fn hash_column(&self) -> &str {
        self.passwords.hash_column()
    }

    /// What the dearest check of the passwords read costs, in microseconds.
    pub fn dearest_check(&self) -> u64 {
        self.passwords.dearest_check
    }

    /// How many passwords were read.
    pub fn passwords(&self) -> u64 {
        self.passwords.taken
    }

    /// Whether any column that is known may hold hashes: also one with a name for clear
    /// text may, or objects with them.
    pub fn may_hold_hashes(&self) -> bool {
        self.position(Field::HashedPassword).is_some() || self.clear.contains(&true)
    }

    fn position(&self, field: Field) -> Option<usize> {
        self.columns
            .iter()
            .position(|column| column.field == Some(field))
    }

    /// Two columns for one field, where both have values.
    fn columns_that_clash(&self, findings: &mut Findings) {
        for &(other, column) in &self.clashes.pairs {
            if self.fills[other].values == 0 || self.fills[column].values == 0 {
                continue;
            }
            let (other, column) = (&self.columns[other], &self.columns[column]);
            let Some(field) = column.field.filter(|field| !field.is_state()) else {
                continue;
            };
            if other.name.trim() != column.name.trim() {
                let names = (other.name.trim(), column.name.trim());
                findings.add(two_columns_for_one_field::finding(names.0, names.1, field));
            }
        }
    }

    /// What can be said as soon as all columns are known.
    fn conclude(&self, choices: &Choices, explained: bool, findings: &mut Findings) {
        for (name, field) in &choices.map {
            let wanted = fold_header(name);
            if !self
                .columns
                .iter()
                .any(|column| fold_header(&column.name) == wanted)
            {
                mapped_column_missing::found(name, *field, &self.columns, findings);
            }
        }
        let names = self.columns.iter().map(|column| column.name.trim());
        for column in &self.columns {
            let chosen = by_hand_among(column.name.trim(), names.clone(), choices);
            let chosen = chosen.and_then(|(_, field)| *field);
            if let Some(chosen) = chosen
                && column.field.is_some_and(|field| field != chosen)
            {
                column_read_the_other_way::found(column, chosen, findings);
            }
        }
        for column in &self.columns {
            let name = column.name.trim();
            if let (None, Some((_, field))) = (
                named_among(name, names.clone(), &choices.map),
                named_among(name, names.clone(), &choices.remembered),
            ) {
                remembered_mapping::found(column, *field, findings);
            }
        }
        let identifies = |field| self.position(field).is_some();
        if !explained && !IDENTIFYING.into_iter().any(identifies) {
            identifier_column_missing::found(&self.columns, findings);
        }
        if choices.contents == Contents::Passwords && !explained && !self.may_hold_hashes() {
            hash_column_missing::found(&self.columns, findings);
        }
    }

    fn names_that_stand_twice(&self, choices: &Choices, findings: &mut Findings) {
        let name = |place: usize| self.columns[place].name.trim();
        let mut places: Vec<usize> = (0..self.columns.len()).collect();
        places.sort_by_key(|&place| (name(place), place));
        for group in places.chunk_by(|a, b| name(*a) == name(*b)) {
            let first = &self.columns[group[0]];
            // Columns without a name, or left out on purpose, give nothing that could clash.
            let matters = !matches!(
                Standing::of(first, choices),
                Standing::Nameless | Standing::LeftOut | Standing::Ours
            );
            if group.len() > 1 && matters {
                let numbers: Vec<usize> = group.iter().map(|place| place + 1).collect();
                column_name_twice::found(first.name.trim(), first.field, &numbers, findings);
            }
        }
    }
}

/// Fields that can tell one user from another.
const IDENTIFYING: [Field; 5] = [
    Field::Id,
    Field::Email,
    Field::Phone,
    Field::Username,
    Field::Identities,
];

/// The field of a column of this name. A field that another column was chosen
/// for by hand is not fed by name.
fn field_of(name: &str, columns: &[Column], choices: &Choices) -> Option<Field> {
    let names = columns.iter().map(|column| column.name.trim());
    if let Some((_, field)) = by_hand_among(name, names.clone(), choices) {
        let field = field.map(|field| headers::turned(name, field).unwrap_or(field));
        return field.filter(|field| choices.reads(*field));
    }
    let field = headers::field_among(name, names).filter(|field| choices.reads(*field))?;
    let chosen = choices.map.iter().chain(&choices.remembered);
    let taken = chosen
        .map(|(_, chosen)| chosen)
        .any(|chosen| *chosen == Some(field));
    (!taken || field.is_state()).then_some(field)
}

#[cfg(test)]
mod tests;
