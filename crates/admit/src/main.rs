//! Admit: imports users in bulk into a directory that people sign in to.
//!
//! Arguments become work: [`cli`] only names what can be said, [`choices`],
//! [`input`] and [`context`] turn it into values, [`commands`] do the work. Data
//! goes to standard output and talk to standard error, both through
//! [`printer`].

mod choices;
mod cli;
mod commands;
mod confirm;
mod context;
mod corrections;
mod exit;
mod failure;
mod firebase;
mod fix_file;
mod input;
mod organization_code;
mod printer;
mod progress;
mod report;
mod run;
mod source;
mod stop;
mod target;
mod try_password;

use clap::Parser;
use exit::Exit;
use failure::Failure;
use printer::Printer;
use std::io::ErrorKind;
use std::process::ExitCode;

/// Rows are many small texts, for which it is faster than the system's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What is said where the work was done and the output was lost.
const IS_DONE: &str = "What was asked for is done; only its output is missing.";

fn main() -> ExitCode {
    admit_system::secrecy::dump_no_core();
    // Help, version and usage errors end here, with the codes of `Exit`.
    let cli = match cli::Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return told_by_clap(&cli::near_command(error)),
    };
    let mut context = context::Context::new(
        &cli.common,
        Printer::of_process(cli.common.color, cli.common.quiet),
    );
    let result = commands::run(&cli.command, &mut context);
    let (exit, result) = match result {
        Ok(exit) => (exit, context.printer.finish().map_err(Failure::from)),
        Err(failure) => (context.reached, Err(failure)),
    };
    let exit = match result {
        Ok(()) => exit,
        // Nobody heard it, and it ended so all the same.
        Err(failure) if failure.is_broken_pipe() => exit,
        Err(failure) => {
            context.printer.failure(&failure);
            if context.is_done && matches!(failure, Failure::Output(_)) {
                context.printer.say(IS_DONE);
                if let Some(again) = context.again.take() {
                    context.printer.say(&again);
                }
                exit.or(Exit::Rejected)
            } else {
                failure.exit()
            }
        }
    };
    ExitCode::from(exit)
}

/// Prints the help, the version, or what is wrong with the command, and ends. Help that
/// could not be written is not given.
fn told_by_clap(error: &clap::Error) -> ExitCode {
    match error.print() {
        _ if error.use_stderr() => ExitCode::from(Exit::NotStarted),
        Err(lost) if lost.kind() != ErrorKind::BrokenPipe => {
            let mut printer = Printer::of_process(cli::Color::Auto, false);
            printer.failure(&Failure::Output(lost));
            ExitCode::from(Exit::NotStarted)
        }
        _ => ExitCode::from(Exit::Done),
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}
