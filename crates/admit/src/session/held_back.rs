//! Runs that write nothing because of what the check found, and what is said of
//! a run as a whole.

use super::{Run, failure, report, short};
use crate::failure::Failure;
use admit_core::apply::input::ApplyInput;
use admit_core::apply::store_check;
use admit_core::check::checked::Checked;
use admit_core::findings::finding::Findings;
use admit_core::findings::rule::Severity;
use admit_core::import::report::{Ended, Report};
use admit_core::ports::store::{ImportState, Ledger};
use admit_core::rules;

impl Run<'_> {
    /// Says it if passwords are brought that nobody can sign in with yet.
    pub(super) fn passwords_unused(
        &self,
        passwords: u64,
        review: &mut Checked,
    ) -> Result<(), Failure> {
        if passwords == 0 || review.fatal || self.store.password_connection()? {
            return Ok(());
        }
        let mut findings = Findings::default();
        rules::password_sign_in_is_off::found(&mut findings);
        for finding in findings.take() {
            review.tally.add(&finding);
            review.file_findings.push(finding);
        }
        Ok(())
    }

    /// Why nothing is to be written, if so.
    pub(super) fn held_back(&self, review: &Checked) -> Result<Option<Ended>, Failure> {
        let rule = &rules::parameters_missing::RULE;
        let missing = |finding: &admit_core::findings::finding::Finding| {
            finding.rule == rule && finding.severity == Severity::Error
        };
        if review.file_findings.iter().any(missing) {
            // What a resumed import has done stays as it is.
            if self.resumed {
                let import = short(self.record.id);
                return Err(Failure::ParametersMissing { import });
            }
            return Ok(Some(Ended::ParametersMissing));
        }
        let max = self.settings.max_errors;
        let exceeded = max.filter(|max| review.ledger.rejected > *max);
        Ok(exceeded.map(Ended::TooManyErrors))
    }

    /// Keeps what was found, and writes nothing of the file.
    pub(super) fn write_nothing(
        mut self,
        work: &ApplyInput<'_>,
        review: &mut Checked,
        reason: Ended,
    ) -> Result<Report, Failure> {
        let rejected = match reason {
            Ended::ParametersMissing => 0,
            _ => review.ledger.rejected,
        };
        review.ledger = Ledger {
            read: review.rows,
            rejected,
            not_reached: review.rows - rejected,
            ..Ledger::default()
        };
        let mut record = store_check(work, self.record.clone(), review).map_err(failure)?;
        record.ledger = review.ledger;
        record.state = ImportState::Stopped;
        record.rows_done = 0;
        let progress = admit_core::ports::store::Checkpoint {
            record: Some(record.clone()),
            ..Default::default()
        };
        self.store.record(record.number, &progress)?;
        self.record = record.clone();
        Ok(report(record, review, Some(reason), None))
    }
}
