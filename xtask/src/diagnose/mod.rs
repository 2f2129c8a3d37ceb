//! `cargo xtask diagnose`: how well faults are found. Known faults are put into
//! a clean file, one to a row; what Admit says is compared with them at exact
//! row, column and rule. A tool to find weaknesses with.

mod cases;
mod cells;
mod files;
mod people;
mod score;
mod shapes;

use crate::numbers::Numbers;
use cases::{Case, Step};
use people::Row;
use score::{Fault, Found, Scores};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

const HELP: &str = "\
Usage: cargo xtask diagnose [--seed N] [--each N] [--only PART] [--debug]

Puts N faults (12) of every kind into a clean file of invented people, checks it
with the program and prints precision and recall by kind, at exact row, column
and rule; then the same of clean files of the shapes that people bring, about which
there is nothing to say but what their entries expect. --only rows, files,
cases or shapes runs that part. --debug takes the debug build.";

/// Faults of each kind, unless said otherwise.
const EACH: u64 = 12;

/// Rows that stay clean between two faults: one to be copied from, and some air.
const STEP: usize = 4;

/// Rows of the files that have one fault.
const SMALL: u64 = 60;

/// What is to be compared.
struct Wanted<'a> {
    seed: u64,
    each: u64,
    only: Option<&'a str>,
    debug: bool,
}

