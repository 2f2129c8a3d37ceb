//! What every import promises, whatever the file: the ledger balances, a check
//! says what the import does, importing again changes nothing, and an import
//! that was interrupted ends as if nothing had happened.

mod support;

use admit_core::by_hand;
use admit_core::findings::finding::Finding;
use admit_core::findings::rule::{Scope, Severity};
use admit_core::import::error::ImportError;
use admit_core::import::report::Report;
use admit_core::ports::memory::MemoryStore;
use admit_core::ports::store::{
    ImportRecord, ImportState, Imports, Ledger, Mode, Outcome, Store, StoreError, UserQuery,
};
use admit_core::ports::watch::RunError;
use admit_core::rows::choices::{Choices, OnConflict};
use admit_core::users::change::{Applied, Write};
use admit_core::users::user::{IdentifierKey, StoredUser, UserKey};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::cell::Cell;
use std::collections::BTreeMap;
use support::failing::{Failing, Strikes};
use support::{Ran, check, dump, import, ran, run_over, store_with};

const SETUP: &str = r#"
    [[permissions]]
    key = "read"
    [[permissions]]
    key = "write"
    [[roles]]
    key = "member"
    permissions = ["read"]
    [[roles]]
    key = "admin"
    [[organizations]]
    external_id = "visitors"
    default = true
    [[organizations]]
    external_id = "acme"
    [[organizations]]
    external_id = "harbour"
"#;

const COLUMNS: [&str; 12] = [
    "id",
    "email",
    "phone",
    "username",
    "first_name",
    "last_name",
    "email_verified",
    "suspended",
    "external_organization_id",
    "role_key",
    "permission_key",
    "hashed_password",
];

/// The values that cells are drawn from, column by column: few, so that rows
/// meet often. The number is how often a cell is blank, in ten.
const POOL: [(u32, &[&str]); 12] = [
    (3, &["u1", "u2", "u3", "u4"]),
    (
        3,
        &[
            "ana@example.com",
            "ANA@example.com",
            "ben@example.com",
            "cyd@example.com",
            "not an address",
        ],
    ),
    (
        7,
        &["+61412345678", "+61 412 345 678", "+61487654321", "12"],
    ),
    (7, &["ana", "Ana", "ben", "cyd"]),
    (6, &["Ana", "Ben"]),
    (7, &["Reyes", "Okafor"]),
    (8, &["true", "false", "maybe"]),
    (8, &["true", "false"]),
    (5, &["acme", "harbour", "acme,harbour", "nowhere"]),
    (6, &["member", "admin", "membr"]),
    (8, &["read", "write", "raed"]),
    (
        8,
        &[
            "$2b$10$abcdefghijklmnopqrstuuJ8N7bV6cX5zL4kJ3hG2fD1sA0qWeRtW",
            "$2b$10$bbcdefghijklmnopqrstuuJ8N7bV6cX5zL4kJ3hG2fD1sA0qWeRtW",
        ],
    ),
];

/// A file under test: its rows, and whether it is written as NDJSON.
#[derive(Clone)]
struct Sample {
    rows: Vec<Vec<&'static str>>,
    ndjson: bool,
}

impl std::fmt::Debug for Sample {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}\n{}", self.name(), self.text())
    }
}

impl Sample {
    fn name(&self) -> &'static str {
        if self.ndjson {
            "users.ndjson"
        } else {
            "users.csv"
        }
    }

    fn text(&self) -> String {
        let mut text = String::new();
        if !self.ndjson {
            text.push_str(&COLUMNS.join(","));
            text.push('\n');
        }
        for row in &self.rows {
            let line = if self.ndjson {
                let cells = COLUMNS.iter().zip(row).filter(|(_, cell)| !cell.is_empty());
                let object: serde_json::Map<_, _> = cells
                    .map(|(column, cell)| ((*column).to_owned(), (*cell).into()))
                    .collect();
                serde_json::Value::Object(object).to_string()
            } else {
                let cells = row.iter().map(|cell| format!("\"{cell}\""));
                cells.collect::<Vec<_>>().join(",")
            };
            text.push_str(&line);
            text.push('\n');
        }
        text
    }

    fn import(&self, store: &dyn Store, choices: &Choices) -> Ran {
        import(self.name(), self.text().as_bytes(), store, choices)
    }

    fn check(&self, store: &dyn Store, choices: &Choices) -> Ran {
        check(self.name(), self.text().as_bytes(), store, choices)
    }

    /// Imports it as far as the store lets it.
    fn run_over(&self, store: &dyn Store, choices: &Choices) -> Result<Report, ImportError> {
        let bytes = self.text();
        run_over(self.name(), bytes.as_bytes(), store, choices, Mode::Import)
    }
}

