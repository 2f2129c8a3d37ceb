//! `admit import` and `admit check`: the same walk; a check ends before writing.

use super::{Context, read_text, setup};
use crate::cli::Format;
use crate::cli::importing::ImportArgs;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report;
use crate::session::{self, Ended, Report, Request};
use crate::{corrections, settings};
use admit_core::access::Access;
use admit_core::finding::Severity;
use admit_core::setup::Setup;
use admit_core::store::{ImportRecord, Store};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Runs `admit import`.
pub fn run(args: &ImportArgs, context: &mut Context) -> Result<Exit, Failure> {
    run_as(args, args.dry_run, "import", context)
}

/// Runs an import or a check of every file named.
pub fn run_as(
    args: &ImportArgs,
    dry_run: bool,
    verb: &str,
    context: &mut Context,
) -> Result<Exit, Failure> {
    for path in &args.files {
        readable(path)?;
    }
    let mut settings = settings::of_import(args);
    settings.set = corrections::all(args)?;
    let store = context.store()?;
    let access = access(args, dry_run, store.as_ref(), context)?;
    let resume = match &args.resume {
        Some(id) => Some(find(store.as_ref(), id)?),
        None => None,
    };
    let stop = stop_on_signal();
    let mut exit = Exit::Done;
    for path in &args.files {
        let request = Request {
            path: path.clone(),
            settings: settings.clone(),
            dry_run,
            resume: resume.clone(),
        };
        let report = session::run(&request, &access, store.as_ref(), Arc::clone(&stop))?;
        let again = again(args, verb, path);
        let ended = tell(&report, path, &again, args.output.format, context)?;
        if ended as u8 > exit as u8 {
            exit = ended;
        }
        if report.ended.is_some() {
            break;
        }
    }
    Ok(exit)
}

/// Tells how a run ended, and gives the exit code for it.
pub fn tell(
    report: &Report,
    path: &Path,
    again: &str,
    format: Format,
    context: &mut Context,
) -> Result<Exit, Failure> {
    match format {
        Format::Json => context.printer.json(&report::json::report(report))?,
        Format::Text => {
            let file = path.display().to_string();
            report::text::print(
                &report::text::Told {
                    report,
                    file: &file,
                    again,
                },
                &mut context.printer,
            )?;
        }
    }
    Ok(exit_of(report))
}

fn exit_of(report: &Report) -> Exit {
    let record = &report.record;
    match &report.ended {
        Some(Ended::Interrupted) => Exit::Interrupted,
        Some(_) => Exit::Stopped,
        None if report.fatal && record.ledger.read == 0 => Exit::NotStarted,
        None if record
            .counts
            .iter()
            .any(|count| count.severity == Severity::Error) =>
        {
            Exit::Rejected
        }
        None if record.ledger.rejected > 0 => Exit::Rejected,
        None => Exit::Done,
    }
}

/// A file that cannot be opened is said before anything is done.
fn readable(path: &Path) -> Result<(), Failure> {
    if path == Path::new("-") {
        return Ok(());
    }
    match std::fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => Err(Failure::Directory {
            path: path.to_owned(),
        }),
        Ok(_) => Ok(()),
        Err(reason) => Err(Failure::Read {
            path: path.to_owned(),
            reason,
        }),
    }
}

/// The tables to judge by. An import makes what the setup file names; a check
/// only imagines it.
fn access(
    args: &ImportArgs,
    dry_run: bool,
    store: &dyn Store,
    context: &mut Context,
) -> Result<Access, Failure> {
    let Some(path) = &args.setup else {
        return Ok(store.access()?);
    };
    let text = read_text(path)?;
    if dry_run {
        let wrong = |reason| Failure::Setup {
            path: path.clone(),
            reason,
        };
        let setup = Setup::parse(&text).map_err(wrong)?;
        return setup.applied(&store.access()?).map_err(wrong);
    }
    let changes = setup::apply(path, &text, store)?;
    if !changes.is_empty() {
        context.printer.say(&setup::summary(&changes));
    }
    Ok(store.access()?)
}

/// The import of this id, or a sentence that there is none.
pub fn find(store: &dyn Store, id: &str) -> Result<ImportRecord, Failure> {
    store.import(id)?.ok_or_else(|| Failure::NoImport {
        given: id.to_owned(),
    })
}

/// Ctrl-C and the system's request to end stop the run after the batch at hand;
/// a second one ends the process.
pub fn stop_on_signal() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let heard = Arc::clone(&stop);
    // Without a handler the process ends at once, and the import can be resumed
    // all the same.
    let _ = ctrlc::set_handler(move || {
        if heard.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(Exit::Interrupted as u8));
        }
    });
    stop
}

/// The command as it was given, for one file.
fn again(args: &ImportArgs, verb: &str, path: &Path) -> String {
    let mut command = format!("admit {verb} {}", quoted(&path.display().to_string()));
    if let Some(setup) = &args.setup {
        let _ = write!(command, " --setup {}", quoted(&setup.display().to_string()));
    }
    for (column, field) in &args.map {
        let field = field.map_or("", admit_core::field::Field::name);
        let _ = write!(command, " --map {}", quoted(&format!("{column}={field}")));
    }
    if let Some(region) = &args.default_region {
        let _ = write!(command, " --default-region {region}");
    }
    if let Some(encoding) = &args.encoding {
        let _ = write!(command, " --encoding {}", quoted(encoding));
    }
    for correction in &args.set {
        let set = format!(
            "{}:{}={}",
            correction.field, correction.value, correction.correction
        );
        let _ = write!(command, " --set {}", quoted(&set));
    }
    for path in &args.set_from {
        let _ = write!(
            command,
            " --set-from {}",
            quoted(&path.display().to_string())
        );
    }
    for rule in &args.accept {
        let _ = write!(command, " --accept {rule}");
    }
    if args.replace_access {
        command.push_str(" --replace-access");
    }
    command
}

fn quoted(word: &str) -> String {
    if word
        .chars()
        .all(|c| c.is_alphanumeric() || "-_./:@%+,".contains(c))
        && !word.is_empty()
    {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
