//! What was said of columns by hand holds for files with the same columns, and for no
//! others; and nobody is let in because of it.

mod support;

use admit_core::findings::finding::Finding;
use admit_core::import::record::choices_of;
use admit_core::ports::memory::MemoryStore;
use admit_core::ports::store::{Mappings, Mode, RememberedMapping};
use admit_core::rows::choices::{Choices, Contents};
use admit_core::users::field::Field;
use support::{Ran, check, import, run_over, store_with};

/// Choices with `--map` for each of these; `COLUMN=` leaves the column out.
fn map(map: &[&str]) -> Choices {
    let said = map.iter().map(|said| {
        let (column, field) = said.split_once('=').unwrap();
        let field = (!field.is_empty()).then(|| Field::of_name(field).unwrap());
        (column.to_owned(), field)
    });
    Choices {
        map: said.collect(),
        ..Choices::default()
    }
}

/// What is said of the mappings that are remembered.
fn said(ran: &Ran) -> Vec<String> {
    let of_rule = ran.findings.iter().filter(|f| f.rule.code == "HDR019");
    of_rule.map(Finding::message).collect()
}

/// A store in which a file of users was imported with these mappings.
fn taught(bytes: &str, said: &[&str]) -> MemoryStore {
    let store = store_with("");
    import("first.csv", bytes.as_bytes(), &store, &map(said));
    store
}

/// The columns that are remembered, each as it was said.
fn remembered(store: &MemoryStore) -> Vec<String> {
    let all = store.mappings(None).unwrap().into_iter();
    let field = |field: Option<Field>| field.map_or("", Field::name);
    all.map(|one| format!("{}={}", one.column, field(one.field)))
        .collect()
}

const FIRST: &str = "id,Kontakt,Notiz\n1,ana@example.org,old\n";
const SAID: [&str; 2] = ["kontakt=email", "Notiz="];

/// Whether a second file is read as the first was, by a check and by an import.
#[track_caller]
fn check_second(second: &str, choices: &Choices, holds: bool) {
    let store = taught(FIRST, &SAID);
    let expected: &[&str] = if holds {
        &[
            "was mapped to email by hand in an earlier import of a file with the same columns.",
            "was left out by hand in an earlier import of a file with the same columns.",
        ]
    } else {
        &[]
    };
    for run in [check, import] {
        let ran = run("second.csv", second.as_bytes(), &store, choices);
        let said = said(&ran);
        assert_eq!(said.len(), expected.len(), "{second}: {said:?}");
        for sentence in expected {
            assert!(said.iter().any(|said| said.contains(sentence)), "{said:?}");
        }
        assert_eq!(ran.ledger.created, u64::from(holds), "{second}");
    }
}

#[test]
fn what_was_said_holds_for_the_same_columns_only() {
    let none = Choices::default();
    for (second, holds) in [
        ("id,Kontakt,Notiz\n2,bo@example.org,x\n", true),
        ("NOTIZ,Id,kon-takt\nx,2,bo@example.org\n", true),
        ("admit_row,id,Kontakt,Notiz\n2,2,bo@example.org,x\n", true),
        ("id,Kontakt\n2,bo@example.org\n", false),
        ("id,Kontakt,Notiz,Ort\n2,bo@example.org,x,Rome\n", false),
    ] {
        check_second(second, &none, holds);
    }
    let unwanted = Choices {
        no_remembered: true,
        ..none
    };
    check_second("id,Kontakt,Notiz\n2,bo@example.org,x\n", &unwanted, false);
}

#[test]
fn what_is_said_now_comes_before_what_was_said_then() {
    for (now, expected) in [
        (&["Kontakt="][..], &["Kontakt=", "Notiz="][..]),
        (&["kontakt=email"], &["Kontakt=email", "Notiz="]),
        // Two columns never feed one field because of what was said then.
        (&["Notiz=email"], &["Notiz=email"]),
        (&[], &["Kontakt=email", "Notiz="]),
    ] {
        let store = taught(FIRST, &SAID);
        let second = "id,Kontakt,Notiz\n2,bo@example.org,cy@example.org\n";
        let ran = import("second.csv", second.as_bytes(), &store, &map(now));
        assert_eq!(ran.ledger.created, 1, "{now:?}: {:?}", ran.findings);
        assert_eq!(remembered(&store), expected, "{now:?}");
    }
}

#[test]
fn only_a_complete_import_remembers_and_forgets() {
    let store = store_with("");
    check("first.csv", FIRST.as_bytes(), &store, &map(&SAID));
    assert_eq!(remembered(&store), [""; 0]);
    // Held back as a whole.
    let cautious = Choices {
        max_errors: Some(0),
        ..map(&SAID)
    };
    let wrong = "id,Kontakt,Notiz\n1,not an address,x\n";
    import("first.csv", wrong.as_bytes(), &store, &cautious);
    assert_eq!(remembered(&store), [""; 0]);
    import("first.csv", FIRST.as_bytes(), &store, &map(&SAID));
    assert_eq!(remembered(&store), ["Kontakt=email", "Notiz="]);
    let unwanted = Choices {
        no_remembered: true,
        ..map(&["Kontakt=email"])
    };
    check("first.csv", FIRST.as_bytes(), &store, &unwanted);
    assert_eq!(remembered(&store), ["Kontakt=email", "Notiz="]);
    import("first.csv", FIRST.as_bytes(), &store, &unwanted);
    assert_eq!(remembered(&store), ["Kontakt=email"]);
}

