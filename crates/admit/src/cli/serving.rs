//! `admit serve`, as it can be said. Its options are the server's settings.

use crate::cli::Output;
use admit_server::config::SETTINGS;
use clap::error::Error;
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};
use std::path::PathBuf;

/// The options of `admit serve`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  admit serve                                     on this machine alone
  admit serve --data /var/lib/admit \\
    --base-url https://admit.example.com          behind a proxy with TLS
  admit serve --print-openapi > openapi.json      what the API takes and answers

Every option can be given by the environment and in a file, too: --base-url as
ADMIT_BASE_URL and as base_url = \"…\". An option comes before the environment,
that before the file.")]
pub struct ServeArgs {
    /// The folder that holds the database and the files that were handed in; the
    /// database there is admit.db
    #[arg(long, value_name = "DIR", conflicts_with = "database")]
    pub data: Option<PathBuf>,
    /// A TOML file with settings; without it, the one that `ADMIT_CONFIG` names
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Print every setting with what was chosen and where, as JSON, instead of serving
    #[arg(long)]
    pub print_settings: bool,
    /// Print the names of the numbers that /metrics serves, as JSON, instead of serving
    #[arg(long)]
    pub print_metrics: bool,
    /// Print the OpenAPI document of the API, as JSON, instead of serving
    #[arg(long)]
    pub print_openapi: bool,
    /// The settings of the server
    #[command(flatten)]
    pub settings: ServerSettings,
}

/// What `admit backup` takes.
#[derive(Debug, Args)]
#[command(after_help = "\
The file is a database: --database sqlite:backup.db looks into it. The files that were
handed in to the server stand beside it, in the folder backup.db-uploads.

Examples:
  admit backup backup.db
  admit backup --force /mnt/backups/admit.db
  admit --database backup.db imports              what is in it")]
pub struct BackupArgs {
    /// The file to write
    pub file: PathBuf,
    /// Replace a backup that is there already
    #[arg(long)]
    pub force: bool,
    /// How to print.
    #[command(flatten)]
    pub output: Output,
}

/// The settings that were given as options: by place in the list, and as written.
#[derive(Debug, Default)]
pub struct ServerSettings(pub Vec<(usize, String)>);

impl FromArgMatches for ServerSettings {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let given = SETTINGS.iter().enumerate().filter_map(|(place, setting)| {
            if setting.is_secret {
                return None;
            }
            let value = matches.get_one::<String>(setting.name)?;
            Some((place, value.clone()))
        });
        Ok(ServerSettings(given.collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for ServerSettings {
    fn augment_args(command: Command) -> Command {
        let options = SETTINGS.iter().filter(|setting| !setting.is_secret);
        options.fold(command, |command, setting| {
            let default = match setting.default {
                "" => String::new(),
                default => format!(" [default: {default}]"),
            };
            let option = Arg::new(setting.name)
                .long(setting.name)
                .value_name(setting.value)
                .help(format!("{}{default}", setting.help));
            command.arg(option)
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}
