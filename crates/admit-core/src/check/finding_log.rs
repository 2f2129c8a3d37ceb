//! What a run notes for later, in order: records of fixed size and findings,
//! on scratch files, so that memory does not grow with the source.

use crate::base::spill::log::{Log, LogWriter};
use crate::base::spill::scratch::Scratch;
use crate::findings::finding::Finding;
use crate::findings::outcome::Mode;
use crate::findings::rule::Severity;
use crate::rules;
use crate::users::field::Field;
use serde::{Deserialize, Serialize};
use std::io::Result;
use uuid::Uuid;

/// A finding as the log keeps it.
#[derive(Serialize, Deserialize)]
struct Noted {
    rule: String,
    severity: Severity,
    row: Option<u64>,
    line: Option<u64>,
    column: Option<String>,
    field: Option<Field>,
    value: Option<String>,
    args: Vec<(String, String)>,
    suggestion: Option<String>,
    related_row: Option<u64>,
    user: Option<Uuid>,
    help: Option<String>,
}

/// Notes the findings of rows, in the order of the rows.
pub struct FindingLogWriter {
    log: LogWriter,
    buffer: Vec<u8>,
}

impl FindingLogWriter {
    /// An empty log.
    pub fn new(scratch: &dyn Scratch) -> Result<FindingLogWriter> {
        Ok(FindingLogWriter {
            log: LogWriter::new(scratch)?,
            buffer: Vec::new(),
        })
    }

    /// Adds a finding of a row, by its number in the file.
    pub fn push(&mut self, row: u64, finding: Finding) -> Result<()> {
        let noted = Noted {
            rule: finding.rule.code.to_owned(),
            severity: finding.severity,
            row: finding.row,
            line: finding.line,
            column: finding.column,
            field: finding.field,
            value: finding.value,
            args: finding.args,
            suggestion: finding.suggestion,
            related_row: finding.related_row,
            user: finding.user,
            help: finding.help,
        };
        self.buffer.clear();
        serde_json::to_writer(&mut self.buffer, &noted)?;
        self.log.write(&row.to_le_bytes())?;
        self.log.write(&(self.buffer.len() as u32).to_le_bytes())?;
        self.log.write(&self.buffer)
    }

    /// Ends the log.
    pub fn finish(self) -> Result<FindingLog> {
        Ok(FindingLog {
            log: self.log.finish()?,
            buffer: Vec::new(),
            next: None,
        })
    }
}

/// The findings of rows, in the order of the rows.
pub struct FindingLog {
    log: Log,
    buffer: Vec<u8>,
    next: Option<(u64, Finding)>,
}

impl FindingLog {
    /// Goes back to the first one.
    pub fn rewind(&mut self) -> Result<()> {
        self.next = None;
        self.log.rewind()
    }

    /// Takes the next finding if it belongs to this row or one before. Also
    /// says to which.
    pub fn up_to(&mut self, row: u64) -> Result<Option<(u64, Finding)>> {
        if self.next.is_none() {
            self.next = self.read()?;
        }
        Ok(self.next.take_if(|(at, _)| *at <= row))
    }

    fn read(&mut self) -> Result<Option<(u64, Finding)>> {
        let mut head = [0; 12];
        if !self.log.read(&mut head)? {
            return Ok(None);
        }
        let row = u64::from_le_bytes(head[..8].try_into().expect("eight bytes"));
        let length = u32::from_le_bytes(head[8..].try_into().expect("four bytes"));
        self.buffer.resize(length as usize, 0);
        self.log.read(&mut self.buffer)?;
        let noted: Noted = serde_json::from_slice(&self.buffer)?;
        let rule =
            rules::find(&noted.rule).expect("a finding was noted by a rule of the catalogue");
        Ok(Some((
            row,
            Finding {
                rule,
                severity: noted.severity,
                row: noted.row,
                line: noted.line,
                column: noted.column,
                field: noted.field,
                value: noted.value,
                args: noted.args,
                suggestion: noted.suggestion,
                related_row: noted.related_row,
                user: noted.user,
                help: noted.help,
                outcome: None,
                mode: Mode::default(),
            },
        )))
    }
}
