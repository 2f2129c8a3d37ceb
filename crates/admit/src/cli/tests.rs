use super::*;
use clap::CommandFactory;

/// Every command with the words that lead to it, from the top.
fn commands() -> Vec<(String, clap::Command)> {
    fn walk(path: &str, command: &clap::Command, into: &mut Vec<(String, clap::Command)>) {
        into.push((path.to_owned(), command.clone()));
        for below in command.get_subcommands() {
            if below.get_name() != "help" {
                walk(&format!("{path} {}", below.get_name()), below, into);
            }
        }
    }
    let mut all = Vec::new();
    walk("admit", &Cli::command(), &mut all);
    all
}

/// The words of a command line, without what the shell takes for itself.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            '|' | '<' | '>' if !quoted => break,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The example lines of a command's help, each with the lines that go on with it. Two
/// spaces end one: what follows explains it.
fn examples(command: &clap::Command) -> Vec<String> {
    let help = command.get_after_help().map(ToString::to_string);
    help.unwrap_or_default()
        .replace("\\\n    ", "")
        .lines()
        .filter_map(|line| line.strip_prefix("  admit "))
        .map(|line| format!("admit {}", line.split("  ").next().unwrap_or_default()))
        .collect()
}

#[test]
fn the_definition_is_sound() {
    Cli::command().debug_assert();
}

#[test]
fn every_command_says_what_it_does_and_shows_an_example() {
    for (path, command) in commands() {
        let about = command.get_about().map(ToString::to_string);
        let about = about.unwrap_or_default();
        assert!(!about.is_empty(), "{path}: no sentence about it");
        assert!(!about.contains("How to print"), "{path}: {about}");
        assert!(!about.starts_with("What "), "{path}: {about}");
        let examples = examples(&command);
        assert!(!examples.is_empty(), "{path}: no example");
        if command.get_subcommands().next().is_none() {
            let own = examples.iter().any(|example| example.starts_with(&path));
            assert!(own, "{path}: no example of its own");
        }
    }
}

#[test]
fn every_example_can_be_run() {
    for (path, command) in commands() {
        for example in examples(&command) {
            if let Err(error) = Cli::try_parse_from(words(&example)) {
                panic!("{path}: {example}\n{error}");
            }
        }
    }
}

#[test]
fn every_option_says_what_it_is_for() {
    for (path, command) in commands() {
        for arg in command.get_arguments() {
            assert!(
                arg.get_help().is_some(),
                "{path}: {} has no help",
                arg.get_id()
            );
        }
    }
}

#[track_caller]
fn check_refused(line: &str, expected: &str) {
    let error = Cli::try_parse_from(words(line)).expect_err(line);
    assert_eq!(error.exit_code(), 2, "{line}");
    let error = error.to_string();
    assert!(error.contains(expected), "{line}: {error}");
}

#[test]
fn what_cannot_be_meant_is_refused() {
    check_refused("admit import", "<FILE>");
    check_refused(
        "admit import a.csv --map Mail=emial",
        "did you mean \"email\"?",
    );
    check_refused(
        "admit import a.csv --deny email-mising-at",
        "did you mean \"email-missing-at\"?",
    );
    check_refused("admit import a.csv --default-region AUS", "two letters");
    check_refused("admit import a.csv --dry-run --resume 01", "--resume");
    check_refused("admit users add --first-name Ana", "--email");
    check_refused(
        "admit users add --email a@example.org --role member",
        "--organization",
    );
    check_refused("admit users edit ana@example.org", "--first-name");
    check_refused("admit users join ana@example.org", "--organization");
    check_refused("admit users list --limit 0", "0");
    check_refused(
        "admit connections password perhaps",
        "[possible values: on, off]",
    );
    check_refused(
        "admit findings --severity fatal",
        "use error, warning or notice",
    );
    check_refused("admit imprt users.csv", "'import'");
}

#[test]
fn what_is_chosen_for_an_import_is_kept_with_it() {
    let line = "admit import a.csv --map \"E-Mail=email\" --map \"Notes=\" --on-conflict reject \
                --replace-access --default-region au --deny email-missing-at --max-errors 5 \
                --set role:membr=member --accept email-domain-typo";
    let cli = Cli::try_parse_from(words(line)).unwrap();
    let Command::Import(args) = cli.command else {
        panic!("not an import");
    };
    let settings = crate::choices::of_import(&args);
    let expected = admit_core::rows::choices::Choices {
        remembered: Vec::new(),
        no_remembered: false,
        contents: admit_core::rows::choices::Contents::Users,
        map: vec![
            (
                "E-Mail".into(),
                Some(admit_core::users::field::Field::Email),
            ),
            ("Notes".into(), None),
        ],
        on_conflict: admit_core::rows::choices::OnConflict::Reject,
        replace_access: true,
        replace_credentials: false,
        default_region: Some("AU".into()),
        encoding: None,
        deny: vec!["EML001".into()],
        set: vec![admit_core::rows::choices::Correction {
            field: admit_core::users::field::Field::Role,
            value: "membr".into(),
            correction: "member".into(),
        }],
        cells: Vec::new(),
        accept: vec!["EML007".into()],
        max_errors: Some(5),
        hashing: admit_core::rows::choices::Hashing::default(),
        firebase: None,
    };
    assert_eq!(settings, expected);
}

#[test]
fn the_database_can_be_named_anywhere() {
    for line in [
        "admit --database sqlite:other.db rules",
        "admit rules --database sqlite:other.db",
        "admit users show ana@example.org --database sqlite:other.db",
    ] {
        let cli = Cli::try_parse_from(words(line)).unwrap();
        assert_eq!(
            cli.common.database.as_deref(),
            Some("sqlite:other.db"),
            "{line}"
        );
    }
}
