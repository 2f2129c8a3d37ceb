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

/// What one rule found.
#[derive(Debug, Clone)]
pub struct RuleTally {
    /// The rule.
    pub rule: &'static Rule,
    /// Findings by severity: notices, warnings, errors.
    pub by_severity: [u64; 3],
    /// The first few.
    pub examples: Vec<Finding>,
    /// How often each value occurred, with its suggestion.
    pub values: HashMap<String, (u64, Option<String>)>,
    /// How often each column was named.
    pub columns: HashMap<String, u64>,
}

impl RuleTally {
    /// All findings.
    pub fn count(&self) -> u64 {
        self.by_severity.iter().sum()
    }

    /// How many different values there are; `None` where there are more than are counted.
    pub fn different(&self) -> Option<usize> {
        Some(self.values.len()).filter(|different| *different < VALUES_PER_RULE)
    }

    /// The gravest severity met.
    pub fn severity(&self) -> Severity {
        [Severity::Error, Severity::Warning]
            .into_iter()
            .find(|severity| self.by_severity[*severity as usize] > 0)
            .unwrap_or(Severity::Notice)
    }
}

/// The first few findings of each rule as they were stored, with what became of their rows.
#[derive(Debug, Default)]
pub struct Examples {
    rules: BTreeMap<&'static str, Vec<Finding>>,
}

impl Examples {
    /// Looks at findings, in the order in which they are stored.
    pub fn see(&mut self, findings: &[Finding]) {
        for finding in findings {
            keep(self.rules.entry(finding.rule.code).or_default(), finding);
        }
    }
}

/// Keeps a finding as an example where there is room, or where it is graver than one of
/// those kept; of equals, the first stay.
fn keep(examples: &mut Vec<Finding>, finding: &Finding) {
    if examples.len() < EXAMPLES_PER_RULE {
        examples.push(finding.clone());
        return;
    }
    let lightest = examples
        .iter()
        .rposition(|one| one.severity < finding.severity);
    if let Some(place) = lightest {
        examples.remove(place);
        examples.push(finding.clone());
    }
}

/// What all rules found.
#[derive(Debug, Default, Clone)]
pub struct Tally {
    rules: BTreeMap<&'static str, RuleTally>,
}

impl Tally {
    /// How many findings of a rule there are.
    pub fn count_of(&self, rule: &Rule) -> u64 {
        self.rules.get(rule.code).map_or(0, RuleTally::count)
    }

    /// Shows these instead of what was met first.
    pub fn show(&mut self, examples: Examples) {
        for (code, findings) in examples.rules {
            if let Some(tally) = self.rules.get_mut(code) {
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
        let tally = self
            .rules
            .entry(finding.rule.code)
            .or_insert_with(|| RuleTally {
                rule: finding.rule,
                by_severity: [0; 3],
                examples: Vec::new(),
                values: HashMap::new(),
                columns: HashMap::new(),
            });
        tally.by_severity[finding.severity as usize] += 1;
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
        for (code, theirs) in other.rules {
            let Some(mine) = self.rules.get_mut(code) else {
                self.rules.insert(code, theirs);
                continue;
            };
            for (mine, theirs) in mine.by_severity.iter_mut().zip(theirs.by_severity) {
                *mine += theirs;
            }
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

    /// What each rule found, by code.
    pub fn rules(&self) -> impl Iterator<Item = &RuleTally> {
        self.rules.values()
    }

    /// The counts by rule and severity, for the record of the import.
    pub fn counts(&self) -> Vec<RuleCount> {
        let mut counts = Vec::new();
        for tally in self.rules.values() {
            for severity in [Severity::Error, Severity::Warning, Severity::Notice] {
                let count = tally.by_severity[severity as usize];
                if count > 0 {
                    counts.push(RuleCount {
                        code: tally.rule.code.to_owned(),
                        severity,
                        count,
                    });
                }
            }
        }
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
