//! An import at work: a page that can be closed.

use crate::api::imports::view::Known;
use crate::pages::frame::Frame;
use crate::pages::parts::{LedgerPart, Mood};
use crate::pages::words;
use admit_core::ports::watch::Phase;
use askama::Template;
use uuid::Uuid;

/// The page.
#[derive(Template)]
#[template(path = "imports/progress.html")]
pub struct ProgressPage {
    frame: Frame,
    id: Uuid,
    name: String,
    /// What is being done, with a capital.
    doing: &'static str,
    /// Whether users are written.
    writes: bool,
    is_undo: bool,
    is_new: bool,
    /// How much of the file is behind it, in parts of a thousand.
    share: u64,
    rows: u64,
    ledger: LedgerPart,
    stages: Vec<Stage>,
}

/// A part of the work.
struct Stage {
    phase: &'static str,
    text: &'static str,
    state: StageState,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum StageState {
    Done,
    Now,
    Later,
}

impl ProgressPage {
    /// Of an import.
    pub fn of(frame: Frame, known: &Known, is_new: bool) -> ProgressPage {
        let state = known.state();
        let progress = known.open_job().map(|job| job.progress).unwrap_or_default();
        let (writes, is_undo) = (state == "applying", state == "undoing");
        ProgressPage {
            frame,
            id: known.id,
            name: known.name().to_owned(),
            doing: match state {
                "receiving" => "Receiving",
                "checking" => "Checking",
                "undoing" => "Undoing",
                _ => "Importing",
            },
            writes,
            is_undo,
            is_new,
            share: match progress.of_bytes {
                0 => 0,
                all => progress.bytes.min(all) * 1000 / all,
            },
            rows: progress.rows,
            ledger: LedgerPart::of(&known.so_far().unwrap_or_default(), Mood::Done, true),
            stages: stages(progress.phase, writes),
        }
    }
}

fn stages(now: Option<Phase>, writes: bool) -> Vec<Stage> {
    let all = [
        (Phase::Checking, "Every row is read and looked at by itself"),
        (Phase::Grouping, "Rows of the same user are found"),
        (Phase::Matching, "Rows are compared with the directory"),
        (Phase::Claiming, "Identifiers are reserved"),
        (Phase::Writing, "Users are written, in batches"),
    ];
    let wanted = if writes { &all[..] } else { &all[..3] };
    let at = wanted.iter().position(|(phase, _)| Some(*phase) == now);
    let stages = wanted.iter().enumerate();
    let stages = stages.map(|(place, (phase, text))| Stage {
        phase: phase.name(),
        text,
        state: match at {
            Some(at) if place < at => StageState::Done,
            Some(at) if place == at => StageState::Now,
            _ => StageState::Later,
        },
    });
    stages.collect()
}
