//! Everything that is told to whoever watches.

use super::histogram::Histogram;
use super::list::{self, Metric};
use super::machine;
use super::meters::Labels;
use super::text::Text;
use crate::problem::Problem;
use crate::state::Server;
use admit_core::ports::store::{Mode, Totals};
use std::collections::BTreeMap;

const MILLISECONDS: f64 = 1000.0;

/// All numbers, as Prometheus reads them. What the store holds is read from it, so that
/// it is the same whichever process is asked.
///
/// # Errors
/// The store does not answer.
pub fn told(server: &Server) -> Result<String, Problem> {
    let totals = server.store().totals()?;
    let room = server.store().room_bytes()?;
    let mut text = Text::default();
    text.begin(&list::BUILD);
    text.value(&list::BUILD, &[env!("CARGO_PKG_VERSION")], 1.0);
    of_store(&totals, &mut text);
    of_meters(server, &mut text);
    of_pool(server, &mut text);
    text.alone(&list::DATABASE_BYTES, totals.bytes as f64);
    of_machine(server, room, &mut text);
    Ok(text.finish())
}

fn of_store(totals: &Totals, text: &mut Text) {
    text.begin(&list::IMPORTS);
    for ((mode, state), count) in &totals.imports {
        let mode = match mode {
            Mode::Check => "check",
            Mode::Import => "import",
        };
        text.value(&list::IMPORTS, &[mode, state.name()], *count as f64);
    }
    text.begin(&list::ROWS);
    let rows = &totals.rows;
    for (outcome, count) in [
        ("created", rows.created),
        ("updated", rows.updated),
        ("unchanged", rows.unchanged),
        ("rejected", rows.rejected),
        ("not_reached", rows.not_reached),
    ] {
        text.value(&list::ROWS, &[outcome], count as f64);
    }
    text.begin(&list::FINDINGS);
    for found in &totals.findings {
        let labels = [found.code.as_str(), found.severity.name()];
        text.value(&list::FINDINGS, &labels, found.count as f64);
    }
    text.alone(&list::USERS, totals.users as f64);
    text.begin(&list::JOBS);
    for ((kind, state), count) in &totals.jobs {
        text.value(&list::JOBS, &[kind.name(), state.name()], *count as f64);
    }
}

fn of_meters(server: &Server, text: &mut Text) {
    let meters = server.meters();
    durations(&list::JOB_SECONDS, &meters.jobs(), text);
    counts(&list::SIGN_INS, &meters.sign_ins(), text);
    counts(&list::MAILS, &meters.mails(), text);
    durations(&list::REQUEST_SECONDS, &meters.requests(), text);
    text.alone(&list::KEPT_OUT, meters.kept_out_reports() as f64);
    text.alone(&list::CONNECTIONS, meters.connections() as f64);
    let most = server.config().connections_max;
    text.alone(&list::CONNECTIONS_MAX, most as f64);
}

fn counts(metric: &Metric, counts: &BTreeMap<Labels, u64>, text: &mut Text) {
    text.begin(metric);
    for (labels, count) in counts {
        text.value(metric, &texts(labels), *count as f64);
    }
}

fn durations(metric: &Metric, histograms: &BTreeMap<Labels, Histogram>, text: &mut Text) {
    text.begin(metric);
    for (labels, durations) in histograms {
        text.histogram(metric, &texts(labels), durations);
    }
}

fn texts(labels: &Labels) -> Vec<&str> {
    labels.iter().map(String::as_str).collect()
}

fn of_pool(server: &Server, text: &mut Text) {
    let used = server.pool().used();
    text.alone(&list::HASHING, f64::from(used.running));
    text.alone(&list::HASHING_WAITING, used.waiting as f64);
    text.alone(&list::HASHING_MEMORY, used.memory as f64);
    text.alone(
        &list::HASHING_MEMORY_PEAK,
        server.pool().memory_peak() as f64,
    );
}

fn of_machine(server: &Server, room: Option<u64>, text: &mut Text) {
    let started = server.started() as f64 / MILLISECONDS;
    for (metric, value) in [
        (&list::ROOM_BYTES, room),
        (&list::MEMORY, machine::resident_bytes()),
        (&list::FILES, machine::open_files()),
    ] {
        if let Some(value) = value {
            text.alone(metric, value as f64);
        }
    }
    text.alone(&list::STARTED, started);
}
