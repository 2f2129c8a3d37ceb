//! Faults against findings: precision and recall by kind.

use super::shapes::Shape;
use serde_json::Value;
use std::collections::BTreeMap;

/// A fault that was put into a file.
#[derive(Clone, Debug)]
pub struct Fault {
    /// Its kind.
    pub kind: &'static str,
    /// The rule that has to find it.
    pub rule: &'static str,
    /// The column to be named; any, if none is stated.
    pub column: Option<&'static str>,
    /// The row to be named; none, for a fault of the whole file.
    pub row: Option<u64>,
}

/// One finding of the program.
#[derive(Clone, Debug)]
pub struct Found {
    rule: String,
    row: Option<u64>,
    column: Option<String>,
    /// The file, the message and the value, to be shown.
    text: String,
}

impl Found {
    /// Reads a line of `admit findings --format jsonl`.
    pub fn read(file: &str, line: &str) -> std::io::Result<Found> {
        let value: Value = serde_json::from_str(line)?;
        let text = |name: &str| value[name].as_str().map(str::to_owned);
        Ok(Found {
            rule: text("code").unwrap_or_default(),
            row: value["row"].as_u64(),
            column: text("column"),
            text: format!(
                "{file}, row {}, column {}: {} {} ({})",
                value["row"],
                value["column"],
                text("code").unwrap_or_default(),
                text("message").unwrap_or_default(),
                value["value"],
            ),
        })
    }

    /// The rule that speaks.
    pub fn rule(&self) -> &str {
        &self.rule
    }

    fn is(&self, fault: &Fault) -> bool {
        self.rule == fault.rule
            && self.row == fault.row
            && fault
                .column
                .is_none_or(|column| self.column.as_deref() == Some(column))
    }
}

#[derive(Default)]
struct Score {
    rule: &'static str,
    faults: u64,
    hits: u64,
    alarms: u64,
}

/// What came of a clean file.
struct Judged {
    name: &'static str,
    alarms: usize,
    expected: usize,
    missing: usize,
}

/// What came of all files.
#[derive(Default)]
pub struct Scores {
    kinds: BTreeMap<&'static str, Score>,
    clean_alarms: u64,
    shapes: Vec<Judged>,
    elsewhere: u64,
    untried: Vec<String>,
    short: Vec<String>,
}

impl Scores {
    /// Counts what was found in a file without faults.
    pub fn clean(&mut self, found: &[Found]) {
        self.clean_alarms += found.len() as u64;
        let said = found
            .iter()
            .map(|found| format!("clean file: {}", found.text));
        self.short.extend(said);
    }

    /// Compares what was found in a clean file of some shape with what is right to say of it.
    pub fn shape(&mut self, shape: &Shape, found: &[Found]) {
        let mut free: Vec<&Found> = found.iter().collect();
        let (mut expected, mut missing) = (0, 0);
        for right in shape.expected {
            let is_right =
                |found: &Found| found.rule == right.rule && found.column.as_deref() == right.column;
            let said = free.iter().filter(|found| is_right(found)).count();
            let times = right.times.unwrap_or(said);
            let mut left = times;
            free.retain(|found| {
                let is_one = is_right(found) && left > 0;
                left -= usize::from(is_one);
                !is_one
            });
            expected += times - left;
            missing += left;
            if left > 0 {
                self.short.push(format!(
                    "{}: not said {left} of {times} times: {} of {} ({})",
                    shape.name,
                    right.rule,
                    right.column.unwrap_or("the file"),
                    right.why
                ));
            }
        }
        let said = free
            .iter()
            .map(|found| format!("{}: {}", shape.name, found.text));
        self.short.extend(said);
        self.shapes.push(Judged {
            name: shape.name,
            alarms: free.len(),
            expected,
            missing,
        });
    }

    /// Compares the faults of a file with what was found in it. A finding that
    /// no fault accounts for is a false alarm of the fault in its row; of the
    /// only fault, in a file that has one.
    pub fn compare(&mut self, faults: &[Fault], found: &[Found]) {
        let mut free: Vec<bool> = vec![true; found.len()];
        for fault in faults {
            let score = self.kinds.entry(fault.kind).or_default();
            score.rule = fault.rule;
            score.faults += 1;
            let hit = (0..found.len()).find(|&place| free[place] && found[place].is(fault));
            if let Some(place) = hit {
                free[place] = false;
                score.hits += 1;
            } else {
                let row = fault.row.map_or("-".to_owned(), |row| row.to_string());
                self.short.push(format!(
                    "not found: {}, row {row} ({})",
                    fault.kind, fault.rule
                ));
            }
        }
        for (found, free) in found.iter().zip(free) {
            if !free {
                continue;
            }
            let blamed = match faults {
                [only] => Some(only),
                many => many
                    .iter()
                    .find(|fault| found.row.is_some() && fault.row == found.row),
            };
            match blamed.and_then(|fault| self.kinds.get_mut(fault.kind)) {
                Some(score) => score.alarms += 1,
                None => self.elsewhere += 1,
            }
            let of = blamed.map_or("a clean row", |fault| fault.kind);
            self.short.push(format!("beside {of}: {}", found.text));
        }
    }

    /// Notes the rules that no fault of any kind is for.
    pub fn untried(&mut self, rules: impl Iterator<Item = String>) {
        let is_tried = |rule: &str| self.kinds.values().any(|score| score.rule == rule);
        self.untried = rules.filter(|rule| !is_tried(rule)).collect();
    }

    /// Prints the table and what falls short.
    pub fn print(&self) {
        println!(
            "{:<36} {:<7} {:>6} {:>9} {:>9}",
            "kind", "rule", "faults", "precision", "recall"
        );
        let mut total = Score::default();
        for (kind, score) in &self.kinds {
            line(kind, score);
            total.faults += score.faults;
            total.hits += score.hits;
            total.alarms += score.alarms;
        }
        total.alarms += self.elsewhere;
        line(&format!("{} kinds together", self.kinds.len()), &total);
        println!(
            "False alarms in the clean file: {}; in clean rows beside faults: {}.",
            self.clean_alarms, self.elsewhere
        );
        if !self.untried.is_empty() {
            println!("Rules without a kind: {}.", self.untried.join(", "));
        }
        println!(
            "Clean files, by shape (false alarms; besides what is right to say, with its reason in the code):"
        );
        for shape in &self.shapes {
            let missing = match shape.missing {
                0 => String::new(),
                n => format!(", {n} of them not said"),
            };
            println!(
                "  {:<34} {:>5}   {:>3} expected{missing}",
                shape.name,
                shape.alarms,
                shape.expected + shape.missing
            );
        }
        for short in &self.short {
            println!("  {short}");
        }
        let below: Vec<String> = self
            .kinds
            .iter()
            .filter(|(_, score)| score.hits < score.faults || score.alarms > 0)
            .map(|(kind, score)| format!("{kind} ({})", score.rule))
            .collect();
        match below.as_slice() {
            [] => println!("No kind is below 100 %."),
            _ => println!("Below 100 %: {}.", below.join(", ")),
        }
    }
}

fn line(kind: &str, score: &Score) {
    let percent = |part: u64, whole: u64| {
        if whole == 0 {
            "-".to_owned()
        } else {
            format!("{:.1} %", part as f64 * 100.0 / whole as f64)
        }
    };
    println!(
        "{kind:<36} {:<7} {:>6} {:>9} {:>9}",
        score.rule,
        score.faults,
        percent(score.hits, score.hits + score.alarms),
        percent(score.hits, score.faults)
    );
}
