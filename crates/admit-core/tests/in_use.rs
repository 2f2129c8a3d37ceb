//! Accounts that somebody uses are not taken over by a file, and what a file changes of
//! the others is said.

mod support;

use admit_core::base::spill::scratch::MemoryScratch;
use admit_core::by_hand::{Edit, Values, edit_user, find, set_status};
use admit_core::findings::finding::Finding;
use admit_core::findings::rule::Severity;
use admit_core::ports::memory::MemoryStore;
use admit_core::ports::store::{AccessTables, ImportRecord, Imports, Outcome, SignIns, Users};
use admit_core::ports::watch::Unwatched;
use admit_core::rows::choices::{Choices, Contents, OnConflict};
use admit_core::undo::undo;
use admit_core::undo::work::UndoWork;
use admit_core::users::user::{IdentifierKind, Identity, Status, StoredUser};
use support::{Ran, check as check_file, dump, import, store_with};

const OLD: &str = "5f4dcc3b5aa765d61d8327deb882cf99";
const NEW: &str = "0192023a7bbd73250516f069df18b500";

/// What happened to Ana, whom the file brought, before the next one comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Since {
    Nothing,
    SignedIn,
    Renamed,
    /// Has given a new address and signed in.
    Readdressed,
    Suspended,
}

fn ana(store: &MemoryStore) -> StoredUser {
    find(store, "1").unwrap()
}

fn edit(store: &MemoryStore, user: &StoredUser, values: Values) {
    let edit = Edit {
        values,
        ..Edit::default()
    };
    edit_user(store, 5, user, &edit).unwrap();
}

fn act(store: &MemoryStore, since: Since) {
    let user = ana(store);
    match since {
        Since::Nothing => {}
        Since::SignedIn => store.note_sign_in(user.key, None, 5).unwrap(),
        Since::Renamed => {
            let values = Values {
                first_name: Some("Anna".to_owned()),
                ..Values::default()
            };
            edit(store, &user, values);
        }
        Since::Readdressed => {
            let identities = vec![Identity::new(IdentifierKind::Email, "anna@example.com")];
            let values = Values {
                identities,
                ..Values::default()
            };
            edit(store, &user, values);
            store.note_sign_in(user.key, None, 5).unwrap();
        }
        Since::Suspended => {
            set_status(store, 5, &user, Status::Suspended).unwrap();
        }
    }
}

/// Imports `before`, lets something happen, and imports `after`: the check says the same,
/// importing again changes nothing, and what is found is found of rows at *warning*.
#[track_caller]
fn run(before: &str, since: Since, after: &str, choices: &Choices) -> (MemoryStore, Ran) {
    let store = store_with("");
    import("before.csv", before.as_bytes(), &store, &Choices::default());
    act(&store, since);
    let checked = check_file("after.csv", after.as_bytes(), &store, choices);
    let ran = import("after.csv", after.as_bytes(), &store, choices);
    assert_eq!(codes(&checked), codes(&ran));
    assert_eq!(checked.ledger, ran.ledger);
    let stored = dump(&store);
    let again = import("after.csv", after.as_bytes(), &store, choices);
    assert_eq!(
        (again.ledger.created, again.ledger.updated),
        (0, 0),
        "{after}"
    );
    assert_eq!(dump(&store), stored, "again: {after}");
    is_undone((before, since, after), choices);
    (store, ran)
}

/// Whatever the import of `after` said of a user, its undo puts the user back.
#[track_caller]
fn is_undone((before, since, after): (&str, Since, &str), choices: &Choices) {
    let store = store_with("");
    import("before.csv", before.as_bytes(), &store, &Choices::default());
    act(&store, since);
    let stood = dump(&store);
    let record = import("after.csv", after.as_bytes(), &store, choices).record;
    assert_eq!(take_back(&store, record), 0, "undone: {after}");
    assert_eq!(dump(&store), stood, "undone: {after}");
}

/// Undoes an import; answers how many users were kept from it.
fn take_back(store: &MemoryStore, mut record: ImportRecord) -> u64 {
    let work = UndoWork {
        store,
        access: &store.access().unwrap(),
        scratch: &MemoryScratch,
        watch: &Unwatched,
        now: 3_000,
        batch_removals: 2,
        batch_users: 2,
        name: &|number| format!("#{number}"),
    };
    let undone = undo(&work, &*store.lock().unwrap(), &mut record).unwrap();
    undone.kept
}

