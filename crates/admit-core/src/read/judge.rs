//! A row judged: mapped, normalised, checked, its access resolved.

use crate::base::limits::{ACCEPT_ROUNDS_MAX, SHOWN_CHARACTERS_MAX};
use crate::convert::list::ListNames;
use crate::findings::finding::{Findings, deny};
use crate::findings::rule::Severity;
use crate::findings::shown::shown;
use crate::read::access::AccessIndex;
use crate::read::columns::Mapping;
use crate::read::row::{Pass, RowInput};
use crate::rows::candidate::Candidate;
use crate::rows::characters::speaks_of_identifier;
use crate::rows::choices::{Choices, Contents};
use crate::rows::raw::{Column, RawRow, RowPlace};
use crate::rows::ties::Ties;
use crate::rules::state_words_in_unknown_column::holds_back;
use crate::rules::view::{Check, ColumnFill, RowView};
use crate::rules::{CHECKS, row_has_no_password, suggestion_applied};
use crate::users::access::Access;
use crate::users::field::Field;
use crate::users::field_set::FieldSet;
use crate::users::user::Membership;

/// Marks a row whose user another row shuts out, among the kinds of identifier that are
/// left out of a row.
pub const SHUT_OUT: u8 = 1 << 7;

/// What every row is judged by, whatever the directory holds.
pub struct Criteria<'a> {
    /// What the person importing chose.
    pub choices: &'a Choices,
    /// Organizations, roles and permissions.
    pub access: &'a Access,
    names: ListNames,
    row_checks: Vec<fn(&RowView<'_>, &mut Findings)>,
}

impl<'a> Criteria<'a> {
    /// Prepares the tables and the rules that look at every row.
    pub fn new(choices: &'a Choices, access: &'a Access) -> Criteria<'a> {
        let row_checks = CHECKS
            .iter()
            .filter_map(|check| match check {
                Check::Row(check) => Some(*check),
                _ => None,
            })
            .collect();
        Criteria {
            choices,
            access,
            names: ListNames::of(access),
            row_checks,
        }
    }

    /// A row with what it is mapped by.
    fn row<'r>(&'r self, raw: &'r RawRow, columns: &'r [Column]) -> RowInput<'r>
    where
        'a: 'r,
    {
        RowInput {
            raw,
            columns,
            choices: self.choices,
            access: self.access,
            names: &self.names,
        }
    }
}

/// Makes a candidate of a row: maps, normalises, checks, resolves access. It
/// holds the row last made.
pub struct RowJudge<'a> {
    pub(super) access: AccessIndex<'a>,
    pub(super) mapping: Mapping,
    candidate: Candidate,
    memberships: Vec<Membership>,
    /// The default organization, for a user who is created and whom no row puts
    /// anywhere else.
    pub joins_default: Option<u32>,
    /// What was found in it.
    pub findings: Findings,
}

