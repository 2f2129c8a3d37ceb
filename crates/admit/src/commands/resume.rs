//! `admit resume`: goes on with an import that stopped part-way.

use super::import;
use crate::cli::importing::ResumeArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::firebase;
use crate::session::{self, Request, settings_of};
use admit_core::ports::store::ImportState;
use admit_core::rows::choices::Contents;
use std::path::PathBuf;

/// Runs the command.
pub fn run(args: &ResumeArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let record = import::find(store.as_ref(), &args.import)?;
    let is_over = matches!(
        record.state,
        ImportState::Complete | ImportState::Undoing | ImportState::Undone
    );
    if record.dry_run || is_over {
        return Err(Failure::NothingToResume {
            import: session::short(record.id),
            state: record.state.name(),
        });
    }
    let Some(path) = record.path.clone() else {
        return Err(Failure::CannotReadAgain {
            import: session::short(record.id),
        });
    };
    let path = PathBuf::from(path);
    let access = store.access()?;
    let stop = import::stop_on_signal();
    let mut settings = settings_of(&record);
    settings.firebase = firebase::parameters(&args.firebase)?;
    let request = Request {
        path: path.clone(),
        settings,
        dry_run: false,
        resume: Some(record),
        spool: None,
        expects: false,
        expected: None,
    };
    let report = session::run(&request, &access, store.as_ref(), stop)?;
    let verb = match request.settings.contents {
        Contents::Users => "import",
        Contents::Passwords => "passwords import",
    };
    let again = format!("admit {verb} {}", path.display());
    let told = import::Told {
        report: &report,
        path: &path,
        again,
        corrections: None,
        passwords: None,
        test: None,
    };
    import::tell(&told, args.output.format, context)?;
    Ok(import::exit_of(&report))
}
