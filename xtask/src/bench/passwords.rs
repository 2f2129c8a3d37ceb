//! What passwords cost: on import, at a failed sign-in, at many at once.

use super::measure::{self, Figures, median_of};
use super::people::Kind;
use super::{Bench, failures};
use std::process::Command;

/// How much slower an import with hashes may be, in percent.
const TARGET: f64 = 10.0;

/// Sign-ins at once, and the cores that hashing may use of a larger machine.
const SIGN_INS: &str = "1000";
const MORE_CORES: &str = "16";

/// Measures and prints all of it; `false` if something could not be measured or
/// went wrong.
pub fn report(bench: &Bench) -> bool {
    println!();
    imports(bench);
    let failures = failures::report(bench);
    println!();
    let own = sign_ins(bench, &[SIGN_INS]);
    let more = sign_ins(bench, &[SIGN_INS, MORE_CORES]);
    failures && own && more
}

/// The first import without and with hashes, one after the other.
fn imports(bench: &Bench) {
    let (mut without, mut with) = (Vec::new(), Vec::new());
    for run in 0..bench.runs {
        let mut one = |kind: Kind| {
            bench.fresh();
            let figures = measure::run(&mut bench.import(&["import", kind.file()]));
            if kind == Kind::Clean {
                with.push(figures);
            } else {
                without.push(figures);
            }
        };
        // Neither is always the one that runs on a disk that is at work.
        let (first, second) = if run.is_multiple_of(2) {
            (Kind::WithoutPasswords, Kind::Clean)
        } else {
            (Kind::Clean, Kind::WithoutPasswords)
        };
        one(first);
        one(second);
    }
    let (without, with) = (median_of(&without), median_of(&with));
    bench.line("first import, no passwords", &without, "1.00");
    let slower = |figure: fn(&Figures) -> f64| (figure(&with) / figure(&without) - 1.0) * 100.0;
    let ratio = format!(
        "{:+.1} % time, {:+.1} % CPU (target {TARGET:+} % time)",
        slower(|figures| figures.seconds),
        slower(|figures| figures.cpu_seconds)
    );
    bench.line("first import, bcrypt hashes", &with, &ratio);
}

/// Runs the example that signs in at once; it prints its figures.
fn sign_ins(bench: &Bench, words: &[&str]) -> bool {
    let status = Command::new(&bench.sign_ins).args(words).status();
    status.is_ok_and(|status| status.success())
}
