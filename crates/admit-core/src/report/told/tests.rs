use super::*;
use crate::findings::rule::Rule;
use crate::findings::tally::Tally;
use crate::import::expected::Expected;
use crate::import::remembered::MappingChanges;
use crate::ports::store::{ImportRecord, ImportState, Ledger};
use crate::rows::raw::Column;
use crate::rules::{
    bcrypt_cut_short, changed_here_and_in_file, column_empty, column_not_recognised, crypt_scheme,
    email_domain_typo, email_missing_at, file_has_no_rows, identical_row, list_separator,
    method_missing,
};
use crate::users::changes::Changes;

/// A run to tell, and whether its rows to correct are written already.
struct Run {
    report: Report,
    has_corrections: bool,
}

/// A run that read, created and rejected this many rows.
fn run(mode: Mode, read: u64, created: u64, rejected: u64) -> Run {
    let ledger = Ledger {
        read,
        created,
        rejected,
        not_reached: read - created - rejected,
        ..Ledger::default()
    };
    Run {
        report: report(mode, ledger),
        has_corrections: false,
    }
}

fn report(mode: Mode, ledger: Ledger) -> Report {
    Report {
        record: ImportRecord {
            number: 1,
            id: Uuid::from_u128(7),
            file: "people.csv".into(),
            path: Some("/people.csv".into()),
            digest: String::new(),
            choices: String::new(),
            mode,
            state: ImportState::Complete,
            started: 0,
            finished: Some(1),
            seconds: 0.5,
            rows_done: ledger.read - ledger.not_reached,
            ledger,
            counts: Vec::new(),
        },
        tally: Tally::default(),
        columns: Vec::new(),
        samples: Vec::new(),
        values: Vec::new(),
        blank_rows: 0,
        changes: Changes::default(),
        fatal: false,
        ended: None,
        resumed_after: None,
        expected: Expected::default(),
        left: Vec::new(),
        mappings: MappingChanges::default(),
    }
}

impl Run {
    /// With findings: `count` times the same.
    fn found(mut self, finding: &Finding, count: u64) -> Run {
        for _ in 0..count {
            self.report.tally.add(finding);
        }
        self.report.record.counts = self.report.tally.counts();
        self
    }

    fn ended(mut self, why: Ended, rows_done: u64) -> Run {
        self.report.ended = Some(why);
        self.report.record.rows_done = rows_done;
        self.report.record.state = ImportState::Stopped;
        self
    }

    /// With a column of this many values.
    fn column(mut self, name: &str, values: u64) -> Run {
        self.report.columns.push(Column {
            name: name.to_owned(),
            field: None,
        });
        self.report.values.push(values);
        self
    }

    fn corrected(mut self) -> Run {
        self.has_corrections = true;
        self
    }

    fn fatal(mut self) -> Run {
        self.report.fatal = true;
        self
    }
}

/// A finding about a value of a column.
fn about(rule: &'static Rule, column: &str, value: &str, suggestion: Option<&str>) -> Finding {
    Finding::of(rule)
        .column(column, None)
        .value(value)
        .suggest_some(suggestion.map(str::to_owned))
}

fn missing_at(value: &str) -> Finding {
    about(&email_missing_at::RULE, "email", value, None)
}

/// The rules, one a line under their severities.
fn rules(told: &Told<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for group in &told.groups {
        let severity = group.severity.name();
        let consequence = group.consequence.words(told.head.deed);
        lines.push(format!("{} {severity}: {consequence}", group.count));
        for rule in &group.rules {
            let (code, remedy) = (rule.rule.code, rule.remedy);
            let mut line = vec![format!("{} {code} {remedy:?}", rule.count)];
            let values = rule.values.iter();
            line.extend(values.map(|one| format!("{} {}", one.count, one.value)));
            let mut line = line.join(", ");
            if let Some(one) = rule.correction {
                line = format!("{line}; {} {} -> {}", one.count, one.value, one.suggestion);
            }
            lines.push(line);
        }
    }
    lines
}

