//! What a finding says became of its row is what became of it: every rule at every
//! severity, with every outcome, in a check and in an import.

mod support;

use Mode::{Check, Import};
use Outcome::{Created, Unchanged};
use admit_core::findings::finding::Finding;
use admit_core::findings::outcome::{Mode, Outcome};
use admit_core::findings::rule::{Rule, Scope, Severity};
use admit_core::rules::RULES;
use support::contradiction;

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
