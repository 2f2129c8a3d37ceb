//! One command measured from outside: wall time, processor time, peak memory.

use std::process::{Command, Stdio};
use std::time::Instant;
use wait4::Wait4;

/// What one run took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Figures {
    /// Wall time, in seconds.
    pub seconds: f64,
    /// User and system time, in seconds.
    pub cpu_seconds: f64,
    /// The largest resident size, in MiB.
    pub peak_mib: f64,
}

/// Runs a command whose exit code does not matter (1 says that rows were
/// rejected).
pub fn run(command: &mut Command) -> Figures {
    try_run(command).unwrap_or_default()
}

/// Runs a command; `None` if it cannot be started.
pub fn try_run(command: &mut Command) -> Option<Figures> {
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let began = Instant::now();
    let mut child = command.spawn().ok()?;
    let ended = child.wait4().ok()?;
    Some(Figures {
        seconds: began.elapsed().as_secs_f64(),
        cpu_seconds: (ended.rusage.utime + ended.rusage.stime).as_secs_f64(),
        peak_mib: ended.rusage.maxrss as f64 / (1024.0 * 1024.0),
    })
}

/// The median of each figure.
pub fn median_of(all: &[Figures]) -> Figures {
    let median = |value: fn(&Figures) -> f64| median(all.iter().map(value).collect());
    Figures {
        seconds: median(|figures| figures.seconds),
        cpu_seconds: median(|figures| figures.cpu_seconds),
        peak_mib: median(|figures| figures.peak_mib),
    }
}

/// The median of some values.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
