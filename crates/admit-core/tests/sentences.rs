//! What a finding says became of its row is what became of it: every rule at every
//! severity, with every outcome, in a check and in an import.

mod support;

use Mode::{Check, Import};
use Outcome::{Created, Unchanged};
use admit_core::by_hand;
use admit_core::findings::finding::Finding;
use admit_core::findings::outcome::{Mode, Outcome};
use admit_core::findings::rule::{Rule, Scope, Severity};
use admit_core::ports::memory::MemoryStore;
use admit_core::rows::choices::Choices;
use admit_core::rules::RULES;
use admit_core::users::user::Status;
use support::{contradiction, import, set_up, store_with};

const OUTCOMES: [Outcome; 5] = [
    Outcome::Created,
    Outcome::Updated,
    Outcome::Unchanged,
    Outcome::Rejected,
    Outcome::NotReached,
];

/// What `rule` says of a row with this outcome.
fn spoken(rule: &'static Rule, severity: Severity, outcome: Outcome, mode: Mode) -> Finding {
    let mut finding = Finding::of(rule);
    finding.severity = severity;
    finding.mode = mode;
    finding.outcome = Some(outcome);
    if matches!(rule.scope, Scope::Row | Scope::Cell) {
        finding.row = Some(2);
    }
    finding
}

