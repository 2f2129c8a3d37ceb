//! The check: every row gets its action, and nothing of the directory is
//! written. What comes out is a plan on a scratch file and the findings.

use crate::base::spill::log::{Log, LogWriter};
use crate::base::spill::scratch::Scratch;
use crate::check::claims::{Claims, Created, SortedClaims};
use crate::check::finding_log::{FindingLog, FindingLogWriter};
use crate::check::groups::group;
use crate::check::input::CheckInput;
use crate::check::matching::moves::{Giver, Moves};
use crate::check::matching::near::Shapes;
use crate::check::matching::walk::{Matched, Matching, Walked};
use crate::check::notes::{NoteWriter, Notes, RowNote};
use crate::check::plan::{Action, PLANNED_BYTES, PlannedRow};
use crate::check::survey::survey;
use crate::findings::finding::{Finding, Findings, TIES};
use crate::findings::outcome::Outcome;
use crate::findings::tally::Tally;
use crate::formats::reader::RowReader;
use crate::ports::store::Ledger;
use crate::ports::watch::RunError;
use crate::read::columns::Mapping;
use crate::read::decoder::Decoder;
use crate::read::judge::Criteria;
use crate::rows::choices::Contents;
use crate::rows::raw::Column;
use crate::rows::ties::Ties;
use crate::rules;
use crate::users::changes::Changes;

/// What a check found out: the plan and everything there is to say.
pub struct Checked {
    /// Rows read.
    pub rows: u64,
    /// The number of the last row.
    pub last_row: u64,
    /// Blank rows skipped; not counted in the ledger.
    pub blank_rows: u64,
    /// Whether a finding about the file holds back every row.
    pub fatal: bool,
    /// What will become of the rows.
    pub ledger: Ledger,
    /// The findings about the file and its columns.
    pub file_findings: Vec<Finding>,
    /// What was found, counted: rows, columns and file.
    pub tally: Tally,
    /// The columns, with the fields they feed.
    pub columns: Vec<Column>,
    /// The identifiers read, in the order of their keys, if the job keeps them.
    pub claims: Option<SortedClaims>,
    /// Which users of `claims` are created after all.
    pub created: Created,
    /// Users who give up what other rows take.
    pub givers: Vec<Giver>,
    /// What would be changed of users who are there.
    pub changes: Changes,
    /// Which rows of which earlier imports the rows were, where the source is a fix file.
    ties: Ties,
    plan: Log,
    row_findings: FindingLog,
    match_findings: FindingLog,
}

impl Checked {
    /// Goes back to the first row.
    pub fn rewind(&mut self) -> Result<(), RunError> {
        self.plan.rewind()?;
        self.row_findings.rewind()?;
        Ok(self.match_findings.rewind()?)
    }

    /// The next row of the plan; `None` at the end.
    #[expect(
        clippy::should_implement_trait,
        reason = "it can fail, so it is no iterator"
    )]
    pub fn next(&mut self) -> Result<Option<PlannedRow>, RunError> {
        let mut bytes = [0; PLANNED_BYTES];
        Ok(self
            .plan
            .read(&mut bytes)?
            .then(|| PlannedRow::read(&bytes)))
    }

    /// Adds the findings of this row to `into`, with what becomes of it.
    pub fn findings_of(
        &mut self,
        planned: &PlannedRow,
        outcome: Option<Outcome>,
        into: &mut Vec<Finding>,
    ) -> Result<(), RunError> {
        let row = planned.place.row;
        for log in [&mut self.row_findings, &mut self.match_findings] {
            while let Some((at, mut finding)) = log.up_to(row)? {
                if at == row {
                    finding.outcome = outcome;
                    finding.decided(planned.after);
                    finding.tie(&self.ties);
                    into.push(finding);
                }
            }
        }
        Ok(())
    }
}

