//! Mappings by hand that are remembered.

use super::Output;
use clap::{Args, Subcommand};

/// What can be done with remembered mappings.
#[derive(Debug, Subcommand)]
pub enum MappingsCommand {
    /// List what was said of columns by hand, with the columns of the files that it
    /// holds for
    #[command(after_help = "\
Examples:
  admit mappings list
  admit mappings list --format json")]
    List(Output),
    /// Forget what was said of columns
    #[command(after_help = "\
A column is compared as headers are: without case, spaces, dashes and underscores.
It is forgotten for all files that have it.

Examples:
  admit mappings forget \"Kontakt\"
  admit mappings forget --all")]
    Forget(ForgetMappingsArgs),
}

/// What `admit mappings forget` takes.
#[derive(Debug, Args)]
pub struct ForgetMappingsArgs {
    /// The columns, by their names in the file
    #[arg(
        required_unless_present = "all",
        conflicts_with = "all",
        value_name = "COLUMN"
    )]
    pub columns: Vec<String>,

    /// Forget everything that was said of columns
    #[arg(long)]
    pub all: bool,
}
