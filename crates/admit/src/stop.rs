//! How a person stops a run.

use crate::exit::Exit;
use crate::printer::Printer;
use crate::progress::Watching;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Ctrl-C and the system's request to end stop the run after the batch at hand; a
/// second one ends the process.
pub struct Stop {
    asked: Arc<AtomicBool>,
    /// Nothing is to be finished first.
    at_once: Arc<AtomicBool>,
    shows_progress: bool,
}

impl Stop {
    /// Listens from now on. Progress is shown unless the printer is quiet.
    pub fn on_signal(printer: &Printer) -> Stop {
        let stop = Stop {
            asked: Arc::new(AtomicBool::new(false)),
            at_once: Arc::new(AtomicBool::new(false)),
            shows_progress: !printer.is_quiet(),
        };
        let (heard, at_once) = (Arc::clone(&stop.asked), Arc::clone(&stop.at_once));
        // Without a handler the process ends at once, and the import can be resumed
        // all the same.
        let _ = ctrlc::set_handler(move || {
            if heard.swap(true, Ordering::SeqCst) || at_once.load(Ordering::SeqCst) {
                std::process::exit(i32::from(Exit::Interrupted as u8));
            }
        });
        stop
    }

    /// How a run is watched that stops when somebody asks it to.
    pub fn watching(&self) -> Watching {
        Watching {
            stop: Arc::clone(&self.asked),
            shown: self.shows_progress,
        }
    }

    /// Does work during which the first request ends the process: it writes nothing
    /// that is kept, and waits for what may never come, such as standard input.
    pub fn at_once<T>(&self, work: impl FnOnce() -> T) -> T {
        self.at_once.store(true, Ordering::SeqCst);
        let done = work();
        self.at_once.store(false, Ordering::SeqCst);
        done
    }
}
