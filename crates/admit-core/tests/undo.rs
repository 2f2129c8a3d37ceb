//! Taking imports back: alone, beside edits and other imports, in any order,
//! twice, and cut short anywhere.

mod support;

use admit_core::base::limits::UNDO_KEPT_SHOWN_MAX;
use admit_core::base::spill::scratch::MemoryScratch;
use admit_core::by_hand::{self, Edit, Values};
use admit_core::ports::memory::MemoryStore;
use admit_core::ports::store::{
    FindingQuery, ImportQuery, ImportRecord, ImportState, Mode, Store, StoreError, Users,
};
use admit_core::ports::watch::{RunError, Unwatched};
use admit_core::rows::choices::Choices;
use admit_core::undo::work::{UndoWork, Undone};
use admit_core::undo::{look, undo};
use admit_core::users::change::Write;
use admit_core::users::user::{Fingerprint, IdentifierKind, Identity, UserKey};
use support::around::Call;
use support::between::Between;
use support::failing::{Failing, Strikes};
use support::{dump, import, ran, run_over, store_with};

const SETUP: &str = r#"
    [[roles]]
    key = "member"
    [[roles]]
    key = "admin"
    [[organizations]]
    external_id = "visitors"
    default = true
    [[organizations]]
    external_id = "acme"
"#;

/// A directory in which some people are already.
fn directory() -> MemoryStore {
    let store = store_with(SETUP);
    import_csv(
        &store,
        "id,email,first_name,external_organization_id,role_key\n\
         1,ana@example.com,Ana,acme,member\n\
         2,ben@example.com,Ben,,\n\
         3,cyd@example.com,Cyd,acme,member\n",
    );
    store
}

fn import_csv(store: &dyn Store, csv: &str) {
    let done = import("users.csv", csv.as_bytes(), store, &Choices::default());
    assert!(done.ledger.balances(), "{:?}", done.ledger);
}

/// Changes one user by hand.
fn edit_first_name(store: &dyn Store, email: &str, first_name: &str) {
    let keys = by_hand::identifiers_of(email, None);
    let owner = store.owners(&keys).unwrap().into_iter().flatten().next();
    let user = store.users(&[owner.unwrap()]).unwrap().remove(0).unwrap();
    let edit = Edit {
        values: Values {
            first_name: Some(first_name.to_owned()),
            ..Values::default()
        },
        ..Edit::default()
    };
    let update = by_hand::edit(&user, &edit).unwrap().unwrap();
    let write = Write::Update(Box::new(update));
    store.write_by_hand(2_000, &[write]).unwrap();
}

fn number_of(store: &dyn Store, number: u64) -> ImportRecord {
    let query = ImportQuery {
        before: Some(number + 1),
        limit: 1,
        ..ImportQuery::default()
    };
    store.imports(&query).unwrap().remove(0)
}

fn latest(store: &dyn Store) -> ImportRecord {
    number_of(store, u64::MAX - 1)
}

