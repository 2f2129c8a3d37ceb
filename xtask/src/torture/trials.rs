//! The trials: what is done to an import, and what has to hold afterwards.

use super::files::{self, FEW_ROWS, ROWS};
use super::place::{Ended, Place, Program, ended, pass, size};
use crate::numbers::Numbers;
use serde_json::Value;
use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::{Result, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::{Duration, Instant};

/// What is done to an import.
#[derive(Clone, Copy, Debug)]
pub enum Trial {
    /// The source changes.
    Change,
    /// The program is killed.
    Kill,
    /// A write fails.
    WriteError,
    /// The source was damaged before.
    Damage,
}

/// What came of one trial.
#[derive(Default)]
pub struct Came {
    /// Whether the import did not go through at once.
    pub stopped: bool,
    /// The promises that were broken.
    pub broken: Vec<String>,
}

/// What an import does that nothing disturbs.
pub struct Undisturbed<'p> {
    program: &'p Program,
    samples: Vec<Sample>,
}

/// One file, and what becomes of it.
struct Sample {
    name: &'static str,
    text: String,
    users: Vec<String>,
    /// The users without where they are members, since later rows add to that.
    people: HashSet<String>,
    rows: Value,
    time: Duration,
    database: u64,
}

impl<'p> Undisturbed<'p> {
    /// Imports each file once.
    pub fn all(program: &'p Program) -> Result<Undisturbed<'p>> {
        let texts = [
            ("users.csv", files::csv(ROWS)),
            ("users.ndjson", files::ndjson(ROWS)),
        ];
        let mut samples = Vec::new();
        for (name, text) in texts {
            let place = Place::new(program, "undisturbed")?;
            std::fs::write(place.path(name), &text)?;
            let began = Instant::now();
            let ended = place.run(&["import", name, "--format", "json"])?;
            let time = began.elapsed();
            let users = place.users()?;
            samples.push(Sample {
                name,
                text,
                people: people(&users),
                users,
                rows: ended.report().unwrap_or_default()["rows"].clone(),
                time,
                database: size(&place.path("admit.db")),
            });
        }
        Ok(Undisturbed { program, samples })
    }
}

fn people(users: &[String]) -> HashSet<String> {
    let without = users.iter().map(|user| {
        let mut user: Value = serde_json::from_str(user).unwrap_or_default();
        if let Some(fields) = user.as_object_mut() {
            fields.remove("organizations");
        }
        user.to_string()
    });
    without.collect()
}

impl Trial {
    /// The name in what is printed.
    pub fn name(self) -> &'static str {
        match self {
            Trial::Change => "source changed under way",
            Trial::Kill => "killed",
            Trial::WriteError => "error at a write",
            Trial::Damage => "damaged file",
        }
    }

    /// Does it once.
    pub fn run(self, undisturbed: &Undisturbed<'_>, numbers: &mut Numbers) -> Result<Came> {
        let place = Place::new(undisturbed.program, "disturbed")?;
        if let Trial::Damage = self {
            return damaged(&place, numbers);
        }
        let samples = &undisturbed.samples;
        let sample = &samples[numbers.below(samples.len() as u64) as usize];
        std::fs::write(place.path(sample.name), &sample.text)?;
        match self {
            Trial::Change => sample.changed(&place, numbers),
            Trial::Kill => sample.killed(&place, numbers),
            Trial::WriteError | Trial::Damage => sample.out_of_room(&place, numbers),
        }
    }
}

impl Sample {
    fn words(&self) -> [&'static str; 4] {
        ["import", self.name, "--format", "json"]
    }

    /// Some moment while the file is imported, or a little behind.
    fn moment(&self, numbers: &mut Numbers) -> Duration {
        self.time.mul_f64(numbers.below(1100) as f64 / 1000.0)
    }

    fn changed(&self, place: &Place, numbers: &mut Numbers) -> Result<Came> {
        let child = place.start(&self.words())?;
        pass(self.moment(numbers));
        let what = change(&place.path(self.name), numbers)?;
        let first = ended(child)?;
        let mut came = Came::default();
        came.look(&first, &[0, 1, 2, 3], what);
        came.stopped = first.code == Some(3);
        // What it became before it was read first is another file; it may have gone in.
        let report = first.report().unwrap_or_default();
        let is_another = matches!(first.code, Some(0..=2)) && report["rows"] != self.rows;
        let users = people(&place.users()?);
        if !is_another && !users.is_subset(&self.people) {
            came.broken
                .push(format!("{what}: a user that no check saw"));
        }
        if came.stopped {
            std::fs::write(place.path(self.name), &self.text)?;
            self.completes(place, &mut came)?;
        }
        Ok(came)
    }

