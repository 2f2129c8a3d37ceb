//! `cargo xtask bench`: how fast imports are beside `sqlite3 .import` of the
//! same file, measured in one run. Figures are medians; ratios are to the
//! baseline or to the first import of the same run. And what passwords cost.

mod failures;
mod measure;
mod passwords;
pub mod people;
mod server;

use measure::{Figures, median_of};
use people::Kind;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Rows and runs, unless said otherwise.
const ROWS: u64 = 1_000_000;
const RUNS: usize = 3;

const HELP: &str = "\
Usage: cargo xtask bench [--rows N] [--runs K] [--only imports|passwords|server]

Generates N users (1,000,000) and measures, as medians of K runs (3): the first
import, importing the same file again, with 1 % of the rows changed, a check, a
file with 5 % problem rows, and the file through a pipe; beside them
`sqlite3 .import` of the same file into one table with a primary key and two
unique indexes. Needs sqlite3 on the path.

Then passwords: the first import with hashes beside that of the same people
without, a failed sign-in by why it fails, and 1,000 sign-ins at once.

Then the server: an upload of 250,000 rows beside `admit import` of them, ten at
once, connections that hold places, lists of N users and their findings, and
signing in while an import is written.";

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Section {
    Imports,
    Passwords,
    Server,
}

/// Runs the measurements; answers whether they could be made.
pub fn run(args: &[&str]) -> bool {
    let (mut rows, mut runs) = (ROWS, RUNS);
    let mut sections = vec![Section::Imports, Section::Passwords, Section::Server];
    let mut words = args.iter();
    while let Some(word) = words.next() {
        let value = words.next().copied().unwrap_or_default();
        match (*word, value, value.parse::<u64>()) {
            ("--rows", _, Ok(number)) if number > 0 => rows = number,
            ("--runs", _, Ok(number)) if number > 0 => runs = number as usize,
            ("--only", "imports", _) => sections = vec![Section::Imports],
            ("--only", "passwords", _) => sections = vec![Section::Passwords],
            ("--only", "server", _) => sections = vec![Section::Server],
            _ => {
                println!("{HELP}");
                return *word == "--help";
            }
        }
    }
    match Bench::prepare(rows, runs, &sections) {
        Ok(bench) => {
            println!(
                "{:<34} {:>9} {:>11} {:>9} {:>9}  ratio",
                "", "seconds", "users/s", "CPU s", "peak MiB"
            );
            sections.into_iter().all(|section| match section {
                Section::Imports => bench.report(),
                Section::Passwords => passwords::report(&bench),
                Section::Server => server::report(&bench),
            })
        }
        Err(reason) => {
            eprintln!("The measurements cannot be made: {reason}");
            false
        }
    }
}

struct Bench {
    rows: u64,
    runs: usize,
    admit: PathBuf,
    /// The example that signs many in at once.
    sign_ins: PathBuf,
    folder: PathBuf,
}

impl Bench {
    /// Builds the program and writes the files.
    fn prepare(rows: u64, runs: usize, sections: &[Section]) -> std::io::Result<Bench> {
        let root = super::root();
        let built = Command::new(env!("CARGO"))
            .args(["build", "--release", "-p", "admit", "-p", "admit-store"])
            .args(["--bins", "--example", "sign_ins"])
            .current_dir(&root)
            .status()?;
        if !built.success() {
            return Err(std::io::Error::other("the program does not build"));
        }
        let target =
            std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
        let folder = target.join("bench");
        std::fs::create_dir_all(&folder)?;
        println!("Writing files of {rows} users …");
        let mut kinds = vec![Kind::Clean];
        if sections.contains(&Section::Imports) {
            kinds.push(Kind::Changed);
        }
        if sections
            .iter()
            .any(|section| *section != Section::Passwords)
        {
            kinds.push(Kind::Dirty);
        }
        if sections.contains(&Section::Passwords) {
            kinds.push(Kind::WithoutPasswords);
        }
        for kind in kinds {
            people::write(&folder.join(kind.file()), rows, kind)?;
        }
        std::fs::write(folder.join("directory.toml"), people::SETUP)?;
        Ok(Bench {
            rows,
            runs,
            admit: target.join("release/admit"),
            sign_ins: target.join("release/examples/sign_ins"),
            folder,
        })
    }