/// Codes of what was found of rows beside notices.
fn codes(ran: &Ran) -> Vec<&str> {
    let grave = ran.findings.iter();
    let grave = grave.filter(|f| f.row.is_some() && f.severity != Severity::Notice);
    let mut codes: Vec<&str> = grave.map(|finding| finding.rule.code).collect();
    codes.sort_unstable();
    codes
}

/// The user in short: email with its flag, other identifiers, name, password.
fn short(user: &StoredUser) -> String {
    let mut parts: Vec<String> = Vec::new();
    for identity in &user.row.identities {
        let flag = match identity.verified {
            Some(true) => "+",
            Some(false) => "-",
            None => "",
        };
        if identity.kind != IdentifierKind::Id {
            parts.push(format!("{}{flag}", identity.key));
        }
    }
    parts.extend(user.row.first_name.clone());
    parts.extend(user.password.iter().map(|password| {
        let hash = password.hash.0.as_str();
        let known = [(OLD, "old"), (NEW, "new")];
        let found = known.iter().find(|(text, _)| *text == hash);
        found.map_or("other", |(_, name)| name).to_owned()
    }));
    if user.row.status == Status::Suspended {
        parts.push("suspended".to_owned());
    }
    parts.join(" ")
}

#[track_caller]
fn check(files: [&str; 2], since: Since, expected: &str, findings: &[&str]) {
    let (store, ran) = run(files[0], since, files[1], &Choices::default());
    assert_eq!(short(&ana(&store)), expected, "{since:?} {}", files[1]);
    assert_eq!(codes(&ran), findings, "{since:?} {}", files[1]);
}

#[test]
fn whoever_signs_in_keeps_what_they_sign_in_with() {
    let before = format!(
        "id,email,first_name,hashed_password,hashing_method\n1,ana@example.com,Ana,{OLD},md5\n"
    );
    let after = format!(
        "id,email,first_name,hashed_password,hashing_method\n1,eve@example.com,Anne,{NEW},md5\n"
    );
    let files = [before.as_str(), after.as_str()];
    check(
        files,
        Since::SignedIn,
        "ana@example.com Anne old",
        &["DUP114"],
    );
    check(
        files,
        Since::Nothing,
        "eve@example.com Anne new",
        &["DUP115"],
    );
    // What was held back is named, and can be had.
    let (_, ran) = run(&before, Since::SignedIn, &after, &Choices::default());
    let held: Vec<String> = ran.findings.iter().map(Finding::message).collect();
    let held = held
        .iter()
        .find(|message| message.contains("has signed in"))
        .unwrap();
    assert!(
        held.contains("email") && held.contains("hashed_password"),
        "{held}"
    );
    let replaces = Choices {
        replace_credentials: true,
        ..Choices::default()
    };
    let (store, ran) = run(&before, Since::SignedIn, &after, &replaces);
    assert_eq!(short(&ana(&store)), "eve@example.com- Anne new");
    assert_eq!(codes(&ran), ["DUP115", "DUP117"]);
}

#[test]
fn nothing_that_opens_an_account_in_use_is_added() {
    for column in [
        "phone\n1,+61491570156\n",
        "username\n1,eve\n",
        "email\n1,eve@example.com\n",
    ] {
        let before = "id,first_name\n1,Ana\n";
        let after = format!("id,{column}");
        check([before, &after], Since::SignedIn, "Ana", &["DUP114"]);
        let (store, _) = run(before, Since::Nothing, &after, &Choices::default());
        assert_eq!(ana(&store).row.identities.len(), 2);
    }
    let before = "id,email,email_verified\n1,ana@example.com,false\n";
    let after = "id,email,email_verified\n1,ana@example.com,true\n";
    check(
        [before, after],
        Since::SignedIn,
        "ana@example.com-",
        &["DUP114"],
    );
    check(
        [before, after],
        Since::Nothing,
        "ana@example.com+",
        &["DUP118"],
    );
}

