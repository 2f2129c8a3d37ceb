//! A server that is killed while it imports: started again it completes what it began,
//! and nobody who asked meanwhile saw an import go back.

use super::place::Program;
use crate::bench::people::{self, Kind};
use crate::numbers::Numbers;
use crate::served::Served;
use std::collections::BTreeMap;
use std::io::{Error, Result};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The rows of each import.
const ROWS: u64 = 20_000;

/// The states of an import in the order that they may follow one another.
const ORDER: [&str; 4] = ["receiving", "checking", "applying", "complete"];

/// What is common to all trials.
pub struct Trials<'p> {
    program: &'p Program,
    /// How long an import takes that nobody disturbs.
    undisturbed: Duration,
    /// How often each directory came out, by its export.
    directories: BTreeMap<String, u64>,
    /// What went wrong.
    pub broken: Vec<String>,
}

impl<'p> Trials<'p> {
    /// Measures an import that nobody disturbs.
    pub fn new(program: &'p Program) -> Result<Trials<'p>> {
        let mut trials = Trials {
            program,
            undisturbed: Duration::ZERO,
            directories: BTreeMap::new(),
            broken: Vec::new(),
        };
        people::write(&program.folder.join("people.csv"), ROWS, Kind::Dirty)?;
        let server = trials.fresh()?;
        let began = Instant::now();
        let id = server.hand_in(&program.folder.join("people.csv"), "import")?;
        server.wait(&id, &["complete"])?;
        trials.undisturbed = began.elapsed();
        drop(server);
        trials.note_directory()?;
        Ok(trials)
    }

    /// How many directories came out that differ.
    pub fn distinct(&self) -> usize {
        self.directories.len()
    }

    fn fresh(&self) -> Result<Served> {
        let folder = &self.program.folder;
        for ending in ["", "-wal", "-shm", ".import-lock"] {
            let _ = std::fs::remove_file(folder.join(format!("admit.db{ending}")));
        }
        let _ = std::fs::remove_dir_all(folder.join("admit.db-uploads"));
        std::fs::write(folder.join("directory.toml"), people::SETUP)?;
        self.admit(&["setup", "directory.toml"])?;
        Served::begin(&self.program.admit, folder)
    }

    fn admit(&self, words: &[&str]) -> Result<String> {
        let mut command = Command::new(&self.program.admit);
        command.args(words).current_dir(&self.program.folder);
        let output = command.stderr(Stdio::null()).output()?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Kills the server at a random moment of an import, starts it again, and looks at
    /// what came of it.
    pub fn kill(&mut self, round: u64, numbers: &mut Numbers) -> Result<()> {
        let file = self.program.folder.join("people.csv");
        let server = self.fresh()?;
        let token = server.token();
        let id = server.hand_in(&file, "import")?;
        let most = self.undisturbed.as_micros() as u64;
        let moment = Duration::from_micros(numbers.below(most.max(1)));
        let began = Instant::now();
        let mut last = 0;
        while began.elapsed() < moment {
            self.look(round, &server, &id, &mut last);
        }
        server.kill()?;
        let server = Served::again(&self.program.admit, &self.program.folder, token)?;
        let told = loop {
            self.look(round, &server, &id, &mut last);
            if last + 1 == ORDER.len() {
                break server.wait(&id, &["complete"])?;
            }
            if began.elapsed() > Duration::from_mins(3) {
                return Err(Error::other(format!("trial {round} does not complete")));
            }
        };
        let rows = |name: &str| told["rows"][name].as_u64().unwrap_or(0);
        let sum: u64 = ["created", "updated", "unchanged", "rejected", "not_reached"]
            .iter()
            .map(|name| rows(name))
            .sum();
        if rows("read") != sum || sum != ROWS {
            self.broken
                .push(format!("{round}: the ledger is {}", told["rows"]));
        }
        drop(server);
        self.note_directory()
    }

    /// Asks how far an import is, and notes if it went back.
    fn look(&mut self, round: u64, server: &Served, id: &str, last: &mut usize) {
        let Ok(told) = server.get(&format!("/api/v1/imports/{id}")) else {
            return;
        };
        let state = told["state"].as_str().unwrap_or_default().to_owned();
        match ORDER.iter().position(|name| *name == state) {
            Some(place) if place >= *last => *last = place,
            _ => self
                .broken
                .push(format!("{round}: {state} after {}", ORDER[*last])),
        }
    }

    fn note_directory(&mut self) -> Result<()> {
        let export = self.admit(&["users", "export", "--with-passwords"])?;
        let mut lines: Vec<&str> = export.lines().collect();
        lines.sort_unstable();
        *self.directories.entry(lines.join("\n")).or_default() += 1;
        Ok(())
    }
}

/// Kills servers; answers whether every promise was kept.
pub fn run(program: &Program, seed: u64, kills: u64) -> Result<bool> {
    let began = Instant::now();
    let mut trials = Trials::new(program)?;
    for round in 0..kills {
        let own = seed.wrapping_mul(1_000_003).wrapping_add(round);
        trials.kill(round, &mut Numbers::new(own))?;
    }
    println!(
        "{:<28} {kills:>5} done, {} distinct directories, {:>3} promises broken, {:.0} seconds",
        "server killed at a moment",
        trials.distinct(),
        trials.broken.len(),
        began.elapsed().as_secs_f64()
    );
    for broken in trials.broken.iter().take(20) {
        println!("  {broken}");
    }
    Ok(trials.broken.is_empty() && trials.distinct() == 1)
}