/// The cause of most failures, and the columns that fail as a whole.
fn causes(told: &Told<'_>) -> Vec<String> {
    let in_column = |one: FailingColumn<'_>| format!("{} % of {}", one.percent, one.column);
    let most = told.most.iter().map(|most| {
        let (code, explains, rejected) = (most.rule.code, most.explains, most.rejected);
        let column = most.column.map_or_else(String::new, in_column);
        format!("{code} explains {explains} of {rejected} {column}")
    });
    let columns = told.columns.iter();
    let columns = columns.map(|one| format!("{} in {}", one.rule.code, in_column(*one)));
    most.chain(columns).collect()
}

/// The findings shown in full.
fn examples(told: &Told<'_>) -> Vec<String> {
    let shown = |finding: &&Finding| {
        let value = finding.value.as_deref().unwrap_or_default();
        format!("{} {value}", finding.rule.code)
    };
    told.examples.iter().map(shown).collect()
}

/// What became of the rows.
fn outcomes(told: &Told<'_>) -> Vec<String> {
    let rows = &told.rows;
    let read = [format!("{} read, {} blank", rows.read, rows.blank)];
    let each = rows.outcomes.iter();
    let each = each.map(|(outcome, count)| format!("{count} {outcome:?}"));
    read.into_iter().chain(each).collect()
}

/// How it ended, and what to do next.
fn next(told: &Told<'_>) -> Vec<String> {
    let stopped = told.head.stopped.iter();
    let nothing = stopped.filter(|stopped| stopped.nothing_written);
    let nothing = nothing.map(|_| "nothing written".to_owned());
    let steps = told.next.iter().map(|step| format!("{step:?}"));
    nothing.chain(steps).collect()
}

