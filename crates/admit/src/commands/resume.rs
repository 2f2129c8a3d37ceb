//! `admit resume`: goes on with an import that stopped part-way.

use super::replacing::may_take_access;
use super::{import, which_import};
use crate::cli::importing::ResumeArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::firebase;
use crate::run::run as run_over;
use crate::source::open;
use crate::stop::Stop;
use admit_core::import::record::{choices_of, something_to_resume};
use admit_core::import::request::Request;
use admit_core::ports::store::{Mode, short_id};
use admit_core::rows::choices::Contents;
use std::cell::RefCell;
use std::path::{Path, PathBuf};

/// Runs the command.
pub fn run(args: &ResumeArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let record = which_import::find(store.as_ref(), &args.import)?;
    // Before the file is looked for; the run asks again, when nobody else can go on.
    let wrong = |error| Failure::of_import(error, Path::new(&record.file));
    something_to_resume(&record).map_err(wrong)?;
    let mut choices = choices_of(&record).map_err(wrong)?;
    choices.firebase = firebase::parameters(&args.firebase)?;
    let verb = match choices.contents {
        Contents::Users => "import",
        Contents::Passwords => "passwords import",
    };
    let path = record
        .path
        .as_ref()
        .map(PathBuf::from)
        .ok_or_else(|| Failure::CannotReadAgain {
            import: short_id(record.id),
            verb,
        })?;
    let access = store.access()?;
    let stop = Stop::on_signal(&context.printer);
    let source = stop.at_once(|| open(&path, None))?;
    let printer = RefCell::new(&mut context.printer);
    let may_take_away =
        |users| args.yes || may_take_access(users, &path, &mut printer.borrow_mut());
    let request = Request {
        may_take_away: &may_take_away,
        resume: Some(record.id),
        ..Request::new(source, Mode::Import, choices, &access)
    };
    let report = run_over(&path, request, store.as_ref(), stop.watching())?;
    context.reached = import::exit_of(&report);
    context.done_import(&report.record);
    let again = format!("admit {verb} {}", path.display());
    let told = import::Told {
        report: &report,
        path: Path::new(&record.file),
        again,
        corrections: None,
        passwords: None,
        test: None,
    };
    import::tell(&told, args.output.format, context)?;
    Ok(import::exit_of(&report))
}
