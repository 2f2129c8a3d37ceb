//! Imports and what they left behind.

use super::Output;
use crate::cli::values;
use admit_core::findings::rule::Severity;
use admit_core::ports::store::{Mode, Outcome};
use admit_core::rows::cell_correction::CellCorrection;
use admit_core::rows::choices::Correction;
use admit_core::users::field::Field;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// What `admit import` and `admit check` take.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  admit import users.csv
  admit import users.csv --setup directory.toml --default-region AU
  admit import users.ndjson --passwords passwords.ndjson
  admit import users.csv --set role_key:membr=member --set-from corrections.csv
  admit check users.csv --accept email-missing-at
  admit import people.csv --map \"E-Mail=email\" --map \"Notes=\"
  admit import users.ndjson --dry-run --format json
  admit import users.csv --hashing-method md5 --salt-position prefix
  admit import firebase.csv --firebase-parameters-file console.txt
  admit import - < users.csv")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of its own on the command line"
)]
pub struct ImportArgs {
    /// The files to import; - for standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Create the organizations, roles and permissions in this file first
    #[arg(long, value_name = "FILE")]
    pub setup: Option<PathBuf>,

    /// Then import the passwords in this file: each is given to the user with
    /// its id or email
    #[arg(long, value_name = "FILE")]
    pub passwords: Option<PathBuf>,

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

    /// With a check: say first whether the password on standard input is the
    /// one of this user, by the hash in the file
    #[arg(long = "try", value_name = "EMAIL")]
    pub try_name: Option<String>,

    /// What to do with a field that changed both in the file and in Admit
    #[arg(long, value_enum, value_name = "CHOICE", default_value_t)]
    pub on_conflict: ConflictChoice,

    /// Take away memberships, roles and permissions that the file does not give
    #[arg(long)]
    pub replace_access: bool,

    /// Replace passwords, emails and other identifiers also of people who have
    /// signed in or have set a password here
    #[arg(long)]
    pub replace_credentials: bool,

    /// Do not ask before access is taken away
    #[arg(long, short)]
    pub yes: bool,

    /// The country of phone numbers without a country code (ISO 3166-1 alpha-2)
    #[arg(long, value_name = "AU", value_parser = values::region)]
    pub default_region: Option<String>,

    /// The encoding of the file, if it is not the one that Admit sees
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,

    /// Hold back every row for which this rule speaks (code or name)
    #[arg(long, value_name = "RULE", value_parser = values::rule_code)]
    pub deny: Vec<String>,

    /// Read a value of a field as another, wherever the file has it; a = in the
    /// value is written \=
    #[arg(long, value_name = "FIELD:VALUE=CORRECTION", value_parser = values::correction)]
    pub set: Vec<Correction>,

    /// Corrections from a file: a CSV with the columns field, value and
    /// correction, or one FIELD:VALUE=CORRECTION a line
    #[arg(long, value_name = "FILE")]
    pub set_from: Vec<PathBuf>,

    /// Read one cell as if it held another text, by the number of its row and
    /// the name of its column; a = in the name is written \=
    #[arg(long, value_name = "ROW:COLUMN=TEXT", value_parser = values::cell_correction)]
    pub set_cell: Vec<CellCorrection>,

    /// Take every suggestion of this rule (code or name), after a check has
    /// shown them
    #[arg(long, value_name = "RULE", value_parser = values::accepted_rule)]
    pub accept: Vec<String>,

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

    /// What the hashes of a Firebase project need.
    #[command(flatten)]
    pub firebase: FirebaseArgs,

    /// How to print.
    #[command(flatten)]
    pub output: Output,
}

impl ImportArgs {
    /// What an import is asked for.
    pub fn mode(&self) -> Mode {
        if self.dry_run {
            Mode::Check
        } else {
            Mode::Import
        }
    }
}

