//! What somebody does by hand while an import runs, and what the import says of it.

mod support;

use admit_core::base::spill::scratch::MemoryScratch;
use admit_core::by_hand::{Edit, Values, Wanted, add_user, edit_user, find};
use admit_core::import::report::Report;
use admit_core::import::request::{Ports, Request};
use admit_core::import::run::run;
use admit_core::import::source::Opened;
use admit_core::ports::memory::MemoryStore;
use admit_core::ports::store::{AccessTables, Mode, Outcome};
use admit_core::ports::watch::{Phase, Watch};
use admit_core::report::told::Told;
use admit_core::rows::choices::Choices;
use admit_core::users::user::{IdentifierKind, Identity};
use std::io::Cursor;
use std::sync::atomic::{AtomicBool, Ordering};
use support::{BATCH_ROWS, Counted, Still, import, ran, store_with};

/// Does something once, when the first batch is written and the second is not.
struct Meanwhile<'a> {
    act: &'a (dyn Fn() + Sync),
    done: AtomicBool,
}

impl Watch for Meanwhile<'_> {
    fn progress(&self, phase: Phase, _: u64, _: u64) {
        if phase == Phase::Writing && !self.done.swap(true, Ordering::Relaxed) {
            (self.act)();
        }
    }
    fn stop_asked(&self) -> bool {
        false
    }
}

fn import_while(store: &MemoryStore, csv: &str, act: &(dyn Fn() + Sync)) -> Report {
    let watch = Meanwhile {
        act,
        done: AtomicBool::new(false),
    };
    let source = Box::new(Cursor::new(csv.as_bytes().to_vec()));
    let access = store.access().unwrap();
    let request = Request {
        batch_rows: BATCH_ROWS,
        ..Request::new(
            Opened::new("users.csv".to_owned(), None, source).unwrap(),
            Mode::Import,
            Choices::default(),
            &access,
        )
    };
    let ports = Ports {
        store,
        scratch: &MemoryScratch,
        watch: &watch,
        clock: &Still,
        randomness: &Counted::after(1 << 40),
    };
    let report = run(&ports, request).unwrap();
    assert!(watch.done.into_inner(), "nothing was done meanwhile");
    report
}

/// Values with one identifier.
fn values(kind: IdentifierKind, key: &str) -> Values {
    Values {
        identities: vec![Identity::new(kind, key)],
        ..Values::default()
    }
}

const BEFORE: &str = "id,email,first_name\n1,ana@example.com,Ana\n2,ben@example.com,Ben\n";

/// Two rows for users that are there stand behind a batch of new ones.
const FILE: &str = "id,email,first_name,phone\n\
                    7,gil@example.com,Gil,\n8,hal@example.com,Hal,\n9,ivy@example.com,Ivy,\n\
                    1,ana@example.com,Anna,+61491570156\n2,ben@example.com,Benno,\n";

/// Somebody does something while the file is imported. `trouble` is what the one row
/// says that is rejected for it.
#[track_caller]
fn check(act: &(dyn Fn(&MemoryStore) + Sync), trouble: &str) {
    let store = store_with("");
    import("before.csv", BEFORE.as_bytes(), &store, &Choices::default());
    let report = import_while(&store, FILE, &|| act(&store));
    let ran = ran(&store, &report.record);
    assert!(ran.ledger.balances());
    let rejected: Vec<u64> = ran
        .outcomes
        .iter()
        .filter(|(_, outcome)| *outcome == Outcome::Rejected)
        .map(|(row, _)| *row)
        .collect();
    let found: Vec<_> = ran
        .findings
        .iter()
        .filter(|finding| finding.rule.code == "RUN009")
        .collect();
    let [finding] = found[..] else {
        panic!("{:?}", ran.findings);
    };
    assert!(finding.message().contains(trouble), "{}", finding.message());
    assert_eq!(finding.row.as_slice(), rejected);
    // It is told as well as stored.
    let told = Told::of(&report, false);
    let rules = told.groups.iter().flat_map(|group| &group.rules);
    let told: Vec<(&str, u64)> = rules.map(|rule| (rule.rule.code, rule.count)).collect();
    assert!(told.contains(&("RUN009", 1)), "{told:?}");
}

#[test]
fn whoever_is_changed_meanwhile_keeps_the_newer_values() {
    check(
        &|store| {
            let edit = Edit {
                values: Values {
                    first_name: Some("Anneke".to_owned()),
                    ..Values::default()
                },
                ..Edit::default()
            };
            let ana = find(store, "1").unwrap();
            edit_user(store, 5, &ana, &edit).unwrap();
        },
        "ana@example.com (id 1) was changed",
    );
}

#[test]
fn an_identifier_that_is_taken_meanwhile_is_not_left_out_in_silence() {
    check(
        &|store| {
            let phone = values(IdentifierKind::Phone, "+61491570156");
            add_user(store, 5, 5, phone, &Wanted::default()).unwrap();
        },
        "the phone \"+61491570156\" was taken by somebody else",
    );
}

#[test]
fn what_the_import_is_about_to_give_is_given_to_nobody_else() {
    let store = store_with("");
    let csv = "id,email\n1,ana@example.com\n2,ben@example.com\n3,cyd@example.com\n\
               4,dee@example.com\n5,eve@example.com\n6,fay@example.com\n";
    let report = import_while(&store, csv, &|| {
        let email = values(IdentifierKind::Email, "fay@example.com");
        let error = add_user(&store, 5, 5, email, &Wanted::default()).unwrap_err();
        let said = format!("{error}; {}", error.help().unwrap_or_default());
        assert_eq!(
            said,
            "the email \"fay@example.com\" is about to be given to a user by the import that \
             is running; try again once it is done; `admit imports` shows how far it is"
        );
    });
    assert_eq!(report.record.ledger.created, 6);
}
