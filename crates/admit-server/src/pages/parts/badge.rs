//! The state of an import in a word, with a shape beside the colour.

use crate::api::imports::view::Known;
use admit_core::findings::rule::Severity;
use admit_core::ports::store::Mode;

/// A word with its shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Badge {
    /// The class beside `badge`; empty for a plain one.
    pub class: &'static str,
    /// The name of the icon.
    pub icon: &'static str,
    /// The word.
    pub text: String,
}

impl Badge {
    fn new(class: &'static str, icon: &'static str, text: impl Into<String>) -> Badge {
        Badge {
            class,
            icon,
            text: text.into(),
        }
    }

    /// Of an import.
    pub fn of(known: &Known) -> Badge {
        let (plain, note, ok) = ("", "badge--note", "badge--ok");
        match known.state() {
            "receiving" => Badge::new(note, "half", "arriving"),
            "checking" => Badge::new(note, "half", with_share("checking", known)),
            "applying" => Badge::new(note, "half", with_share("importing", known)),
            "undoing" => Badge::new(note, "half", "being undone"),
            "checked" => Badge::new(plain, "eye", "checked only"),
            "stopped" => Badge::new("badge--warn", "pause", "stopped part-way"),
            "undone" => Badge::new(plain, "back", "undone"),
            "failed" => Badge::new("badge--error", "error", "not read"),
            _ => Badge::complete(known, ok),
        }
    }

    fn complete(known: &Known, ok: &'static str) -> Badge {
        let Some(record) = &known.record else {
            return Badge::new("", "note", "nothing known");
        };
        let mut counts = record.counts.iter();
        if record.mode == Mode::Import && record.ledger.rejected > 0 {
            Badge::new("badge--error", "error", "rows to correct")
        } else if counts.any(|count| count.severity == Severity::Warning) {
            Badge::new("badge--warn", "warn", "something left out")
        } else {
            Badge::new(ok, "done", "every row is in")
        }
    }
}

/// A word for what is going on, with how much of the file is behind it.
fn with_share(word: &str, known: &Known) -> String {
    let progress = known.open_job().map(|job| &job.progress);
    let share = progress.filter(|progress| progress.of_bytes > 0);
    let share = share.map(|progress| {
        let all = progress.of_bytes;
        progress.bytes.min(all) * 100 / all
    });
    share.map_or_else(|| word.to_owned(), |share| format!("{word}, {share} %"))
}
