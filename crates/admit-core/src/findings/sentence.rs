//! How a finding speaks: what was found, and then what became of the row. The second
//! sentence is chosen by the outcome of the row and by whether it has become so.

use crate::findings::after::Place;
use crate::findings::finding::Finding;
use crate::findings::outcome::{Mode, Outcome};
use crate::findings::rule::{Rule, Scope, Severity};
use std::borrow::Cow;

/// The name under which a finding keeps a consequence of its own.
pub(super) const BECAME: &str = "consequence";

/// The name under which a finding keeps what became of it after all, where it was found
/// and was so no more when its row was written.
pub(super) const INSTEAD: &str = "instead";

/// Of a row that this finding holds back.
const REFUSED: &str = "The row {was_not} imported.";

/// Of a row that something else holds back.
const REFUSED_OTHERWISE: &str = "The row {was_not} imported for another reason.";

/// Of a file that this finding holds back.
const NOTHING: &str = "Nothing {was} imported.";

/// Of a file that something else holds back.
const NOTHING_OTHERWISE: &str = "Nothing {was} imported for another reason.";

/// Of a row that the run did not come to.
const NOT_REACHED: &str = "The row {was_not} reached.";

/// The words that differ between what was done and what would be.
const MOODS: &[(&str, &str, &str)] = &[
    ("was", "was", "would be"),
    ("was_not", "was not", "would not be"),
    ("were", "were", "would be"),
    ("were_not", "were not", "would not be"),
    ("is", "is", "would be"),
    ("are", "are", "would be"),
    ("has", "has", "would have"),
    ("have", "have", "would have"),
    ("will", "will", "would"),
];

/// A word of the mood, if this is the place of one.
pub(super) fn mood(place: &str, mode: Mode) -> Option<&'static str> {
    let (_, done, would) = MOODS.iter().find(|(name, ..)| *name == place)?;
    Some(match mode {
        Mode::Import => done,
        Mode::Check => would,
    })
}

/// The place of a template that says where the user is, and the one that says whether they
/// are shut out; under the same names a finding keeps the answers.
pub(super) const PLACED: &str = "placed";
pub(super) const SHUT_OUT: &str = "shut_out";

/// The answers that are no.
pub(super) const NOT_SHUT_OUT: &str = "no";
/// The directory was not asked, since nothing changed.
pub(super) const AS_BEFORE: &str = "as before";

/// Whether the consequence of a finding needs an answer that the decision gives.
pub(super) fn asks(finding: &Finding, answer: &str) -> bool {
    let own = finding.args.iter().find(|(name, _)| name == BECAME);
    let texts = [
        own.map_or(finding.rule.became, |(_, text)| text),
        finding.rule.kept,
    ];
    let place = format!("{{{answer}}}");
    texts.iter().any(|text| text.contains(&place))
}

/// What became of the finding's row, or of its file, as a template; empty where there is
/// nothing to say.
pub(super) fn consequence(finding: &Finding) -> Cow<'_, str> {
    let template = chosen(finding);
    let argument = |name: &str| {
        let mut args = finding.args.iter();
        args.find(|(key, _)| key == name)
            .map(|(_, text)| text.as_str())
    };
    let has_default = argument("default").is_some();
    let placed = Place::of_name(argument(PLACED).unwrap_or_default());
    let shut_out = match argument(SHUT_OUT) {
        Some(AS_BEFORE) => "The user {was} left as they are",
        Some(_) => "The user {was} left active, as somebody set here",
        None => "The user {is} suspended and cannot sign in",
    };
    let answers = [
        ("{placed}", placed.sentence(has_default)),
        ("{shut_out}", shut_out),
    ];
    answers
        .into_iter()
        .fold(Cow::Borrowed(template), |text, (place, answer)| {
            if text.contains(place) {
                Cow::Owned(text.replace(place, answer))
            } else {
                text
            }
        })
}

/// The template of what became of the finding's row, or of its file.
fn chosen(finding: &Finding) -> &str {
    let rule = finding.rule;
    let own = finding.args.iter().find(|(name, _)| name == BECAME);
    let became = own.map_or(rule.became, |(_, text)| text);
    let is_error = finding.severity == Severity::Error;
    let instead = finding.args.iter().find(|(name, _)| name == INSTEAD);
    let is_known = match finding.outcome {
        Some(Outcome::Updated | Outcome::Unchanged) => true,
        Some(Outcome::Rejected | Outcome::NotReached) if rule.scope != Scope::Run => {
            return held_back(finding);
        }
        Some(_) | None => false,
    };
    match rule.scope {
        _ if instead.is_some() => instead.map_or("", |(_, text)| text),
        Scope::Run => became,
        _ if is_error => held_back(finding),
        _ if is_known && !rule.kept.is_empty() => rule.kept,
        _ => became,
    }
}

/// Of what was held back by the finding, or by something else.
fn held_back(finding: &Finding) -> &'static str {
    let rule = finding.rule;
    let is_error = finding.severity == Severity::Error;
    let is_of_row = finding.row.is_some() && matches!(rule.scope, Scope::Row | Scope::Cell);
    match (finding.outcome, is_of_row) {
        (Some(Outcome::NotReached), true) => NOT_REACHED,
        (_, true) if is_error && !rule.refused.is_empty() => rule.refused,
        (_, true) if is_error => REFUSED,
        (_, true) => REFUSED_OTHERWISE,
        (_, false) if is_error => NOTHING,
        (_, false) => NOTHING_OTHERWISE,
    }
}