    fn report(&self) -> bool {
        let Some(baseline) = self.baseline() else {
            eprintln!("sqlite3 is not on the path or failed.");
            return false;
        };
        self.line("sqlite3 .import, one table", &baseline, "1.00 (baseline)");
        let first = self.measure(Bench::fresh, |bench| {
            bench.import(&["import", Kind::Clean.file()])
        });
        let faster = |figures: &Figures| {
            format!(
                "{:.2} × the baseline's speed",
                baseline.seconds / figures.seconds
            )
        };
        let than_first = |figures: &Figures| {
            format!(
                "{:.2} × the first import's speed",
                first.seconds / figures.seconds
            )
        };
        self.line("first import", &first, &faster(&first));
        let again = self.measure(
            |_| (),
            |bench| bench.import(&["import", Kind::Clean.file()]),
        );
        self.line("the same file again", &again, &than_first(&again));
        let changed = self.measure(
            |bench| {
                bench.fresh();
                measure::run(&mut bench.import(&["import", Kind::Clean.file()]));
            },
            |bench| bench.import(&["import", Kind::Changed.file()]),
        );
        self.line(
            "with 1 % of the rows changed",
            &changed,
            &than_first(&changed),
        );
        let check = self.measure(Bench::fresh, |bench| {
            bench.import(&["check", Kind::Clean.file()])
        });
        self.line("check, empty directory", &check, &than_first(&check));
        let dirty = self.measure(Bench::fresh, |bench| {
            bench.import(&["import", Kind::Dirty.file()])
        });
        self.line("5 % problem rows", &dirty, &than_first(&dirty));
        let piped = self.measure(Bench::fresh, Bench::piped);
        self.line("through a pipe", &piped, &than_first(&piped));
        true
    }

    fn line(&self, name: &str, figures: &Figures, ratio: &str) {
        let rate = self.rows as f64 / figures.seconds;
        println!(
            "{name:<34} {:>9.2} {rate:>11.0} {:>9.2} {:>9.0}  {ratio}",
            figures.seconds, figures.cpu_seconds, figures.peak_mib
        );
    }

    fn measure(&self, before: impl Fn(&Bench), command: impl Fn(&Bench) -> Command) -> Figures {
        let mut all = Vec::new();
        for _ in 0..self.runs {
            before(self);
            all.push(measure::run(&mut command(self)));
        }
        median_of(&all)
    }

    /// An empty directory with the organizations, roles and permissions.
    fn fresh(&self) {
        for ending in ["", "-wal", "-shm", ".import-lock"] {
            let _ = std::fs::remove_file(self.folder.join(format!("admit.db{ending}")));
        }
        measure::run(&mut self.import(&["setup", "directory.toml"]));
    }

    fn import(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.admit);
        command
            .args(words)
            .env("ADMIT_DATABASE", "sqlite:admit.db")
            .current_dir(&self.folder);
        command
    }

    fn piped(&self) -> Command {
        let mut command = self.import(&["import", "-"]);
        let file = std::process::Command::new("cat")
            .arg(self.folder.join(Kind::Clean.file()))
            .stdout(std::process::Stdio::piped())
            .spawn()
            .and_then(|mut cat| {
                cat.stdout
                    .take()
                    .ok_or_else(|| std::io::Error::other("no pipe"))
            });
        if let Ok(pipe) = file {
            command.stdin(pipe);
        }
        command
    }

    fn baseline(&self) -> Option<Figures> {
        let database = self.folder.join("baseline.db");
        let create = format!(
            "CREATE TABLE users({});",
            people::COLUMNS
                .iter()
                .map(|column| match *column {
                    "id" => "id TEXT PRIMARY KEY".to_owned(),
                    "email" | "phone" => format!("{column} TEXT UNIQUE"),
                    other => format!("{other} TEXT"),
                })
                .collect::<Vec<_>>()
                .join(", ")
        );
        let file = Path::new(Kind::Clean.file());
        let mut all = Vec::new();
        for _ in 0..self.runs {
            let _ = std::fs::remove_file(&database);
            let mut command = Command::new("sqlite3");
            command
                .arg(&database)
                .arg(&create)
                .arg(format!(".import --csv --skip 1 {} users", file.display()));
            command.current_dir(&self.folder);
            let figures = measure::try_run(&mut command)?;
            all.push(figures);
        }
        Some(median_of(&all))
    }
}
