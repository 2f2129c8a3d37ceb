//! `admit import` and `admit check`: the same walk; a check ends before writing.

use super::replacing::may_take_access;
use super::{access_changes, setup};
use crate::cli::Format;
use crate::cli::importing::ImportArgs;
use crate::commands::which_import;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::read_text;
use crate::report::words::quoted;
use crate::run::run as run_over;
use crate::source::open;
use crate::stop::Stop;
use crate::try_password::Test;
use crate::{choices, corrections, firebase, fix_file, report};
use admit_core::findings::rule::Severity;
use admit_core::formats::encoding;
use admit_core::import::expected::Expected;
use admit_core::import::report::{Ended, Report};
use admit_core::import::request::Request;
use admit_core::import::source::Opened;
use admit_core::ports::store::{Mode, Store, short_id};
use admit_core::rows::choices::{Choices, Contents};
use admit_core::setup::Setup;
use admit_core::users::access::Access;
use std::cell::RefCell;
use std::fmt::Write as _;
use std::fs::File;
use std::path::Path;
use uuid::Uuid;

/// Runs `admit import`.
pub fn run(args: &ImportArgs, context: &mut Context) -> Result<Exit, Failure> {
    run_as(args, Contents::Users, args.mode(), "import", context)
}

/// Runs an import or a check of every file named.
pub fn run_as(
    args: &ImportArgs,
    contents: Contents,
    mode: Mode,
    verb: &str,
    context: &mut Context,
) -> Result<Exit, Failure> {
    for path in args.files.iter().chain(&args.passwords).chain(&args.setup) {
        readable(path)?;
    }
    if let Some(given) = &args.encoding {
        known_encoding(given)?;
    }
    for path in &args.files {
        if let Some(fix_file) = &args.fix_file {
            fix_file::allowed(fix_file, Some(path), args.force)?;
        }
    }
    if args.files.len() > 1 {
        if args.fix_file.is_some() {
            return Err(Failure::FixFileOfSeveral);
        }
        if args.resume.is_some() {
            return Err(Failure::ResumeOfSeveral);
        }
    }
    let mut settings = choices::of_import(args);
    settings.contents = contents;
    (settings.set, settings.cells) = corrections::all(args)?;
    settings.firebase = firebase::parameters(&args.firebase)?;
    let store = match (mode, contents) {
        (Mode::Check, _) => context.store_for_check()?,
        (Mode::Import, Contents::Users) => context.store_or_new()?,
        (Mode::Import, Contents::Passwords) => context.store()?,
    };
    let access = access(args, mode, store.as_ref(), context)?;
    let resume = match &args.resume {
        Some(id) => Some(which_import::find(store.as_ref(), id)?.id),
        None => None,
    };
    if mode == Mode::Import && args.try_name.is_some() {
        return Err(Failure::TryWithImport);
    }
    let test = try_password(args, &settings, &access, store.as_ref())?;
    if let (Some(test), Format::Text) = (&test, args.output.format) {
        test.print(context)?;
    }
    let exit = test.as_ref().map_or(Exit::Done, Test::exit);
    let walk = Walk {
        args,
        verb,
        mode,
        settings,
        access,
        store: store.as_ref(),
        stop: Stop::on_signal(&context.printer),
        resume,
        test,
    };
    walk.over_files(exit, context)
}

/// Every file named, one after the other, and the passwords beside the last.
struct Walk<'a> {
    args: &'a ImportArgs,
    verb: &'a str,
    mode: Mode,
    settings: Choices,
    access: Access,
    store: &'a dyn Store,
    stop: Stop,
    resume: Option<Uuid>,
    test: Option<Test>,
}