/// A row with at least one value: a blank one is not a row.
fn row() -> impl Strategy<Value = Vec<&'static str>> {
    let cells: Vec<_> = POOL
        .iter()
        .map(|(blank, values)| {
            prop_oneof![
                *blank => Just(""),
                10 - *blank => prop::sample::select(*values),
            ]
        })
        .collect();
    cells.prop_map(|mut cells| {
        if cells.iter().all(|cell| cell.is_empty()) {
            cells[0] = "u1";
        }
        cells
    })
}

fn sample(rows: std::ops::Range<usize>) -> impl Strategy<Value = Sample> {
    (prop::collection::vec(row(), rows), any::<bool>())
        .prop_map(|(rows, ndjson)| Sample { rows, ndjson })
}

fn choices() -> impl Strategy<Value = Choices> {
    let choice = prop_oneof![
        Just(OnConflict::UseFile),
        Just(OnConflict::KeepDirectory),
        Just(OnConflict::Reject),
    ];
    let deny = prop::sample::select(&["", "", "", "ROW012", "DUP107", "ACC001", "DUP102"][..]);
    (choice, prop::bool::weighted(0.2), deny).prop_map(|(on_conflict, replace_access, deny)| {
        Choices {
            on_conflict,
            replace_access,
            deny: if deny.is_empty() {
                Vec::new()
            } else {
                vec![deny.to_owned()]
            },
            ..Choices::default()
        }
    })
}

