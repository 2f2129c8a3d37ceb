//! How much there is.

use crate::Bed;
use crate::samples::{CREATED, a_check, begun, create_all, import};
use admit_core::findings::rule::Severity;
use admit_core::findings::tally::RuleCount;
use admit_core::ports::store::{
    ImportRecord, ImportState, JobKind, JobState, Ledger, Mode, NewJob, Totals,
};
use uuid::Uuid;

pub fn what_there_is_is_counted(bed: &mut Bed) {
    let mut totals = bed.store().totals().unwrap();
    totals.bytes = 0;
    assert_eq!(totals, Totals::default());
    create_all(bed.store(), &[(1, "id:1"), (2, "id:2")]);
    let count = |code: &str, severity, count| RuleCount {
        code: code.to_owned(),
        severity,
        count,
    };
    let ledger = Ledger {
        read: 15,
        created: 1,
        updated: 2,
        unchanged: 3,
        rejected: 4,
        not_reached: 5,
    };
    let warnings = count("EML001", Severity::Warning, 2);
    let record = ImportRecord {
        ledger,
        counts: vec![count("EML001", Severity::Error, 7), warnings.clone()],
        ..import()
    };
    begun(bed.store(), &record);
    begun(bed.store(), &record);
    // A check counts as one, and what it said is said again by its import.
    let check = ImportRecord {
        ledger,
        counts: vec![warnings],
        ..a_check()
    };
    bed.store().begin_check(&check).unwrap();
    let job = NewJob {
        kind: JobKind::Check,
        import: Some(Uuid::from_u128(1)),
        by: "ana".to_owned(),
        due: CREATED,
    };
    bed.store().add_job(&job, CREATED).unwrap();
    bed.reopen();
    let mut totals = bed.store().totals().unwrap();
    totals.bytes = 0;
    // The second import of the two found the first one without its process.
    let expected = Totals {
        users: 2,
        imports: vec![
            ((Mode::Check, ImportState::Checking), 1),
            ((Mode::Import, ImportState::Checking), 1),
            ((Mode::Import, ImportState::Stopped), 1),
        ],
        rows: Ledger {
            read: 30,
            created: 2,
            updated: 4,
            unchanged: 6,
            rejected: 8,
            not_reached: 10,
        },
        findings: vec![
            count("EML001", Severity::Error, 14),
            count("EML001", Severity::Warning, 4),
        ],
        jobs: vec![((JobKind::Check, JobState::Waiting), 1)],
        bytes: 0,
    };
    assert_eq!(totals, expected);
}