impl Walk<'_> {
    fn over_files(&self, mut exit: Exit, context: &mut Context) -> Result<Exit, Failure> {
        let mut expected = Expected::default();
        // Opened before anything is written, so that they are what they were then.
        let mut passwords = match &self.args.passwords {
            Some(file) => {
                let opened = self.stop.at_once(|| open(file, None))?;
                Some((file.as_path(), opened))
            }
            None => None,
        };
        for (index, path) in self.args.files.iter().enumerate() {
            let (mut report, corrections, written) = self.over(path, context)?;
            expected.absorb(std::mem::take(&mut report.expected));
            exit = exit.or(exit_of(&report)).or(written);
            context.reached = exit;
            let told = Told {
                report: &report,
                path,
                again: again(self.args, self.verb, path),
                corrections,
                passwords: None,
                test: self.test.as_ref().filter(|_| index == 0),
            };
            if report.ended.is_some() {
                tell(&told, self.args.output.format, context)?;
                break;
            }
            let is_last = index + 1 == self.args.files.len();
            match passwords.take_if(|_| is_last) {
                None => tell(&told, self.args.output.format, context)?,
                Some(passwords) => {
                    let expected = std::mem::take(&mut expected);
                    exit = exit.or(self.over_passwords(passwords, expected, told, context)?);
                }
            }
        }
        Ok(exit)
    }

    /// Runs one file of users; with the command for the rows to correct, and whether these
    /// could be written.
    fn over(
        &self,
        path: &Path,
        context: &mut Context,
    ) -> Result<(Report, Option<String>, Exit), Failure> {
        // Kept for later: what can be read only once, such as standard input.
        let spool = match self.args.fix_file {
            Some(_) => Some(tempfile::tempfile()?),
            None => None,
        };
        let source = self.stop.at_once(|| open(path, spool.as_ref()))?;
        let choices = self.settings.clone();
        let printer = RefCell::new(&mut context.printer);
        let may_take_away =
            |users| self.args.yes || may_take_access(users, path, &mut printer.borrow_mut());
        let request = Request {
            may_take_away: &may_take_away,
            resume: self.resume,
            expects: self.mode == Mode::Check && self.args.passwords.is_some(),
            ..Request::new(source, self.mode, choices, &self.access)
        };
        let report = run_over(path, request, self.store, self.stop.watching())?;
        context.done_import(&report.record);
        let Some(to) = &self.args.fix_file else {
            return Ok((report, None, Exit::Done));
        };
        match self.corrections(&report, spool, to, context) {
            Ok(corrections) => Ok((report, corrections, Exit::Done)),
            // What the run came to stands, and is told.
            Err(failure) => {
                context.printer.failure(&failure);
                context.printer.say(&without_fix_file(&report, self.verb));
                Ok((report, None, Exit::Rejected))
            }
        }
    }

    /// Runs the passwords beside the last file, and tells both.
    fn over_passwords(
        &self,
        (file, source): (&Path, Opened),
        expected: Expected,
        users: Told<'_>,
        context: &mut Context,
    ) -> Result<Exit, Failure> {
        let format = self.args.output.format;
        if format == Format::Text {
            tell(&users, format, context)?;
        }
        let choices = self.settings.of_passwords();
        let request = Request {
            expected: (self.mode == Mode::Check).then_some(expected),
            ..Request::new(source, self.mode, choices, &self.access)
        };
        let report = run_over(file, request, self.store, self.stop.watching())?;
        context.done_import(&report.record);
        context.reached = context.reached.or(exit_of(&report));
        if format == Format::Json {
            let both = Told {
                passwords: Some(&report),
                ..users
            };
            tell(&both, format, context)?;
        } else {
            let told = Told {
                report: &report,
                path: file,
                again: again_with_passwords(self.verb, users.path, file),
                corrections: None,
                passwords: None,
                test: None,
            };
            tell(&told, format, context)?;
        }
        Ok(exit_of(&report))
    }

    /// Writes the rows to correct, and gives the command that imports them.
    fn corrections(
        &self,
        report: &Report,
        spool: Option<File>,
        to: &Path,
        context: &mut Context,
    ) -> Result<Option<String>, Failure> {
        let record = &report.record;
        let source = match (&record.path, spool) {
            (None, Some(spool)) => spool,
            _ => fix_file::source_of(record)?,
        };
        let Some(written) = fix_file::write(record, source, to, self.args.force, self.store)?
        else {
            context.printer.say(fix_file::NOTHING);
            return Ok(None);
        };
        context.printer.say(&written.sentence());
        let path = written.path.with_extension("csv");
        let verb = self.verb.replace("check", "import");
        Ok(Some(again_elsewhere(self.args, &verb, &path)))
    }
}

/// What is said where the run is done and only the rows to correct could not be written.
fn without_fix_file(report: &Report, verb: &str) -> String {
    let done = format!("The {verb} is done; only its fix file is missing.");
    match report.record.path {
        Some(_) => format!(
            "{done} `admit fix-file {} -o PATH` writes it.",
            short_id(report.record.id)
        ),
        None => done,
    }
}

/// Tries a known password, if that was asked for: against the file of
/// passwords, if there is one.
fn try_password(
    args: &ImportArgs,
    settings: &Choices,
    access: &Access,
    store: &dyn Store,
) -> Result<Option<Test>, Failure> {
    let Some(name) = &args.try_name else {
        return Ok(None);
    };
    let test = match (&args.passwords, args.files.first()) {
        (Some(passwords), _) => {
            Test::of(name, passwords, &settings.of_passwords(), (access, store))?
        }
        (None, Some(file)) => Test::of(name, file, settings, (access, store))?,
        (None, None) => return Ok(None),
    };
    Ok(Some(test))
}

/// The command that imports a file of passwords once it is corrected.
fn again_with_passwords(verb: &str, users: &Path, passwords: &Path) -> String {
    let passwords = quoted(&passwords.display().to_string());
    if verb == "import" {
        format!("admit passwords import {passwords}")
    } else {
        let users = quoted(&users.display().to_string());
        format!("admit {verb} {users} --passwords {passwords}")
    }
}