#[test]
fn no_option_lets_a_file_confirm_what_an_account_in_use_has() {
    let before = "id,email,email_verified\n1,ana@example.com,true\n";
    let after = "id,email\n1,eve@example.com\n";
    let replaces = Choices {
        replace_credentials: true,
        ..Choices::default()
    };
    let store = store_with("");
    import("before.csv", before.as_bytes(), &store, &Choices::default());
    act(&store, Since::SignedIn);
    let ran = import("after.csv", after.as_bytes(), &store, &replaces);
    assert_eq!(codes(&ran), ["DUP117"]);
    for (name, choices) in [("Ana", &replaces), ("Anna", &Choices::default())] {
        let named = format!("id,email,email_verified,first_name\n1,eve@example.com,true,{name}\n");
        let again = import("again.csv", named.as_bytes(), &store, choices);
        assert_eq!(codes(&again), ["DUP114"]);
        let said = again.findings.iter().find(|f| f.rule.code == "DUP114");
        let said = said.unwrap();
        assert!(
            !said.message().contains("signs in with"),
            "{}",
            said.message()
        );
        assert!(!said.help_text().contains("--"), "{}", said.help_text());
        assert_eq!(short(&ana(&store)), format!("eve@example.com- {name}"));
    }
}

/// What comes of rows where Ana, who is known as 1, has signed in: outcomes, codes, and
/// everybody's email.
#[track_caller]
fn check_moves(file: &str, choices: &Choices, expected: (&[Outcome], &[&str], [&str; 2])) {
    let before = "id,email,first_name\n1,ana@example.com,Ana\n2,bo@example.com,Bo\n";
    let (store, ran) = run(before, Since::SignedIn, file, choices);
    let outcomes: Vec<Outcome> = ran.outcomes.iter().map(|(_, outcome)| *outcome).collect();
    let emails = ["1", "2"].map(|id| short(&find(&store, id).unwrap()));
    assert_eq!(outcomes, expected.0, "{file}: {:?}", ran.findings);
    assert_eq!(codes(&ran), expected.1, "{file}");
    assert_eq!(emails, expected.2, "{file}");
    for finding in ran
        .findings
        .iter()
        .filter(|f| f.severity == Severity::Error)
    {
        let help = finding.help_text();
        assert!(
            help.contains("in use") && help.contains("--replace-credentials"),
            "{help}"
        );
    }
}

#[test]
fn an_account_in_use_keeps_its_email_where_others_want_it_and_the_rest_goes_in() {
    use Outcome::{Created, Rejected, Unchanged, Updated};
    let keeps = Choices::default();
    let replaces = Choices {
        replace_credentials: true,
        ..Choices::default()
    };
    // Somebody else's address.
    let taken = "id,email,first_name\n1,bo@example.com,Anne\n";
    let stands = ["ana@example.com Anne", "bo@example.com Bo"];
    check_moves(taken, &keeps, (&[Updated], &["DUP114"], stands));
    // A swap, in either order.
    let one = "1,bo@example.com,Anne\n";
    let other = "2,ana@example.com,Bob\n";
    let head = "id,email,first_name\n";
    let stands = ["ana@example.com Anne", "bo@example.com Bo"];
    let found: &[&str] = &["DUP104", "DUP114"];
    check_moves(
        &format!("{head}{one}{other}"),
        &keeps,
        (&[Updated, Rejected], found, stands),
    );
    check_moves(
        &format!("{head}{other}{one}"),
        &keeps,
        (&[Rejected, Updated], found, stands),
    );
    let swapped = ["bo@example.com- Anne", "ana@example.com Bob"];
    check_moves(
        &format!("{head}{one}{other}"),
        &replaces,
        (&[Updated, Updated], &["DUP117"], swapped),
    );
    let sure = "id,email,email_verified,first_name\n\
                1,bo@example.com,true,Anne\n2,ana@example.com,true,Bob\n";
    let swapped = ["bo@example.com- Anne", "ana@example.com+ Bob"];
    check_moves(sure, &replaces, (&[Updated, Updated], &["DUP117"], swapped));
    // Somebody new takes what the account in use was to give up.
    let handed = format!("{head}1,ana.new@example.com,Ana\n3,ana@example.com,Cy\n");
    let stands = ["ana@example.com Ana", "bo@example.com Bo"];
    check_moves(
        &handed,
        &keeps,
        (&[Unchanged, Rejected], &["DUP101", "DUP114"], stands),
    );
    let moved = ["ana.new@example.com- Ana", "bo@example.com Bo"];
    check_moves(
        &handed,
        &replaces,
        (&[Updated, Created], &["DUP117"], moved),
    );
}

