//! Which rows are to be corrected, and why: the findings of an import brought
//! together row by row, whatever order they were stored in.

use crate::base::limits::FINDINGS_PAGE;
use crate::findings::finding::Finding;
use crate::findings::rule::Severity;
use crate::findings::tally::RuleCount;
use crate::ports::store::{FindingQuery, Imports, StoreError};
use std::collections::{BTreeMap, VecDeque};

/// What is said of one row.
#[derive(Debug, Default)]
pub struct Selected {
    /// Its errors and warnings.
    pub findings: Vec<Finding>,
    /// A row that is compared with this one.
    pub compared_with: Option<u64>,
}

impl Selected {
    /// Whether the row need not be in the fix file.
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty() && self.compared_with.is_none()
    }
}

/// The findings of an import by row, for rows visited in ascending order.
pub struct Selection<'a> {
    imports: &'a dyn Imports,
    import: u64,
    counts: Vec<RuleCount>,
    /// Rows that others are compared with: that row, the other; ascending.
    compared: Vec<(u64, u64)>,
    /// Findings that were stored after those of a later row.
    late: BTreeMap<u64, Vec<Finding>>,
    cursor: Cursor,
    compared_at: usize,
}

impl<'a> Selection<'a> {
    /// Reads all findings once.
    pub fn new(imports: &'a dyn Imports, import: u64) -> Result<Selection<'a>, StoreError> {
        let mut selection = Selection {
            imports,
            import,
            counts: Vec::new(),
            compared: Vec::new(),
            late: BTreeMap::new(),
            cursor: Cursor::default(),
            compared_at: 0,
        };
        let mut cursor = Cursor::default();
        while let Some((finding, late)) = cursor.next(imports, import)? {
            selection.count(&finding);
            let Some(row) = finding.row else { continue };
            if let Some(other) = finding.related_row.filter(|other| *other != row) {
                selection.compared.push((other, row));
            }
            if late {
                selection.late.entry(row).or_default().push(finding);
            }
        }
        selection.compared.sort_unstable();
        Ok(selection)
    }

    /// What each rule found, errors and warnings.
    pub fn counts(&self) -> &[RuleCount] {
        &self.counts
    }

    /// Goes back to the first row.
    pub fn rewind(&mut self) {
        self.cursor = Cursor::default();
        self.compared_at = 0;
    }

    /// What is said of this row. Rows come in ascending order.
    pub fn of_row(&mut self, row: u64) -> Result<Selected, StoreError> {
        let mut selected = Selected::default();
        while let Some((at, finding)) = self.cursor.up_to(row, self.imports, self.import)? {
            if at == row {
                selected.findings.push(finding);
            }
        }
        if let Some(late) = self.late.get(&row) {
            selected.findings.extend(late.iter().cloned());
        }
        while let Some((at, other)) = self.compared.get(self.compared_at) {
            if *at > row {
                break;
            }
            if *at == row {
                selected.compared_with.get_or_insert(*other);
            }
            self.compared_at += 1;
        }
        Ok(selected)
    }

    fn count(&mut self, finding: &Finding) {
        let same = |count: &&mut RuleCount| {
            count.code == finding.rule.code && count.severity == finding.severity
        };
        match self.counts.iter_mut().find(same) {
            Some(count) => count.count += 1,
            None => self.counts.push(RuleCount {
                code: finding.rule.code.to_owned(),
                severity: finding.severity,
                count: 1,
            }),
        }
    }
}

/// Walks over the errors and warnings of an import in the order stored.
#[derive(Default)]
struct Cursor {
    after: u64,
    page: VecDeque<Finding>,
    ended: bool,
    /// The highest row met.
    highest: u64,
    /// A finding that belongs to a later row than was asked for.
    ahead: Option<(u64, Finding)>,
}

impl Cursor {
    /// The next finding, and whether it came after those of a later row.
    fn next(
        &mut self,
        imports: &dyn Imports,
        import: u64,
    ) -> Result<Option<(Finding, bool)>, StoreError> {
        while self.page.is_empty() && !self.ended {
            let query = FindingQuery {
                after: self.after,
                limit: FINDINGS_PAGE,
                ..FindingQuery::default()
            };
            let page = imports.findings(import, &query)?;
            self.ended = (page.len() as u64) < FINDINGS_PAGE;
            for stored in page {
                self.after = stored.position;
                if stored.finding.severity > Severity::Notice {
                    self.page.push_back(stored.finding);
                }
            }
        }
        Ok(self.page.pop_front().map(|finding| {
            let row = finding.row.unwrap_or(self.highest);
            let late = row < self.highest;
            self.highest = self.highest.max(row);
            (finding, late)
        }))
    }

    /// The next finding of this row or one before it, late ones left out.
    fn up_to(
        &mut self,
        row: u64,
        imports: &dyn Imports,
        import: u64,
    ) -> Result<Option<(u64, Finding)>, StoreError> {
        while self.ahead.is_none() {
            match self.next(imports, import)? {
                None => return Ok(None),
                Some((finding, false)) => {
                    self.ahead = finding.row.map(|row| (row, finding));
                }
                Some(_) => {}
            }
        }
        Ok(self.ahead.take_if(|(at, _)| *at <= row))
    }
}
