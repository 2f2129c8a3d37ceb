//! `admit man`: the manual pages.

use crate::cli::{Cli, ManArgs};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use clap::CommandFactory;
use std::path::{Path, PathBuf};

/// Writes a page for each command into a folder, or prints the main page.
pub fn run(args: &ManArgs, context: &mut Context) -> Result<Exit, Failure> {
    let command = Cli::command();
    let Some(folder) = &args.folder else {
        clap_mangen::Man::new(command).render(&mut context.printer.data())?;
        return Ok(Exit::Done);
    };
    if let Some(path) = page_in(folder).filter(|_| !args.force) {
        return Err(Failure::FileExists { path });
    }
    std::fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(command, folder))
        .map_err(|reason| Failure::Write {
            path: folder.clone(),
            reason,
        })?;
    context
        .printer
        .say(&format!("Wrote the manual pages to {}.", folder.display()));
    Ok(Exit::Done)
}

/// A page of the manual that is in a folder already.
fn page_in(folder: &Path) -> Option<PathBuf> {
    let mut pages: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            let name = path.file_name().and_then(|name| name.to_str());
            let name = name.and_then(|name| name.strip_suffix(".1"));
            name.is_some_and(|name| name == "admit" || name.starts_with("admit-"))
        })
        .collect();
    pages.sort();
    pages.into_iter().next()
}