#[test]
fn passwords_and_states_are_never_remembered() {
    for (said, header) in [
        ("password=hashed_password", "id,email,password"),
        ("Kennwort=first_name", "id,email,Kennwort"),
        ("password=", "id,email,password"),
        ("api token=username", "id,email,api token"),
        ("blocked=", "id,email,blocked"),
        ("status=active", "id,email,status"),
        ("enabled=suspended", "id,email,enabled"),
    ] {
        let store = taught(&format!("{header}\n1,ana@example.org,\n"), &[said]);
        assert_eq!(remembered(&store), [""; 0], "{said}");
    }
    // However it came to be in the store.
    let store = taught(FIRST, &SAID);
    let header = "id,email,blocked,password";
    let one = store.mappings(None).unwrap().remove(0);
    let planted = |column: &str, field| RememberedMapping {
        columns: "users\nblocked\nemail\nid\npassword".to_owned(),
        column: column.to_owned(),
        field,
        ..one.clone()
    };
    let all = [
        planted("blocked", None),
        planted("password", Some(Field::FirstName)),
    ];
    store.remember_mappings(&all[0].columns, &all).unwrap();
    let text = format!("{header}\n7,eve@example.org,TRUE,correct horse\n");
    let ran = import("third.csv", text.as_bytes(), &store, &Choices::default());
    assert_eq!(said(&ran), [""; 0]);
    // The column stays unread, and who is shut out stays so.
    let about = ["HDR013", "VAL012"];
    let said = about.map(|code| ran.findings.iter().any(|f| f.rule.code == code));
    assert_eq!(said, [true, true], "{:?}", ran.findings);
}

#[test]
fn files_of_passwords_have_their_own() {
    let store = taught(FIRST, &SAID);
    let passwords = Choices {
        contents: Contents::Passwords,
        ..Choices::default()
    };
    let text = "id,Kontakt,Notiz\n1,ana@example.org,x\n";
    let ran = check("second.csv", text.as_bytes(), &store, &passwords);
    assert_eq!(said(&ran), [""; 0]);
}

#[test]
fn what_held_is_kept_with_the_import() {
    let store = taught(FIRST, &SAID);
    let second = "id,Kontakt,Notiz\n2,bo@example.org,x\n";
    let ran = import("second.csv", second.as_bytes(), &store, &Choices::default());
    let kept = choices_of(&ran.record).unwrap();
    assert_eq!(kept.remembered.len(), 2);
    assert!(kept.is_same_as(&Choices::default()));
}

/// What an import says of the mappings that it changes, and what is remembered after it.
#[track_caller]
fn check_changes(second: &str, choices: &Choices, said: &[&str], after: &[&str]) {
    let store = taught(FIRST, &SAID);
    let run = run_over(
        "second.csv",
        second.as_bytes(),
        &store,
        choices,
        Mode::Import,
    );
    let report = run.unwrap_or_else(|error| panic!("{error}"));
    let name = |one: &RememberedMapping| {
        let field = one.field.map_or("", Field::name);
        format!("{}={field}", one.column)
    };
    let changes = &report.mappings;
    let forgotten = changes
        .forgotten
        .iter()
        .map(|old| format!("no {}", name(old)));
    let replaced = changes.replaced.iter();
    let replaced = replaced.map(|(old, new)| format!("{} for {}", name(new), name(old)));
    let found: Vec<String> = forgotten.chain(replaced).collect();
    assert_eq!(found, said, "{second}");
    assert_eq!(remembered(&store), after, "{second}");
}

#[test]
fn an_import_that_lets_nobody_in_changes_nothing_and_one_that_does_says_what() {
    let second = "id,Kontakt,Notiz\n2,bo@example.org,x\n";
    let same = ["Kontakt=email", "Notiz="];
    let unwanted = Choices {
        no_remembered: true,
        ..Choices::default()
    };
    // Nobody in: no column feeds the email, or every row is rejected.
    check_changes(second, &unwanted, &[], &same);
    let turned = map(&["Kontakt=id", "id=email"]);
    check_changes(second, &turned, &[], &same);
    check_changes(second, &Choices::default(), &[], &same);
    let left_out = map(&["Kontakt="]);
    let said = ["Kontakt= for Kontakt=email"];
    check_changes(second, &left_out, &said, &["Kontakt=", "Notiz="]);
    let unread = Choices {
        no_remembered: true,
        ..map(&["Kontakt="])
    };
    let said = ["no Notiz=", "Kontakt= for Kontakt=email"];
    check_changes(second, &unread, &said, &["Kontakt="]);
}
