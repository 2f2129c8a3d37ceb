//! Organizations, roles, permissions and ways to sign in.

use super::{Output, Switch};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// What can be done with organizations.
#[derive(Debug, Subcommand)]
pub enum OrganizationsCommand {
    /// Add an organization
    #[command(after_help = "\
Examples:
  admit organizations add acme --name \"Acme\"
  admit organizations add visitors --name \"Visitors\" --default")]
    Add(AddOrganizationArgs),
    /// List the organizations
    #[command(after_help = "\
Examples:
  admit organizations list
  admit organizations list --format json")]
    List(Output),
    /// Add the organizations of a CSV file, by external id and name
    #[command(after_help = "\
The file has the columns external_id and name. Organizations that exist get
the name in the file; none is taken away.

Examples:
  admit organizations import organizations.csv")]
    Import(AccessFileArgs),
    /// Show or choose the organization of users who come without one
    #[command(after_help = "\
Examples:
  admit organizations default
  admit organizations default acme
  admit organizations default --auto-join off")]
    Default(DefaultOrganizationArgs),
}

/// What can be done with roles.
#[derive(Debug, Subcommand)]
pub enum RolesCommand {
    /// Add a role
    #[command(after_help = "\
Examples:
  admit roles add member --name \"Member\"
  admit roles add admin --permission reports:read --permission reports:write")]
    Add(AddRoleArgs),
    /// List the roles
    #[command(after_help = "\
Examples:
  admit roles list
  admit roles list --format json")]
    List(Output),
    /// Add the roles of a CSV file, by key, name and permissions
    #[command(after_help = "\
The file has the columns key, name and permissions; these are separated by
commas inside quotes and must exist. Roles that exist get the name and the
further permissions in the file; none is taken away.

Examples:
  admit roles import roles.csv")]
    Import(AccessFileArgs),
}

/// What can be done with permissions.
#[derive(Debug, Subcommand)]
pub enum PermissionsCommand {
    /// Add a permission
    #[command(after_help = "\
Examples:
  admit permissions add reports:read --name \"Read reports\"")]
    Add(AddPermissionArgs),
    /// List the permissions
    #[command(after_help = "\
Examples:
  admit permissions list
  admit permissions list --format json")]
    List(Output),
    /// Add the permissions of a CSV file, by key and name
    #[command(after_help = "\
The file has the columns key and name. Permissions that exist get the name in
the file; none is taken away.

Examples:
  admit permissions import permissions.csv")]
    Import(AccessFileArgs),
}

/// What can be done with ways to sign in.
#[derive(Debug, Subcommand)]
pub enum ConnectionsCommand {
    /// Switch sign-in by password on or off; without either, say which it is
    #[command(after_help = "\
It is off at first. Once it is on, users whose password could not be imported
are asked to set one: by mail, when somebody tries to sign in, and everybody whose
sign-in fails is shown the same.

Examples:
  admit connections password
  admit connections password on
  admit connections password on --tell-at-once on")]
    Password(PasswordConnectionArgs),
}

/// What `admit organizations add` takes.
#[derive(Debug, Args)]
pub struct AddOrganizationArgs {
    /// The id that you know it by, unique
    pub external_id: String,
    /// The name to show; the external id if nothing is said
    #[arg(long)]
    pub name: Option<String>,
    /// Make it the one that users without an organization join
    #[arg(long)]
    pub default: bool,
}

/// What the commands that read a list take.
#[derive(Debug, Args)]
pub struct AccessFileArgs {
    /// The CSV file; - for standard input
    pub file: PathBuf,
}

/// What `admit organizations default` takes.
#[derive(Debug, Args)]
pub struct DefaultOrganizationArgs {
    /// The organization (external id)
    pub organization: Option<String>,
    /// Whether users without an organization join it
    #[arg(long, value_enum)]
    pub auto_join: Option<Switch>,
    /// How to print.
    #[command(flatten)]
    pub output: Output,
}

/// What `admit roles add` takes.
#[derive(Debug, Args)]
pub struct AddRoleArgs {
    /// The key that files name it by, unique
    pub key: String,
    /// The name to show; the key if nothing is said
    #[arg(long)]
    pub name: Option<String>,
    /// A permission in it (key); can be given again
    #[arg(long, value_name = "PERMISSION")]
    pub permission: Vec<String>,
}

/// What `admit permissions add` takes.
#[derive(Debug, Args)]
pub struct AddPermissionArgs {
    /// The key that files name it by, unique
    pub key: String,
    /// The name to show; the key if nothing is said
    #[arg(long)]
    pub name: Option<String>,
}

/// What `admit connections password` takes.
#[derive(Debug, Args)]
pub struct PasswordConnectionArgs {
    /// On or off
    #[arg(value_enum)]
    pub switch: Option<Switch>,
    /// Tell people at once that they have to set a password, instead of by mail.
    /// Strangers can then find out who has an account without a password
    #[arg(long, value_enum, value_name = "SWITCH")]
    pub tell_at_once: Option<Switch>,
    /// How to print.
    #[command(flatten)]
    pub output: Output,
}
