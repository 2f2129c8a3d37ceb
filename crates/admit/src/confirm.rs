//! Asking before something is taken away.

use crate::context::Context;
use crate::failure::Failure;
use std::io::{BufRead, IsTerminal};

/// Whether to do it: said beforehand, or at the terminal, where only a clear yes is
/// one.
///
/// # Errors
/// It was not said, and nobody can be asked.
pub fn confirmed(said: bool, question: &str, context: &mut Context) -> Result<bool, Failure> {
    if said {
        return Ok(true);
    }
    if !std::io::stdin().is_terminal() {
        return Err(Failure::NotConfirmed);
    }
    context.printer.say(&format!("{question} [y/N]"));
    let mut answer = String::new();
    let read = std::io::stdin().lock().read_line(&mut answer);
    let answer = answer.trim().to_ascii_lowercase();
    Ok(read.is_ok() && (answer == "y" || answer == "yes"))
}
