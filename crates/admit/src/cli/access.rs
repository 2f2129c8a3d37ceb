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
    /// Give an organization another name; its external id stays
    #[command(after_help = "\
Examples:
  admit organizations rename acme \"Acme Ltd\"")]
    Rename(RenameArgs),
    /// Remove an organization; its members lose what they have in it
    #[command(after_help = "\
Users stay, without their membership, roles and permissions there. It is said how
many they are and asked for at the terminal; elsewhere --yes says so. Undoing an
import brings none of it back.

Examples:
  admit organizations remove acme
  admit organizations remove acme --yes --format json")]
    Remove(RemoveArgs),
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
    /// Give a role another name; its key stays
    #[command(after_help = "\
Examples:
  admit roles rename admin \"Administrator\"")]
    Rename(RenameArgs),
    /// Add permissions to a role
    #[command(after_help = "\
Whoever has the role may do it from now on.

Examples:
  admit roles give admin --permission reports:read")]
    Give(GiveArgs),
    /// Take permissions out of a role
    #[command(after_help = "\
Whoever has the role loses them, unless they were given them otherwise. It is said
how many they are and asked for at the terminal; elsewhere --yes says so.

Examples:
  admit roles take admin --permission reports:write
  admit roles take admin --permission reports:write --yes")]
    Take(TakeArgs),
    /// Remove a role from the directory and from whoever has it
    #[command(after_help = "\
It is said how many users have it and asked for at the terminal; elsewhere --yes
says so. Undoing an import does not bring it back.

Examples:
  admit roles remove admin
  admit roles remove admin --yes --format json")]
    Remove(RemoveArgs),
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
    /// Give a permission another name; its key stays
    #[command(after_help = "\
Examples:
  admit permissions rename reports:read \"Read reports\"")]
    Rename(RenameArgs),
    /// Remove a permission from the directory, from roles and from whoever has it
    #[command(after_help = "\
It is said how many users and roles have it and asked for at the terminal;
elsewhere --yes says so. Undoing an import does not bring it back.

Examples:
  admit permissions remove reports:read
  admit permissions remove reports:read --yes --format json")]
    Remove(RemoveArgs),
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

/// What the commands that give another name take.
#[derive(Debug, Args)]
pub struct RenameArgs {
    /// The external id of the organization, or the key
    pub key: String,
    /// The name to show from now on
    pub name: String,
}

/// What the commands that remove take.
#[derive(Debug, Args)]
pub struct RemoveArgs {
    /// The external id of the organization, or the key
    pub key: String,
    /// Do not ask before it is done
    #[arg(long, short)]
    pub yes: bool,
    /// How to print.
    #[command(flatten)]
    pub output: Output,
}

/// What `admit roles give` takes.
#[derive(Debug, Args)]
pub struct GiveArgs {
    /// The role (key)
    pub key: String,
    /// A permission to add (key); can be given again
    #[arg(long, value_name = "PERMISSION", required = true)]
    pub permission: Vec<String>,
}

/// What `admit roles take` takes.
#[derive(Debug, Args)]
pub struct TakeArgs {
    /// The role (key)
    pub key: String,
    /// A permission to take out (key); can be given again
    #[arg(long, value_name = "PERMISSION", required = true)]
    pub permission: Vec<String>,
    /// Do not ask before it is done
    #[arg(long, short)]
    pub yes: bool,
    /// How to print.
    #[command(flatten)]
    pub output: Output,
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
