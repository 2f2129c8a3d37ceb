//! `admit users export`: all users, in the form that can be imported again.

use super::user::PAGE_USERS;
use crate::cli::users::ExportArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::target;
use admit_core::operators::deed::{Act, Deed};
use admit_core::ports::store::{Store, UserQuery};
use admit_core::report::export;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Writes the users.
pub fn run(args: &ExportArgs, context: &mut Context) -> Result<Exit, Failure> {
    if let Some(path) = &args.output {
        target::allowed(path, args.force)?;
    }
    let store = context.store()?;
    let count = match &args.output {
        Some(path) => to_file(store.as_ref(), path, args)?,
        None => write(store.as_ref(), context.printer.data(), args.with_passwords)??,
    };
    if args.with_passwords {
        context.did(Deed::new(Act::PasswordsExported).with("users", count));
    }
    let users = if count == 1 { "user" } else { "users" };
    context.printer.say(&format!("Wrote {count} {users}."));
    Ok(Exit::Done)
}

/// Writes a file that appears when it is complete, readable by its owner only.
fn to_file(store: &dyn Store, path: &Path, args: &ExportArgs) -> Result<u64, Failure> {
    let wrong = |reason| Failure::Write {
        path: path.to_owned(),
        reason,
    };
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let file = tempfile::NamedTempFile::new_in(folder).map_err(wrong)?;
    let mut out = BufWriter::new(file);
    let count = write(store, &mut out, args.with_passwords)?.map_err(wrong)?;
    let file = out
        .into_inner()
        .map_err(|error| wrong(error.into_error()))?;
    file.as_file().sync_all().map_err(wrong)?;
    target::put(file, path, args.force)?;
    Ok(count)
}

/// Writes one line a user. The outer result is the store's, the inner one the
/// output's.
fn write(
    store: &dyn Store,
    out: &mut dyn Write,
    with_passwords: bool,
) -> Result<std::io::Result<u64>, Failure> {
    let access = store.access()?;
    let mut count = 0;
    let mut query = UserQuery {
        limit: PAGE_USERS,
        ..UserQuery::default()
    };
    loop {
        let page = store.list(&query)?;
        for user in &page {
            if let Err(reason) = export::write_user(user, &access, with_passwords, out) {
                return Ok(Err(reason));
            }
        }
        count += page.len() as u64;
        match page.last() {
            Some(last) => query.after = last.key,
            None => return Ok(Ok(count)),
        }
    }
}
