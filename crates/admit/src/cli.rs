//! What can be said on the command line. Names and help only: nothing is read
//! or done here.

pub mod access;
pub mod importing;
pub mod mappings;
pub mod operators;
pub mod passwords;
pub mod serving;
pub mod signing_in;
pub mod users;
pub mod values;

use access::{ConnectionsCommand, OrganizationsCommand, PermissionsCommand, RolesCommand};
use clap::error::{ContextKind, ContextValue};
use clap::{Args, Parser, Subcommand, ValueEnum};
use importing::{
    FindingsArgs, FixFileArgs, ImportArgs, ImportsArgs, OutcomesArgs, ResumeArgs, UndoArgs,
};
use mappings::MappingsCommand;
use operators::{AuditArgs, OperatorsCommand, TokensCommand};
use passwords::PasswordsCommand;
use serving::{BackupArgs, ServeArgs};
use signing_in::{OutboxArgs, ResetCommand, SignInArgs};
use std::path::PathBuf;
use users::UsersCommand;

/// Imports users in bulk into a directory that people sign in to.
///
/// Every row is admitted, or you know exactly why not.
#[derive(Debug, Parser)]
#[command(
    name = "admit",
    version,
    propagate_version = true,
    arg_required_else_help = true,
    after_help = "\
Examples:
  admit setup directory.toml           create organizations, roles, permissions
  admit check users.csv                see what an import would do
  admit import users.csv               import
  admit findings                       see what was found, row by row

Exit codes:
  0  every row is in or unchanged       3    stopped part-way; admit resume
  1  finished, some rows rejected       130  interrupted; admit resume
  2  could not start, nothing written"
)]
pub struct Cli {
    /// What holds for every command.
    #[command(flatten)]
    pub common: Common,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What holds for every command.
#[derive(Debug, Args)]
pub struct Common {
    /// The database that holds the directory; without it, the one that
    /// `ADMIT_DATABASE` names, or else sqlite:admit.db
    #[arg(long, global = true, value_name = "URL")]
    pub database: Option<String>,
    /// Whether to print colours
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "WHEN",
        default_value_t,
        hide_possible_values = true,
        help = "Whether to print colours: auto, always or never"
    )]
    pub color: Color,
    /// Say nothing but data and why a command did not do its work
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

/// Whether there are colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How data is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// How a command prints its data.
#[derive(Clone, Copy, Debug, Args)]
pub struct Output {
    /// How to print
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub format: Format,
}

/// Something that is on or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    /// On.
    On,
    /// Off.
    Off,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Import users from a file
    Import(ImportArgs),
    /// See what an import would do, without writing anything
    #[command(after_help = "\
Examples:
  admit check users.csv
  admit check users.csv --setup directory.toml --format json
  admit check users.csv --try ana@example.org < her-password.txt")]
    #[command(mut_arg("resume", |resume| resume.hide(true)))]
    Check(ImportArgs),
    /// Serve the web pages and the API
    Serve(ServeArgs),
    /// Write a copy of the database, and of what was handed in, while Admit runs
    Backup(BackupArgs),
    /// Go on with an import that stopped part-way
    Resume(ResumeArgs),
    /// Take an import back: remove what it created, restore what it changed
    Undo(UndoArgs),
    /// Show what was found in an import, item by item
    Findings(FindingsArgs),
    /// Show every row of an import with its outcome and the user it became
    Outcomes(OutcomesArgs),
    /// Write the rows to correct of an import, with the reasons, as a file
    FixFile(FixFileArgs),
    /// List the imports, each with what became of its rows
    Imports(ImportsArgs),
    /// List and forget what was said of columns by hand, which holds for files with
    /// the same columns
    #[command(
        subcommand,
        arg_required_else_help = true,
        after_help = "\
What --map says of a column is remembered once the import is complete, and used for
files with the same columns, in any order. The summary says so; --no-remembered reads a
file without it.