/// Compares one part of what is told, line by line.
#[track_caller]
fn check(run: &Run, part: fn(&Told<'_>) -> Vec<String>, expected: &[&str]) {
    let told = part(&Told::of(&run.report, run.has_corrections));
    let told: Vec<&str> = told.iter().map(|line| line.trim()).collect();
    assert_eq!(told, expected);
}

#[test]
fn rows_are_told_in_order_and_none_that_were_not_reached_where_all_were() {
    let all = ["0 Updated", "0 Unchanged"];
    let told = ["3 read, 0 blank", "2 Created", all[0], all[1], "1 Rejected"];
    check(&run(Mode::Import, 3, 2, 1), outcomes, &told);
    let mut stopped = run(Mode::Check, 9, 2, 1);
    stopped.report.blank_rows = 4;
    let told = [
        "9 read, 4 blank",
        "2 Created",
        all[0],
        all[1],
        "1 Rejected",
        "6 NotReached",
    ];
    check(&stopped, outcomes, &told);
}

#[test]
fn rules_come_gravest_first_then_most_frequent_first() {
    let method = about(&method_missing::RULE, "method", "x", None);
    let scheme = about(&crypt_scheme::RULE, "hash", "$x$", None);
    let cut = about(&bcrypt_cut_short::RULE, "hash", "$2b$", None);
    let all = run(Mode::Import, 9, 8, 1)
        .found(&Finding::of(&column_empty::RULE), 7)
        .found(&scheme, 2)
        .found(&method, 3)
        .found(&cut, 2)
        .found(&missing_at("ana"), 1);
    let told = [
        "1 error: not imported",
        "1 EML001 InTheFile, 1 ana",
        "7 warning: something left out",
        "3 PWD001 InTheFile, 3 x",
        "2 PWD005 InTheFile, 2 $2b$",
        "2 PWD029 InTheFile, 2 $x$",
        "7 notice: nothing left out",
        "7 HDR010 Knowledge",
    ];
    check(&all, rules, &told);
    let told = ["EML001 ana", "PWD001 x", "PWD005 $2b$", "PWD029 $x$"];
    check(&all, examples, &told);
}

#[test]
fn a_rule_counts_under_each_of_its_severities_and_shows_the_gravest() {
    let mut raised = about(&email_domain_typo::RULE, "email", "b", Some("B"));
    raised.severity = Severity::Error;
    let all = run(Mode::Import, 9, 8, 1)
        .found(&about(&email_domain_typo::RULE, "email", "a", None), 2)
        .found(&raised, 1);
    let told = [
        "1 error: not imported",
        "1 EML007 Suggested, 1 b; 1 b -> B",
        "2 notice: nothing left out",
        "2 EML007 InTheFile, 2 a",
    ];
    check(&all, rules, &told);
    check(&all, examples, &["EML007 b"]);
}

#[test]
fn the_most_frequent_values_are_told_and_the_first_with_a_correction() {
    let typo = |value, suggestion| about(&email_domain_typo::RULE, "email", value, suggestion);
    let mut all = run(Mode::Import, 40, 40, 0)
        .found(&typo("b", Some("B")), 3)
        .found(&typo("a", Some("A")), 3)
        .found(&typo("c", None), 5);
    for value in ["x1", "x2", "x3", "x4"] {
        all = all.found(&typo(value, None), 1);
    }
    let told = [
        "15 notice: nothing left out",
        "15 EML007 Suggested, 5 c, 3 a, 3 b, 1 x1, 1 x2; 3 a -> A",
    ];
    check(&all, rules, &told);
}

#[test]
fn the_kind_of_fix_follows_from_the_rule_and_what_it_found() {
    let kinds = [
        (
            about(&list_separator::RULE, "a", "x", Some("y")),
            "Suggested, 1 x; 1 x -> y",
        ),
        (
            about(&list_separator::RULE, "a", "x", None),
            "InTheFile, 1 x",
        ),
        (Finding::of(&column_not_recognised::RULE), "Decision"),
        (Finding::of(&changed_here_and_in_file::RULE), "Decision"),
        (Finding::of(&identical_row::RULE), "Done"),
        (Finding::of(&crypt_scheme::RULE), "InTheFile"),
    ];
    for (finding, told) in kinds {
        let line = format!("1 {} {told}", finding.rule.code);
        let above = match finding.rule.code {
            "DUP001" | "DUP108" => "1 warning: worth a look",
            "HDR005" => "1 warning: columns that are not read",
            _ => "1 warning: something left out",
        };
        let run = run(Mode::Import, 1, 1, 0).found(&finding, 1);
        check(&run, rules, &[above, &line]);
    }
}

#[test]
fn one_cause_is_named_where_most_rows_fail_and_its_column_with_it() {
    let failing = |read, rejected| {
        run(Mode::Import, read, read - rejected, rejected).found(&missing_at("ana"), rejected)
    };
    check(&failing(10, 5), causes, &["EML001 explains 5 of 5"]);
    // A share says nothing about fewer rows, and less than half is not most.
    check(&failing(9, 9), causes, &[]);
    check(&failing(30, 14), causes, &[]);
    let cut = about(&bcrypt_cut_short::RULE, "hash", "$2b$", None);
    let columns = failing(30, 28).column("email", 29).column("hash", 20);
    let both = columns.found(&cut, 20);
    let most = "EML001 explains 28 of 28 96 % of email";
    check(&both, causes, &[most, "PWD005 in 100 % of hash"]);
    // Why a file could not be read as a whole is known.
    let columns = ["EML001 in 96 % of email", "PWD005 in 100 % of hash"];
    check(&both.fatal(), causes, &columns);
}

#[test]
fn a_column_fails_as_a_whole_from_twenty_values_and_nine_of_ten() {
    let failing =
        |count| run(Mode::Import, 1000, 1000 - count, count).found(&missing_at("ana"), count);
    check(
        &failing(20).column("email", 22),
        causes,
        &["EML001 in 90 % of email"],
    );
    check(&failing(20).column("email", 23), causes, &[]);
    check(&failing(19).column("email", 19), causes, &[]);
    // Where the values were not counted, every row may have had one.
    check(&failing(20), causes, &[]);
    let typo = about(&email_domain_typo::RULE, "email", "a", None);
    let notices = run(Mode::Import, 20, 20, 0).found(&typo, 20);
    check(&notices, causes, &[]);
}

#[test]
fn the_column_with_most_findings_comes_first() {
    let in_column = |name| about(&crypt_scheme::RULE, name, "x", None);
    let columns = run(Mode::Import, 30, 30, 0)
        .found(&in_column("c"), 27)
        .found(&in_column("b"), 30)
        .found(&in_column("a"), 27);
    let told = ["100 % of b", "90 % of a", "90 % of c"];
    let told = told.map(|place| format!("PWD029 in {place}"));
    check(&columns, causes, &told.each_ref().map(String::as_str));
}

#[test]
fn after_a_run_that_stopped_it_goes_on_or_begins_again() {
    let stopped = |mode, why, rows_done| run(mode, 4, 2, 1).ended(why, rows_done);
    let failed = || Ended::Failed("the disk is full".into());
    let begin = ["nothing written", "StartAgain"];
    check(
        &stopped(Mode::Import, Ended::Interrupted, 3),
        next,
        &["GoOn"],
    );
    check(&stopped(Mode::Import, failed(), 3), next, &["GoOn"]);
    check(&stopped(Mode::Import, Ended::Interrupted, 0), next, &begin);
    check(&stopped(Mode::Check, failed(), 3), next, &begin);
    let changed = |rows_done| stopped(Mode::Import, Ended::SourceChanged, rows_done);
    check(&changed(3), next, &["GoOnAsItWas", "ImportAsItIsNow"]);
    check(&changed(0), next, &begin);
    // Another has gone on with it to the end.
    let mut over = stopped(Mode::Import, failed(), 3);
    over.report.record.state = ImportState::Complete;
    check(&over, next, &[]);
    let missing = ["nothing written", "StartWithParameters"];
    check(
        &stopped(Mode::Import, Ended::ParametersMissing, 0),
        next,
        &missing,
    );
    let too_many = Ended::TooManyErrors {
        rejected: 1,
        max: 0,
    };
    let errors = stopped(Mode::Import, too_many, 0).found(&missing_at("ana"), 1);
    let look = ["SeeAll { findings: 1 }", "WriteCorrections"];
    check(&errors, next, &["nothing written", look[0], look[1]]);
}

#[test]
fn what_was_left_out_is_to_be_corrected() {
    let found = |mode| run(mode, 2, 1, 1).found(&missing_at("ana"), 1);
    let see = "SeeAll { findings: 1 }";
    check(
        &found(Mode::Import),
        next,
        &[see, "WriteCorrections", "ImportAgain"],
    );
    let written = found(Mode::Import).corrected();
    check(&written, next, &[see, "ImportCorrections", "ImportAgain"]);
    let checked = found(Mode::Check).corrected();
    check(&checked, next, &[see, "ImportCorrections", "Import"]);
    // What came through a pipe is gone.
    let mut piped = found(Mode::Import);
    piped.report.record.path = None;
    let again = [see, "WriteCorrectionsOfSame", "ImportAgain"];
    check(&piped, next, &again);
    // Of a file that cannot be read there are no rows to correct.
    let nothing = Finding::of(&file_has_no_rows::RULE);
    check(
        &run(Mode::Check, 0, 0, 0).found(&nothing, 1).fatal(),
        next,
        &[see],
    );
    // A column is corrected in the file itself.
    let column = about(&column_not_recognised::RULE, "Function", "x", None);
    let of_column = run(Mode::Import, 2, 2, 0).found(&column, 1);
    check(&of_column, next, &[see, "ImportAgain"]);
    // Nothing is wrong with a row that the directory goes on without.
    for rule in [&changed_here_and_in_file::RULE, &identical_row::RULE] {
        let beside = Finding::of(rule);
        check(&run(Mode::Import, 2, 2, 0).found(&beside, 1), next, &[see]);
        check(
            &run(Mode::Check, 2, 2, 0).found(&beside, 1),
            next,
            &[see, "Import"],
        );
        // Unless it is denied.
        let denied = Finding {
            severity: Severity::Error,
            ..beside
        };
        let steps = &[see, "WriteCorrections", "ImportAgain"];
        check(&run(Mode::Import, 2, 1, 1).found(&denied, 1), next, steps);
    }
    let notice = Finding::of(&column_empty::RULE);
    check(&run(Mode::Import, 2, 2, 0).found(&notice, 1), next, &[see]);
}

#[test]
fn where_every_row_is_in_there_is_nothing_to_do() {
    check(&run(Mode::Import, 2, 2, 0), next, &[]);
    check(&run(Mode::Check, 2, 2, 0), next, &["Import"]);
}

#[test]
fn the_first_of_the_gravest_findings_is_shown() {
    let of = |value: &str, severity| {
        let mut finding = missing_at(value);
        finding.severity = severity;
        finding
    };
    let mut found = run(Mode::Import, 9, 3, 6);
    for value in ["a", "b", "c", "d"] {
        found = found.found(&of(value, Severity::Warning), 1);
    }
    check(&found, examples, &["EML001 a"]);
    for value in ["e", "f"] {
        found = found.found(&of(value, Severity::Error), 1);
    }
    check(&found, examples, &["EML001 e"]);
}

#[test]
fn counts_in_sentences_have_their_thousands_apart() {
    let finding = about(&column_not_recognised::RULE, "Function", "x", None);
    let mut finding = finding.values_left_out(5010);
    finding.row = Some(1211);
    assert!(
        finding
            .message()
            .ends_with("Its 5,010 values were left out.")
    );
    let twice = Finding::of(&identical_row::RULE).related(1200);
    let said = Finding {
        row: Some(1211),
        ..twice
    }
    .message();
    assert!(said.contains("1211") && said.contains("1200"), "{said}");
}

#[test]
fn columns_that_nobody_needs_stand_apart_from_what_was_left_out_of_rows() {
    use crate::rules::{column_not_recognised, phone_letters};
    let mut run = run(Mode::Import, 3, 2, 0);
    let found = [
        about(&column_not_recognised::RULE, "Shoe size", "", None),
        about(&column_not_recognised::RULE, "Hobby", "", None),
        about(&phone_letters::RULE, "phone", "ext", None),
    ];
    for finding in &found {
        run.report.tally.add(finding);
    }
    let told = Told::of(&run.report, false);
    let groups: Vec<String> = told
        .groups
        .iter()
        .map(|group| {
            format!(
                "{} {}",
                group.count,
                group.consequence.words(Deed::Imported)
            )
        })
        .collect();
    assert_eq!(
        groups,
        ["1 something left out", "2 columns that are not read"]
    );
}

#[test]
fn what_stands_above_the_rules_is_true_of_each_of_them() {
    use crate::rules::{encoding_guessed, removes_access, text_decoded_twice};
    let found = |run: Run| {
        run.found(&Finding::of(&encoding_guessed::RULE), 1)
            .found(&Finding::of(&text_decoded_twice::RULE), 2)
            .found(&Finding::of(&removes_access::RULE), 3)
            .found(&Finding::of(&crypt_scheme::RULE), 4)
            .found(&missing_at("ana"), 5)
            .found(&Finding::of(&column_empty::RULE), 6)
    };
    let headings = |told: &Told<'_>| {
        let lines = rules(told).into_iter();
        lines.filter(|line| line.contains(": ")).collect()
    };
    let same = ["3 warning: worth a look", "6 notice: nothing left out"];
    let told = [
        "5 error: not imported",
        "3 warning: access taken away",
        "4 warning: something left out",
        same[0],
        same[1],
    ];
    check(&found(run(Mode::Import, 9, 4, 5)), headings, &told);
    let told = [
        "5 error: not to be imported",
        "3 warning: access to be taken away",
        "4 warning: something to be left out",
        same[0],
        same[1],
    ];
    check(&found(run(Mode::Check, 9, 4, 5)), headings, &told);
    let stopped = Ended::NotConfirmed { users: 3 };
    let told = [
        "5 error: not imported",
        "3 warning: access would be taken away",
        "4 warning: something would be left out",
        same[0],
        same[1],
    ];
    let nothing = run(Mode::Import, 9, 0, 5).ended(stopped, 0);
    check(&found(nothing), headings, &told);
}