#[test]
fn no_sentence_of_a_rule_contradicts_the_ledger() {
    let mut wrong = Vec::new();
    for rule in RULES {
        for severity in [Severity::Notice, Severity::Warning, Severity::Error] {
            for outcome in OUTCOMES {
                // What an error speaks of is not imported.
                if severity == Severity::Error && outcome as u8 <= Outcome::Unchanged as u8 {
                    continue;
                }
                for mode in [Mode::Import, Mode::Check] {
                    let finding = spoken(rule, severity, outcome, mode);
                    wrong.extend(contradiction(&finding));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_sentence_that_contradicts_the_ledger_is_noticed() {
    let said = |sentence: &'static str, outcome, mode| {
        let rule = admit_core::rules::find("DUP108").expect("the rule of a conflict");
        let finding = spoken(rule, Severity::Warning, outcome, mode).became(sentence);
        contradiction(&finding).is_some()
    };
    for (sentence, outcome, mode) in [
        ("It was left out.", Created, Check),
        ("The user will be asked.", Created, Check),
        ("It would be left out.", Created, Import),
        ("The user {was} imported without it.", Unchanged, Import),
        ("The row {was_not} imported.", Created, Import),
    ] {
        assert!(
            said(sentence, outcome, mode),
            "{sentence} {outcome:?} {mode:?}"
        );
    }
    for (sentence, outcome, mode) in [
        ("It {was} left out.", Created, Check),
        ("It {was} left out.", Unchanged, Import),
        ("The user {was} imported without it.", Created, Import),
        ("", Created, Check),
    ] {
        assert!(
            !said(sentence, outcome, mode),
            "{sentence} {outcome:?} {mode:?}"
        );
    }
}

/// How sentences begin that say what is so of everybody, instead of what became of this
/// user.
const GENERAL: [&str; 8] = [
    "A user",
    "A new",
    "A suspended",
    "An ",
    "Any",
    "Every",
    "New users",
    "Users ",
];

/// What a sentence about a row says of everybody, if it does.
fn of_everybody(sentence: &str) -> Option<&'static str> {
    let mut general = GENERAL.into_iter();
    general.find(|start| sentence.starts_with(start) || sentence.contains(&format!(". {start}")))
}

#[test]
fn what_became_of_a_row_is_no_rule_for_everybody() {
    let mut wrong = Vec::new();
    for rule in RULES {
        let is_of_row = matches!(rule.scope, Scope::Row | Scope::Cell);
        for sentence in [rule.became, rule.kept, rule.refused] {
            if !is_of_row || sentence.is_empty() {
                continue;
            }
            if let Some(start) = of_everybody(sentence) {
                wrong.push(format!("{}: \"{start}\" in {sentence}", rule.code));
            }
            if !sentence.contains('{') {
                wrong.push(format!("{}: no mood in {sentence}", rule.code));
            }
        }
        if let Some(start) = of_everybody(rule.message) {
            wrong.push(format!("{}: \"{start}\" in {}", rule.code, rule.message));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let noticed = "A user who is in no other organization {is} added to the default one.";
    assert!(of_everybody(noticed).is_some());
}

const PLACES: &str = r#"
[[roles]]
key = "member"
[[organizations]]
external_id = "acme"
[[organizations]]
external_id = "globex"
name = "Globex Corporation"
[[organizations]]
external_id = "visitors"
name = "Visitors"
default = true
"#;

/// Imports `before`, then `file`: what a check and then an import say of the last row's
/// access, and of no other row where `row` is another.
#[track_caller]
fn check_place(setup: &str, [before, file]: [&str; 2], expected: [&str; 2]) {
    let store = store_with(setup);
    if !before.is_empty() {
        let choices = Choices::default();
        import("before.csv", before.as_bytes(), &store, &choices);
    }
    check_place_in(&store, file, expected);
}

/// The same of a directory.
#[track_caller]
fn check_place_in(store: &MemoryStore, file: &str, expected: [&str; 2]) {
    let choices = Choices::default();
    let said = |ran: &support::Ran| {
        let of_access = ran
            .findings
            .iter()
            .rfind(|finding| ["ACC001", "ACC010", "ACC017", "VAL012"].contains(&finding.rule.code));
        let finding = of_access.unwrap_or_else(|| panic!("nothing was said: {file}"));
        assert_eq!(support::contradiction(finding), None);
        let (fact, said) = (finding.fact(), finding.message());
        said.strip_prefix(&fact).unwrap_or(&said).trim().to_owned()
    };
    let checked = support::check("users.csv", file.as_bytes(), store, &choices);
    let imported = import("users.csv", file.as_bytes(), store, &choices);
    assert_eq!([said(&checked), said(&imported)], expected, "{file}");
}

#[test]
fn where_a_user_goes_is_said_of_this_user() {
    let unknown = "id,organization\n1,nowhere\n";
    let blank = "id,organization\n1,\n";
    let acme = "id,organization\n1,acme\n";
    let alone = "id,first_name\n1,Ada\n";
    let joined = [
        "The user would be added to the default organization, \"Visitors\".",
        "The user was added to the default organization, \"Visitors\".",
    ];
    let stayed = [
        "The user would be left in the organizations they are in.",
        "The user was left in the organizations they are in.",
    ];
    let nowhere = [
        "The user would be in no organization.",
        "The user is in no organization.",
    ];
    let other_rows = [
        "Where the user goes would be decided by their other rows.",
        "Where the user goes was decided by their other rows.",
    ];
    let as_before = [
        "The user would be left where they are.",
        "The user was left where they are.",
    ];
    let unnamed = PLACES.replace("default = true\n", "");
    check_place(PLACES, ["", unknown], joined);
    check_place(PLACES, ["", blank], joined);
    check_place(PLACES, [acme, unknown], stayed);
    check_place(PLACES, [acme, blank], stayed);
    check_place(PLACES, [blank, unknown], stayed);
    check_place(PLACES, [unknown, unknown], as_before);
    check_place(&unnamed, ["", unknown], nowhere);
    check_place(&unnamed, ["", blank], nowhere);
    check_place(&unnamed, [acme, unknown], stayed);
    check_place(&unnamed, [alone, unknown], nowhere);
    check_place(
        &unnamed,
        [alone, "id,organization,first_name\n1,,Bo\n"],
        nowhere,
    );
    check_place(
        PLACES,
        ["", "id,organization\n1,acme\n1,nowhere\n"],
        other_rows,
    );
    check_place(
        PLACES,
        ["", "id,organization\n1,nowhere\n1,acme\n"],
        other_rows,
    );
    // Who is in none, and a default organization that was named since.
    let store = store_with(&unnamed);
    import("before.csv", alone.as_bytes(), &store, &Choices::default());
    set_up(&store, PLACES);
    check_place_in(&store, unknown, joined);
    // One that is recognised decides, wherever it stands.
    let recognised = "id,organization\n1,\"nowhere,Globex Corporation\"\n";
    let no_other = [
        "The user would be put into no other one instead.",
        "The user was put into no other one instead.",
    ];
    check_place(PLACES, ["", recognised], no_other);
    let refused = [
        "The row would not be imported for another reason.",
        "The row was not imported for another reason.",
    ];
    check_place(
        PLACES,
        ["", "id,organization,email\n1,nowhere,ada\n"],
        refused,
    );
    let left_out = "id,organization,role\n1,nowhere,member\n";
    check_place(
        PLACES,
        ["", left_out],
        [
            "The user would be added to the default organization, \"Visitors\"; the roles and permissions of this row would be left out.",
            "The user was added to the default organization, \"Visitors\"; the roles and permissions of this row were left out.",
        ],
    );
}

#[test]
fn whether_a_user_is_shut_out_is_said_of_this_user() {
    let suspended = "id,suspended\n1,TRUE\n";
    check_place(
        PLACES,
        ["", suspended],
        [
            "The user would be imported as suspended and cannot sign in.",
            "The user was imported as suspended and cannot sign in.",
        ],
    );
    let shut_out = [
        "The user would be suspended and cannot sign in.",
        "The user is suspended and cannot sign in.",
    ];
    check_place(PLACES, ["id,suspended\n1,FALSE\n", suspended], shut_out);
    // Somebody may have let them in again by hand: nobody asks where nothing changed.
    let as_before = [
        "The user would be left as they are.",
        "The user was left as they are.",
    ];
    check_place(PLACES, [suspended, suspended], as_before);
}

#[test]
fn who_is_open_again_by_hand_is_not_said_to_be_shut_out() {
    let store = store_with("");
    let choices = Choices::default();
    let file = b"id,email,suspended\n1,ana@example.com,TRUE\n";
    let said = || {
        let ran = import("users.csv", file, &store, &choices);
        let finding = ran.findings.iter().find(|one| one.rule.code == "VAL012");
        finding.expect("it is said").message()
    };
    let first = said();
    assert!(
        first.ends_with("imported as suspended and cannot sign in."),
        "{first}"
    );
    let user = by_hand::find(&store, "1").unwrap();
    by_hand::set_status(&store, 1, &user, Status::Active).unwrap();
    let again = said();
    assert!(again.ends_with("The user was left as they are."), "{again}");
}