Examples:
  admit mappings list
  admit mappings forget \"Kontakt\""
    )]
    Mappings(MappingsCommand),
    /// Look at users, or add and change them by hand
    #[command(
        subcommand,
        arg_required_else_help = true,
        after_help = "\
Examples:
  admit users list --search diaz
  admit users show ana@example.org"
    )]
    Users(UsersCommand),
    /// List, add and import organizations
    #[command(
        subcommand,
        arg_required_else_help = true,
        after_help = "\
Examples:
  admit organizations add acme --name \"Acme\"
  admit organizations default acme"
    )]
    Organizations(OrganizationsCommand),
    /// List, add and import roles
    #[command(
        subcommand,
        arg_required_else_help = true,
        after_help = "\
Examples:
  admit roles add admin --name \"Administrator\" --permission reports:read
  admit roles list"
    )]
    Roles(RolesCommand),
    /// List, add and import permissions
    #[command(
        subcommand,
        arg_required_else_help = true,
        after_help = "\
Examples:
  admit permissions add reports:read --name \"Read reports\"
  admit permissions list"
    )]
    Permissions(PermissionsCommand),
    /// Import passwords of users, see how they are kept, keep them in a stronger
    /// way
    #[command(
        subcommand,
        arg_required_else_help = true,
        after_help = "\
Examples:
  admit passwords import passwords.ndjson
  admit passwords status
  admit passwords harden"
    )]
    Passwords(PasswordsCommand),
    /// Try to sign in as a user
    SignIn(SignInArgs),
    /// Set a new password with a code that is sent by mail
    #[command(
        subcommand,
        arg_required_else_help = true,
        after_help = "\
Examples:
  admit reset request ana@example.org
  admit reset confirm ana@example.org"
    )]
    Reset(ResetCommand),
    /// Show the mail that was written, for operators to pass on
    Outbox(OutboxArgs),
    /// Switch ways to sign in on or off
    #[command(
        subcommand,
        arg_required_else_help = true,
        after_help = "\
Examples:
  admit connections password on
  admit connections password"
    )]
    Connections(ConnectionsCommand),
    /// Add, list and remove the people who operate Admit
    #[command(
        subcommand,
        arg_required_else_help = true,
        after_help = "\
Operators use the pages of `admit serve`. They are no users of the directory: no import
can make, change or remove one.

Examples:
  admit operators add ana@example.org
  admit operators list"
    )]
    Operators(OperatorsCommand),
    /// Make, list and revoke tokens, with which programs use the API
    #[command(
        subcommand,
        arg_required_else_help = true,
        after_help = "\
Examples:
  admit tokens add nightly --scope imports:write
  admit tokens list"
    )]
    Tokens(TokensCommand),
    /// Show who did what, and when
    Audit(AuditArgs),
    /// Create the organizations, roles and permissions that a TOML file names
    #[command(after_help = "\
Running it again changes nothing. What exists and is not in the file stays.

Examples:
  admit setup examples/directory.toml
  admit setup - < directory.toml

A setup file:
  [[permissions]]
  key = \"reports:read\"
  [[roles]]
  key = \"admin\"
  name = \"Administrator\"
  permissions = [\"reports:read\"]
  [[organizations]]
  external_id = \"acme\"
  name = \"Acme\"
  default = true")]
    Setup(SetupArgs),
    /// Explain what a rule finds, why it matters and what to do
    #[command(after_help = "\
Examples:
  admit explain EML001
  admit explain email-missing-at")]
    Explain(ExplainArgs),
    /// List the rules
    #[command(after_help = "\
Examples:
  admit rules
  admit rules --format json")]
    Rules(Output),
    /// Print the completions for a shell
    #[command(after_help = "\
Examples:
  admit completions bash > ~/.local/share/bash-completion/completions/admit
  admit completions zsh > ~/.zfunc/_admit")]
    Completions(CompletionsArgs),
    /// Write the manual pages
    #[command(after_help = "\
Examples:
  admit man | man -l -
  admit man /usr/local/share/man/man1")]
    Man(ManArgs),
}

/// What `admit setup` takes.
#[derive(Debug, Args)]
pub struct SetupArgs {
    /// The setup file; - for standard input
    pub file: PathBuf,
}

/// What `admit explain` takes.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The rule's code or name
    pub rule: String,
    /// Print the text as it is written, in Markdown
    #[arg(long)]
    pub markdown: bool,
    /// How to print.
    #[command(flatten)]
    pub output: Output,
}

/// What `admit completions` takes.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// Which shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// What `admit man` takes.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// The folder to write a page for each command into; without it, the main
    /// page goes to standard output
    pub folder: Option<PathBuf>,
    /// Replace pages that are there already
    #[arg(long, requires = "folder")]
    pub force: bool,
}

/// Commands of other programs, and what does the same here.
const KNOWN_ELSEWHERE: [(&str, &str); 15] = [
    ("status", "imports"),
    ("history", "imports"),
    ("log", "findings"),
    ("errors", "findings"),
    ("problems", "findings"),
    ("init", "setup"),
    ("dry-run", "check"),
    ("validate", "check"),
    ("rollback", "undo"),
    ("revert", "undo"),
    ("login", "sign-in"),
    ("orgs", "organizations"),
    ("admins", "operators"),
    ("api-keys", "tokens"),
    ("audit-log", "audit"),
];

/// Names the command that is meant where another program's was typed.
pub fn near_command(mut error: clap::Error) -> clap::Error {
    let given = match error.get(ContextKind::InvalidSubcommand) {
        Some(ContextValue::String(given)) => given.as_str(),
        _ => return error,
    };
    let known = KNOWN_ELSEWHERE.iter().find(|(theirs, _)| *theirs == given);
    if let Some((_, ours)) = known {
        let ours = ContextValue::Strings(vec![(*ours).to_owned()]);
        error.insert(ContextKind::SuggestedSubcommand, ours);
    }
    error
}

#[cfg(test)]
mod tests;