/// What somebody edits by hand: the user at this place of the list, and the
/// values typed.
type ByHand = Vec<(usize, &'static str)>;

fn edits() -> impl Strategy<Value = ByHand> {
    prop::collection::vec((0..4usize, prop::sample::select(&["Eve", "Ana"][..])), 0..3)
}

/// A directory as an earlier file and some edits left it.
fn directory(earlier: &Sample, edits: &ByHand) -> MemoryStore {
    let store = store_with(SETUP);
    earlier.import(&store, &Choices::default());
    for (place, name) in edits {
        edit(&store, *place, name);
    }
    store
}

fn users(store: &dyn Store) -> Vec<StoredUser> {
    store
        .list(&UserQuery {
            limit: 1_000,
            ..UserQuery::default()
        })
        .unwrap()
}

/// Whom each identifier belongs to.
fn owners(store: &dyn Store) -> BTreeMap<IdentifierKey, UserKey> {
    let owned = |user: &StoredUser| {
        let identities = user.row.identities.iter();
        let owned: Vec<_> = identities
            .map(|identity| (identity.identifier(), user.key))
            .collect();
        owned
    };
    users(store).iter().flat_map(owned).collect()
}

/// Whether an identifier belongs to somebody else by now.
fn is_moved(
    before: &BTreeMap<IdentifierKey, UserKey>,
    after: &BTreeMap<IdentifierKey, UserKey>,
) -> bool {
    let mut both = before
        .iter()
        .filter_map(|(key, user)| Some((user, after.get(key)?)));
    both.any(|(before, after)| before != after)
}

/// Gives the user at this place of the list another first name.
fn edit(store: &dyn Store, place: usize, first_name: &str) -> Option<UserKey> {
    let users = users(store);
    let user = users.get(place)?;
    let edit = by_hand::Edit {
        values: by_hand::Values {
            first_name: Some(first_name.to_owned()),
            ..by_hand::Values::default()
        },
        ..by_hand::Edit::default()
    };
    let update = by_hand::edit(user, &edit).unwrap()?;
    let write = Write::Update(Box::new(update));
    let answers = store.write_by_hand(1, &[write]).unwrap();
    assert_eq!(answers, [Applied::Updated]);
    Some(user.key)
}

/// A finding as a person reads it, with what became of its row, in the words of an import.
fn said(finding: &Finding) -> String {
    let finding = Finding {
        mode: Mode::Import,
        ..finding.clone()
    };
    format!(
        "{} {:?} {:?} row {:?} line {:?} {:?} {:?}: {} | {}",
        finding.rule.code,
        finding.severity,
        finding.outcome,
        finding.row,
        finding.line,
        finding.column,
        finding.value,
        finding.message(),
        finding.help_text(),
    )
}

/// Findings in an order of their own, without what only an import says of the same
/// file before it.
fn all_said(findings: &[Finding]) -> Vec<String> {
    let of_itself = findings.iter().filter(|found| found.rule.code != "FIL023");
    let mut said: Vec<String> = of_itself.map(said).collect();
    said.sort();
    said
}

/// Findings by rule, severity and row, without what speaks of sessions.
fn by_rule(findings: &[Finding]) -> Vec<String> {
    let mut all: Vec<String> = findings
        .iter()
        .filter(|finding| finding.rule.code != "RUN010")
        .map(|finding| {
            let Finding {
                rule,
                severity,
                row,
                ..
            } = finding;
            format!("{} {severity:?} {row:?} {:?}", rule.code, finding.column)
        })
        .collect();
    all.sort();
    all
}

/// Asserts that both lists hold the same, and shows what does not.
#[track_caller]
fn assert_same(left: &[String], right: &[String]) {
    let only = |a: &[String], b: &[String]| -> Vec<String> {
        a.iter().filter(|line| !b.contains(line)).cloned().collect()
    };
    assert!(
        left == right,
        "only left: {:#?}\nonly right: {:#?}",
        only(left, right),
        only(right, left)
    );
}

/// The ledger balances and every row has one outcome that its findings explain.
fn assert_accounted_for(sample: &Sample, ran: &Ran) {
    assert!(ran.ledger.balances(), "{:?}", ran.ledger);
    assert_eq!(ran.ledger.read, sample.rows.len() as u64);
    assert_eq!(ran.ledger.not_reached, 0);
    let first = if sample.ndjson { 1 } else { 2 };
    let numbers: Vec<u64> = ran.outcomes.iter().map(|(row, _)| *row).collect();
    let expected: Vec<u64> = (first..first + sample.rows.len() as u64).collect();
    assert_eq!(numbers, expected, "each row has its outcome, in order");
    let mut counted = Ledger {
        read: ran.ledger.read,
        ..Ledger::default()
    };
    let mut gravest: BTreeMap<u64, Severity> = BTreeMap::new();
    for finding in &ran.findings {
        assert!(!finding.message().is_empty(), "{finding:?}");
        if finding.rule.scope == Scope::Row || finding.rule.scope == Scope::Cell {
            assert!(finding.row.is_some(), "{}", said(finding));
        }
        assert_eq!(support::contradiction(finding), None);
        if let Some(row) = finding.row {
            let became = ran.outcomes.iter().find(|(own, _)| *own == row);
            let became = became.map(|(_, outcome)| *outcome);
            assert_eq!(finding.outcome, became, "{}", said(finding));
            let grave = gravest.entry(row).or_insert(finding.severity);
            *grave = (*grave).max(finding.severity);
        }
    }
    for (row, outcome) in &ran.outcomes {
        counted.count(*outcome);
        assert_eq!(
            *outcome == Outcome::Rejected,
            gravest.get(row) == Some(&Severity::Error),
            "row {row} is {outcome:?}: {:#?}",
            all_said(&ran.findings)
        );
    }
    assert_eq!(counted, ran.ledger);
}

/// Outcomes without the difference of updated and unchanged: what a row adds to
/// a user of the directory may be written by then with the rows before it.
fn roughly(ran: &Ran) -> Vec<(u64, Outcome)> {
    ran.outcomes
        .iter()
        .map(|(row, outcome)| match outcome {
            Outcome::Updated => (*row, Outcome::Unchanged),
            outcome => (*row, *outcome),
        })
        .collect()
}

/// Imports a file through failures until it is done: an import with outcomes goes
/// on, one without begins anew.
fn import_through(
    sample: &Sample,
    store: &MemoryStore,
    choices: &Choices,
    failures: &[(u64, Strikes)],
) -> Ran {
    let mut failures = failures.iter();
    loop {
        let (left, strikes) = failures.next().copied().unwrap_or((0, Strikes::Before));
        let failing = Failing::at(store, left, strikes);
        match sample.run_over(&failing, choices) {
            Ok(report) if report.ended.is_none() => return ran(store, &report.record),
            Ok(report) => {
                let stopped = stored(store, &report.record);
                assert_eq!(stopped.state, ImportState::Stopped);
                let sum = stopped.ledger.sum();
                assert!(stopped.ledger.read == 0 || sum == stopped.ledger.read);
            }
            Err(ImportError::Run(RunError::Store(StoreError::Full { .. }))) => {}
            Err(error) => panic!("{error}"),
        }
    }
}

fn stored(store: &MemoryStore, record: &ImportRecord) -> ImportRecord {
    store.import(&record.id.to_string()).unwrap().unwrap()
}

/// The same cases every time; others, and as many as wanted, with
/// `PROPTEST_CASES`.
fn cases(cases: u32) -> ProptestConfig {
    let wanted = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|text| text.parse().ok());
    ProptestConfig {
        failure_persistence: None,
        max_shrink_iters: 4_000,
        max_global_rejects: 20_000,
        rng_seed: match wanted {
            Some(_) => RngSeed::Random,
            None => RngSeed::Fixed(41),
        },
        ..ProptestConfig::with_cases(wanted.unwrap_or(cases))
    }
}

