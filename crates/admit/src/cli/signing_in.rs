//! Signing in, and the passwords that it is done with.

use super::Output;
use clap::Args;
use std::time::Duration;

/// What `admit sign-in` takes.
#[derive(Debug, Args)]
#[command(after_help = "\
The password is the first line of standard input. This is for trying out what a
user will meet, and it counts: wrong attempts lock the user, a good one replaces
an imported hash by a stronger one, a temporary password is used up.

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