impl<'a> Wanted<'a> {
    /// Reads the words behind the command; none, where they are not understood.
    fn read(args: &[&'a str]) -> Option<Wanted<'a>> {
        let mut wanted = Wanted {
            seed: 1,
            each: EACH,
            only: None,
            debug: false,
        };
        let mut words = args.iter();
        while let Some(word) = words.next() {
            match *word {
                "--debug" => wanted.debug = true,
                "--seed" => wanted.seed = words.next()?.parse().ok()?,
                "--each" => wanted.each = words.next()?.parse().ok().filter(|n| *n > 0)?,
                "--only" => wanted.only = Some(words.next().filter(|word| PARTS.contains(word))?),
                _ => return None,
            }
        }
        Some(wanted)
    }

    fn has(&self, part: &str) -> bool {
        self.only.is_none_or(|only| only == part)
    }
}

/// The parts of the comparison.
const PARTS: [&str; 4] = ["rows", "files", "cases", "shapes"];

/// Runs the comparison; answers whether it could be made.
pub fn run(args: &[&str]) -> bool {
    let Some(wanted) = Wanted::read(args) else {
        println!("{HELP}");
        return args == ["--help"];
    };
    match compare(&wanted) {
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

fn compare(wanted: &Wanted<'_>) -> std::io::Result<Scores> {
    let program = Program::prepare(wanted.debug)?;
    let mut numbers = Numbers::new(wanted.seed);
    let mut scores = Scores::default();
    if wanted.has("rows") {
        rows(&program, wanted.each, &mut numbers, &mut scores)?;
    }
    if wanted.has("files") {
        files(&program, &mut numbers, &mut scores)?;
    }
    if wanted.has("cases") {
        for (index, case) in cases::all().iter().enumerate() {
            let fault = Fault {
                kind: case.name,
                rule: case.rule,
                column: case.column,
                row: case.row,
            };
            let mut found = program.case(index, case)?;
            found.retain(|found| !case.beside.contains(&found.rule()));
            scores.compare(&[fault], &found);
        }
    }
    if wanted.only.is_none() {
        let rules = program.rules()?;
        let left_out = |rule: &str| cases::NOT_BY_A_FILE.iter().any(|(code, _)| *code == rule);
        scores.untried(rules.iter().filter(|rule| !left_out(rule)).cloned());
    }
    if wanted.has("shapes") {
        for shape in shapes::SHAPES {
            let bytes = (shape.make)(&mut numbers);
            scores.shape(shape, &program.check(shape.file, &bytes)?);
        }
    }
    Ok(scores)
}

/// Faults of rows, all in one file.
fn rows(
    program: &Program,
    each: u64,
    numbers: &mut Numbers,
    scores: &mut Scores,
) -> std::io::Result<()> {
    let count = cells::KINDS.len() as u64 * each * STEP as u64;
    let mut rows = vec![people::header()];
    rows.extend((0..count).map(|number| people::person(number, numbers)));
    scores.clean(&program.check("clean.csv", &people::csv(&rows))?);

    let mut faults = Vec::new();
    for round in 0..each as usize {
        for (index, kind) in cells::KINDS.iter().enumerate() {
            let place = 1 + (round * cells::KINDS.len() + index) * STEP + STEP - 1;
            let other = rows[place - STEP + 1].clone();
            (kind.put)(&mut rows[place], &other, numbers);
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
    Ok(())
}

/// Faults of whole files, each in its own.
fn files(program: &Program, numbers: &mut Numbers, scores: &mut Scores) -> std::io::Result<()> {
    for (index, kind) in files::FILES.iter().enumerate() {
        let mut rows: Vec<Row> = vec![people::header()];
        rows.extend((0..SMALL).map(|number| people::person(number, numbers)));
        let fault = Fault {
            kind: kind.name,
            rule: kind.rule,
            column: kind.column,
            row: kind.row,
        };
        let found = program.check(&format!("file-{index}.csv"), &(kind.make)(rows))?;
        scores.compare(&[fault], &found);
    }
    Ok(())
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
        program.done("setup directory.toml", "admit.db", "")?;
        Ok(program)
    }

    /// What the program finds in a file of these bytes.
    fn check(&self, name: &str, bytes: &[u8]) -> std::io::Result<Vec<Found>> {
        std::fs::write(self.folder.join(name), bytes)?;
        self.found(name, &format!("check {name}"), "admit.db")
    }

    /// What the program finds in the file of a case, in a directory of its own.
    fn case(&self, index: usize, case: &Case) -> std::io::Result<Vec<Found>> {
        let database = format!("case-{index}.db");
        let write = |name: &str, bytes: &[u8]| std::fs::write(self.folder.join(name), bytes);
        write("case.toml", case.setup.unwrap_or(people::SETUP).as_bytes())?;
        self.done("setup case.toml", &database, "")?;
        for (name, text) in &case.extra {
            write(name, text.as_bytes())?;
        }
        for step in &case.before {
            match step {
                Step::Import(bytes, options) => {
                    let name = if bytes.starts_with(b"{") {
                        "before.ndjson"
                    } else {
                        "before.csv"
                    };
                    write(name, bytes)?;
                    self.done(&format!("import {name} {options}"), &database, "")?;
                }
                Step::Command(line, input) => self.done(line, &database, input)?,
            }
        }
        write(case.file, &case.bytes)?;
        let line = format!("{} {} {}", case.words, case.file, case.options);
        self.found(case.name, &line, &database)
    }

    /// What a check finds.
    fn found(&self, name: &str, line: &str, database: &str) -> std::io::Result<Vec<Found>> {
        let (report, _) = self.output(&format!("{line} --format json"), database, "")?;
        let report: serde_json::Value = serde_json::from_str(&report)
            .map_err(|_| std::io::Error::other(format!("{name}: admit {line} reports nothing")))?;
        let import = report["import"].as_str().unwrap_or_default();
        let (findings, _) =
            self.output(&format!("findings {import} --format jsonl"), database, "")?;
        findings
            .lines()
            .map(|line| Found::read(name, line))
            .collect()
    }

    /// The codes of all rules.
    fn rules(&self) -> std::io::Result<Vec<String>> {
        let (rules, _) = self.output("rules --format json", "admit.db", "")?;
        let rules: serde_json::Value = serde_json::from_str(&rules)?;
        let rules = rules.as_array().cloned().unwrap_or_default();
        let codes = rules.iter().filter_map(|rule| rule["code"].as_str());
        Ok(codes.map(str::to_owned).collect())
    }

    /// Runs a command that has to do its work.
    fn done(&self, line: &str, database: &str, input: &str) -> std::io::Result<()> {
        match self.output(line, database, input)? {
            // Rows that are rejected are what some cases begin with.
            (_, 0 | 1) => Ok(()),
            (_, code) => Err(std::io::Error::other(format!(
                "admit {line} ends with {code}"
            ))),
        }
    }

    /// What a command prints, and how it ends. No word of it has a blank.
    fn output(&self, line: &str, database: &str, input: &str) -> std::io::Result<(String, i32)> {
        let mut child = Command::new(&self.admit)
            .args(line.split_whitespace())
            .env("ADMIT_DATABASE", format!("sqlite:{database}"))
            .current_dir(&self.folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        if let Some(mut pipe) = child.stdin.take() {
            // Whoever does not read it may be gone already.
            let _ = pipe.write_all(input.as_bytes());
        }
        let output = child.wait_with_output()?;
        let text = String::from_utf8(output.stdout).map_err(std::io::Error::other)?;
        Ok((text, output.status.code().unwrap_or(-1)))
    }
}
