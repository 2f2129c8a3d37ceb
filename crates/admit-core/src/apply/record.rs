//! The record of an import, brought up to date with what is stored beside it.

use crate::findings::finding::Finding;
use crate::findings::rule::Severity;
use crate::findings::tally::RuleCount;
use crate::ports::store::{ImportRecord, ImportState};
use std::collections::BTreeMap;

/// How long an import has been at work.
#[derive(Clone, Copy, Debug)]
pub(super) struct Time {
    /// In earlier sessions, in seconds.
    pub before: f64,
    /// When this session began, in milliseconds since 1970 UTC.
    pub began: i64,
    /// Since then, in seconds.
    pub seconds: f64,
}

/// Counts the findings, and says of the rest of the rows that they were not reached.
pub(super) fn bring_up(record: &mut ImportRecord, findings: &[Finding], time: Time) {
    let counts = std::mem::take(&mut record.counts).into_iter();
    let mut counts: BTreeMap<(String, Severity), u64> = counts
        .map(|count| ((count.code, count.severity), count.count))
        .collect();
    for finding in findings {
        let rule = (finding.rule.code.to_owned(), finding.severity);
        *counts.entry(rule).or_default() += 1;
    }
    let counts = counts.into_iter();
    record.counts = counts
        .map(|((code, severity), count)| RuleCount {
            code,
            severity,
            count,
        })
        .collect();
    let ledger = &mut record.ledger;
    ledger.not_reached = 0;
    if record.state != ImportState::Complete {
        ledger.not_reached = ledger.read - ledger.sum();
    }
    record.seconds = time.before + time.seconds;
    record.finished = Some(time.began + (time.seconds * 1000.0) as i64);
}
