//! Counts what was found while it is found: exact, by rule and severity, with a
//! few examples to show.

use crate::findings::finding::Finding;
use crate::findings::outcome::Mode;
use crate::findings::rule::{Rule, Severity};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// How many findings of a rule are kept to be shown.
const EXAMPLES_PER_RULE: usize = 3;

/// How many different values are counted per rule; beyond, only the rule is.
const VALUES_PER_RULE: usize = 1000;

/// What one rule found at one severity.
#[derive(Debug, Clone)]
pub struct RuleTally {
    /// The rule.
    pub rule: &'static Rule,
    /// What became of their rows.
    pub severity: Severity,
    /// How many findings.
    pub count: u64,
    /// The first few.
    pub examples: Vec<Finding>,
    /// How often each value occurred, with its suggestion.
    pub values: HashMap<String, (u64, Option<String>)>,
    /// How often each column was named.
    pub columns: HashMap<String, u64>,
}

impl RuleTally {
    /// How many different values there are; `None` where there are more than are counted.
    pub fn different(&self) -> Option<usize> {
        Some(self.values.len()).filter(|different| *different < VALUES_PER_RULE)
    }
}

/// A rule and a severity that it speaks at: what is counted apart.
type Key = (&'static str, Severity);

fn key(finding: &Finding) -> Key {
    (finding.rule.code, finding.severity)
}

/// The first few findings of each rule and severity as they were stored, with what became of their rows.
#[derive(Debug, Default)]
pub struct Examples {
    rules: BTreeMap<Key, Vec<Finding>>,
}

impl Examples {
    /// Looks at findings, in the order in which they are stored.
    pub fn see(&mut self, findings: &[Finding]) {
        for finding in findings {
            keep(self.rules.entry(key(finding)).or_default(), finding);
        }
    }
}

/// Keeps a finding as an example where there is room.
fn keep(examples: &mut Vec<Finding>, finding: &Finding) {
    if examples.len() < EXAMPLES_PER_RULE {
        examples.push(finding.clone());
    }
}

/// What all rules found.
#[derive(Debug, Default, Clone)]
pub struct Tally {
    rules: BTreeMap<Key, RuleTally>,
}

impl Tally {
    /// How many findings of a rule there are.
    pub fn count_of(&self, rule: &Rule) -> u64 {
        let of_rule = self.rules().filter(|tally| tally.rule == rule);
        of_rule.map(|tally| tally.count).sum()
    }

    /// Shows these instead of what was met first.
    pub fn show(&mut self, examples: Examples) {
        for (key, findings) in examples.rules {
            if let Some(tally) = self.rules.get_mut(&key) {
                tally.examples = findings;
            }
        }
    }

    /// Says whether what was counted was done or would be.
    pub fn in_mode(&mut self, mode: Mode) {
        for finding in self.rules.values_mut().flat_map(|rule| &mut rule.examples) {
            finding.mode = mode;
        }
    }

    /// Counts a finding.
    pub fn add(&mut self, finding: &Finding) {
        let tally = self.rules.entry(key(finding)).or_insert_with(|| RuleTally {
            rule: finding.rule,
            severity: finding.severity,
            count: 0,
            examples: Vec::new(),
            values: HashMap::new(),
            columns: HashMap::new(),
        });
        tally.count += 1;
        keep(&mut tally.examples, finding);
        if let Some(column) = &finding.column {
            match tally.columns.get_mut(column) {
                Some(count) => *count += 1,
                None => {
                    tally.columns.insert(column.clone(), 1);
                }
            }
        }
        if let Some(value) = &finding.value {
            if let Some((count, _)) = tally.values.get_mut(value) {
                *count += 1;
            } else if tally.values.len() < VALUES_PER_RULE {
                tally
                    .values
                    .insert(value.clone(), (1, finding.suggestion.clone()));
            }
        }
    }

    /// Counts what another tally has counted.
    pub fn merge(&mut self, other: Tally) {
        for (key, theirs) in other.rules {
            let Some(mine) = self.rules.get_mut(&key) else {
                self.rules.insert(key, theirs);
                continue;
            };
            mine.count += theirs.count;
            for finding in &theirs.examples {
                keep(&mut mine.examples, finding);
            }
            for (value, (count, suggestion)) in theirs.values {
                mine.values.entry(value).or_insert((0, suggestion)).0 += count;
            }
            for (column, count) in theirs.columns {
                *mine.columns.entry(column).or_default() += count;
            }
        }
    }

    /// What each rule found at each severity: by code, what is gravest last.
    pub fn rules(&self) -> impl Iterator<Item = &RuleTally> {
        self.rules.values()
    }

    /// The counts by rule and severity, for the record of the import.
    pub fn counts(&self) -> Vec<RuleCount> {
        let counts = self.rules().map(|tally| RuleCount {
            code: tally.rule.code.to_owned(),
            severity: tally.severity,
            count: tally.count,
        });
        let mut counts: Vec<RuleCount> = counts.collect();
        counts.sort_by(|a, b| a.code.cmp(&b.code).then(b.severity.cmp(&a.severity)));
        counts
    }
}

/// How many findings a rule has made at one severity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleCount {
    /// The rule's code.
    pub code: String,
    /// At which severity.
    pub severity: Severity,
    /// How many findings.
    pub count: u64,
}
