//! What every page of an import has: where one is, and the way to its other pages.

use crate::api::imports::view::Known;
use admit_core::findings::rule::Severity;
use admit_core::ports::store::{Ledger, Mode};
use uuid::Uuid;

/// A page of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// What came of it, or would.
    Result,
    /// What is to correct.
    Problems,
    /// What it changes of users who were there.
    Changes,
    /// Its rows.
    Rows,
}

/// The tabs of an import, as `partials/import_tabs.html` shows them with the crumbs.
#[derive(Clone, Debug)]
pub struct Tabs {
    /// The public id of the import.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Where one is.
    pub tab: Tab,
    /// The page below the tab that one is on.
    pub below: Option<String>,
    /// Whether it wrote users.
    pub is_import: bool,
    /// Errors and warnings.
    pub problems: u64,
    /// Users who are changed.
    pub changes: u64,
    /// Rows read.
    pub rows: u64,
}

impl Tabs {
    /// Of an import.
    pub fn of(known: &Known, tab: Tab) -> Tabs {
        let record = known.record.as_ref();
        let ledger = record.map_or_else(Ledger::default, |record| record.ledger);
        let counts = record.iter().flat_map(|record| &record.counts);
        let problems = counts.filter(|count| count.severity >= Severity::Warning);
        Tabs {
            id: known.id,
            name: known.name().to_owned(),
            tab,
            below: None,
            is_import: record.is_some_and(|record| record.mode == Mode::Import),
            problems: problems.map(|count| count.count).sum(),
            changes: ledger.updated,
            rows: ledger.read,
        }
    }

    /// With the name of a page below the tab.
    #[must_use]
    pub fn below(mut self, name: impl Into<String>) -> Tabs {
        self.below = Some(name.into());
        self
    }

    /// The address of the import.
    pub fn path(&self) -> String {
        format!("/imports/{}", self.id)
    }

    /// The tabs: each with where it is, what it is called, and how much there is.
    pub fn all(&self) -> [(Tab, &'static str, &'static str, Option<u64>); 4] {
        let result = if self.is_import { "Result" } else { "Review" };
        [
            (Tab::Result, "", result, None),
            (Tab::Problems, "/problems", "Problems", Some(self.problems)),
            (Tab::Changes, "/changes", "Changes", Some(self.changes)),
            (Tab::Rows, "/rows", "Rows", Some(self.rows)),
        ]
    }

    /// What the tab that one is on is called, with where it is.
    pub fn here(&self) -> (&'static str, &'static str) {
        let all = self.all().into_iter();
        let mut here = all.filter(|(tab, ..)| *tab == self.tab);
        here.next()
            .map_or(("", ""), |(_, path, name, _)| (path, name))
    }
}