/// A run that is to be told.
pub struct Told<'a> {
    /// How it ended.
    pub report: &'a Report,
    /// The file as it was named.
    pub path: &'a Path,
    /// The command that was given.
    pub again: String,
    /// The command that imports the file with the rows to correct.
    pub corrections: Option<String>,
    /// The run over the passwords beside the file.
    pub passwords: Option<&'a Report>,
    /// The test with a known password.
    pub test: Option<&'a Test>,
}

/// Tells how a run ended.
pub fn tell(told: &Told<'_>, format: Format, context: &mut Context) -> Result<(), Failure> {
    match format {
        Format::Json => {
            let mut value = admit_core::report::json::report(told.report);
            if let Some(passwords) = told.passwords {
                value["passwords"] = admit_core::report::json::report(passwords);
            }
            if let Some(test) = told.test {
                value["try"] = test.json();
            }
            context.printer.json(&value)?;
        }
        Format::Text => {
            let given = report::next::Given {
                file: &told.path.display().to_string(),
                again: &told.again,
                corrections: told.corrections.as_deref(),
            };
            report::text::print(told.report, &given, &mut context.printer)?;
        }
    }
    Ok(())
}

/// The exit code for how a run ended.
pub fn exit_of(report: &Report) -> Exit {
    let record = &report.record;
    match &report.ended {
        Some(Ended::Interrupted) => Exit::Interrupted,
        Some(Ended::ParametersMissing) => Exit::NotStarted,
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

/// An encoding that is not known is said before anything is done.
fn known_encoding(given: &str) -> Result<(), Failure> {
    match encoding::find(given) {
        Ok(_) => Ok(()),
        Err(given) => Err(Failure::NoEncoding { given }),
    }
}

/// A file that cannot be opened is said before anything is done.
fn readable(path: &Path) -> Result<(), Failure> {
    if path == Path::new("-") {
        return Ok(());
    }
    let failed = |reason| Failure::Read {
        path: path.to_owned(),
        reason,
    };
    match std::fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => Err(Failure::Directory {
            path: path.to_owned(),
        }),
        // A pipe is opened once only.
        Ok(metadata) if is_pipe(&metadata) => Ok(()),
        Ok(_) => File::open(path).map(drop).map_err(failed),
        Err(reason) => Err(failed(reason)),
    }
}

/// Whether what is read from it is gone.
fn is_pipe(metadata: &std::fs::Metadata) -> bool {
    #[cfg(unix)]
    let is_pipe = std::os::unix::fs::FileTypeExt::is_fifo(&metadata.file_type());
    #[cfg(not(unix))]
    let is_pipe = !metadata.is_file();
    is_pipe
}

/// The tables to judge by. An import makes what the setup file names; a check
/// only imagines it.
fn access(
    args: &ImportArgs,
    mode: Mode,
    store: &dyn Store,
    context: &mut Context,
) -> Result<Access, Failure> {
    let Some(path) = &args.setup else {
        return Ok(store.access()?);
    };
    let text = read_text(path)?;
    if mode == Mode::Check {
        let wrong = |reason| Failure::Setup {
            path: path.clone(),
            reason,
        };
        let setup = Setup::parse(&text).map_err(wrong)?;
        return setup.applied(&store.access()?).map_err(wrong);
    }
    let (changes, _) = setup::apply(path, &text, store, context)?;
    if !changes.is_empty() {
        context.printer.say(&access_changes::summary(&changes));
    }
    Ok(store.access()?)
}

/// The command as it was given, for one file.
fn again(args: &ImportArgs, verb: &str, path: &Path) -> String {
    let mut command = again_elsewhere(args, verb, path);
    if let Some(encoding) = &args.encoding {
        let _ = write!(command, " --encoding {}", quoted(encoding));
    }
    command.push_str(&corrections::again_in_cells(args));
    if args.replace_access {
        command.push_str(" --replace-access");
    }
    if args.replace_credentials {
        command.push_str(" --replace-credentials");
    }
    if let Some(passwords) = &args.passwords {
        let passwords = quoted(&passwords.display().to_string());
        let _ = write!(command, " --passwords {passwords}");
    }
    command
}

/// The command for another file with some of the same rows: without what holds
/// for the bytes of the first, and without taking away what only other rows of
/// a user give.
fn again_elsewhere(args: &ImportArgs, verb: &str, path: &Path) -> String {
    let mut command = format!("admit {verb} {}", quoted(&path.display().to_string()));
    if let Some(setup) = &args.setup {
        let _ = write!(command, " --setup {}", quoted(&setup.display().to_string()));
    }
    for (column, field) in &args.map {
        let field = field.map_or("", admit_core::users::field::Field::name);
        let _ = write!(command, " --map {}", quoted(&format!("{column}={field}")));
    }
    if args.no_remembered {
        command.push_str(" --no-remembered");
    }
    if let Some(region) = &args.default_region {
        let _ = write!(command, " --default-region {region}");
    }
    command.push_str(&corrections::again(args));
    for rule in &args.accept {
        let _ = write!(command, " --accept {rule}");
    }
    command.push_str(&args.hashing.again());
    command.push_str(&firebase::again(&args.firebase, quoted));
    command
}
