//! Stored passwords.

use super::Output;
use super::importing::{ConflictChoice, FirebaseArgs, HashingArgs, ImportArgs};
use crate::cli::values;
use admit_core::users::field::Field;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// What can be done with stored passwords.
#[derive(Debug, Subcommand)]
pub enum PasswordsCommand {
    /// Import passwords of users who are in the directory
    Import(Box<PasswordsImportArgs>),
    /// Count users by how their password is kept and what is asked of them
    #[command(after_help = "\
Examples:
  admit passwords status
  admit passwords status --format json")]
    Status(Output),
    /// Wrap fast digests (MD5, SHA-1, ...) in Argon2id, without the passwords
    #[command(after_help = "\
Users notice nothing: their password stays the same, and at the next sign-in a
new hash takes the place of the wrapped one. It takes about 0.06 seconds for
each password and core. Stopped with Ctrl-C, it goes on when it is run again.

Examples:
  admit passwords harden
  admit passwords harden --format json")]
    Harden(Output),
}

/// What `admit passwords import` takes.
#[derive(Debug, Args)]
#[command(after_help = "\
A row names a user by id (with or without a provider's name before a bar) or by
email, and gives hashed_password with hashing_method, salt, salt_position and
salt_format as far as the hash does not say it itself. CSV, NDJSON and JSON
lists are read. A user who has set a password here keeps it.

Examples:
  admit passwords import passwords.ndjson
  admit passwords import passwords.csv --dry-run
  admit passwords import passwords.csv --hashing-method sha256 --salt-position suffix
  admit passwords import export.json --map \"pw=hashed_password\"")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option that is given or not"
)]
pub struct PasswordsImportArgs {
    /// The files to import; - for standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Read a column as a field; nothing after the = leaves the column out
    #[arg(long, value_name = "COLUMN=FIELD", value_parser = values::column_map)]
    pub map: Vec<(String, Option<Field>)>,

    /// Read the columns by their names, without what was said of them in earlier
    /// imports; an import that is complete forgets it
    #[arg(long)]
    pub no_remembered: bool,

    /// Only say what would be done
    #[arg(long)]
    pub dry_run: bool,

    /// With --dry-run: say first whether the password on standard input is the
    /// one of this user, by the hash in the file
    #[arg(long = "try", value_name = "EMAIL", requires = "dry_run")]
    pub try_name: Option<String>,

    /// The encoding of the file, if it is not the one that Admit sees
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,

    /// Hold back every row for which this rule speaks (code or name)
    #[arg(long, value_name = "RULE", value_parser = values::rule_code)]
    pub deny: Vec<String>,

    /// Replace passwords also of people who have signed in or have set one here
    #[arg(long)]
    pub replace_credentials: bool,

    /// Write nothing if more rows than this are rejected
    #[arg(long, value_name = "N", value_parser = values::count)]
    pub max_errors: Option<u64>,

    /// Write the rows to correct, with the reasons, to this .xlsx or .csv file
    #[arg(long, value_name = "PATH")]
    pub fix_file: Option<PathBuf>,

    /// Replace the file with the rows to correct if it is there already
    #[arg(long, requires = "fix_file")]
    pub force: bool,

    /// Go on with the import of this id
    #[arg(long, value_name = "ID", conflicts_with = "dry_run")]
    pub resume: Option<String>,

    /// What holds for all hashes of the file.
    #[command(flatten)]
    pub hashing: HashingArgs,

    /// What a Firebase project says of its hashes.
    #[command(flatten)]
    pub firebase: FirebaseArgs,

    /// How to print.
    #[command(flatten)]
    pub output: Output,
}

impl PasswordsImportArgs {
    /// The same as an import takes it.
    pub fn as_import(&self) -> ImportArgs {
        ImportArgs {
            files: self.files.clone(),
            setup: None,
            passwords: None,
            map: self.map.clone(),
            no_remembered: self.no_remembered,
            dry_run: self.dry_run,
            try_name: self.try_name.clone(),
            on_conflict: ConflictChoice::default(),
            replace_access: false,
            replace_credentials: self.replace_credentials,
            yes: false,
            default_region: None,
            encoding: self.encoding.clone(),
            deny: self.deny.clone(),
            set: Vec::new(),
            set_from: Vec::new(),
            set_cell: Vec::new(),
            accept: Vec::new(),
            max_errors: self.max_errors,
            fix_file: self.fix_file.clone(),
            force: self.force,
            resume: self.resume.clone(),
            hashing: self.hashing.clone(),
            firebase: self.firebase.clone(),
            output: self.output,
        }
    }
}