/// Checks a source: reads it, judges every row, matches it with the directory.
/// `file_findings` are those of opening it.
pub fn check<'a>(
    input: &CheckInput<'a>,
    reader: Box<dyn RowReader>,
    mapping: Mapping,
    mut file_findings: Findings,
) -> Result<(Checked, Decoder<'a>), RunError> {
    let criteria = Criteria::new(input.choices, input.access);
    let mut decoder = Decoder::new(reader, mapping, input.access);
    decoder.look_ahead(&mut file_findings)?;
    let claims = input.keeps_claims.then(|| Claims::new(input.scratch));
    let survey = survey(&mut decoder, &criteria, file_findings, input, claims)?;
    let columns = decoder.row.columns().to_vec();
    let last_row = survey.notes.last_row();
    let notes = if survey.fatal {
        hold_back_all(survey.notes, input.scratch)?
    } else {
        group(survey.notes, survey.keys, &mut decoder, &criteria, input)?
    };
    let mut checked = Checked {
        rows: survey.rows,
        last_row,
        blank_rows: survey.blank_rows,
        fatal: survey.fatal,
        ledger: Ledger {
            read: survey.rows,
            ..Ledger::default()
        },
        file_findings: survey.file_findings,
        tally: survey.tally,
        columns,
        claims: survey.claims,
        created: Created::default(),
        givers: Vec::new(),
        changes: Changes::default(),
        ties: Ties::default(),
        plan: LogWriter::new(input.scratch)?.finish()?,
        row_findings: survey.findings,
        match_findings: FindingLogWriter::new(input.scratch)?.finish()?,
    };
    let matching = matched(input, &criteria, &mut decoder, notes)?;
    checked.ledger.created = matching.counts[Action::Create as usize];
    checked.ledger.updated =
        matching.counts[Action::Update as usize] + matching.counts[Action::Join as usize];
    checked.ledger.unchanged =
        matching.counts[Action::Unchanged as usize] + matching.counts[Action::Remember as usize];
    checked.ledger.rejected = matching.counts[Action::Reject as usize];
    checked.tally.merge(matching.tally);
    let unmatched = checked.tally.count_of(&rules::no_user_matches::RULE);
    let matched = checked.ledger.updated + checked.ledger.unchanged;
    if unmatched > 0 && matched == 0 && input.choices.contents == Contents::Passwords {
        let mut findings = Findings::default();
        rules::users_not_imported_yet::found(unmatched, &mut findings);
        findings.iter().for_each(|found| checked.tally.add(found));
        checked.file_findings.extend(findings.take());
    }
    checked.created = matching.created;
    checked.givers = matching.givers;
    checked.changes = matching.changes;
    checked.plan = matching.plan;
    checked.match_findings = matching.findings;
    checked.ties = decoder.row.take_ties();
    let said = checked.file_findings.iter_mut();
    let mut said = said.filter(|finding| finding.rule == &rules::admit_columns_ignored::RULE);
    if let (Some(finding), false) = (said.next(), checked.ties.is_empty()) {
        finding.args.push((TIES.to_owned(), checked.ties.text()));
    }
    checked.rewind()?;
    Ok((checked, decoder))
}

/// Walks over the rows until it is known whom identifiers belong to after the file.
fn matched<'a>(
    input: &CheckInput<'a>,
    criteria: &Criteria<'a>,
    decoder: &mut Decoder<'a>,
    notes: Notes,
) -> Result<Matched, RunError> {
    let mut known = (notes, Box::<Moves>::default(), Shapes::of(input)?);
    loop {
        let mut matching = Matching::new(input, criteria, &mut *decoder, known)?;
        matching.walk()?;
        match matching.end()? {
            Walked::Again(notes, moves, shapes) => known = (notes, moves, shapes),
            Walked::Done(matched) => return Ok(*matched),
        }
    }
}

/// A finding about the file holds back every row.
fn hold_back_all(mut notes: Notes, scratch: &dyn Scratch) -> Result<Notes, RunError> {
    let mut writer = NoteWriter::new(scratch)?;
    while let Some(note) = notes.next()? {
        writer.push(&RowNote {
            rejected: true,
            ..note
        })?;
    }
    writer.finish()
}