fn with_work<T>(store: &dyn Store, work: impl FnOnce(&UndoWork<'_>) -> T) -> T {
    work(&UndoWork {
        store,
        access: &store.access().unwrap(),
        scratch: &MemoryScratch,
        watch: &Unwatched,
        now: 3_000,
        batch_removals: 2,
        batch_users: 2,
        name: &|number| format!("#{number}"),
    })
}

fn try_undo(store: &dyn Store, import: u64) -> Result<Undone, RunError> {
    let session = store.lock()?;
    let mut record = number_of(store, import);
    with_work(store, |work| undo(work, &*session, &mut record))
}

/// Undoes an import that says before what it will do.
#[track_caller]
fn undone(store: &dyn Store, import: u64) -> Undone {
    let before = dump(store);
    let looked = with_work(store, |work| look(work, &number_of(store, import))).unwrap();
    assert_eq!(dump(store), before, "looking writes nothing");
    let undone = try_undo(store, import).unwrap();
    assert_eq!(undone, looked);
    assert_eq!(number_of(store, import).state, ImportState::Undone);
    undone
}

/// Removed, restored, kept.
fn counts(undone: &Undone) -> (u64, u64, u64) {
    (undone.removed, undone.restored, undone.kept)
}

/// The findings that an import has of users that were kept.
fn said(store: &dyn Store, import: u64) -> Vec<String> {
    let query = FindingQuery {
        rules: vec!["RUN012".to_owned()],
        limit: 1000,
        ..FindingQuery::default()
    };
    let findings = store.findings(import, &query).unwrap();
    let mut said: Vec<String> = findings.iter().map(|s| s.finding.message()).collect();
    let counted = number_of(store, import).counts;
    let counted = counted.iter().find(|count| count.code == "RUN012");
    assert_eq!(counted.map_or(0, |c| c.count), said.len() as u64);
    said.sort();
    said
}

/// Imports a file into the directory and undoes it.
#[track_caller]
fn check(csv: &str, expected: (u64, u64, u64)) {
    let store = directory();
    let before = dump(&store);
    let fingerprints = fingerprints(&store);
    import_csv(&store, csv);
    assert_ne!(dump(&store), before, "{csv}");
    let first = undone(&store, 2);
    assert_eq!(counts(&first), expected, "{csv}");
    assert_eq!(dump(&store), before, "{csv}");
    assert_eq!(self::fingerprints(&store), fingerprints, "{csv}");
    let again = undone(&store, 2);
    assert_eq!(counts(&again), (0, 0, 0), "{csv}");
    assert!(!again.is_change());
    assert_eq!(dump(&store), before, "{csv}");
    assert_eq!(store.claims(), 0, "nothing is left behind");
    // The same file can come again, and be undone again.
    import_csv(&store, csv);
    assert_eq!(counts(&undone(&store, 3)), expected, "{csv}");
    assert_eq!(dump(&store), before, "{csv}");
}

fn fingerprints(store: &dyn Store) -> Vec<(UserKey, Fingerprint)> {
    let mut all = Vec::new();
    store
        .fingerprints(&mut |key, print| all.push((key, print)))
        .unwrap();
    all
}

#[test]
fn an_import_that_nobody_touched_is_taken_back_whole() {
    // Created only, in several batches.
    check(
        "id,email\n4,d@example.com\n5,e@example.com\n6,f@example.com\n7,g@example.com\n8,h@example.com\n",
        (5, 0, 0),
    );
    // Changed only: names, identifiers, access, passwords.
    check(
        "id,email,first_name,phone,external_organization_id,role_key,hashed_password,hashing_method\n\
         1,ana@example.com,Anna,+61412345678,visitors,admin,$2b$10$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01232,bcrypt\n\
         2,benny@example.com,Ben,,acme,member,,\n",
        (0, 2, 0),
    );
    // Both; and one user on two rows.
    check(
        "id,email,external_organization_id,role_key\n\
         4,d@example.com,acme,member\n\
         4,d@example.com,visitors,admin\n\
         1,ana@example.com,visitors,member\n\
         1,ana@example.com,acme,admin\n",
        (1, 1, 0),
    );
    // New identifiers.
    check(
        "id,email\n2,bee@example.com\n3,cee@example.com\n",
        (0, 2, 0),
    );
}

#[test]
fn identifiers_that_went_round_come_back() {
    let store = directory();
    let before = dump(&store);
    let move_emails = |pairs: &[(&str, &str)]| {
        let rows: Vec<String> = pairs
            .iter()
            .map(|(id, email)| format!("{id},{email}"))
            .collect();
        format!("id,email\n{}\n", rows.join("\n"))
    };
    // Each row takes what the one before it has given up.
    import_csv(&store, &move_emails(&[("1", "new@example.com")]));
    import_csv(&store, &move_emails(&[("2", "ana@example.com")]));
    import_csv(&store, &move_emails(&[("3", "ben@example.com")]));
    // Undone in their order, the first two wait for those after them.
    for (import, kept) in [(2, 1), (3, 1), (4, 0)] {
        assert_eq!(undone(&store, import).kept, kept, "{import}");
    }
    assert_eq!(
        said(&store, 2),
        ["new@example.com (id 1) was not undone in full: \
             the email was given to another user since."]
    );
    for import in [3, 2] {
        assert_eq!(counts(&undone(&store, import)), (0, 1, 0), "{import}");
    }
    assert_eq!(dump(&store), before);
}

#[test]
fn identifiers_that_went_round_in_one_file_come_back() {
    for file in [
        "id,email\n1,ben@example.com\n2,ana@example.com\n",
        "id,email\n1,ben@example.com\n2,cyd@example.com\n3,ana@example.com\n",
        "id,email\n4,ana@example.com\n1,new@example.com\n",
        "id,email,first_name\n4,ana@example.com,Dee\n2,new@example.com,Bo\n1,ben@example.com,An\n",
    ] {
        let store = directory();
        let before = dump(&store);
        import_csv(&store, file);
        assert_ne!(dump(&store), before);
        assert_eq!(undone(&store, 2).kept, 0, "{file}: {:?}", said(&store, 2));
        assert_eq!(dump(&store), before, "{file}");
    }
}

const SECOND: &str = "id,email,first_name,last_name\n\
     1,ana@example.com,Anna,Reyes\n\
     4,dee@example.com,Dee,\n\
     5,eve@example.com,Eve,\n";
const THIRD: &str = "id,email,last_name\n\
     1,ana@example.com,Okafor\n\
     4,dee@example.com,Diaz\n\
     6,fay@example.com,\n";

#[test]
fn later_work_is_kept_and_named() {
    let store = directory();
    let before = dump(&store);
    import_csv(&store, SECOND);
    let after_second = dump(&store);
    edit_first_name(&store, "eve@example.com", "Eva");
    import_csv(&store, THIRD);
    let second = undone(&store, 2);
    assert_eq!(counts(&second), (0, 0, 3));
    assert_eq!(second.in_part, 1);
    let expected = [
        "ana@example.com (id 1) was not undone in full: \
         the last name was changed by import #3 since.",
        "dee@example.com (id 4) was not undone: changed by import #3 since.",
        "eve@example.com (id 5) was not undone: changed by hand since.",
    ];
    assert_eq!(said(&store, 2), expected);
    // Again changes nothing and says nothing twice.
    let state = dump(&store);
    let again = undone(&store, 2);
    assert_eq!((again.is_change(), again.kept), (false, 3));
    assert_eq!(dump(&store), state);
    assert_eq!(said(&store, 2), expected);
    // The later one first, then the rest of the earlier one.
    assert_eq!(counts(&undone(&store, 3)), (1, 2, 0));
    assert_eq!(counts(&undone(&store, 2)), (1, 1, 1));
    let eve = after_second.iter().find(|line| line.contains("eve@"));
    let mut expected = before;
    expected.push(eve.unwrap().replace("Eve", "Eva"));
    expected.sort();
    assert_eq!(dump(&store), expected);
    // And the first of all is undone beside what is kept.
    undone(&store, 1);
    assert_eq!(dump(&store).len(), 1);
}

#[test]
fn imports_are_undone_in_their_order_back() {
    let store = directory();
    let before = dump(&store);
    import_csv(&store, SECOND);
    let between = dump(&store);
    import_csv(&store, THIRD);
    assert_eq!(counts(&undone(&store, 3)), (1, 2, 0));
    assert_eq!(dump(&store), between);
    assert_eq!(counts(&undone(&store, 2)), (2, 1, 0));
    assert_eq!(dump(&store), before);
    assert_eq!(counts(&undone(&store, 1)), (3, 0, 0));
    assert!(dump(&store).is_empty());
}

#[test]
fn numbers_are_not_given_again() {
    let store = directory();
    let last = store.last_user().unwrap();
    undone(&store, 1);
    assert!(store.is_empty().unwrap());
    assert_eq!(store.last_user().unwrap(), last);
}

/// A directory with an import to undo, of which somebody edited two users.
fn to_undo() -> MemoryStore {
    let store = directory();
    import_csv(
        &store,
        "id,email,first_name,last_name\n\
         1,anna@example.com,Anna,Reyes\n\
         2,ben@example.com,Benny,Okafor\n\
         3,cyd@example.com,Cydney,\n\
         4,ana@example.com,Dee,\n\
         5,eve@example.com,Eve,\n\
         6,fay@example.com,Fay,\n\
         7,gil@example.com,Gil,\n",
    );
    edit_first_name(&store, "ben@example.com", "Benjamin");
    edit_first_name(&store, "eve@example.com", "Eva");
    store
}

#[test]
fn an_undo_that_was_cut_short_is_run_again() {
    let whole = to_undo();
    undone(&whole, 2);
    for strikes in [Strikes::Before, Strikes::After] {
        for fail_at in 1.. {
            let store = to_undo();
            let failing = Failing::at(&store, fail_at, strikes);
            let is_over = match try_undo(&failing, 2) {
                Ok(_) => true,
                Err(RunError::Store(StoreError::Full { .. })) => false,
                Err(other) => panic!("{other}"),
            };
            if is_over {
                assert!(fail_at > 7, "{fail_at} writes");
                break;
            }
            try_undo(&store, 2).unwrap();
            assert_eq!(dump(&store), dump(&whole), "{fail_at}");
            assert_eq!(said(&store, 2), said(&whole, 2), "{fail_at}");
            assert_eq!(number_of(&store, 2).state, ImportState::Undone);
            assert_eq!(store.claims(), 0, "{fail_at}");
        }
    }
}

#[test]
fn an_import_that_stopped_can_be_undone() {
    let csv: String = (10..30).fold("id,email\n".to_owned(), |csv, n| {
        format!("{csv}{n},u{n}@example.com\n")
    });
    for fail_at in 1..12 {
        let store = directory();
        let before = dump(&store);
        let failing = Failing::at(&store, fail_at, Strikes::Before);
        let choices = Choices::default();
        let bytes = csv.as_bytes();
        let stopped = run_over("users.csv", bytes, &failing, &choices, Mode::Import);
        assert!(
            stopped.is_err() || stopped.is_ok_and(|report| report.ended.is_some()),
            "{fail_at}"
        );
        match latest(&store).number {
            1 => assert_eq!(fail_at, 1, "it was not begun"),
            begun => drop(try_undo(&store, begun).unwrap()),
        }
        assert_eq!(dump(&store), before, "{fail_at}");
        assert_eq!(store.claims(), 0, "{fail_at}");
        let again = import("users.csv", csv.as_bytes(), &store, &choices);
        assert_eq!(again.ledger.created, 20, "{fail_at}");
    }
}

#[test]
fn what_an_import_found_stays_beside_what_its_undo_kept() {
    let store = directory();
    let csv = "id,email\n4,nowhere\n4,dee@example.com\n5,\n";
    import_csv(&store, csv);
    edit_first_name(&store, "dee@example.com", "Dee");
    let before = ran(&store, &number_of(&store, 2)).findings;
    undone(&store, 2);
    let after = ran(&store, &number_of(&store, 2)).findings;
    assert_eq!(after[..before.len()], before[..]);
    assert_eq!(after.len(), before.len() + 1);
    let total: u64 = number_of(&store, 2).counts.iter().map(|c| c.count).sum();
    assert_eq!(total, after.len() as u64);
}

/// The users who have these emails at example.com, by number.
fn owners(store: &dyn Store, names: &[&str]) -> Vec<Option<UserKey>> {
    let keys = names
        .iter()
        .flat_map(|name| by_hand::identifiers_of(&format!("{name}@example.com"), None));
    let emails = keys.filter(|key| key.kind == IdentifierKind::Email);
    store.owners(&emails.collect::<Vec<_>>()).unwrap()
}

fn edit_email(store: &dyn Store, user: UserKey, email: &str) {
    let user = store.users(&[user]).unwrap().remove(0).unwrap();
    let edit = Edit {
        values: Values {
            identities: vec![Identity::new(IdentifierKind::Email, email)],
            ..Values::default()
        },
        ..Edit::default()
    };
    by_hand::edit_user(store, 2_000, &user, &edit).unwrap();
}

#[test]
fn a_circle_that_somebody_breaks_at_the_last_moment_leaves_nobody_without() {
    let names = ["a", "b", "c", "new"];
    let circle = || {
        let store = store_with("");
        import_csv(
            &store,
            "id,email\n1,a@example.com\n2,b@example.com\n3,c@example.com\n",
        );
        let before = owners(&store, &names);
        import_csv(
            &store,
            "id,email\n1,b@example.com\n2,c@example.com\n3,a@example.com\n",
        );
        (store, before)
    };
    let (store, before) = circle();
    let whole = undone(&store, 2);
    assert_eq!(counts(&whole), (0, 3, 0));
    assert_eq!(owners(&store, &names), before);
    let (store, before) = circle();
    let rotated = owners(&store, &names);
    let first = before[0].unwrap();
    // The first of them gives up b@ for another address, which is taken at once.
    let breaks = || {
        edit_email(&store, first, "new@example.com");
        let values = by_hand::Values {
            identities: vec![Identity::new(IdentifierKind::Email, "b@example.com")],
            ..Values::default()
        };
        by_hand::add_user(&store, 2_000, 9, values, &by_hand::Wanted::default()).unwrap();
    };
    let around = Between::of(&store, Call::Together, &breaks);
    let broken = try_undo(&around, 2).unwrap();
    assert!(around.is_done(), "nothing was done meanwhile");
    assert_eq!(counts(&broken), (0, 0, 3));
    let after = owners(&store, &names);
    assert_eq!(
        (after[0], after[2], after[3]),
        (rotated[0], rotated[2], Some(first))
    );
    assert!(after[1].is_some_and(|owner| owner > 3));
}

#[test]
fn what_is_kept_is_counted_beside_other_warnings() {
    let store = directory();
    let csv = "id,email,external_organization_id\n4,dee@example.com,nowhere\n\
               5,eve@example.com,nowhere\n";
    import_csv(&store, csv);
    let before = number_of(&store, 2).counts;
    assert!(!before.is_empty());
    edit_first_name(&store, "dee@example.com", "Dee");
    undone(&store, 2);
    assert_eq!(said(&store, 2).len(), 1);
    let mut after = number_of(&store, 2).counts;
    after.retain(|count| count.code != "RUN012");
    assert_eq!(after, before, "what the import found is counted as before");
}

#[test]
fn some_of_what_is_kept_is_shown_and_all_of_it_is_counted() {
    let store = directory();
    let kept = UNDO_KEPT_SHOWN_MAX + 3;
    let csv = (10..10 + kept).fold("id,email\n".to_owned(), |csv, n| {
        format!("{csv}{n},u{n}@example.com\n")
    });
    import_csv(&store, &csv);
    for n in 10..10 + kept {
        edit_first_name(&store, &format!("u{n}@example.com"), "Eve");
    }
    let undone = undone(&store, 2);
    assert_eq!(undone.kept, kept as u64);
    assert_eq!(undone.shown.len(), UNDO_KEPT_SHOWN_MAX);
    assert_eq!(said(&store, 2).len(), kept);
}
