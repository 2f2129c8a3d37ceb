//! Users.

use super::Output;
use crate::cli::values;
use admit_core::users::field::Field;
use admit_core::users::user::Status;
use clap::{ArgGroup, Args, Subcommand};
use std::path::PathBuf;

/// What can be done with users.
#[derive(Debug, Subcommand)]
pub enum UsersCommand {
    /// Add a user by hand; they set a password at their next sign-in
    Add(AddArgs),
    /// Change a user; the next import knows that it was changed here
    Edit(EditArgs),
    /// Show one user
    Show(ShowArgs),
    /// List users
    List(ListArgs),
    /// Write all users as NDJSON, in the form that can be imported again
    Export(ExportArgs),
    /// Keep a user from signing in
    Suspend(SuspendArgs),
    /// Let a suspended user sign in again
    Unsuspend(UnsuspendArgs),
    /// Ask a user for a new password at the next sign-in
    ResetPassword(ResetPasswordArgs),
    /// Make a password for a user that works once, and print it
    TemporaryPassword(TemporaryPasswordArgs),
    /// Set a password for a user
    SetPassword(SetPasswordArgs),
    /// Add a user to organizations, with roles and permissions
    Join(JoinArgs),
    /// Take a user out of an organization
    Leave(LeaveArgs),
    /// Remove a user with all that is kept of it
    Delete(DeleteArgs),
}

/// Values of one user, as options.
#[derive(Debug, Default, Args)]
pub struct UserValues {
    /// The email address
    #[arg(long, value_name = "ADDRESS")]
    pub email: Option<String>,
    /// The id that you give the user
    #[arg(long)]
    pub id: Option<String>,
    /// The phone number
    #[arg(long, value_name = "NUMBER")]
    pub phone: Option<String>,
    /// The name to sign in with
    #[arg(long, value_name = "NAME")]
    pub username: Option<String>,
    /// The given name
    #[arg(long, value_name = "NAME")]
    pub first_name: Option<String>,
    /// The family name
    #[arg(long, value_name = "NAME")]
    pub last_name: Option<String>,
    /// The country of a phone number without a country code (ISO 3166-1 alpha-2)
    #[arg(long, value_name = "AU", value_parser = values::region)]
    pub default_region: Option<String>,
}

/// What `admit users add` takes.
#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("identifier")
        .args(["email", "id", "phone", "username"])
        .multiple(true)
        .required(true),
    after_help = "\
The new user's public id is printed. Without --organization the user joins the
default organization, if that takes everyone.

Examples:
  admit users add --email ana@example.org --first-name Ana --last-name Diaz
  admit users add --email bo@example.org --organization acme --role member"
)]
pub struct AddArgs {
    /// Values.
    #[command(flatten)]
    pub values: UserValues,
    /// An organization to join (external id); can be given again
    #[arg(long, value_name = "ORGANIZATION")]
    pub organization: Vec<String>,
    /// A role to have in each of them (key); can be given again
    #[arg(long, value_name = "ROLE", requires = "organization")]
    pub role: Vec<String>,
    /// A permission to have in each of them (key); can be given again
    #[arg(long, value_name = "PERMISSION", requires = "organization")]
    pub permission: Vec<String>,
    /// How to print.
    #[command(flatten)]
    pub output: Output,
}

/// What `admit users edit` takes.
#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("change")
        .args(["email", "id", "phone", "username", "first_name", "last_name", "clear"])
        .multiple(true)
        .required(true),
    after_help = "\
Examples:
  admit users edit ana@example.org --first-name Anna
  admit users edit ana@example.org --email ana.diaz@example.org
  admit users edit ana@example.org --clear phone"
)]
pub struct EditArgs {
    /// The user: an email, id, phone, username or public id
    pub user: String,
    /// Values.
    #[command(flatten)]
    pub values: UserValues,
    /// A field to empty; can be given again
    #[arg(long, value_name = "FIELD", value_parser = values::field)]
    pub clear: Vec<Field>,
    /// How to print.
    #[command(flatten)]
    pub output: Output,
}

/// What `admit users show` takes.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  admit users show ana@example.org
  admit users show +61412345678 --format json")]
pub struct ShowArgs {
    /// The user: an email, id, phone, username or public id
    pub user: String,
    /// How to print.
    #[command(flatten)]
    pub output: Output,
}

/// What `admit users list` takes.
#[derive(Debug, Args)]
#[command(after_help = "\
As text, 50 users are shown unless --limit says otherwise; as JSON, all.

Examples:
  admit users list
  admit users list --search example.org --limit 200
  admit users list --status suspended
  admit users list --organization acme --role admin --format json")]