/// Whether a rule holds something back because of what the directory holds by
/// now, which the same file may change.
fn waits(code: &str) -> bool {
    code.starts_with("DUP1") || code.starts_with("RUN")
}

/// Imports a file until nothing changes any more.
fn settle(file: &Sample, store: &MemoryStore, choices: &Choices) {
    for _ in 0..=file.rows.len() {
        let ran = file.import(store, choices);
        if ran.ledger.created + ran.ledger.updated == 0 {
            return;
        }
    }
    panic!("importing the same file again and again never comes to rest");
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn every_row_has_one_outcome_and_the_check_says_it_before(
        earlier in sample(0..5),
        edits in edits(),
        file in sample(1..9),
        choices in choices(),
    ) {
        let store = directory(&earlier, &edits);
        let before = dump(&store);
        let checked = file.check(&store, &choices);
        assert_same(&before, &dump(&store));
        let ran = file.import(&store, &choices);
        assert_accounted_for(&file, &ran);
        assert_same(&all_said(&checked.findings), &all_said(&ran.findings));
        prop_assert_eq!(checked.ledger, ran.ledger);
    }

    #[test]
    fn importing_again_changes_nothing(
        earlier in sample(0..5),
        edits in edits(),
        file in sample(1..9),
        keep in any::<bool>(),
    ) {
        let choices = Choices {
            on_conflict: if keep { OnConflict::KeepDirectory } else { OnConflict::UseFile },
            ..Choices::default()
        };
        let store = directory(&earlier, &edits);
        let first = file.import(&store, &choices);
        let second = file.import(&store, &choices);
        for ((row, outcome), (_, next)) in first.outcomes.iter().zip(&second.outcomes) {
            if *outcome != Outcome::Rejected {
                prop_assert_eq!(*next, Outcome::Unchanged, "row {}", row);
            }
        }
        if first.findings.iter().any(|finding| waits(finding.rule.code)) {
            // What stood in a row's way may have gone with a later row.
            settle(&file, &store, &choices);
        }
        let (before, users_before) = (dump(&store), users(&store));
        let again = file.import(&store, &choices);
        assert_accounted_for(&file, &again);
        assert_same(&before, &dump(&store));
        prop_assert_eq!((again.ledger.created, again.ledger.updated), (0, 0), "{:?}", first.ledger);
        prop_assert_eq!(users_before, users(&store));
    }

    /// Files in which identifiers change hands: each row is in at once, or stays out.
    #[test]
    fn what_is_in_stays_in_whatever_changes_hands(
        emails in prop::collection::vec(0..7usize, 5),
        usernames in prop::collection::vec(0..7usize, 5),
        order in Just(vec![0usize, 1, 2, 3, 4]).prop_shuffle(),
        rows in 1..6usize,
    ) {
        let line = |user: usize, email: usize, username: usize| {
            let blank = |number: usize, text: String| if number == 6 { String::new() } else { text };
            format!(
                "u{user},{},{}\n",
                blank(email, format!("m{email}@example.com")),
                blank(username, format!("name{username}")),
            )
        };
        let header = "id,email,username\n";
        let before: String = (0..4).map(|user| line(user, user, user)).collect();
        let of_row = |user: &usize| line(*user, emails[*user], usernames[*user]);
        let file: String = order.iter().take(rows).map(of_row).collect();
        let (before, file) = (format!("{header}{before}"), format!("{header}{file}"));
        let (store, choices) = (store_with(SETUP), Choices::default());
        import("before.csv", before.as_bytes(), &store, &choices);
        let said = check("users.csv", file.as_bytes(), &store, &choices);
        let ran = import("users.csv", file.as_bytes(), &store, &choices);
        assert_same(&all_said(&said.findings), &all_said(&ran.findings));
        prop_assert_eq!(said.ledger, ran.ledger);
        let (before, users_before) = (dump(&store), users(&store));
        let again = import("users.csv", file.as_bytes(), &store, &choices);
        for ((row, outcome), (_, next)) in ran.outcomes.iter().zip(&again.outcomes) {
            let expected = match outcome {
                Outcome::Rejected => Outcome::Rejected,
                _ => Outcome::Unchanged,
            };
            prop_assert_eq!(*next, expected, "row {}", row);
        }
        assert_same(&before, &dump(&store));
        prop_assert_eq!(users_before, users(&store));
    }

    #[test]
    fn an_interrupted_import_ends_like_an_undisturbed_one(
        earlier in sample(0..5),
        edits in edits(),
        file in sample(1..12),
        choices in choices(),
        failures in prop::collection::vec(
            (1..9u64, prop_oneof![Just(Strikes::Before), Just(Strikes::After)]),
            1..4,
        ),
    ) {
        let undisturbed = directory(&earlier, &edits);
        let before = owners(&undisturbed);
        let expected = file.import(&undisturbed, &choices);
        let store = directory(&earlier, &edits);
        let found = import_through(&file, &store, &choices, &failures);
        assert_accounted_for(&file, &found);
        // What a row changed before the interruption can let a row after it in
        // that met the user as it was otherwise, as in the next import.
        let after = owners(&undisturbed);
        prop_assume!(before.keys().all(|key| after.contains_key(key)));
        prop_assume!(!expected.findings.iter().any(|finding| finding.rule.code == "DUP113"));
        assert_same(&dump(&undisturbed), &dump(&store));
        // Identifiers that change hands do so first: their rows find it done.
        prop_assume!(!is_moved(&before, &after));
        prop_assert_eq!(roughly(&expected), roughly(&found));
        if earlier.rows.is_empty() {
            prop_assert_eq!(expected.outcomes, found.outcomes);
            prop_assert_eq!(expected.ledger, found.ledger);
        }
        // How a user is called may differ: its earlier rows are written by then. So may what
        // is found of an account as a row meets it (an address that is confirmed, a first
        // password): an earlier row of the same user has done it.
        let of_file = |findings: &[Finding]| {
            let mut findings = findings.to_vec();
            findings.retain(|finding| !["DUP118", "PWD034"].contains(&finding.rule.code));
            by_rule(&findings)
        };
        assert_same(&of_file(&expected.findings), &of_file(&found.findings));
    }

    /// After an import was given up part-way, another one of the same file, which
    /// does not go on with it since something else was chosen, brings what is
    /// missing.
    #[test]
    fn an_import_given_up_can_be_begun_anew(
        file in sample(1..12),
        left in 2..7u64,
    ) {
        let choices = Choices::default();
        let undisturbed = store_with(SETUP);
        let expected = file.import(&undisturbed, &choices);
        let store = store_with(SETUP);
        let failing = Failing::at(&store, left, Strikes::Before);
        let chosen = Choices { encoding: Some("utf-8".to_owned()), ..Choices::default() };
        let _ = file.run_over(&failing, &chosen);
        let found = file.import(&store, &choices);
        assert_accounted_for(&file, &found);
        prop_assume!(!expected.findings.iter().any(|finding| finding.rule.code.starts_with("DUP00")
            && finding.rule.code != "DUP001"));
        assert_same(&dump(&undisturbed), &dump(&store));
    }

    #[test]
    fn an_edit_stays_when_the_file_did_not_change_the_field(
        file in sample(1..6),
        place in 0..4usize,
        name in prop::sample::select(&["Eve", "Ana"][..]),
    ) {
        let store = store_with(SETUP);
        file.import(&store, &Choices::default());
        let edited = Cell::new(edit(&store, place, name));
        prop_assume!(edited.get().is_some());
        let before = dump(&store);
        let again = file.import(&store, &Choices::default());
        assert_same(&before, &dump(&store));
        prop_assert_eq!((again.ledger.created, again.ledger.updated), (0, 0));
    }
}