/// What is said of all hashes of a file, where a row does not say it itself.
#[derive(Clone, Debug, Default, Args)]
pub struct HashingArgs {
    /// How the hashes were made, in rows that do not say it
    #[arg(
        id = "hashing-method",
        long = "hashing-method",
        value_name = "NAME",
        value_parser = values::hashing_method
    )]
    pub method: Option<String>,

    /// Where the salts go, in rows that do not say it: prefix (salt, then
    /// password) or suffix
    #[arg(id = "salt-position", long = "salt-position", value_name = "PLACE",
        value_parser = ["prefix", "suffix"])]
    pub salt_position: Option<String>,

    /// How the salts are written, in rows that do not say it: string, hex or
    /// base64
    #[arg(id = "salt-format", long = "salt-format", value_name = "FORMAT",
        value_parser = ["string", "hex", "base64"])]
    pub salt_format: Option<String>,
}

impl HashingArgs {
    /// The options as they were given, to give them again.
    pub fn again(&self) -> String {
        let options = [
            ("hashing-method", &self.method),
            ("salt-position", &self.salt_position),
            ("salt-format", &self.salt_format),
        ];
        let given = options.into_iter();
        given
            .filter_map(|(name, value)| Some(format!(" --{name} {}", value.as_ref()?)))
            .collect()
    }
}

/// What a Firebase project says of all its hashes.
#[derive(Clone, Debug, Default, Args)]
pub struct FirebaseArgs {
    /// What the Firebase console shows as Password hash parameters, in a file
    #[arg(
        id = "firebase-parameters-file",
        long = "firebase-parameters-file",
        value_name = "FILE"
    )]
    pub parameters_file: Option<PathBuf>,

    /// The signer key of the Firebase project in base64, in a file
    #[arg(
        id = "firebase-signer-key-file",
        long = "firebase-signer-key-file",
        value_name = "FILE",
        conflicts_with = "firebase-parameters-file"
    )]
    pub signer_key_file: Option<PathBuf>,

    /// The salt separator of the Firebase project, in base64 (usually Bw==)
    #[arg(
        id = "firebase-salt-separator",
        long = "firebase-salt-separator",
        value_name = "BASE64",
        requires = "firebase-signer-key-file"
    )]
    pub salt_separator: Option<String>,

    /// The rounds of the Firebase project, 1 to 8
    #[arg(
        id = "firebase-rounds",
        long = "firebase-rounds",
        value_name = "N",
        requires = "firebase-signer-key-file"
    )]
    pub rounds: Option<String>,

    /// The memory cost of the Firebase project, 1 to 14
    #[arg(
        id = "firebase-memory-cost",
        long = "firebase-memory-cost",
        value_name = "N",
        requires = "firebase-signer-key-file"
    )]
    pub memory_cost: Option<String>,
}

/// What to do when a field changed on both sides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ConflictChoice {
    /// The file wins, with a warning.
    #[default]
    UseFile,
    /// The edit stays.
    KeepDirectory,
    /// The row is held back.
    Reject,
}

/// What `admit resume` takes.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  admit resume 0197a3c2
  admit resume 0197a3c2 --format json
  admit resume 0197a3c2 --yes")]
pub struct ResumeArgs {
    /// The import's id, or an end of it that no other import shares
    pub import: String,

    /// Take away what the import was asked to take away, where nobody can be asked
    #[arg(long)]
    pub yes: bool,

    /// What the hashes of a Firebase project need; it is kept with no import.
    #[command(flatten)]
    pub firebase: FirebaseArgs,

    /// How to print.
    #[command(flatten)]
    pub output: Output,
}

/// What `admit undo` takes.
#[derive(Debug, Args)]
#[command(after_help = "\
Users that the import created are removed, and those that it changed are put
back. What somebody changed since stays and is listed. Organizations, roles and
permissions are not touched. It is asked for at the terminal; elsewhere --yes says
so. An undo that was cut short is simply run again.

Examples:
  admit undo 0197a3c2 --dry-run
  admit undo 0197a3c2
  admit undo 0197a3c2 --yes --format json")]
pub struct UndoArgs {
    /// The import's id, or an end of it that no other import shares
    pub import: String,

    /// Only say what would be done
    #[arg(long)]
    pub dry_run: bool,

