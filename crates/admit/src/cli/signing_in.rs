//! Signing in, and the passwords that it is done with.

use super::Output;
use clap::{Args, Subcommand};
use std::time::Duration;

/// What `admit sign-in` takes.
#[derive(Debug, Args)]
#[command(after_help = "\
The password is asked for at the terminal, or is the first line of standard input.
This is for trying out what a user will meet, and it counts: wrong attempts lock
the name, a good one replaces an imported hash by a stronger one, a temporary
password is used up, and who has to set a password is sent a code. An operator is
told the reason, where strangers are shown the same for all failures.

The result is one of signed-in, wrong-name-or-password, password-sign-in-is-off,
suspended, locked, reset-required, confirm-email, try-again-shortly.

Exit codes:
  0  signed in       1  not signed in       2  could not be tried

Examples:
  admit sign-in ana@example.org < password.txt
  admit sign-in ana@example.org --format json < password.txt")]
pub struct SignInArgs {
    /// The name typed: an email, a phone number or a username
    pub name: String,
    /// How to treat failures.
    #[command(flatten)]
    pub failure: FailureTime,
    /// The country of a phone number without a country code (ISO 3166-1 alpha-2)
    #[arg(long, value_name = "AU", value_parser = crate::cli::values::region)]
    pub default_region: Option<String>,
    /// How to print.
    #[command(flatten)]
    pub output: Output,
}

/// How long failures take.
#[derive(Clone, Copy, Debug, Args)]
pub struct FailureTime {
    /// How long a failure takes at least, in milliseconds; never less than a
    /// quarter more than the dearest password check so far
    #[arg(
        long = "failure-time",
        value_name = "MILLISECONDS",
        env = "ADMIT_SIGN_IN_FAILURE_MS",
        default_value = "1000",
        value_parser = clap::value_parser!(u64).range(..=60_000)
    )]
    milliseconds: u64,
}

impl FailureTime {
    /// The time.
    pub fn time(self) -> Duration {
        Duration::from_millis(self.milliseconds)
    }
}

/// What can be done with codes.
#[derive(Debug, Subcommand)]
pub enum ResetCommand {
    /// Send a code to whoever has a name
    Request(ResetRequestArgs),
    /// Set a new password with the code
    Confirm(ResetConfirmArgs),
}

/// What `admit reset request` takes.
#[derive(Debug, Args)]
#[command(after_help = "\
The code holds for ten minutes and can be tried five times. Without mail settings
it is in the outbox: `admit outbox`.

Examples:
  admit reset request ana@example.org")]
pub struct ResetRequestArgs {
    /// The name: an email, a phone number or a username
    pub email: String,
    /// How to print.
    #[command(flatten)]
    pub output: Output,
}

/// What `admit reset confirm` takes.
#[derive(Debug, Args)]
#[command(after_help = "\
The code and the new password are asked for at the terminal, or are the first two
lines of standard input; further lines are tried if a password is refused.

The result is one of password-set, wrong-code, expired, refused,
password-sign-in-is-off, try-again-shortly.

Exit codes:
  0  the password is set       1  it is not       2  could not be tried

Examples:
  admit reset confirm ana@example.org
  admit reset confirm ana@example.org --format json < code-and-password.txt")]
pub struct ResetConfirmArgs {
    /// The name as it was given to `admit reset request`
    pub email: String,
    /// How to print.
    #[command(flatten)]
    pub output: Output,
}

/// What `admit outbox` takes.
#[derive(Debug, Args)]
#[command(after_help = "\
A code stands in its mail as long as it can be used. Mails are kept for 30 days.

Examples:
  admit outbox
  admit outbox --format json")]
pub struct OutboxArgs {
    /// How to print.
    #[command(flatten)]
    pub output: Output,
}
