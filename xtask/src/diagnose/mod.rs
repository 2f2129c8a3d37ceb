//! `cargo xtask diagnose`: how well faults are found. Known faults are put into
//! a clean file, one to a row; what Admit says is compared with them at exact
//! row, column and rule. A tool to find weaknesses with.

mod cells;
mod files;
mod people;
mod score;

use crate::numbers::Numbers;
use people::Row;
use score::{Fault, Found, Scores};
use std::path::PathBuf;
use std::process::Command;

const HELP: &str = "\
Usage: cargo xtask diagnose [--seed N] [--each N] [--debug]

Puts N faults (12) of every kind into a clean file of invented people, checks it
with the program and prints precision and recall by kind, at exact row, column
and rule. --debug takes the debug build.";

/// Faults of each kind, unless said otherwise.
const EACH: u64 = 12;

/// Rows that stay clean between two faults: one to be copied from, and some air.
const STEP: usize = 4;

/// Rows of the files that have one fault.
const SMALL: u64 = 60;

/// Runs the comparison; answers whether it could be made.
pub fn run(args: &[&str]) -> bool {
    let (mut seed, mut each, mut debug) = (1, EACH, false);
    let mut words = args.iter();
    while let Some(word) = words.next() {
        let mut number = || words.next().and_then(|value| value.parse::<u64>().ok());
        match *word {
            "--debug" => debug = true,
            "--seed" | "--each" => match (*word, number()) {
                ("--seed", Some(number)) => seed = number,
                ("--each", Some(number)) if number > 0 => each = number,
                _ => {
                    println!("{HELP}");
                    return false;
                }
            },
            _ => {
                println!("{HELP}");
                return *word == "--help";
            }
        }
    }
    match compare(seed, each, debug) {
        Ok(scores) => {
            scores.print();
            true
        }
        Err(reason) => {
            eprintln!("The comparison cannot be made: {reason}");
            false
        }
    }
}

fn compare(seed: u64, each: u64, debug: bool) -> std::io::Result<Scores> {
    let program = Program::prepare(debug)?;
    let mut numbers = Numbers::new(seed);
    let mut scores = Scores::default();

    let count = cells::KINDS.len() as u64 * each * STEP as u64;
    let mut rows = vec![people::header()];
    rows.extend((0..count).map(|number| people::person(number, &mut numbers)));
    scores.clean(&program.check("clean.csv", &people::csv(&rows))?);

    let mut faults = Vec::new();
    for round in 0..each as usize {
        for (index, kind) in cells::KINDS.iter().enumerate() {
            let place = 1 + (round * cells::KINDS.len() + index) * STEP + STEP - 1;
            let other = rows[place - STEP + 1].clone();
            (kind.put)(&mut rows[place], &other, &mut numbers);
            faults.push(Fault {
                kind: kind.name,
                rule: kind.rule,
                column: kind.column,
                row: Some(place as u64 + 1),
            });
        }
    }
    let found = program.check("faults.csv", &people::csv(&rows))?;
    scores.compare(&faults, &found);

    for (index, kind) in files::FILES.iter().enumerate() {
        let mut rows: Vec<Row> = vec![people::header()];
        rows.extend((0..SMALL).map(|number| people::person(number, &mut numbers)));
        let fault = Fault {
            kind: kind.name,
            rule: kind.rule,
            column: kind.column,
            row: kind.row,
        };
        let found = program.check(&format!("file-{index}.csv"), &(kind.make)(rows))?;
        scores.compare(&[fault], &found);
    }
    Ok(scores)
}

/// The program, with a folder to work in.
struct Program {
    admit: PathBuf,
    folder: PathBuf,
}

impl Program {
    fn prepare(debug: bool) -> std::io::Result<Program> {
        let root = super::root();
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "--package", "admit"]);
        if !debug {
            build.arg("--release");
        }
        if !build.current_dir(&root).status()?.success() {
            return Err(std::io::Error::other("the program does not build"));
        }
        let target =
            std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
        let folder = target.join("diagnose");
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(&folder)?;
        let profile = if debug { "debug" } else { "release" };
        let program = Program {
            admit: target.join(profile).join("admit"),
            folder,
        };
        std::fs::write(program.folder.join("directory.toml"), people::SETUP)?;
        program.output(&["setup", "directory.toml"])?;
        Ok(program)
    }

    /// What the program finds in a file of these bytes.
    fn check(&self, name: &str, bytes: &[u8]) -> std::io::Result<Vec<Found>> {
        std::fs::write(self.folder.join(name), bytes)?;
        let report = self.output(&["check", name, "--format", "json"])?;
        let report: serde_json::Value = serde_json::from_str(&report)?;
        let import = report["import"].as_str().unwrap_or_default();
        let findings = self.output(&["findings", import, "--format", "jsonl"])?;
        findings
            .lines()
            .map(|line| Found::read(name, line))
            .collect()
    }

    fn output(&self, words: &[&str]) -> std::io::Result<String> {
        let output = Command::new(&self.admit)
            .args(words)
            .env("ADMIT_DATABASE", "sqlite:admit.db")
            .current_dir(&self.folder)
            .output()?;
        String::from_utf8(output.stdout).map_err(std::io::Error::other)
    }
}
