//! `admit serve`: the pages and the API.

use super::settings::Choice;
use crate::cli::serving::ServeArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_server::config::Config;
use admit_server::metrics::METRICS;
use admit_system::files::raise_limit;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;

/// How many files are open beside the connections: databases, uploads, logs.
const FILES_BESIDE: u64 = 256;

/// Serves until it is asked to stop.
pub fn run(args: &ServeArgs, context: &mut Context) -> Result<Exit, Failure> {
    let choice = Choice::of(args)?;
    if args.print_settings {
        context.printer.json(&choice.told())?;
        return Ok(Exit::Done);
    }
    if args.print_metrics {
        context.printer.json(&metrics())?;
        return Ok(Exit::Done);
    }
    if args.print_openapi {
        context.printer.json(&admit_server::document())?;
        return Ok(Exit::Done);
    }
    let config = choice.config;
    for warning in config.warnings() {
        context.warn(&warning);
    }
    if let Some(folder) = data_folder(args) {
        std::fs::create_dir_all(&folder).map_err(|reason| Failure::Write {
            path: folder.clone(),
            reason,
        })?;
        context.use_database(&format!("sqlite:{}", folder.join("admit.db").display()));
    }
    if let Some(warning) = files_warning(&config) {
        context.warn(&warning);
    }
    let store = context.store_or_new()?;
    let printer = &mut context.printer;
    admit_server::serve(Arc::from(store), config, |ready| {
        let at = &ready.reached_at;
        printer.say(&format!("Admit is at {at}. Ctrl-C stops it."));
        if let Some(link) = &ready.first_link {
            printer.say_aloud(&format!(
                "There is no administrator yet. Whoever opens this link first becomes one; it \
                 works once, within 24 hours, and not after the next start:\n\n  {}\n",
                link.0
            ));
        }
    })
    .map_err(Failure::Serve)?;
    Ok(Exit::Done)
}

/// The names of the numbers for watching.
fn metrics() -> Value {
    let metrics = METRICS.iter().map(|metric| {
        json!({
            "name": metric.name,
            "type": metric.kind.name(),
            "labels": metric.labels,
            "help": metric.help,
        })
    });
    metrics.collect()
}

/// Lets as many connections in as are chosen, or says how many there can be.
fn files_warning(config: &Config) -> Option<String> {
    let files = raise_limit()?;
    let needed = config.connections_max as u64 + FILES_BESIDE;
    (files < needed).then(|| {
        format!(
            "only {files} files can be open at once, and each connection is one: raise the limit \
             (LimitNOFILE= of systemd, ulimit -n) to {needed}, or choose fewer with \
             --connections-max"
        )
    })
}

/// The folder for everything, if one was named.
fn data_folder(args: &ServeArgs) -> Option<PathBuf> {
    let of_environment = || std::env::var_os("ADMIT_DATA").filter(|folder| !folder.is_empty());
    args.data
        .clone()
        .or_else(|| of_environment().map(PathBuf::from))
}
