//! The rows to correct as a file: where it goes, in which form, from which
//! source.

use crate::failure::Failure;
use crate::target;
use admit_core::import::source::Opened;
use admit_core::ports::store::{ImportRecord, Store, short_id};
use admit_core::ports::watch::RunError;
use admit_system::fix_file::{FixFileError, Form, ToCorrect};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// The form that a file's extension asks for.
pub fn form_of(path: &Path) -> Result<Form, Failure> {
    let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
    match extension.to_str() {
        Some("xlsx") => Ok(Form::Xlsx),
        Some("csv") => Ok(Form::Csv),
        _ => Err(Failure::FixFileForm {
            path: path.to_owned(),
        }),
    }
}

/// A fix file that was written.
#[derive(Debug)]
pub struct Written {
    /// Where it is.
    pub path: PathBuf,
    /// How many rows it has.
    pub rows: u64,
    /// Why it is no workbook although one was asked for.
    pub instead: Option<&'static str>,
}

impl Written {
    /// What to say of it.
    pub fn sentence(&self) -> String {
        let s = if self.rows == 1 { "" } else { "s" };
        let mut sentence = format!(
            "{} row{s} to correct in {}.",
            crate::report::words::number(self.rows),
            self.path.display()
        );
        if let Some(reason) = self.instead {
            sentence.push_str(" It is a CSV because ");
            sentence.push_str(reason);
            sentence.push('.');
        } else if form_of(&self.path).is_ok_and(|form| form == Form::Xlsx) {
            sentence.push_str(" Correct it there and save it as \"CSV UTF-8\" to import it again.");
        }
        sentence
    }
}

/// What is said when there is nothing to write.
pub const NOTHING: &str = "No row has an error or a warning: there is no file to write.";

/// A name beside nothing else: that of the import's file with `-to-correct`,
/// and a number if that is taken.
pub fn free_name(record: &ImportRecord) -> PathBuf {
    let stem = match record.file.as_str() {
        "-" => "rows",
        file => Path::new(file)
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or("rows"),
    };
    let stem = stem.split("-to-correct").next().unwrap_or(stem);
    let name = |number: u32| match number {
        1 => format!("{stem}-to-correct.xlsx"),
        number => format!("{stem}-to-correct-{number}.xlsx"),
    };
    (1..=u32::MAX)
        .map(|number| PathBuf::from(name(number)))
        .find(|path| !path.exists() && !path.with_extension("csv").exists())
        .unwrap_or_else(|| PathBuf::from(name(1)))
}

/// The file that an import was read from.
pub fn source_of(record: &ImportRecord) -> Result<File, Failure> {
    let Some(path) = &record.path else {
        return Err(Failure::FixFileNoSource {
            import: short_id(record.id),
        });
    };
    File::open(path).map_err(|reason| Failure::Read {
        path: path.into(),
        reason,
    })
}

/// Says whether a fix file can go there, before anything is done.
pub fn allowed(path: &Path, source: Option<&Path>, force: bool) -> Result<(), Failure> {
    form_of(path)?;
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    if let Some(source) = source.and_then(real)
        && real(path) == Some(source)
    {
        return Err(Failure::FixFileIsSource {
            path: path.to_owned(),
        });
    }
    target::allowed(path, force)
}

/// Writes the rows to correct of an import; nothing if there are none.
pub fn write(
    record: &ImportRecord,
    source: File,
    path: &Path,
    force: bool,
    store: &dyn Store,
) -> Result<Option<Written>, Failure> {
    let from = PathBuf::from(record.path.as_ref().unwrap_or(&record.file));
    allowed(path, record.path.as_deref().map(Path::new), force)?;
    let wrong = |reason| Failure::Read {
        path: from.clone(),
        reason,
    };
    let name = record.file.clone();
    let source = Opened::new(name, record.path.clone(), Box::new(source)).map_err(wrong)?;
    let file = ToCorrect::of(record, source, form_of(path)?, store);
    let file = file.map_err(|error| match error {
        FixFileError::SourceChanged => Failure::FixFileSourceChanged { path: from.clone() },
        FixFileError::Choices(error) => Failure::of_import(error, &from),
        FixFileError::Run(error) => ended(error, &from, &wrong),
    })?;
    let Some(mut file) = file else {
        return Ok(None);
    };
    let mut path = path.to_owned();
    if file.instead.is_some() {
        path.set_extension("csv");
        target::allowed(&path, force)?;
    }
    let rows = file.rows();
    let saved = save(&path, &from, |out| file.write(out))?;
    target::put(saved, &path, force)?;
    Ok(Some(Written {
        path,
        rows,
        instead: file.instead,
    }))
}

/// Why the rows to correct of a source could not be written. What the disk said is
/// `wrong` with one of the two files.
fn ended(error: RunError, source: &Path, wrong: &dyn Fn(io::Error) -> Failure) -> Failure {
    match error {
        RunError::Store(error) => Failure::Store(error),
        RunError::Io(reason) => wrong(reason),
        RunError::SourceChanged(_) => Failure::FixFileSourceChanged {
            path: source.to_owned(),
        },
        RunError::Interrupted => wrong(io::ErrorKind::Interrupted.into()),
    }
}

/// Writes a file beside its place first, so that a half-written one never
/// stands there. Only its owner can read it: rows may hold password hashes.
fn save(
    path: &Path,
    source: &Path,
    write: impl FnOnce(&mut (dyn Write + Send)) -> Result<(), RunError>,
) -> Result<NamedTempFile, Failure> {
    let wrong = |reason| Failure::Write {
        path: path.to_owned(),
        reason,
    };
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut file = NamedTempFile::new_in(folder).map_err(wrong)?;
    let mut out = BufWriter::new(&mut file);
    let written = write(&mut out).and_then(|()| Ok(out.flush()?));
    written.map_err(|error| ended(error, source, &wrong))?;
    drop(out);
    Ok(file)
}
