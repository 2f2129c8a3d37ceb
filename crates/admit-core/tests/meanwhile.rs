//! What somebody does by hand while an import runs, and what the import says of it.

mod support;

use admit_core::base::spill::scratch::MemoryScratch;
use admit_core::by_hand::{
    Edit, Values, Wanted, add_user, edit_user, find, identifiers_of, set_password, set_status,
};
use admit_core::findings::finding::Finding;
use admit_core::findings::rule::Severity;
use admit_core::import::report::Report;
use admit_core::import::request::{Ports, Request};
use admit_core::import::run::run;
use admit_core::import::source::Opened;
use admit_core::passwords::stored::{PasswordOrigin, Secret, StoredPassword};
use admit_core::ports::memory::MemoryStore;
use admit_core::ports::store::{HandWrites, Mode, Outcome, SignIns, Store, Users};
use admit_core::ports::watch::{Phase, Unwatched, Watch};
use admit_core::report::told::Told;
use admit_core::rows::choices::{Choices, Contents};
use admit_core::sign_in::harden::Harden;
use admit_core::users::change::{Applied, Write};
use admit_core::users::user::{IdentifierKind, Identity, Status};
use admit_passwords::{Bounds, Strength};

use std::io::Cursor;
use std::sync::atomic::{AtomicBool, Ordering};
use support::around::Call;
use support::between::Between;
use support::{BATCH_ROWS, Counted, Ran, Still, import, ran, run_over, store_with};

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

