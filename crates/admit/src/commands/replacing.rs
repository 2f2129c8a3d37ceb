//! Asking before an import takes access away.

use crate::printer::Printer;
use crate::report::words::plural;
use std::io::{BufRead, IsTerminal};
use std::path::Path;

/// Asks at the terminal whether access may be taken away; where nobody can be asked it
/// may not.
pub fn may_take_access(users: u64, path: &Path, printer: &mut Printer) -> bool {
    let stdin = std::io::stdin();
    if path == Path::new("-") || !stdin.is_terminal() {
        return false;
    }
    let removals = "`admit check` with the same options lists it (removes-access)";
    printer.say(&format!(
        "This takes access away from {}; {removals}. Go on? [y/N]",
        plural(users, "user")
    ));
    let mut answer = String::new();
    let read = stdin.lock().read_line(&mut answer);
    let answer = answer.trim().to_ascii_lowercase();
    read.is_ok() && (answer == "y" || answer == "yes")
}