pub struct ListArgs {
    /// Only users of whom an identifier or a name contains this
    #[arg(long, value_name = "TEXT")]
    pub search: Option<String>,
    /// Only members of this organization (external id)
    #[arg(long, value_name = "ORGANIZATION")]
    pub organization: Option<String>,
    /// Only users who have this role (key); with --organization, in it
    #[arg(long, value_name = "ROLE")]
    pub role: Option<String>,
    /// Only users of this status: active or suspended
    #[arg(long, value_name = "STATUS", value_parser = values::status)]
    pub status: Option<Status>,
    /// Only users after this one in the list (public id)
    #[arg(long, value_name = "PUBLIC_ID")]
    pub after: Option<uuid::Uuid>,
    /// At most this many
    #[arg(long, value_name = "N", value_parser = values::count_of_some)]
    pub limit: Option<u64>,
    /// How to print.
    #[command(flatten)]
    pub output: Output,
}

/// What `admit users export` takes.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  admit users export > users.ndjson
  admit users export -o users.ndjson --with-passwords")]
pub struct ExportArgs {
    /// The file to write; it appears when it is complete
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace the file if it is there already
    #[arg(long, requires = "output")]
    pub force: bool,
    /// Write password hashes too; keep such a file secret
    #[arg(long)]
    pub with_passwords: bool,
}

/// What `admit users suspend` takes.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  admit users suspend ana@example.org
  admit users suspend ana@example.org --off")]
pub struct SuspendArgs {
    /// The user: an email, id, phone, username or public id
    pub user: String,
    /// Let the user sign in again, as `admit users unsuspend` does
    #[arg(long)]
    pub off: bool,
}

/// What `admit users unsuspend` takes.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  admit users unsuspend ana@example.org")]
pub struct UnsuspendArgs {
    /// The user: an email, id, phone, username or public id
    pub user: String,
}

/// What `admit users reset-password` takes.
#[derive(Debug, Args)]
#[command(after_help = "\
The password that the user has is kept, but signs nobody in any more: the user
sets a new one with a code that is sent to their email address. Codes that were sent
before cannot be used any more.

Examples:
  admit users reset-password ana@example.org")]
pub struct ResetPasswordArgs {
    /// The user: an email, id, phone, username or public id
    pub user: String,
}

/// What `admit users temporary-password` takes.
#[derive(Debug, Args)]
#[command(after_help = "\
It takes the place of the password that the user has. After one sign-in with it
the user has to set a new one. It can be used for seven days. It is printed this
once: only a hash is kept.

Examples:
  admit users temporary-password ana@example.org
  admit users temporary-password ana@example.org --format json")]
pub struct TemporaryPasswordArgs {
    /// The user: an email, id, phone, username or public id
    pub user: String,
    /// How to print.
    #[command(flatten)]
    pub output: Output,
}

/// What `admit users join` takes.
#[derive(Debug, Args)]
#[command(after_help = "\
Roles and permissions are added to those that the user has there.

Examples:
  admit users join ana@example.org --organization acme --role member
  admit users join ana@example.org --organization acme --organization beta")]
pub struct JoinArgs {
    /// The user: an email, id, phone, username or public id
    pub user: String,
    /// An organization to join (external id); can be given again
    #[arg(long, value_name = "ORGANIZATION", required = true)]
    pub organization: Vec<String>,
    /// A role to have in each of them (key); can be given again
    #[arg(long, value_name = "ROLE")]
    pub role: Vec<String>,
    /// A permission to have in each of them (key); can be given again
    #[arg(long, value_name = "PERMISSION")]
    pub permission: Vec<String>,
}

/// What `admit users set-password` takes.
#[derive(Debug, Args)]
#[command(after_help = "\
The password is asked for at the terminal, or is the first line of standard input.
It takes the place of the one that the user has, and nothing is asked of the user
any more. `admit users temporary-password` makes one that has to be changed.

Examples:
  admit users set-password ana@example.org
  admit users set-password ana@example.org < password.txt")]
pub struct SetPasswordArgs {
    /// The user: an email, id, phone, username or public id
    pub user: String,
}

/// What `admit users leave` takes.
#[derive(Debug, Args)]
#[command(after_help = "\
The user's roles and permissions in it go as well. A file that names the organization puts the user back only with --replace-access.

Examples:
  admit users leave ana@example.org acme")]
pub struct LeaveArgs {
    /// The user: an email, id, phone, username or public id
    pub user: String,
    /// The organization (external id)
    pub organization: String,
}

/// What `admit users delete` takes.
#[derive(Debug, Args)]
#[command(after_help = "\
Identifiers, memberships, password, history, codes, mail and what imports found of
the user go for good. It is asked for at the terminal; elsewhere --yes says so. A
file that names the user again creates a new one.

Examples:
  admit users delete ana@example.org
  admit users delete ana@example.org --yes --format json")]
pub struct DeleteArgs {
    /// The user: an email, id, phone, username or public id
    pub user: String,
    /// Do not ask before it is done
    #[arg(long, short)]
    pub yes: bool,
    /// How to print.
    #[command(flatten)]
    pub output: Output,
}
