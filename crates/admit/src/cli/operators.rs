//! The people who operate Admit, tokens of programs, and what both did.

use super::Output;
use super::values;
use admit_core::operators::deed::Act;
use admit_core::ports::store::{OperatorKind, Scope};
use clap::{Args, Subcommand, ValueEnum};

/// What can be done with operators.
#[derive(Debug, Subcommand)]
pub enum OperatorsCommand {
    /// Add an operator, and print a link to set the password with
    #[command(after_help = "\
The link works once, within 24 hours; `admit operators link` makes another one. Without
--kind, the first operator is an administrator and every other one a viewer.

  administrator  everything, operators, tokens and settings included
  importer       imports, users and their access
  viewer         looking

Examples:
  admit operators add ana@example.org
  admit operators add bo@example.org --kind importer --base-url https://admit.example.org")]
    Add(AddOperatorArgs),
    /// List the operators
    #[command(after_help = "\
Examples:
  admit operators list
  admit operators list --format json")]
    List(Output),
    /// Print a new link with which an operator sets the password
    #[command(after_help = "\
The link works once, within 24 hours, and takes the place of one that was made before.
Until it is used, a password that was set stays.

Examples:
  admit operators link ana@example.org --base-url https://admit.example.org")]
    Link(OperatorLinkArgs),
    /// Let an operator do more or less than before; signs the operator out
    #[command(after_help = "\
The last administrator who has a password stays one.

Examples:
  admit operators set-kind bo@example.org viewer")]
    SetKind(SetKindArgs),
    /// Remove an operator, and sign the operator out
    #[command(after_help = "\
The last administrator who has a password cannot be removed.

Examples:
  admit operators remove bo@example.org")]
    Remove(RemoveOperatorArgs),
}

/// What an operator may do, as it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Everything, operators, tokens and settings included
    Administrator,
    /// Imports, users and their access
    Importer,
    /// Looking
    Viewer,
}

impl Kind {
    /// The kind.
    pub fn kind(self) -> OperatorKind {
        match self {
            Kind::Administrator => OperatorKind::Administrator,
            Kind::Importer => OperatorKind::Importer,
            Kind::Viewer => OperatorKind::Viewer,
        }
    }
}

/// Where the server is reached.
#[derive(Debug, Args)]
pub struct BaseUrl {
    /// Where the operators reach the server
    #[arg(
        long,
        value_name = "URL",
        default_value = "http://127.0.0.1:8080",
        value_parser = values::base_url
    )]
    pub base_url: String,
}

/// What `admit operators add` takes.
#[derive(Debug, Args)]
pub struct AddOperatorArgs {
    /// The operator's email address
    pub email: String,
    /// What the operator may do
    #[arg(long, value_enum, value_name = "KIND", hide_possible_values = true)]
    #[arg(help = "What the operator may do: administrator, importer or viewer")]
    pub kind: Option<Kind>,
    /// Where the link leads.
    #[command(flatten)]
    pub base_url: BaseUrl,
    /// How to print.
    #[command(flatten)]
    pub output: Output,
}

/// What `admit operators link` takes.
#[derive(Debug, Args)]
pub struct OperatorLinkArgs {
    /// The operator's email address
    pub email: String,
    /// Where the link leads.
    #[command(flatten)]
    pub base_url: BaseUrl,
    /// How to print.
    #[command(flatten)]
    pub output: Output,
}

/// What `admit operators set-kind` takes.
#[derive(Debug, Args)]
pub struct SetKindArgs {
    /// The operator's email address
    pub email: String,
    /// What the operator may do: administrator, importer or viewer
    #[arg(value_enum, hide_possible_values = true)]
    pub kind: Kind,
}

/// What `admit operators remove` takes.
#[derive(Debug, Args)]
pub struct RemoveOperatorArgs {
    /// The operator's email address
    pub email: String,
}

/// What can be done with tokens.
#[derive(Debug, Subcommand)]
pub enum TokensCommand {
    /// Make a token with which a program uses the API, and print it once
    #[command(after_help = "\
The scopes are imports:read, imports:write, users:read, users:write, access:read,
access:write, settings:write and sign-in; the manual says what each opens. Only a digest
of the token is kept: one that is lost is revoked and another one made.

Examples:
  admit tokens add nightly --scope imports:write --scope imports:read
  admit tokens add portal --scope sign-in > portal.token")]
    Add(AddTokenArgs),
    /// List the tokens, with their scopes and when they were used last
    #[command(after_help = "\
Examples:
  admit tokens list
  admit tokens list --format json")]
    List(Output),
    /// Revoke a token: from now on it opens nothing
    #[command(after_help = "\
Examples:
  admit tokens revoke nightly")]
    Revoke(RevokeTokenArgs),
}

/// What `admit tokens add` takes.
#[derive(Debug, Args)]
pub struct AddTokenArgs {
    /// What the token is called in lists and in the audit trail
    pub name: String,
    /// What it opens; may be given several times
    #[arg(
        long = "scope",
        required = true,
        value_name = "SCOPE",
        value_delimiter = ',',
        value_parser = values::scope
    )]
    pub scopes: Vec<Scope>,
    /// How to print.
    #[command(flatten)]
    pub output: Output,
}

/// What `admit tokens revoke` takes.
#[derive(Debug, Args)]
pub struct RevokeTokenArgs {
    /// What the token is called
    pub name: String,
}

/// How the audit trail is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum AuditFormat {
    /// For people.
    #[default]
    Text,
    /// One list for programs.
    Json,
    /// One entry a line, for spreadsheets.
    Csv,
}

/// What `admit audit` takes.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "\
The latest entries come first. An entry says who did what to what, with counts and ids;
what is personal stays out of it. Nothing in it can be changed or removed.

Examples:
  admit audit
  admit audit --who ana@example.org --what import-applied
  admit audit --all --format csv > audit.csv
  admit audit verify")]
pub struct AuditArgs {
    /// What else to do with it.
    #[command(subcommand)]
    pub command: Option<AuditCommand>,
    /// Only what was done by this one: an operator's address, "token NAME" or
    /// "command line"
    #[arg(long, value_name = "WHO")]
    pub who: Option<String>,
    /// Only this: a word such as import-applied, as the list shows it
    #[arg(long, value_name = "WORD", value_parser = values::act)]
    pub what: Option<Act>,
    /// How many entries to show
    #[arg(long, value_name = "N", default_value = "100", value_parser = values::count)]
    pub limit: u64,
    /// Show all of them
    #[arg(long, conflicts_with = "limit")]
    pub all: bool,
    /// Only entries before this number
    #[arg(long, value_name = "NUMBER", value_parser = values::count)]
    pub before: Option<u64>,
    /// How to print
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub format: AuditFormat,
}

/// What else can be done with the audit trail.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// See whether every entry is as it was noted
    #[command(after_help = "\
Each entry has a digest that covers the one before it, so that whatever is changed, put
in or taken out is noticed. Whoever can write to the database could make all digests
anew: keep the last one elsewhere, and --digest says whether it is still there.

Exit codes:
  0  all as it was noted       1  not       2  could not be read

Examples:
  admit audit verify
  admit audit verify --digest 7c3f0e…")]
    Verify(VerifyArgs),
}

/// What `admit audit verify` takes.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// A digest that was written down before, which an entry has to have
    #[arg(long, value_name = "DIGEST")]
    pub digest: Option<String>,
    /// How to print.
    #[command(flatten)]
    pub output: Output,
}