#[test]
fn whoever_was_changed_here_is_given_an_identifier_with_a_warning() {
    let before = "id,first_name\n1,Ana\n";
    let after = "id,first_name,phone\n1,Ana,+61491570156\n";
    check(
        [before, after],
        Since::Renamed,
        "+61491570156 Anna",
        &["DUP117"],
    );
}

#[test]
fn a_row_that_says_what_was_edited_is_the_first_row_of_its_user() {
    let choices = Choices::default();
    let before = "id,email,first_name\n1,ana@example.com,Ana\n";
    // Rows 2 and 3 share nothing but the user, as they would if nothing were edited.
    let rows = |name: &str| {
        format!("id,email,phone,first_name\n,ana@example.com,,{name}\n1,,+61412345678,\n")
    };
    for (since, name) in [(Since::Nothing, "Ana"), (Since::Renamed, "Anna")] {
        let (store, ran) = run(before, since, &rows(name), &choices);
        assert!(codes(&ran).contains(&"DUP113"), "{since:?}");
        assert_eq!((ran.ledger.unchanged, ran.ledger.rejected), (1, 1));
        assert_eq!(short(&ana(&store)), format!("ana@example.com {name}"));
    }
}

#[test]
fn what_the_file_says_as_before_is_not_held_back() {
    let same = "id,email\n1,ana@example.com\n";
    check([same, same], Since::Readdressed, "anna@example.com", &[]);
    let other = "id,email\n1,eve@example.com\n";
    check(
        [same, other],
        Since::Readdressed,
        "anna@example.com",
        &["DUP114"],
    );
    let kept = Choices {
        on_conflict: OnConflict::KeepDirectory,
        ..Choices::default()
    };
    let (store, ran) = run(same, Since::Readdressed, other, &kept);
    assert_eq!(short(&ana(&store)), "anna@example.com");
    assert_eq!(codes(&ran), ["DUP108"]);
}

#[test]
fn an_edit_of_what_was_never_imported_is_an_edit() {
    let before = "id,email\n1,ana@example.com\n";
    let after = "id,email,first_name\n1,ana@example.com,Annie\n";
    check(
        [before, after],
        Since::Renamed,
        "ana@example.com Annie",
        &["DUP108"],
    );
    check(
        [before, after],
        Since::Nothing,
        "ana@example.com Annie",
        &[],
    );
}

#[test]
fn no_file_lifts_a_suspension_by_an_operator() {
    let kept = "ana@example.com suspended";
    let silent = "id,email\n1,ana@example.com\n";
    let active = "id,email,suspended\n1,ana@example.com,false\n";
    let suspended = "id,email,suspended\n1,ana@example.com,true\n";
    check([silent, active], Since::Suspended, kept, &["DUP120"]);
    check([active, active], Since::Suspended, kept, &[]);
    check(
        [
            active,
            "id,email,suspended,first_name\n1,ana@example.com,false,Ana\n",
        ],
        Since::Suspended,
        "ana@example.com Ana suspended",
        &["DUP120"],
    );
    check(
        [suspended, active],
        Since::Nothing,
        "ana@example.com",
        &["DUP119"],
    );
    check([suspended, suspended], Since::Nothing, kept, &[]);
    // Nothing is kept from a file that says what is so.
    check([silent, suspended], Since::Suspended, kept, &[]);
    check([silent, active], Since::Nothing, "ana@example.com", &[]);
}

