//! The fix file as a workbook: the rows, the counts of the rules, and hidden
//! the keys that the drop-downs offer.

use admit_core::findings::rule::Severity;
use admit_core::ports::watch::RunError;
use admit_core::report::fix_file::{FixFile, FixRow};
use admit_core::rows::standing::{OWN_PROBLEMS, OWN_WRITTEN};
use admit_core::rules;
use admit_core::users::access::Access;
use admit_core::users::field::Field;
use rust_xlsxwriter::{
    DataValidation, Format, FormatAlign, Formula, IgnoreError, Note, Workbook, Worksheet, XlsxError,
};
use std::io::{self, Write};

/// The rows that a sheet holds besides the header.
pub const ROWS_MAX: u64 = 1_048_575;

/// The characters that a cell holds.
pub const CHARACTERS_MAX: usize = 32_767;

/// How many notes are written. A workbook keeps them in memory until it is
/// saved; what they say stands in the problems of the row as well.
const NOTES_MAX: usize = 20_000;

/// The characters of a note; a longer one could not be read.
const NOTE_CHARACTERS_MAX: usize = 1000;

/// The narrowest and the widest a column is made, in characters.
const WIDTH: std::ops::RangeInclusive<usize> = 8..=40;

/// How wide the column with the problems is, in characters.
const PROBLEMS_WIDTH: u32 = 90;

/// The hidden sheet with the keys.
const KEYS: &str = "Keys";

/// Writes the workbook.
pub fn write(
    file: &mut FixFile<'_>,
    access: &Access,
    out: &mut (dyn Write + Send),
) -> Result<(), RunError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory().map_err(failed)?;
    rows(file, access, sheet)?;
    problems(file, book.add_worksheet()).map_err(failed)?;
    keys(access, book.add_worksheet()).map_err(failed)?;
    book.save_to_writer(out).map_err(failed)
}

fn failed(error: XlsxError) -> RunError {
    RunError::Io(match error {
        XlsxError::IoError(reason) => reason,
        other => io::Error::other(other),
    })
}

/// How cells look.
struct Looks {
    text: Format,
    head: Format,
    error: Format,
    warning: Format,
}

impl Looks {
    fn new() -> Looks {
        let text = Format::new()
            .set_num_format("@")
            .set_align(FormatAlign::Top);
        Looks {
            head: text.clone().set_bold(),
            error: text
                .clone()
                .set_background_color("FFC7CE")
                .set_font_color("9C0006"),
            warning: text
                .clone()
                .set_background_color("FFEB9C")
                .set_font_color("7F4F00"),
            text,
        }
    }
}

fn rows(file: &mut FixFile<'_>, access: &Access, sheet: &mut Worksheet) -> Result<(), RunError> {
    let looks = Looks::new();
    let header = file.header();
    layout(file, &header, access, &looks, sheet).map_err(failed)?;
    for (column, name) in header.iter().enumerate() {
        sheet
            .write_string_with_format(0, column as u16, name, &looks.head)
            .map_err(failed)?;
    }
    let (mut number, mut notes) = (0, 0);
    while let Some(row) = file.next_row()? {
        number += 1;
        one(&row, number, &mut notes, &looks, sheet).map_err(failed)?;
    }
    Ok(())
}