    fn killed(&self, place: &Place, numbers: &mut Numbers) -> Result<Came> {
        let mut came = Came::default();
        for _ in 0..=numbers.below(3) {
            let mut child = place.start(&self.words())?;
            pass(self.moment(numbers));
            child.kill()?;
            let killed = ended(child)?;
            came.stopped |= killed.code.is_none();
            if killed.code.is_some() {
                break;
            }
        }
        self.completes(place, &mut came)?;
        Ok(came)
    }

    fn out_of_room(&self, place: &Place, numbers: &mut Numbers) -> Result<Came> {
        let before = size(&place.path("admit.db")).max(size(&place.path("admit.db-wal")));
        let room = before + numbers.below(self.database * 2);
        let first = place.run_limited(&self.words(), room / 512 + 8)?;
        let mut came = Came::default();
        came.look(&first, &[0, 1, 2, 3], "out of room");
        came.stopped = matches!(first.code, Some(2 | 3));
        self.completes(place, &mut came)?;
        Ok(came)
    }

    /// The same command completes it, and all is as if nothing had been.
    fn completes(&self, place: &Place, came: &mut Came) -> Result<()> {
        let last = place.run(&self.words())?;
        came.look(&last, &[0, 1], "to the end");
        if place.users()? != self.users {
            came.broken.push("the users differ in the end".to_owned());
        }
        let report = last.report().unwrap_or_default();
        let read = |rows: &Value| rows["read"].clone();
        if read(&report["rows"]) != read(&self.rows) {
            came.broken.push(format!("the ledger differs: {report}"));
        }
        Ok(())
    }
}

impl Came {
    /// What holds of every run.
    fn look(&mut self, ended: &Ended, codes: &[i32], what: &str) {
        if ended.stderr.contains("panicked") || ended.stdout.contains("panicked") {
            self.broken.push(format!("{what}: {}", ended.stderr));
        }
        if !ended.code.is_some_and(|code| codes.contains(&code)) {
            let (code, said) = (ended.code, ended.stderr.trim());
            self.broken
                .push(format!("{what}: ended with {code:?}: {said}"));
        }
        if !ended.balances() {
            let report = &ended.stdout;
            self.broken
                .push(format!("{what}: the ledger does not balance: {report}"));
        }
    }
}

/// Changes a file in one of the ways that happen; answers with which.
fn change(path: &Path, numbers: &mut Numbers) -> Result<&'static str> {
    let length = size(path);
    let write = || OpenOptions::new().write(true).open(path);
    Ok(match numbers.below(7) {
        0 => {
            let text = std::fs::read_to_string(path)?.replace("@example.com", "@example.net");
            write()?.write_all(text.as_bytes())?;
            "overwritten in place"
        }
        1 => {
            let mut file = write()?;
            file.seek(SeekFrom::Start(numbers.below(length)))?;
            file.write_all(b"Z")?;
            "one byte"
        }
        2 => {
            write()?.set_len(numbers.below(length))?;
            "cut"
        }
        3 => {
            let mut file = OpenOptions::new().append(true).open(path)?;
            file.write_all(b"late,late@example.net,Late,,acme,member\n")?;
            "grown"
        }
        4 => {
            std::fs::rename(path, path.with_extension("old"))?;
            std::fs::write(path, "id,email\nm,mallory@example.net\n")?;
            "rotated"
        }
        5 => {
            drop(File::create(path)?);
            "emptied"
        }
        _ => {
            std::fs::remove_file(path)?;
            "removed"
        }
    })
}

/// A damaged file goes in as far as it can, twice, and the second time changes nothing.
fn damaged(place: &Place, numbers: &mut Numbers) -> Result<Came> {
    let (name, text) = if numbers.below(2) == 0 {
        ("users.csv", files::csv(FEW_ROWS))
    } else {
        ("users.ndjson", files::ndjson(FEW_ROWS))
    };
    std::fs::write(place.path(name), files::damage(&text, numbers))?;
    let mut came = Came::default();
    let words = ["import", name, "--format", "json"];
    let check = place.run(&["check", name, "--format", "json"])?;
    let first = place.run(&words)?;
    let second = place.run(&words)?;
    for ended in [&check, &first, &second] {
        came.look(ended, &[0, 1, 2], name);
    }
    let rows = |ended: &Ended| ended.report().unwrap_or_default()["rows"].clone();
    if rows(&check) != rows(&first) {
        let (would, was) = (rows(&check), rows(&first));
        came.broken
            .push(format!("the check said {would}, the import did {was}"));
    }
    let again = rows(&second);
    if [&again["created"], &again["updated"]]
        .iter()
        .any(|rows| rows.as_u64() > Some(0))
    {
        came.broken.push(format!("the second import did {again}"));
    }
    came.stopped = first.code == Some(2);
    if !came.broken.is_empty() {
        let kept = place
            .folder
            .with_file_name(format!("broken-{}-{name}", numbers.below(1 << 32)));
        std::fs::copy(place.path(name), &kept)?;
        came.broken.push(format!("kept as {}", kept.display()));
    }
    Ok(came)
}
