//! An entry of the catalogue of findings. How it comes to speak stands beside it, in
//! [`crate::rules`].

use crate::findings::sentence;
use serde::{Deserialize, Serialize};

/// What became of the row because of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing was left out.
    Notice,
    /// Something was left out, or is worth a look.
    Warning,
    /// The row was not imported.
    Error,
}

impl Severity {
    /// The word in output and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Notice => "notice",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    /// The severity of this name.
    pub fn of_name(name: &str) -> Option<Severity> {
        [Severity::Notice, Severity::Warning, Severity::Error]
            .into_iter()
            .find(|s| s.name() == name)
    }
}

/// What kind of correction a rule can offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fix {
    /// One reading only: applied and reported.
    Auto,
    /// One concrete replacement is offered.
    Suggest,
    /// A person decides between listed options.
    Choose,
    /// Nothing to offer.
    None,
}

/// What a rule speaks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The whole file.
    File,
    /// A column.
    Column,
    /// A row as a whole.
    Row,
    /// One cell.
    Cell,
    /// The run itself.
    Run,
}

/// One entry of the catalogue.
#[derive(Debug)]
pub struct Rule {
    /// Three letters for the subject, three digits. Never reused.
    pub code: &'static str,
    /// Says the flaw: lower case, dashes.
    pub name: &'static str,
    /// The consequence for the row.
    pub severity: Severity,
    /// Whether a warning becomes an error when the value was the row's only
    /// identifier.
    pub only_identifier: bool,
    /// What kind of correction it offers.
    pub fix: Fix,
    /// What it speaks about.
    pub scope: Scope,
    /// What to do, in a few words that go on with "in 71 places".
    pub verb: &'static str,
    /// What was found, with `{places}`.
    pub message: &'static str,
    /// What became of a row that was imported, with `{places}`; empty where there is
    /// nothing to say. `{was}`, `{was_not}`, `{were}`, `{is}`, `{are}`, `{has}`, `{have}` and `{will}`
    /// say "would" in a check.
    pub became: &'static str,
    /// The same where the row's user existed before; empty: as `became`.
    pub kept: &'static str,
    /// What to say where this rule holds the row back; empty: what is said of all.
    pub refused: &'static str,
    /// What to do, with `{places}`; may be empty.
    pub help: &'static str,
    /// The documentation, in Markdown with fixed headings.
    pub docs: &'static str,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Rule) -> bool {
        self.code == other.code
    }
}

impl Eq for Rule {}

impl Rule {
    /// What it says at its own severity, with `{places}`.
    pub fn sentences(&self) -> String {
        let became = sentence::of_rule(self);
        format!("{} {became}", self.message).trim().to_owned()
    }

    /// Whether the rule holds back an identifier, so that a row left without
    /// one has its reason already.
    pub fn names_identifier(&self) -> bool {
        self.only_identifier
            || (self.severity == Severity::Error && matches!(self.scope, Scope::Cell))
    }

    /// Why its suggestions cannot all be taken at once with `--accept`, if they
    /// cannot.
    pub fn cannot_be_accepted(&self) -> Option<&'static str> {
        if self.code.starts_with("ACC") {
            Some(
                "its suggestions give access; name each value, as in --set 'role_key:membr=member'",
            )
        } else if self.code.starts_with("PWD") {
            Some("its suggestions are about passwords; correct them in the file")
        } else if self.fix != Fix::Suggest {
            Some("it suggests no replacement")
        } else if self.scope != Scope::Cell {
            Some("what it suggests is no value of a cell; correct it in the file")
        } else {
            None
        }
    }
}