    /// Do not ask before it is done
    #[arg(long, short)]
    pub yes: bool,

    /// How to print.
    #[command(flatten)]
    pub output: Output,
}

/// What `admit findings` takes.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  admit findings
  admit findings --all
  admit findings --rule email-missing-at --format csv > emails.csv
  admit findings --rule role-not-found --values
  admit findings 0197a3c2 --severity error --format jsonl
  admit findings --format sarif > admit.sarif")]
pub struct FindingsArgs {
    /// The import's id, or an end of it that no other import shares; without
    /// it, the latest import
    pub import: Option<String>,

    /// Only what this rule says (code or name); can be given again
    #[arg(long, value_name = "RULE", value_parser = values::rule_code)]
    pub rule: Vec<String>,

    /// Only findings of this severity
    #[arg(long, value_name = "SEVERITY", value_parser = values::severity)]
    pub severity: Option<Severity>,

    /// Only findings in this column, by its name in the file
    #[arg(long, value_name = "COLUMN")]
    pub column: Option<String>,

    /// Only findings in this row; the header is row 1
    #[arg(long, value_name = "ROW", value_parser = values::count)]
    pub row: Option<u64>,

    /// Count the different values of the rule named by --rule instead, each with
    /// what to write and the --set to copy
    #[arg(long, conflicts_with = "all", requires = "rule")]
    pub values: bool,

    /// List every finding instead of the summary by rule
    #[arg(long)]
    pub all: bool,

    /// How to print
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub format: FindingsFormat,
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum FindingsFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON list.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// A table.
    Csv,
    /// SARIF 2.1.0, for tools that show results beside a file.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
}

/// What `admit fix-file` takes.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  admit fix-file
  admit fix-file 0197a3c2 -o rows.xlsx
  admit fix-file -o rows.csv --force

Correct the rows, then import the file: admit import rows.csv")]
pub struct FixFileArgs {
    /// The import's id, or an end of it that no other import shares; without
    /// it, the latest import
    pub import: Option<String>,

    /// Where to write it, .xlsx or .csv; without it, FILE-to-correct.xlsx
    #[arg(short, long, value_name = "PATH")]
    pub output: Option<PathBuf>,

    /// Replace the file with the rows to correct if it is there already
    #[arg(long)]
    pub force: bool,
}

/// What `admit outcomes` takes.
#[derive(Debug, Args)]
#[command(after_help = "\
The columns are row, outcome, user (the public id), id, email, phone, username and
codes (of the rules that spoke of the row). Rows are numbered as in the file.

Examples:
  admit outcomes > outcomes.csv
  admit outcomes --outcome rejected
  admit outcomes 8d1f62c0 --format jsonl")]
pub struct OutcomesArgs {
    /// The import's id, or an end of it that no other import shares; without
    /// it, the latest import
    pub import: Option<String>,

    /// Only rows with this outcome
    #[arg(long, value_enum, value_name = "OUTCOME")]
    pub outcome: Option<OutcomeChoice>,

    /// How to print
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub format: OutcomesFormat,
}

/// An outcome, as it is named on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OutcomeChoice {
    /// A user was created
    Created,
    /// A user was changed
    Updated,
    /// Nothing to do
    Unchanged,
    /// Not imported
    Rejected,
}

impl From<OutcomeChoice> for Outcome {
    fn from(choice: OutcomeChoice) -> Outcome {
        match choice {
            OutcomeChoice::Created => Outcome::Created,
            OutcomeChoice::Updated => Outcome::Updated,
            OutcomeChoice::Unchanged => Outcome::Unchanged,
            OutcomeChoice::Rejected => Outcome::Rejected,
        }
    }
}

/// How outcomes are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum OutcomesFormat {
    /// A table
    #[default]
    Csv,
    /// One JSON object a line
    Jsonl,
}

/// What `admit imports` takes.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  admit imports
  admit imports --format json")]
pub struct ImportsArgs {
    /// How to print.
    #[command(flatten)]
    pub output: Output,
}
