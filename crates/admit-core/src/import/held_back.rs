//! Runs that write nothing because of what the check found, and what is said of
//! a run as a whole.

use super::run::{Run, report};
use crate::apply::input::Pace;
use crate::check::checked::Checked;
use crate::findings::finding::{Finding, Findings};
use crate::findings::rule::Severity;
use crate::import::error::ImportError;
use crate::import::report::{Ended, Report};
use crate::ports::store::{ImportState, Ledger, Mode, StoreError, short_id};
use crate::rules;

impl Run<'_> {
    /// Says it if passwords are brought that nobody can sign in with yet.
    pub(super) fn passwords_unused(
        &self,
        passwords: u64,
        checked: &mut Checked,
    ) -> Result<(), StoreError> {
        if passwords == 0 || checked.fatal || self.ports.store.password_connection()? {
            return Ok(());
        }
        let mut findings = Findings::default();
        rules::password_sign_in_is_off::found(&mut findings);
        for finding in findings.take() {
            checked.tally.add(&finding);
            checked.file_findings.push(finding);
        }
        Ok(())
    }

    /// Why nothing is to be written, if so.
    pub(super) fn held_back(&self, checked: &Checked) -> Result<Option<Ended>, ImportError> {
        let rule = &rules::parameters_missing::RULE;
        let missing =
            |finding: &Finding| finding.rule == rule && finding.severity == Severity::Error;
        if checked.file_findings.iter().any(missing) {
            // What a resumed import has done stays as it is.
            if self.record.rows_done > 0 {
                let import = short_id(self.record.id);
                return Err(ImportError::ParametersMissing { import });
            }
            return Ok(Some(Ended::ParametersMissing));
        }
        // Of the whole file: also what an import that goes on has rejected before.
        let rejected = self.record.ledger.rejected + checked.ledger.rejected;
        let exceeded = self.choices.max_errors.filter(|max| rejected > *max);
        if let Some(max) = exceeded {
            return Ok(Some(Ended::TooManyErrors { rejected, max }));
        }
        let users = checked.tally.count_of(&rules::removes_access::RULE);
        let asks = users > 0 && self.record.mode == Mode::Import && self.record.rows_done == 0;
        Ok((asks && !(self.may_take_away)(users)).then_some(Ended::NotConfirmed { users }))
    }

    /// Keeps what was found, and writes nothing of the file.
    pub(super) fn write_nothing(
        &self,
        pace: Pace<'_>,
        checked: &mut Checked,
        reason: Ended,
    ) -> Result<Report, ImportError> {
        let mut record = self.record.clone();
        record.state = ImportState::Stopped;
        if record.rows_done > 0 {
            // What it has done stays as it is; what was found is found again then.
            record.ledger.read = checked.rows;
            record.ledger.not_reached = 0;
            record.ledger.not_reached = checked.rows - record.ledger.sum();
            self.recorder.store_record(&record)?;
            let resumed_after = Some(record.rows_done);
            return Ok(report(record, checked, Some(reason), resumed_after));
        }
        let rejected = match reason {
            Ended::ParametersMissing => 0,
            _ => checked.ledger.rejected,
        };
        record.ledger = Ledger {
            read: checked.rows,
            rejected,
            not_reached: checked.rows - rejected,
            ..Ledger::default()
        };
        let record = self.store_check(pace, record, checked)?;
        Ok(report(record, checked, Some(reason), None))
    }
}
