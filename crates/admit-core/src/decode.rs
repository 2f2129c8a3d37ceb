//! A source as candidates: reading, mapping and checking row by row.

use crate::access::{Access, AccessIndex};
use crate::candidate::Candidate;
use crate::finding::{Finding, Findings, Severity};
use crate::formats::RowReader;
use crate::mapping::{Mapping, Settings};
use crate::record::{RawRow, RowPlace};
use crate::rules::{Check, RULES, RowView};
use crate::user::Membership;
use std::io::Result;

/// What every row is judged by, whatever the directory holds.
pub struct Judgement<'a> {
    /// What the person importing chose.
    pub settings: &'a Settings,
    /// Organizations, roles and permissions.
    pub access: &'a Access,
    row_checks: Vec<fn(&RowView<'_>, &mut Findings)>,
}

impl<'a> Judgement<'a> {
    /// Prepares the tables and the rules that look at every row.
    pub fn new(settings: &'a Settings, access: &'a Access) -> Judgement<'a> {
        let row_checks = RULES
            .iter()
            .filter_map(|rule| match rule.check {
                Check::Row(check) => Some(check),
                _ => None,
            })
            .collect();
        Judgement {
            settings,
            access,
            row_checks,
        }
    }
}

/// Gives the rows of a source as candidates.
pub struct Decoder<'a> {
    access: AccessIndex<'a>,
    reader: Box<dyn RowReader>,
    mapping: Mapping,
    /// The row as read.
    pub raw: RawRow,
    /// The row as a candidate.
    pub candidate: Candidate,
    /// Its access, resolved.
    pub memberships: Vec<Membership>,
    /// The default organization, for a user who is created and whom no row puts
    /// anywhere else.
    pub joins_default: Option<u32>,
    /// What was found in it.
    pub findings: Findings,
}

impl<'a> Decoder<'a> {
    /// Over a reader, with the mapping of its columns.
    pub fn new(reader: Box<dyn RowReader>, mapping: Mapping, access: &'a Access) -> Decoder<'a> {
        Decoder {
            access: AccessIndex::new(access),
            reader,
            mapping,
            raw: RawRow::default(),
            candidate: Candidate::default(),
            memberships: Vec::new(),
            joins_default: None,
            findings: Findings::default(),
        }
    }

    /// Reads, maps and checks the next row; `false` at the end. At the end the
    /// findings are those of the file.
    pub fn next(&mut self, judgement: &Judgement<'_>) -> Result<bool> {
        self.findings.clear();
        self.memberships.clear();
        self.joins_default = None;
        if !self.reader.next(&mut self.raw, &mut self.findings)? {
            return Ok(false);
        }
        self.candidate.reset(self.raw.place);
        // A row of the wrong shape silences its cells: one cause, one finding.
        if !self.findings.has_error() {
            self.judge(judgement);
        }
        settle_row(
            &mut self.findings,
            &self.candidate,
            self.raw.place,
            judgement.settings,
        );
        Ok(true)
    }

    /// Reads the row at a place met before.
    pub fn at(&mut self, place: RowPlace, judgement: &Judgement<'_>) -> Result<()> {
        self.reader.seek(place)?;
        let found = self.next(judgement)?;
        assert!(
            found && self.raw.place == place,
            "the source gives other rows than before"
        );
        Ok(())
    }

    fn judge(&mut self, judgement: &Judgement<'_>) {
        self.mapping.candidate(
            &self.raw,
            self.reader.columns(),
            judgement.settings,
            judgement.access,
            &mut self.candidate,
            &mut self.findings,
        );
        let view = RowView {
            raw: &self.raw,
            columns: self.mapping.columns(),
            candidate: &self.candidate,
            settings: judgement.settings,
            access: judgement.access,
        };
        for check in &judgement.row_checks {
            check(&view, &mut self.findings);
        }
        let resolved = self.access.resolve(&view, &mut self.findings);
        self.memberships = resolved.memberships;
        self.joins_default = resolved.joins_default;
    }

    /// The view of the row last read, for findings made later.
    pub fn mapping(&self) -> &Mapping {
        &self.mapping
    }

    /// The byte reached in the source.
    pub fn position(&self) -> u64 {
        self.reader.position()
    }

    /// Blank rows skipped.
    pub fn blank_rows(&self) -> u64 {
        self.reader.blank_rows()
    }

    /// What there is to say about the columns once every row was read.
    pub fn finish(&mut self, settings: &Settings, findings: &mut Findings) {
        self.mapping
            .finish(settings, self.reader.header_row(), findings);
        self.access.finish(findings);
    }
}

/// Gives each finding its row, and each severity its last word: a value that
/// was the only identifier holds its row back, and so does a rule denied.
fn settle_row(
    findings: &mut Findings,
    candidate: &Candidate,
    place: RowPlace,
    settings: &Settings,
) {
    let nobody = candidate.identities.is_empty();
    for finding in findings.iter_mut() {
        if finding.row.is_none() {
            finding.row = Some(place.row);
            finding.line = Some(place.line);
        }
        if nobody && finding.rule.only_identifier && finding.severity == Severity::Warning {
            finding.severity = Severity::Error;
        }
        deny(finding, settings);
    }
}

/// Raises the finding of a denied rule to an error.
pub fn deny(finding: &mut Finding, settings: &Settings) {
    if settings.deny.iter().any(|code| code == finding.rule.code) {
        finding.severity = Severity::Error;
    }
}
