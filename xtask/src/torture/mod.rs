//! `cargo xtask torture`: imports that are killed, that meet errors at writes, whose
//! source changes under them, and files that were damaged. Whatever happens, the ledger
//! balances, nothing is doubled, nothing is lost, and the same command completes it.

mod files;
mod place;
mod server;
mod trials;

use crate::numbers::Numbers;
use std::time::{Duration, Instant};
use trials::{Trial, Undisturbed};

const HELP: &str = "\
Usage: cargo xtask torture [--seed N] [--minutes M] [--debug] [--server KILLS]

Runs the program on invented users and disturbs it at random moments: 200 sources
changed while they are imported, 100 kills, 100 imports with an error at a write, 400
damaged files; with --minutes as many more as there is time for. Prints the seed (1)
and what came of it, tells on stderr how far it is, and ends with 1 if a promise was broken: a ledger that does not
balance, a user doubled, lost or never checked, an import that cannot be gone on
with, a panic. --debug takes the debug build. With --server it kills a server so often
instead, and looks at what those see who ask it.";

/// How many of each are done at least.
const AT_LEAST: [(Trial, u64); 4] = [
    (Trial::Change, 200),
    (Trial::Kill, 100),
    (Trial::WriteError, 100),
    (Trial::Damage, 400),
];

/// How often what was done so far is told while the trials go on.
const TOLD_EVERY: Duration = Duration::from_secs(20);

/// How many broken promises are told one by one.
const TOLD_MAX: usize = 20;

/// Runs the trials; answers whether every promise was kept.
pub fn run(args: &[&str]) -> bool {
    let (mut seed, mut minutes, mut debug, mut kills) = (1, 0, false, 0);
    let mut words = args.iter();
    while let Some(word) = words.next() {
        let mut number = || words.next().and_then(|value| value.parse::<u64>().ok());
        match *word {
            "--debug" => debug = true,
            "--seed" | "--minutes" | "--server" => match (*word, number()) {
                ("--seed", Some(number)) => seed = number,
                ("--minutes", Some(number)) => minutes = number,
                ("--server", Some(number)) => kills = number,
                _ => {
                    println!("{HELP}");
                    return false;
                }
            },
            _ => {
                println!("{HELP}");
                return *word == "--help";
            }
        }
    }
    println!("seed {seed}");
    let came = match kills {
        0 => torture(seed, Duration::from_mins(minutes), debug),
        kills => place::build(debug).and_then(|program| server::run(&program, seed, kills)),
    };
    match came {
        Ok(kept) => kept,
        Err(reason) => {
            eprintln!("The trials cannot be made: {reason}");
            false
        }
    }
}

/// What came of all trials of one kind.
#[derive(Default)]
struct Came {
    done: u64,
    stopped: u64,
    broken: Vec<String>,
}

/// Says how far the trials are.
fn tell(began: Instant, came: &[Came]) {
    let so_far = AT_LEAST.iter().zip(came).map(|((trial, least), came)| {
        let broken = came.broken.len();
        let name = trial.name();
        format!("{name} {} of {least}, {broken} broken", came.done)
    });
    let so_far = so_far.collect::<Vec<_>>().join("; ");
    eprintln!("{:.0} s: {so_far}", began.elapsed().as_secs_f64());
}

fn torture(seed: u64, time: Duration, debug: bool) -> std::io::Result<bool> {
    let began = Instant::now();
    let program = place::build(debug)?;
    let undisturbed = Undisturbed::all(&program)?;
    let mut kept = true;
    let mut came: Vec<Came> = AT_LEAST.iter().map(|_| Came::default()).collect();
    let mut told = Instant::now();
    for round in 0.. {
        let mut left = false;
        for ((trial, least), came) in AT_LEAST.iter().zip(&mut came) {
            if round >= *least && began.elapsed() >= time {
                continue;
            }
            left = true;
            // Each is the same again with the same seed, whatever was before it.
            let own = seed.wrapping_mul(1_000_003).wrapping_add(round);
            let mut numbers = Numbers::new(own);
            let ended = trial.run(&undisturbed, &mut numbers)?;
            came.done += 1;
            came.stopped += u64::from(ended.stopped);
            for broken in ended.broken {
                came.broken
                    .push(format!("{} {round}: {broken}", trial.name()));
            }
        }
        if !left {
            break;
        }
        if told.elapsed() >= TOLD_EVERY {
            told = Instant::now();
            tell(began, &came);
        }
    }
    for ((trial, _), came) in AT_LEAST.iter().zip(&came) {
        println!(
            "{:<28} {:>5} done, {:>5} stopped part-way, {:>3} promises broken",
            trial.name(),
            came.done,
            came.stopped,
            came.broken.len()
        );
        for broken in came.broken.iter().take(TOLD_MAX) {
            println!("  {broken}");
        }
        kept &= came.broken.is_empty();
    }
    println!("{:.0} seconds", began.elapsed().as_secs_f64());
    Ok(kept)
}
