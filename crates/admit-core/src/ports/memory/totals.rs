//! How much there is in memory.

use super::state::State;
use crate::findings::rule::Severity;
use crate::findings::tally::RuleCount;
use crate::ports::store::{JobState, Ledger, Mode, Totals};
use std::collections::BTreeMap;

/// Counts it.
pub(super) fn totals(state: &State) -> Totals {
    let mut imports = BTreeMap::new();
    let mut rows = Ledger::default();
    let mut findings: BTreeMap<(String, std::cmp::Reverse<Severity>), u64> = BTreeMap::new();
    for kept in &state.imports {
        let record = &kept.record;
        let key = (record.mode == Mode::Import, record.state.name());
        let counted = imports
            .entry(key)
            .or_insert(((record.mode, record.state), 0));
        counted.1 += 1;
        if record.mode == Mode::Check {
            continue;
        }
        add(&mut rows, &record.ledger);
        for RuleCount {
            code,
            severity,
            count,
        } in &record.counts
        {
            let key = (code.clone(), std::cmp::Reverse(*severity));
            *findings.entry(key).or_default() += count;
        }
    }
    let findings = findings.into_iter();
    Totals {
        users: state.users.len() as u64,
        imports: imports.into_values().collect(),
        rows,
        findings: findings
            .map(|((code, severity), count)| RuleCount {
                code,
                severity: severity.0,
                count,
            })
            .collect(),
        jobs: jobs(state),
        bytes: 0,
    }
}

fn add(sum: &mut Ledger, ledger: &Ledger) {
    sum.read += ledger.read;
    sum.created += ledger.created;
    sum.updated += ledger.updated;
    sum.unchanged += ledger.unchanged;
    sum.rejected += ledger.rejected;
    sum.not_reached += ledger.not_reached;
}

fn jobs(state: &State) -> Vec<((crate::ports::store::JobKind, JobState), u64)> {
    let mut jobs = BTreeMap::new();
    for job in state.jobs.open() {
        let key = (job.kind.name(), job.state.name());
        jobs.entry(key).or_insert(((job.kind, job.state), 0)).1 += 1;
    }
    jobs.into_values().collect()
}