/// What is done about whether Ana may sign in, one after the other, and whether she is
/// suspended at the end: `false` and `true` are files, `suspend` and `unsuspend` are by
/// hand, and `undo` takes the last import back.
#[track_caller]
fn check_suspended(steps: &str, expected: bool) {
    let store = store_with("");
    let mut last = None;
    for (number, step) in steps.split(' ').enumerate() {
        match step {
            "suspend" => _ = set_status(&store, 5, &ana(&store), Status::Suspended).unwrap(),
            "unsuspend" => _ = set_status(&store, 5, &ana(&store), Status::Active).unwrap(),
            "undo" => _ = take_back(&store, last.take().expect("an import")),
            said => {
                // The names make files of the same word different ones.
                let file = format!(
                    "id,email,suspended,first_name\n1,ana@example.com,{said},Ana{number}\n"
                );
                let ran = import("f.csv", file.as_bytes(), &store, &Choices::default());
                last = Some(ran.record);
            }
        }
    }
    let is_suspended = ana(&store).row.status == Status::Suspended;
    assert_eq!(is_suspended, expected, "{steps}");
}

#[test]
fn a_suspension_by_hand_stays_one_whatever_files_had_said() {
    for steps in [
        "true suspend false",
        "true suspend suspend true false",
        "true suspend true false true false",
        "false true suspend undo",
        "false true suspend undo false",
        "false true true suspend undo false",
        "false suspend true false",
        "false suspend true undo false",
        "false suspend true unsuspend suspend false",
        "true unsuspend suspend false",
        "true unsuspend suspend true undo false",
    ] {
        check_suspended(steps, true);
    }
    for steps in [
        "true false",
        "false true undo",
        "true suspend unsuspend",
        "true suspend unsuspend true",
        "true suspend unsuspend false",
        "false suspend true unsuspend true",
        "false suspend unsuspend false",
    ] {
        check_suspended(steps, false);
    }
}

#[test]
fn a_password_that_is_replaced_is_said() {
    let bcrypt = "$2a$12$EXRkfkdmXn2gzds2SSitu.MW9.gAVqa9eLS1//RYtYCB1eLHg.9q.";
    let file = |hash: &str, method: &str| {
        format!("id,email,hashed_password,hashing_method\n1,ana@example.com,{hash},{method}\n")
    };
    let (old, new, strong) = (file(OLD, "md5"), file(NEW, "md5"), file(bcrypt, "bcrypt"));
    check(
        [&old, &new],
        Since::Nothing,
        "ana@example.com new",
        &["DUP115"],
    );
    check(
        [&strong, &new],
        Since::Nothing,
        "ana@example.com new",
        &["DUP116"],
    );
    check(
        [&new, &strong],
        Since::Nothing,
        "ana@example.com other",
        &["DUP115"],
    );
    // A guess costs half of it, a quarter, an eighth: less than a quarter is weaker by far.
    let cost = |cost: &str| file(&bcrypt.replacen("12", cost, 1), "bcrypt");
    for (cost, code) in [
        (cost("11"), "DUP115"),
        (cost("10"), "DUP115"),
        (cost("09"), "DUP116"),
    ] {
        check(
            [&strong, &cost],
            Since::Nothing,
            "ana@example.com other",
            &[code],
        );
    }
    check([&old, &old], Since::SignedIn, "ana@example.com old", &[]);
    // A file of passwords obeys the same.
    let passwords = Choices {
        contents: Contents::Passwords,
        ..Choices::default()
    };
    for (since, expected, code) in [
        (Since::SignedIn, "ana@example.com old", "DUP114"),
        (Since::Nothing, "ana@example.com new", "DUP115"),
    ] {
        let (store, ran) = run(&old, since, &new, &passwords);
        assert_eq!(short(&ana(&store)), expected, "{since:?}");
        assert_eq!(codes(&ran), [code], "{since:?}");
    }
}

#[test]
fn stores_say_who_has_signed_in() {
    let store = store_with("");
    import("users.csv", b"id\n1\n", &store, &Choices::default());
    assert!(!ana(&store).is_in_use());
    act(&store, Since::SignedIn);
    let key = ana(&store).key;
    assert!(
        store.users(&[key]).unwrap()[0]
            .as_ref()
            .unwrap()
            .is_in_use()
    );
    let mut other = ana(&store);
    other
        .row
        .identities
        .push(Identity::new(IdentifierKind::Username, "ana"));
    assert!(other.is_in_use());
}