impl<'a> RowJudge<'a> {
    /// With the mapping of a source's columns.
    pub fn new(mapping: Mapping, access: &'a Access) -> RowJudge<'a> {
        RowJudge {
            access: AccessIndex::new(access),
            mapping,
            candidate: Candidate::default(),
            memberships: Vec::new(),
            joins_default: None,
            findings: Findings::default(),
        }
    }

    /// The row as a candidate. Nobody downstream changes it.
    pub fn candidate(&self) -> &Candidate {
        &self.candidate
    }

    /// Its access, resolved.
    pub fn memberships(&self) -> &[Membership] {
        &self.memberships
    }

    /// Forgets the row last made.
    pub fn reset(&mut self) {
        self.findings.clear();
        self.memberships.clear();
        self.joins_default = None;
    }

    /// Makes a candidate of a row. What its reader found is among the findings
    /// already.
    pub fn map(&mut self, raw: &mut RawRow, columns: &[Column], criteria: &Criteria<'_>) {
        self.candidate.reset(raw.place);
        // A row of the wrong shape silences its cells: one cause, one finding.
        if !self.findings.has_error() {
            self.judge(Pass::First, raw, columns, criteria);
        }
        self.mapping.hide_digests(&mut self.findings);
        settle_row(
            &mut self.findings,
            &self.candidate,
            raw.place,
            criteria.choices,
        );
    }

    /// Makes a candidate of a row that was mapped and checked before, without the
    /// identifiers of the kinds that are `left_out`, as bits of `1 << kind`, and with what
    /// [`SHUT_OUT`] says.
    pub(super) fn map_again(
        &mut self,
        raw: &mut RawRow,
        left_out: u8,
        columns: &[Column],
        criteria: &Criteria<'_>,
    ) {
        self.candidate.reset(raw.place);
        if !self.findings.has_error() {
            self.judge(Pass::Again, raw, columns, criteria);
        }
        if left_out != 0 {
            let identities = &mut self.candidate.identities;
            identities.retain(|identity| left_out & (1 << identity.kind as u8) == 0);
        }
        if left_out & SHUT_OUT != 0 {
            self.candidate.overruled = self.candidate.suspended == Some(false);
            self.candidate.suspended = Some(true);
            self.candidate.given.insert(Field::Suspended);
        }
    }

    /// Only at the first pass cells are counted and rules are asked, unless their
    /// suggestions are to be applied.
    fn judge(&mut self, pass: Pass, raw: &mut RawRow, columns: &[Column], criteria: &Criteria<'_>) {
        let choices = criteria.choices;
        if !choices.set.is_empty() {
            self.mapping.correct(raw, columns, choices);
        }
        let read = self.findings.len();
        let row = criteria.row(raw, columns);
        let (candidate, findings) = (&mut self.candidate, &mut self.findings);
        self.mapping.candidate(&row, pass, candidate, findings);
        let accepts = !choices.accept.is_empty();
        if pass == Pass::First || accepts {
            self.check(raw, criteria);
        }
        if accepts {
            self.accept(read, raw, columns, criteria);
        }
        self.resolve(raw, criteria);
    }

    /// Resolves what the row asks for, or leaves nothing of it but the password.
    fn resolve(&mut self, raw: &RawRow, criteria: &Criteria<'_>) {
        let choices = criteria.choices;
        if choices.contents == Contents::Passwords {
            crate::read::judge::reduce(&mut self.candidate, &mut self.memberships);
            let has_hashes = self.mapping.may_hold_hashes();
            password_row(&self.candidate, has_hashes, &mut self.findings);
            return;
        }
        let view = view(raw, &self.mapping, &self.candidate, criteria);
        let resolved = self.access.resolve(&view, &mut self.findings);
        self.memberships = resolved.memberships;
        self.joins_default = resolved.joins_default.or(resolved.falls_back);
        self.candidate.falls_back = resolved.falls_back;
        self.candidate.access_in_doubt |= resolved.in_doubt;
    }

    /// Asks every rule that looks at mapped rows.
    fn check(&mut self, raw: &RawRow, criteria: &Criteria<'_>) {
        let view = view(raw, &self.mapping, &self.candidate, criteria);
        for check in &criteria.row_checks {
            check(&view, &mut self.findings);
        }
    }

    /// Reads the row again with the suggestions of the rules that the person
    /// importing accepts. The first `read` findings are those of the reader.
    fn accept(
        &mut self,
        read: usize,
        raw: &mut RawRow,
        columns: &[Column],
        criteria: &Criteria<'_>,
    ) {
        let mut applied = Findings::default();
        for _ in 0..ACCEPT_ROUNDS_MAX {
            let view = view(raw, &self.mapping, &self.candidate, criteria);
            let replacements = accepted(&view, &self.findings, &mut applied);
            if replacements.is_empty() {
                break;
            }
            for (index, text) in replacements {
                raw.replace(index, &text);
            }
            self.findings.truncate(read);
            let row = criteria.row(raw, columns);
            let (candidate, findings) = (&mut self.candidate, &mut self.findings);
            self.mapping
                .candidate(&row, Pass::Again, candidate, findings);
            self.check(raw, criteria);
        }
        for finding in applied.take() {
            self.findings.add(finding);
        }
    }

    /// Whether every row has to be mapped by this very judge.
    pub fn remembers_rows(&self) -> bool {
        self.mapping.remembers_rows()
    }

    /// Another judge for other rows of the same source. [`RowJudge::absorb`]
    /// brings together what both have counted.
    #[must_use]
    pub fn beside(&self) -> RowJudge<'a> {
        RowJudge::new(self.mapping.beside(), self.access.access())
    }

    /// Counts what another judge of the same source has counted.
    pub fn absorb(&mut self, other: &RowJudge<'_>) {
        self.mapping.absorb(&other.mapping);
        self.access.absorb(&other.access);
    }

    /// The columns with their fields.
    pub fn columns(&self) -> &[Column] {
        self.mapping.columns()
    }

    /// The name of the column that the hashes came from.
    pub fn hash_column(&self) -> &str {
        self.mapping.hash_column()
    }

