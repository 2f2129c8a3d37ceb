//! The project's own tasks.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a task talks to the person who runs it"
)]

mod bench;
mod browser;
mod contract;
mod diagnose;
mod docs;
mod numbers;
mod served;
mod steps;
mod tidy;
mod torture;

use std::path::PathBuf;
use std::process::ExitCode;

const HELP: &str = "\
Usage: cargo xtask TASK

Tasks:
  test    everything that a change has to pass: format, lints, tidy, licences,
          documentation examples, the API by its document, the pages, tests
  tidy    only what the project checks about its own text; --waivers prints the
          lines that xtask/waivers.txt would need for its imports
  docs    writes the parts of the manual that the program knows: rules, commands,
          and what the commands in the text print; --check only compares
  contract
          the API, driven by its own document
  browser
          the pages in Chromium; words choose files of tests
  bench   how fast imports are, beside sqlite3 .import
  diagnose
          which faults put into a clean file are found, and where
  torture kills, errors at writes, sources that change and damaged files, at
          random moments: whether every promise holds";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["test"] => steps::test(&root()),
        ["tidy"] => tidy::report(&root()),
        ["tidy", "--waivers"] => tidy::waivers(&root()),
        ["docs"] => docs::run(&root(), false),
        ["docs", "--check"] => docs::run(&root(), true),
        ["contract"] => contract::run(&root()),
        ["browser", rest @ ..] => browser::run(&root(), rest),
        ["bench", rest @ ..] => bench::run(rest),
        ["diagnose", rest @ ..] => diagnose::run(rest),
        ["torture", rest @ ..] => torture::run(rest),
        [] | ["help" | "--help" | "-h"] => {
            println!("{HELP}");
            true
        }
        _ => {
            eprintln!("There is no such task: {}\n\n{HELP}", words.join(" "));
            return ExitCode::from(2);
        }
    };
    if done {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// The folder of the workspace.
fn root() -> PathBuf {
    let own = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    own.parent().map(PathBuf::from).unwrap_or(own)
}
