//! What a person sees while a run works, and how they stop it.

use admit_core::ports::watch::{Phase, Watch};
use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

/// How a run is watched: who may stop it, and whether its progress is shown.
#[derive(Clone)]
pub struct Watching {
    /// Becomes true when somebody asks to stop.
    pub stop: Arc<AtomicBool>,
    /// Whether progress is shown, where there is a terminal to show it on.
    pub shown: bool,
}

/// Shows progress on a terminal and hears the request to stop.
pub struct Progress {
    stop: Arc<AtomicBool>,
    bar: ProgressBar,
    phase: Mutex<Option<(Phase, Instant)>>,
}

impl Progress {
    /// For a source of this many bytes. Nothing is shown unless standard error
    /// is a terminal.
    pub fn new(watching: Watching, bytes: u64) -> Progress {
        let target = if watching.shown && std::io::stderr().is_terminal() {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(bytes.max(1)), target);
        let style =
            ProgressStyle::with_template("{prefix:>9} {bar:28} {percent:>3} %  {msg}  {eta} left");
        if let Ok(style) = style {
            bar.set_style(style.progress_chars("━━╌"));
        }
        Progress {
            stop: watching.stop,
            bar,
            phase: Mutex::new(None),
        }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Watch for Progress {
    fn progress(&self, phase: Phase, rows: u64, byte: u64) {
        if self.bar.is_hidden() {
            return;
        }
        let mut current = self
            .phase
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let began = match *current {
            Some((shown, began)) if shown == phase => began,
            _ => {
                self.bar.set_prefix(phase.name());
                self.bar.reset_eta();
                *current = Some((phase, Instant::now()));
                Instant::now()
            }
        };
        let rate = rows as f64 / began.elapsed().as_secs_f64().max(0.05);
        let what = match phase {
            Phase::Undoing | Phase::Hardening => "users",
            _ => "rows",
        };
        self.bar.set_message(format!(
            "{} {what}, {}/s",
            HumanCount(rows),
            HumanCount(rate as u64)
        ));
        self.bar.set_position(byte);
    }

    fn stop_asked(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}