/// What a rule says became of a row, in the mood of what was done.
pub(super) fn of_rule(rule: &Rule) -> String {
    let is_error = rule.severity == Severity::Error;
    let template = match rule.scope {
        Scope::Run => rule.became,
        _ if !rule.refused.is_empty() => rule.refused,
        Scope::Row | Scope::Cell if is_error => REFUSED,
        _ if is_error => NOTHING,
        _ => rule.became,
    };
    let moods = MOODS.iter();
    moods.fold(template.to_owned(), |text, (place, done, _)| {
        text.replace(&format!("{{{place}}}"), done)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::rule::Fix;
    use Outcome::{Created, NotReached, Rejected, Unchanged, Updated};

    const RULE: Rule = Rule {
        code: "ACC004",
        name: "role-not-found",
        severity: Severity::Warning,
        only_identifier: false,
        fix: Fix::None,
        scope: Scope::Cell,
        verb: "Correct the role",
        message: "There is no role \"{value}\".",
        became: "The user {was} imported without it.",
        kept: "",
        refused: "",
        help: "",
        docs: "",
    };
    static PLAIN: Rule = RULE;
    static KEPT: Rule = Rule {
        kept: "It {was} left out.",
        ..RULE
    };
    static REFUSED: Rule = Rule {
        refused: "The role {has} to exist.",
        ..RULE
    };
    static SILENT: Rule = Rule { became: "", ..RULE };
    static RUN: Rule = Rule {
        scope: Scope::Run,
        ..RULE
    };
    static FILE: Rule = Rule {
        scope: Scope::File,
        message: "",
        ..RULE
    };

    #[track_caller]
    fn check(rule: &'static Rule, change: impl Fn(&mut Finding), expected: [&str; 2]) {
        let said = [Mode::Import, Mode::Check].map(|mode| {
            let mut finding = Finding::of(rule).value("x");
            finding.row = Some(2);
            finding.mode = mode;
            change(&mut finding);
            let said = finding.message();
            let rest = said
                .strip_prefix("There is no role \"x\".")
                .unwrap_or(&said);
            rest.trim_start().to_owned()
        });
        assert_eq!(said, expected, "{}", rule.message);
    }

    /// A row with this outcome, where the rule spoke with this severity.
    fn row(outcome: Outcome, severity: Severity) -> impl Fn(&mut Finding) {
        move |finding| (finding.outcome, finding.severity) = (Some(outcome), severity)
    }

    #[test]
    fn the_outcome_of_the_row_chooses_the_consequence() {
        use Severity::{Error, Warning};
        let imported = [
            "The user was imported without it.",
            "The user would be imported without it.",
        ];
        let refused = [
            "The row was not imported.",
            "The row would not be imported.",
        ];
        let otherwise = [
            "The row was not imported for another reason.",
            "The row would not be imported for another reason.",
        ];
        for outcome in [Created, Updated, Unchanged] {
            check(&PLAIN, row(outcome, Warning), imported);
        }
        check(&PLAIN, row(Rejected, Error), refused);
        check(&PLAIN, row(Rejected, Warning), otherwise);
        check(
            &PLAIN,
            row(NotReached, Warning),
            ["The row was not reached.", "The row would not be reached."],
        );
        check(&PLAIN, |_| (), imported);
        check(&PLAIN, |finding| finding.severity = Error, refused);
        check(&SILENT, row(Created, Warning), [""; 2]);
        check(&SILENT, row(Rejected, Error), refused);
        let own = ["The role has to exist.", "The role would have to exist."];
        check(&REFUSED, row(Rejected, Error), own);
        check(&REFUSED, row(Rejected, Warning), otherwise);
    }

    #[test]
    fn a_user_who_existed_has_a_sentence_of_its_own() {
        let left_out = ["It was left out.", "It would be left out."];
        check(&KEPT, row(Updated, Severity::Warning), left_out);
        check(&KEPT, row(Unchanged, Severity::Warning), left_out);
        let imported = [
            "The user was imported without it.",
            "The user would be imported without it.",
        ];
        check(&KEPT, row(Created, Severity::Warning), imported);
    }

    #[test]
    fn what_a_finding_says_itself_goes_before_the_rule() {
        let own = |finding: &mut Finding| {
            *finding = finding.clone().became("{value} {is} kept.");
            finding.outcome = Some(Created);
        };
        check(&KEPT, own, ["x is kept.", "x would be kept."]);
        let known = |finding: &mut Finding| {
            own(finding);
            finding.outcome = Some(Updated);
        };
        check(&PLAIN, known, ["x is kept.", "x would be kept."]);
        check(&KEPT, known, ["It was left out.", "It would be left out."]);
        let rejected = |finding: &mut Finding| {
            own(finding);
            finding.outcome = Some(Rejected);
        };
        let otherwise = [
            "The row was not imported for another reason.",
            "The row would not be imported for another reason.",
        ];
        check(&KEPT, rejected, otherwise);
    }

    #[test]
    fn what_speaks_of_a_file_has_no_row_to_speak_of() {
        let imported = [
            "The user was imported without it.",
            "The user would be imported without it.",
        ];
        let nothing = ["Nothing was imported.", "Nothing would be imported."];
        let otherwise = [
            "Nothing was imported for another reason.",
            "Nothing would be imported for another reason.",
        ];
        check(&FILE, |_| (), imported);
        check(&FILE, row(Rejected, Severity::Error), nothing);
        check(&FILE, row(Rejected, Severity::Notice), otherwise);
        check(&FILE, row(NotReached, Severity::Notice), otherwise);
        let of_a_column = |finding: &mut Finding| {
            finding.row = None;
            finding.severity = Severity::Error;
        };
        check(&PLAIN, of_a_column, nothing);
        // What is said of the run itself is said of nothing else.
        for outcome in [Rejected, NotReached] {
            check(&RUN, row(outcome, Severity::Error), imported);
        }
    }
}
