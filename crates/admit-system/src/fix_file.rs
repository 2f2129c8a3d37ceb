//! The rows to correct of an import, written as a workbook or as a CSV.

use crate::scratch::TemporaryFiles;
use crate::workbook;
use admit_core::formats;
use admit_core::import::error::ImportError;
use admit_core::import::record::choices_of;
use admit_core::import::source::Opened;
use admit_core::ports::store::{ImportRecord, Store};
use admit_core::ports::watch::RunError;
use admit_core::report::fix_file::{Extent, FixFile, csv};
use std::io::Write;

/// The forms of a fix file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A workbook of Excel and other spreadsheet programs.
    Xlsx,
    /// A CSV.
    Csv,
}

impl Form {
    /// The extension of such a file.
    pub const fn extension(self) -> &'static str {
        match self {
            Form::Xlsx => "xlsx",
            Form::Csv => "csv",
        }
    }
}

/// Why there is no fix file.
#[derive(Debug)]
pub enum FixFileError {
    /// The source has other bytes than when it was imported.
    SourceChanged,
    /// What was chosen for the import cannot be read.
    Choices(ImportError),
    /// The source, the store or a scratch file cannot be read.
    Run(RunError),
}

impl<E: Into<RunError>> From<E> for FixFileError {
    fn from(error: E) -> FixFileError {
        match error.into() {
            RunError::SourceChanged(_) => FixFileError::SourceChanged,
            error => FixFileError::Run(error),
        }
    }
}

/// The rows to correct, ready to be written.
pub struct ToCorrect<'a> {
    file: FixFile<'a>,
    store: &'a dyn Store,
    /// The form that they are written in.
    pub form: Form,
    /// Why it is no workbook although one was asked for.
    pub instead: Option<&'static str>,
}

impl<'a> ToCorrect<'a> {
    /// The rows to correct of an import from its source; nothing if there are none. What a
    /// sheet cannot hold becomes a CSV.
    ///
    /// # Errors
    /// The source is another one by now; it or the store cannot be read.
    pub fn of(
        record: &ImportRecord,
        source: Opened,
        form: Form,
        store: &'a dyn Store,
    ) -> Result<Option<ToCorrect<'a>>, FixFileError> {
        if source.digest != record.digest {
            return Err(FixFileError::SourceChanged);
        }
        let choices = choices_of(record).map_err(FixFileError::Choices)?;
        let opened = formats::open::open(&record.file, source.source, &choices, &TemporaryFiles);
        let (opening, _) = opened?;
        let Some(reader) = opening.reader else {
            return Ok(None);
        };
        let file = FixFile::new(reader, &choices, record, store)?;
        if file.extent().rows == 0 {
            return Ok(None);
        }
        let instead = too_large(file.extent()).filter(|_| form == Form::Xlsx);
        Ok(Some(ToCorrect {
            form: if instead.is_some() { Form::Csv } else { form },
            instead,
            file,
            store,
        }))
    }

    /// How many there are.
    pub fn rows(&self) -> u64 {
        self.file.extent().rows
    }

    /// Writes them.
    ///
    /// # Errors
    /// The source or the store cannot be read, or `out` cannot be written.
    pub fn write(&mut self, out: &mut (dyn Write + Send)) -> Result<(), RunError> {
        match self.form {
            Form::Csv => csv::write(&mut self.file, out),
            Form::Xlsx => workbook::write(&mut self.file, &self.store.access()?, out),
        }
    }
}

/// Why a sheet cannot hold it.
fn too_large(extent: &Extent) -> Option<&'static str> {
    if extent.rows > workbook::ROWS_MAX {
        Some("a sheet holds at most 1,048,576 rows")
    } else if extent
        .longest
        .iter()
        .any(|longest| *longest > workbook::CHARACTERS_MAX)
    {
        Some("a cell of a sheet holds at most 32,767 characters")
    } else {
        None
    }
}