fn import_while(store: &dyn Store, csv: &str, act: &(dyn Fn() + Sync)) -> Report {
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
/// says that is rejected for it, and of which column.
#[track_caller]
fn check(act: &(dyn Fn(&MemoryStore) + Sync), trouble: &str, column: Option<&str>) {
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
    assert_eq!(finding.column.as_deref(), column);
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
        None,
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
        Some("phone"),
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

#[test]
fn whoever_is_lost_to_somebody_else_keeps_nothing_from_others() {
    let store = store_with("");
    let add = |kind, key| add_user(&store, 5, 5, values(kind, key), &Wanted::default()).map(drop);
    let takes = || add(IdentifierKind::Email, "ana@example.com").unwrap();
    let around = Between::of(&store, Call::Claim, &takes);
    let csv = "email,phone\nana@example.com,+61491570156\nben@example.com,\n\
               cyd@example.com,\ndee@example.com,\n";
    // The row of the phone is written by then; the import runs on.
    let report = import_while(&around, csv, &|| {
        add(IdentifierKind::Phone, "+61491570156").unwrap();
        assert!(add(IdentifierKind::Email, "dee@example.com").is_err());
    });
    assert!(around.is_done(), "nothing was done before");
    let ledger = report.record.ledger;
    assert_eq!((ledger.created, ledger.rejected), (3, 1));
}

/// Whom an identifier belongs to, by id.
fn owner(store: &MemoryStore, text: &str) -> Option<String> {
    let keys = identifiers_of(text, None);
    let owner = store.owners(&keys).unwrap().into_iter().flatten().next()?;
    let user = store.users(&[owner]).unwrap().remove(0)?;
    user.row
        .identity(IdentifierKind::Id)
        .map(|id| id.key.clone())
}

/// Imports `before`, and then `file` while somebody does something at this moment: what
/// became of the rows, a letter each, with the rules at *warning* and above.
#[track_caller]
fn between(
    (before, file): (&str, &str),
    moment: Call,
    act: &(dyn Fn(&MemoryStore) + Sync),
    said: (&str, &str),
) -> (MemoryStore, Ran) {
    between_with(&Choices::default(), (before, file), moment, act, said)
}

/// The same with these choices for `file`.
#[track_caller]
fn between_with(
    choices: &Choices,
    (before, file): (&str, &str),
    moment: Call,
    act: &(dyn Fn(&MemoryStore) + Sync),
    (letters, rules): (&str, &str),
) -> (MemoryStore, Ran) {
    let store = store_with("");
    import("before.csv", before.as_bytes(), &store, &Choices::default());
    let acts = || act(&store);
    let around = Between::of(&store, moment, &acts);
    let mode = Mode::Import;
    let report = run_over("users.csv", file.as_bytes(), &around, choices, mode).unwrap();
    assert!(around.is_done(), "nothing was done meanwhile");
    let ran = ran(&store, &report.record);
    assert!(ran.ledger.balances());
    let became: String = ran.outcomes.iter().map(|(_, one)| letter(*one)).collect();
    assert_eq!(became, letters, "{:?}", ran.findings);
    let grave = ran
        .findings
        .iter()
        .filter(|one| one.severity > Severity::Notice);
    let said: Vec<String> = grave
        .map(|one| format!("{} {}", one.row.unwrap_or(0), one.rule.code))
        .collect();
    assert_eq!(said.join(", "), rules, "{:?}", ran.findings);
    for finding in &ran.findings {
        assert_eq!(support::contradiction(finding), None);
        // What was found of a row speaks of what became of it in the end.
        let of_row = |row| ran.outcomes.iter().find(|(other, _)| *other == row);
        let outcome = finding.row.and_then(of_row).map(|(_, outcome)| *outcome);
        assert_eq!(finding.outcome, outcome, "{}", finding.message());
    }
    (store, ran)
}

fn letter(outcome: Outcome) -> char {
    match outcome {
        Outcome::Created => 'c',
        Outcome::Updated => 'u',
        Outcome::Unchanged => '=',
        Outcome::Rejected => 'x',
        Outcome::NotReached => '-',
    }
}

fn edit(store: &MemoryStore, id: &str, values: Values) {
    let edit = Edit {
        values,
        ..Edit::default()
    };
    edit_user(store, 5, &find(store, id).unwrap(), &edit).unwrap();
}

fn last_name(name: &str) -> Values {
    Values {
        last_name: Some(name.to_owned()),
        ..Values::default()
    }
}

const THREE: &str = "id,email\n1,a@example.com\n2,b@example.com\n3,c@example.com\n";
const ROTATED: &str = "id,email\n1,b@example.com\n2,c@example.com\n3,a@example.com\n";

#[test]
fn who_does_not_get_what_was_to_come_gives_nothing_up() {
    // Row 2 is to give up a@ for new@, which somebody takes at the last moment.
    let file = "id,email\n1,new@example.com\n4,a@example.com\n";
    let takes = |store: &MemoryStore| {
        let email = values(IdentifierKind::Email, "new@example.com");
        add_user(store, 5, 5, email, &Wanted::default()).unwrap();
    };
    let rules = "2 RUN009, 3 RUN009";
    let (store, ran) = between((THREE, file), Call::Exchange, &takes, ("xx", rules));
    assert_eq!(owner(&store, "a@example.com").as_deref(), Some("1"));
    let said = ran
        .findings
        .last()
        .map(Finding::message)
        .unwrap_or_default();
    let kept = "the email \"a@example.com\" still belongs to somebody who was to give it up";
    assert!(said.contains(kept), "{said}");
    // In a circle one who falls takes the others with it, and nobody is left without.
    let renamed = |store: &MemoryStore| {
        edit(store, "2", values(IdentifierKind::Email, "new@example.com"));
        edit(store, "1", values(IdentifierKind::Email, "b@example.com"));
    };
    let rules = "3 RUN009";
    let (store, _) = between((THREE, ROTATED), Call::Exchange, &renamed, ("=xu", rules));
    for (email, id) in [("b", "1"), ("new", "2"), ("a", "3")] {
        let email = format!("{email}@example.com");
        assert_eq!(owner(&store, &email).as_deref(), Some(id), "{email}");
    }
}

#[test]
fn an_edit_of_something_else_keeps_no_circle_from_closing() {
    let names = |store: &MemoryStore| edit(store, "2", last_name("Berg"));
    let (store, _) = between((THREE, ROTATED), Call::Exchange, &names, ("uuu", ""));
    for (email, id) in [("b", "1"), ("c", "2"), ("a", "3")] {
        let email = format!("{email}@example.com");
        assert_eq!(owner(&store, &email).as_deref(), Some(id), "{email}");
    }
    let ben = find(&store, "2").unwrap();
    assert_eq!(ben.row.last_name.as_deref(), Some("Berg"));
}

#[test]
fn who_signs_in_before_identifiers_change_hands_keeps_theirs() {
    let signs_in = |store: &MemoryStore| {
        let ben = find(store, "2").unwrap();
        store.note_sign_in(ben.key, None, 5).unwrap();
    };
    // Row 3 is of an account in use by now: it goes in without what others want.
    let rules = "2 RUN009, 3 DUP114, 4 RUN009";
    let (store, _) = between((THREE, ROTATED), Call::Exchange, &signs_in, ("x=x", rules));
    for (email, id) in [("a", "1"), ("b", "2"), ("c", "3")] {
        let email = format!("{email}@example.com");
        assert_eq!(owner(&store, &email).as_deref(), Some(id), "{email}");
    }
}

/// A hash that is quickly made.
const QUICK: Strength = Strength {
    memory: 64,
    passes: 1,
    lanes: 1,
};

const OLD: &str = "5f4dcc3b5aa765d61d8327deb882cf99";
const NEW: &str = "0192023a7bbd73250516f069df18b500";

/// Two users, one with a fast hash.
fn with_hash() -> String {
    format!(
        "id,email,first_name,hashed_password,hashing_method\n\
         1,ana@example.com,Ana,{OLD},md5\n2,ben@example.com,Ben,,\n"
    )
}

/// Somebody does something to Ana, whose row gives this, between the look at her and the
/// transaction, and also between the check and the look.
#[track_caller]
fn beside(row: &str, act: &(dyn Fn(&MemoryStore) + Sync), expected: (&str, &str)) -> MemoryStore {
    let file = format!("{row}\n2,Benno,\n");
    let file =
        format!("id,first_name,hashed_password,hashing_method\n{file}").replace(",\n", ",,\n");
    let before = with_hash();
    let (store, _) = between((&before, &file), Call::Rows, act, expected);
    // The same where she is changed long before her row comes.
    let new = "7,Gil,,\n8,Hal,,\n9,Ivy,,\n";
    let (header, rows) = file.split_once('\n').unwrap();
    let file = format!("{header}\n{new}{rows}");
    let late = store_with("");
    import("before.csv", before.as_bytes(), &late, &Choices::default());
    let report = import_while(&late, &file, &|| act(&late));
    let became = ran(&late, &report.record).outcomes;
    let became: String = became.iter().skip(3).map(|(_, one)| letter(*one)).collect();
    assert_eq!(became, expected.0, "late");
    store
}

#[test]
fn who_signs_in_meanwhile_is_imported_all_the_same() {
    let signs_in = |store: &MemoryStore| {
        let ana = find(store, "1").unwrap();
        store.note_sign_in(ana.key, None, 5).unwrap();
    };
    let upgraded = |store: &MemoryStore| {
        signs_in(store);
        let harden = Harden {
            store,
            bounds: Bounds::default(),
            // That by which an import knows the password again.
            strength: Strength::default(),
            threads: 1,
            watch: &Unwatched,
            now: &|| 5,
        };
        assert_eq!(harden.run().0.wrapped, 1);
    };
    for act in [&signs_in as &(dyn Fn(&MemoryStore) + Sync), &upgraded] {
        let store = beside("1,Anna,,", act, ("uu", ""));
        let ana = find(&store, "1").unwrap();
        assert_eq!(ana.row.first_name.as_deref(), Some("Anna"));
        beside(&format!("1,Anna,{OLD},md5"), act, ("uu", ""));
        let gone = "2 DUP115, 2 DUP114";
        // An account in use keeps its password, and the row says so.
        let store = beside(&format!("1,Anna,{NEW},md5"), act, ("uu", gone));
        let ana = find(&store, "1").unwrap();
        assert_eq!(ana.row.first_name.as_deref(), Some("Anna"));
        let password = ana.password.unwrap();
        assert!(!password.hash.0.contains(NEW));
        beside(&format!("1,Ana,{NEW},md5"), act, ("=u", gone));
    }
}

#[test]
fn who_signs_in_before_a_file_of_passwords_is_written_keeps_theirs() {
    let signs_in = |store: &MemoryStore| {
        let ana = find(store, "1").unwrap();
        store.note_sign_in(ana.key, None, 5).unwrap();
    };
    let choices = Choices {
        contents: Contents::Passwords,
        ..Choices::default()
    };
    let file = format!("id,hashed_password,hashing_method\n1,{NEW},md5\n2,{NEW},md5\n");
    let files = (with_hash(), file);
    let said = ("=u", "2 DUP115, 2 DUP114");
    let (store, _) = between_with(&choices, (&files.0, &files.1), Call::Rows, &signs_in, said);
    assert_eq!(find(&store, "1").unwrap().password.unwrap().hash.0, OLD);
}

#[test]
fn an_edit_of_another_field_is_kept_beside_the_row() {
    let renamed = |store: &MemoryStore| edit(store, "1", last_name("Berg"));
    let store = beside("1,Anna,,", &renamed, ("uu", ""));
    let ana = find(&store, "1").unwrap().row;
    let names = (ana.first_name.as_deref(), ana.last_name.as_deref());
    assert_eq!(names, (Some("Anna"), Some("Berg")));
    let suspended = |store: &MemoryStore| {
        let ana = find(store, "1").unwrap();
        set_status(store, 5, &ana, Status::Suspended).unwrap();
    };
    let store = beside("1,Anna,,", &suspended, ("uu", ""));
    assert_eq!(find(&store, "1").unwrap().row.status, Status::Suspended);
}

#[test]
fn an_edit_of_the_same_field_holds_the_row_back_but_for_one_that_says_the_same() {
    let first_name = |name: &'static str| {
        move |store: &MemoryStore| {
            let values = Values {
                first_name: Some(name.to_owned()),
                ..Values::default()
            };
            edit(store, "1", values);
        }
    };
    let store = beside("1,Anna,,", &first_name("Anneke"), ("xu", "2 RUN009"));
    let ana = find(&store, "1").unwrap().row;
    assert_eq!(ana.first_name.as_deref(), Some("Anneke"));
    beside("1,Anna,,", &first_name("Anna"), ("=u", ""));
    // A new password of the file, and one that somebody set.
    let set = |store: &MemoryStore| {
        let ana = find(store, "1").unwrap();
        let hash = "$2b$10$abcdefghijklmnopqrstuuJ8N7bV6cX5zL4kJ3hG2fD1sA0qWeRtW";
        let password = StoredPassword {
            hash: Secret(hash.to_owned()),
            origin: PasswordOrigin::SetHere,
            ..StoredPassword::default()
        };
        let update = set_password(&ana, &[], password, None, QUICK).unwrap();
        let write = [Write::Update(Box::new(update))];
        assert_eq!(store.write_by_hand(5, &write).unwrap(), [Applied::Updated]);
    };
    beside(
        &format!("1,Anna,{NEW},md5"),
        &set,
        ("xu", "2 DUP115, 2 RUN009"),
    );
}
