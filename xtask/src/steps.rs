//! `cargo xtask test`: everything that a change has to pass. The quick steps
//! come first and the tests last, so that the output closes with the summary of
//! the test runner.

use crate::{browser, contract, docs, tidy};
use std::path::Path;
use std::process::{Command, Stdio};

/// A step: what it is called, and the words after `cargo`.
type Step = (&'static str, &'static [&'static str]);

const FORMAT: Step = ("format", &["fmt", "--all", "--check"]);
const LINTS: Step = (
    "lints",
    &[
        "clippy",
        "--quiet",
        "--workspace",
        "--all-targets",
        "--",
        "--deny",
        "warnings",
    ],
);
const LICENCES: Step = (
    "licences and sources of dependencies",
    &["deny", "check", "bans", "licenses", "sources"],
);
const EXAMPLES: Step = (
    "examples in documentation",
    &["test", "--quiet", "--workspace", "--doc"],
);
const NEXTEST: Step = (
    "tests",
    &["nextest", "run", "--workspace", "--no-fail-fast"],
);
const TESTS: Step = (
    "tests",
    &[
        "test",
        "--workspace",
        "--lib",
        "--bins",
        "--tests",
        "--no-fail-fast",
    ],
);

/// Runs every step and stops at the first that fails; answers whether none did.
pub fn test(root: &Path) -> bool {
    if !(run(root, FORMAT) && run(root, LINTS)) {
        return false;
    }
    println!("── tidy");
    if !tidy::report(root) {
        return false;
    }
    println!("── manual: cargo xtask docs --check");
    if !docs::run(root, true) {
        return false;
    }
    if has(root, "deny") {
        if !run(root, LICENCES) {
            return false;
        }
    } else {
        println!("── {}\nLeft out: cargo-deny is not installed.", LICENCES.0);
    }
    let tests = if has(root, "nextest") { NEXTEST } else { TESTS };
    run(root, EXAMPLES) && contract::run(root) && browser::run(root, &[]) && run(root, tests)
}

/// Runs a step; answers whether it passed.
fn run(root: &Path, (name, words): Step) -> bool {
    println!("── {name}: cargo {}", words.join(" "));
    let passed = match cargo(root, words).status() {
        Ok(status) => status.success(),
        Err(error) => {
            eprintln!("cargo cannot be started: {error}");
            false
        }
    };
    if !passed {
        eprintln!("The step \"{name}\" failed.");
    }
    passed
}

/// Whether cargo has this subcommand.
fn has(root: &Path, subcommand: &str) -> bool {
    cargo(root, &[subcommand, "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Cargo in the workspace, without what cargo said of this package when it started the
/// task: some build scripts look at that, and would build again what is built.
pub fn cargo(root: &Path, words: &[&str]) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command.current_dir(root).args(words);
    command
}
