//! A source as candidates: reading, mapping and checking row by row.

use crate::base::limits::LOOKED_AHEAD_ROWS;
use crate::convert::name::Orders;
use crate::findings::finding::Findings;
use crate::formats::reader::RowReader;
use crate::read::columns::Mapping;
use crate::read::evidence::Evidence;
use crate::read::judge::{Criteria, RowJudge};
use crate::rows::choices::Choices;
use crate::rows::raw::{RawRow, RowPlace};
use crate::users::access::Access;
use std::io::Result;

/// Gives the rows of a source as candidates.
pub struct Decoder<'a> {
    /// The source.
    pub reader: Box<dyn RowReader>,
    /// The row as read.
    pub raw: RawRow,
    /// The row as a candidate, with what was found in it.
    pub row: RowJudge<'a>,
}

impl<'a> Decoder<'a> {
    /// Over a reader, with the mapping of its columns.
    pub fn new(reader: Box<dyn RowReader>, mapping: Mapping, access: &'a Access) -> Decoder<'a> {
        Decoder {
            reader,
            raw: RawRow::default(),
            row: RowJudge::new(mapping, access),
        }
    }

    /// Looks at the first rows, where a column as a whole says how its values are
    /// written or what they are, and goes back to the start.
    pub fn look_ahead(&mut self, file_findings: &mut Findings) -> Result<()> {
        let Some(start) = self.reader.start() else {
            return Ok(());
        };
        let mapping = &mut self.row.mapping;
        let names = mapping.column_of_whole_names();
        let mut orders = Orders::default();
        let mut evidence = Evidence::default();
        let mut unsaid = Findings::default();
        for _ in 0..LOOKED_AHEAD_ROWS {
            unsaid.clear();
            if !self.reader.next(&mut self.raw, &mut unsaid)? {
                break;
            }
            if unsaid.has_error() {
                continue;
            }
            for cell in self.raw.cells() {
                if names == Some(cell.column) {
                    orders.count(cell.text);
                }
                evidence.note(cell);
            }
        }
        mapping.read_whole_names(orders);
        mapping.explain(&evidence, file_findings);
        self.reader.seek(start)
    }

    /// Reads, maps and checks the next row; `false` at the end. At the end the
    /// findings are those of the file.
    pub fn next(&mut self, criteria: &Criteria<'_>) -> Result<bool> {
        self.row.reset();
        if !self.reader.next(&mut self.raw, &mut self.row.findings)? {
            return Ok(false);
        }
        self.row.map(&mut self.raw, self.reader.columns(), criteria);
        Ok(true)
    }

    /// Makes a candidate of the row at a place met before. What there is to find in it
    /// was found then. Identifiers of the kinds that are `left_out`, as bits of
    /// `1 << kind`, belong to somebody else; [`crate::read::judge::SHUT_OUT`] is among them
    /// where another row of the user shuts out.
    pub fn at(&mut self, place: RowPlace, left_out: u8, criteria: &Criteria<'_>) -> Result<()> {
        self.reader.seek(place)?;
        self.row.reset();
        let found = self.reader.next(&mut self.raw, &mut self.row.findings)?;
        assert!(
            found && self.raw.place == place,
            "the source gives other rows than before"
        );
        self.row
            .map_again(&mut self.raw, left_out, self.reader.columns(), criteria);
        Ok(())
    }

    /// What there is to say about the columns once every row was read.
    pub fn finish(&mut self, choices: &Choices, findings: &mut Findings) {
        self.row.mapping.extend(self.reader.columns(), choices);
        self.row
            .mapping
            .finish(choices, self.reader.header_row(), findings);
        self.row.access.finish(findings);
    }
}