    /// What the dearest check of the passwords read costs, in microseconds.
    pub fn dearest_check(&self) -> u64 {
        self.mapping.dearest_check()
    }

    /// How many passwords were read.
    pub fn passwords(&self) -> u64 {
        self.mapping.passwords()
    }

    /// What the columns held, in the same order.
    pub fn fills(&self) -> &[ColumnFill] {
        self.mapping.fills()
    }

    /// Which columns are asked about whenever such a file comes, as they may say who is kept
    /// out: what was said of them holds for this file alone.
    pub fn asked_each_time(&self, choices: &Choices) -> Vec<bool> {
        let unsaid = Choices {
            contents: choices.contents,
            ..Choices::default()
        };
        let view = self.mapping.view(&unsaid, 1);
        let columns = view.columns.iter().zip(view.fills);
        let held = columns.map(|(column, fill)| holds_back(&view, column, fill).is_some());
        held.collect()
    }

    /// Takes out which rows of which earlier imports the rows of a fix file were.
    pub fn take_ties(&mut self) -> Ties {
        self.mapping.take_ties()
    }
}

pub(crate) fn view<'v>(
    raw: &'v RawRow,
    mapping: &'v Mapping,
    candidate: &'v Candidate,
    criteria: &Criteria<'v>,
) -> RowView<'v> {
    RowView {
        raw,
        columns: mapping.columns(),
        candidate,
        choices: criteria.choices,
        access: criteria.access,
    }
}

/// The cells that are to be replaced, with what by. One suggestion a cell.
pub(crate) fn accepted(
    view: &RowView<'_>,
    findings: &Findings,
    applied: &mut Findings,
) -> Vec<(usize, String)> {
    let mut replacements: Vec<(usize, String)> = Vec::new();
    for finding in findings.iter() {
        let rule = finding.rule;
        if !view.choices.accept.iter().any(|code| code == rule.code)
            || rule.cannot_be_accepted().is_some()
        {
            continue;
        }
        let (Some(suggestion), Some(field), Some(value)) =
            (&finding.suggestion, finding.field, &finding.value)
        else {
            continue;
        };
        let Some(index) = view.candidate.source(field) else {
            continue;
        };
        // Only a suggestion for the whole cell, of which nothing was cut for showing.
        let whole = view.cell(field).is_some_and(|cell| {
            finding.column.as_deref() == Some(cell.column)
                && cell.text.chars().count() <= SHOWN_CHARACTERS_MAX
                && shown(cell.text).trim() == value.trim()
        });
        if whole && !replacements.iter().any(|(known, _)| *known == index) {
            suggestion_applied::found(finding, rule, suggestion, applied);
            replacements.push((index, suggestion.clone()));
        }
    }
    replacements
}

/// In a file of passwords, a password left out leaves nothing of the row. Where no
/// column holds hashes, that is said of the file.
pub(crate) fn password_row(candidate: &Candidate, has_hashes: bool, findings: &mut Findings) {
    if candidate.password.is_some() {
        return;
    }
    let mut refused = false;
    for finding in findings.iter_mut() {
        if finding.rule.code.starts_with("PWD") && finding.severity == Severity::Warning {
            finding.severity = Severity::Error;
            refused = true;
        }
    }
    if !refused && has_hashes {
        row_has_no_password::found(findings);
    }
}

/// Gives each finding its row, and each severity its last word: a value that
/// was the only identifier holds its row back, and so does a rule denied.
pub(crate) fn settle_row(
    findings: &mut Findings,
    candidate: &Candidate,
    place: RowPlace,
    choices: &Choices,
) {
    let nobody = candidate.identities.is_empty();
    for finding in findings.iter_mut() {
        if finding.row.is_none() {
            finding.row = Some(place.row);
            finding.line = Some(place.line);
        }
        let speaks_of_one = speaks_of_identifier(finding.field) && finding.rule.only_identifier;
        if nobody && speaks_of_one && finding.severity == Severity::Warning {
            finding.severity = Severity::Error;
        }
        deny(finding, choices);
    }
}

/// Keeps of a row what a file of passwords is read for.
pub fn reduce(candidate: &mut Candidate, memberships: &mut Vec<Membership>) {
    memberships.clear();
    candidate.access.clear();
    candidate.access_in_doubt = false;
    let mut given = FieldSet::default();
    for field in candidate.given.iter() {
        if field == Field::HashedPassword {
            given.insert(field);
        }
    }
    candidate.given = given;
}
