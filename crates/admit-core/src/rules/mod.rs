//! The catalogue of findings: one file per rule.
//!
//! A rule's file holds everything about it: code, name, severity, sentences,
//! documentation whose examples run as tests, and either its check or the
//! function that makes its finding where a reader meets the cause.

use crate::access::Access;
use crate::candidate::Candidate;
use crate::catalogue;
use crate::field::Field;
use crate::finding::{Findings, Severity};
use crate::mapping::Settings;
use crate::record::{CellRef, Column, RawRow};

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

/// How a rule comes to speak.
#[derive(Clone, Copy)]
pub enum Check {
    /// Raised where its cause is met: by a format, a conversion, the search for
    /// rows that belong together, or the decision.
    Raised,
    /// Looks at every row that was mapped.
    Row(fn(&RowView<'_>, &mut Findings)),
    /// Looks at the columns once the whole file is read.
    File(fn(&FileView<'_>, &mut Findings)),
}

impl std::fmt::Debug for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Check::Raised => "Raised",
            Check::Row(_) => "Row",
            Check::File(_) => "File",
        })
    }
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
    /// What was found and what became of it, with `{places}`.
    pub message: &'static str,
    /// What to do, with `{places}`; may be empty.
    pub help: &'static str,
    /// The documentation, in Markdown with fixed headings.
    pub docs: &'static str,
    /// How it comes to speak.
    pub check: Check,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Rule) -> bool {
        self.code == other.code
    }
}
impl Eq for Rule {}

/// One mapped row, as a rule sees it.
#[derive(Clone, Copy)]
pub struct RowView<'a> {
    /// The row as read.
    pub raw: &'a RawRow,
    /// The source's columns.
    pub columns: &'a [Column],
    /// The row after mapping and normalising.
    pub candidate: &'a Candidate,
    /// What the person importing chose.
    pub settings: &'a Settings,
    /// Organizations, roles and permissions.
    pub access: &'a Access,
}

impl<'a> RowView<'a> {
    /// The cell that feeds `field`, if the row has one that is not blank.
    pub fn cell(&self, field: Field) -> Option<CellRef<'a>> {
        let index = self.candidate.source(field)?;
        let cell = self.raw.cells().nth(index)?;
        let column = self.columns.get(cell.column)?;
        Some(CellRef {
            column: &column.name,
            field: Some(field),
            text: cell.text,
        })
    }
}

/// What is known of one column once the file is read.
#[derive(Clone, Debug, Default)]
pub struct ColumnFill {
    /// How many rows have a value in it.
    pub values: u64,
    /// How many of the values were read as TRUE (fields that are yes or no).
    pub trues: u64,
    /// The first few values, to show; empty for secret fields.
    pub samples: Vec<String>,
}

/// The whole file, as a rule sees it at the end of reading.
#[derive(Clone, Copy)]
pub struct FileView<'a> {
    /// The source's columns.
    pub columns: &'a [Column],
    /// What each of them held, in the same order.
    pub fills: &'a [ColumnFill],
    /// How many rows were read.
    pub rows: u64,
    /// What the person importing chose.
    pub settings: &'a Settings,
    /// The row number of the header, for placing findings about columns.
    pub header_row: u64,
}

/// Declares the rule of a file. The doc comment is its documentation.
#[macro_export]
macro_rules! rule {
    (
        $(#[doc = $doc:literal])*
        $code:literal $name:literal, $severity:ident $(, $dagger:ident)?; fix $fix:ident; scope $scope:ident;
        message $message:literal;
        help $help:literal;
        check $check:expr
    ) => {
        $(#[doc = $doc])*
        pub static RULE: $crate::rules::Rule = $crate::rules::Rule {
            code: $code,
            name: $name,
            severity: $crate::finding::Severity::$severity,
            only_identifier: $crate::rule!(@dagger $($dagger)?),
            fix: $crate::rules::Fix::$fix,
            scope: $crate::rules::Scope::$scope,
            message: $message,
            help: $help,
            docs: concat!($($doc, "\n"),*),
            check: $check,
        };
    };
    (@dagger) => { false };
    (@dagger only_identifier) => { true };
}

catalogue! {
    /// Every rule, in the order of the manual.
    pub static RULES: [Rule] = each RULE of {
        // FIL: the file
        file_empty, file_has_no_rows, file_type_not_supported, file_type_differs_from_extension,
        too_many_rows, too_many_columns, file_password_protected, encoding_guessed,
        bytes_not_readable, text_decoded_twice, nul_bytes, delimiter_guessed, comment_line_skipped,
        only_one_column, quote_never_closed, stray_quote, curly_quotes_as_quotes,
        // XLS: spreadsheets, and CSVs that went through one
        // HDR: header and columns
        header_missing, header_not_in_first_row, column_without_name,
        // ROW: the shape of a row and its text
        row_blank, row_too_many_cells, row_too_few_cells, header_repeated, value_too_long,
        // IDN: identifiers other than email and phone
        no_identifier,
        // EML: email
        email_missing_at,
        // PHN: phone
        // VAL: booleans, names, other values
        // DUP: the same person twice
        // ACC: organizations, roles, permissions
        // RUN: the run itself
    }
}

/// The rule of this code or name.
pub fn find(code_or_name: &str) -> Option<&'static Rule> {
    RULES
        .iter()
        .copied()
        .find(|rule| rule.code.eq_ignore_ascii_case(code_or_name) || rule.name == code_or_name)
}

impl Rule {
    /// Whether the rule holds back an identifier, so that a row left without
    /// one has its reason already.
    pub fn names_identifier(&self) -> bool {
        self.only_identifier
            || (self.severity == Severity::Error && matches!(self.scope, Scope::Cell))
    }
}