/// Everything of the sheet but its cells.
fn layout(
    file: &FixFile<'_>,
    header: &[String],
    access: &Access,
    looks: &Looks,
    sheet: &mut Worksheet,
) -> Result<(), XlsxError> {
    let last_row = file.extent().rows as u32;
    let last_column = header.len() as u16 - 1;
    sheet
        .set_name("Rows to correct")?
        .set_freeze_panes(1, 1)?
        .autofilter(0, 0, last_row, last_column)?
        .ignore_error_range(0, 0, last_row, last_column, IgnoreError::NumberStoredAsText)?;
    for (column, name) in header.iter().enumerate() {
        let longest = name.chars().count().max(file.extent().longest[column]) + 2;
        let ours = column > file.columns().len();
        let (width, format) = if ours && (name == OWN_PROBLEMS || name == OWN_WRITTEN) {
            (PROBLEMS_WIDTH, looks.text.clone().set_text_wrap())
        } else {
            let width = longest.clamp(*WIDTH.start(), *WIDTH.end());
            (width as u32, looks.text.clone())
        };
        sheet
            .set_column_width(column as u16, width)?
            .set_column_format(column as u16, &format)?;
    }
    for (place, column) in file.columns().iter().enumerate() {
        let list = match column.field {
            Some(Field::Organization | Field::Organizations) => 'A',
            Some(Field::Role) => 'B',
            Some(Field::Permission) => 'C',
            _ => continue,
        };
        let count = match list {
            'A' => access.organizations.len(),
            'B' => access.roles.len(),
            _ => access.permissions.len(),
        };
        if count > 0 {
            // A cell may hold several keys with commas: other texts are allowed.
            let source = format!("={KEYS}!${list}$2:${list}${}", count + 1);
            let validation = DataValidation::new()
                .allow_list_formula(Formula::new(source))
                .ignore_blank(true)
                .show_error_message(false);
            let at = 1 + place as u16;
            sheet.add_data_validation(1, at, last_row, at, &validation)?;
        }
    }
    Ok(())
}

fn one(
    row: &FixRow,
    number: u32,
    notes: &mut usize,
    looks: &Looks,
    sheet: &mut Worksheet,
) -> Result<(), XlsxError> {
    let wrapped = looks.text.clone().set_text_wrap();
    let problems = row.cells.len() - 2;
    for (column, cell) in row.cells.iter().enumerate() {
        let mark = row.marks.iter().find(|mark| mark.cell == column);
        let format = match mark.map(|mark| mark.severity) {
            Some(Severity::Error) => &looks.error,
            Some(_) => &looks.warning,
            None if column == problems => &wrapped,
            None => &looks.text,
        };
        let at = column as u16;
        if !cell.is_empty() {
            sheet.write_string_with_format(number, at, cell, format)?;
        } else if mark.is_some() {
            sheet.write_blank(number, at, format)?;
        }
        if let Some(mark) = mark.filter(|mark| !mark.note.is_empty())
            && *notes < NOTES_MAX
        {
            *notes += 1;
            let text: String = mark.note.chars().take(NOTE_CHARACTERS_MAX).collect();
            let note = Note::new(text).add_author_prefix(false);
            sheet.insert_note(number, at, &note)?;
        }
    }
    Ok(())
}

/// The second sheet: what the rules found, most frequent first.
fn problems(file: &FixFile<'_>, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let head = Format::new().set_bold();
    let heading = ["findings", "severity", "rule", "code"];
    let widths = [10, 10, 40, 10];
    sheet.set_name("Problems")?.set_freeze_panes(1, 0)?;
    for (column, (name, width)) in (0..).zip(heading.into_iter().zip(widths)) {
        sheet
            .set_column_width(column, width)?
            .write_string_with_format(0, column, name, &head)?;
    }
    let mut counts = file.counts().to_vec();
    counts.sort_by(|a, b| (b.severity, b.count, &a.code).cmp(&(a.severity, a.count, &b.code)));
    for (row, count) in (1..).zip(&counts) {
        let name = rules::find(&count.code).map_or("", |rule| rule.name);
        sheet
            .write_number(row, 0, count.count as f64)?
            .write_string(row, 1, count.severity.name())?
            .write_string(row, 2, name)?
            .write_string(row, 3, &count.code)?;
    }
    Ok(())
}

/// The third sheet, hidden: the keys that there are.
fn keys(access: &Access, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name(KEYS)?.set_hidden(true);
    let organizations = access.organizations.iter().map(|one| &one.external_id);
    let roles = access.roles.iter().map(|one| &one.key);
    let permissions = access.permissions.iter().map(|one| &one.key);
    let lists: [(&str, Vec<&String>); 3] = [
        ("organizations", organizations.collect()),
        ("roles", roles.collect()),
        ("permissions", permissions.collect()),
    ];
    for (column, (name, keys)) in (0..).zip(lists) {
        sheet.write_string(0, column, name)?;
        for (row, key) in (1..).zip(keys) {
            sheet.write_string(row, column, key)?;
        }
    }
    Ok(())
}
