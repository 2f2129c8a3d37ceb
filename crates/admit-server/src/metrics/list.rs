//! Every number that is told: its name is a promise.

/// How a number moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It only grows, while the process or the database lives.
    Counter,
    /// It goes up and down.
    Gauge,
    /// Durations, counted by how long they are.
    Histogram,
}

impl Kind {
    /// The word that Prometheus has for it.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Counter => "counter",
            Kind::Gauge => "gauge",
            Kind::Histogram => "histogram",
        }
    }
}

/// A number that is told, or several of one name with labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Metric {
    /// Its name.
    pub name: &'static str,
    /// How it moves.
    pub kind: Kind,
    /// The labels of each.
    pub labels: &'static [&'static str],
    /// What it counts, in a sentence.
    pub help: &'static str,
}

macro_rules! metrics {
    ($($constant:ident $name:literal $kind:ident [$($label:literal),*] $help:literal;)*) => {
        $(
            #[doc = $help]
            pub(super) const $constant: Metric = Metric {
                name: $name,
                kind: Kind::$kind,
                labels: &[$($label),*],
                help: $help,
            };
        )*

        /// All of them, in the order in which they are told.
        pub const METRICS: &[Metric] = &[$($constant),*];
    };
}

metrics! {
    BUILD "admit_build_info" Gauge ["version"]
        "1, with the version of the program.";
    IMPORTS "admit_imports" Gauge ["mode", "state"]
        "Imports and checks in the history, by how far they have come.";
    ROWS "admit_rows_total" Counter ["outcome"]
        "Rows of all imports by what became of them. Kept in the database.";
    FINDINGS "admit_findings_total" Counter ["code", "severity"]
        "What was found in all imports, by rule. Kept in the database.";
    USERS "admit_users" Gauge []
        "Users in the directory.";
    JOBS "admit_jobs" Gauge ["kind", "state"]
        "Jobs that are waiting or running.";
    JOB_SECONDS "admit_job_duration_seconds" Histogram ["kind", "result"]
        "How long jobs took in this process.";
    SIGN_INS "admit_sign_ins_total" Counter ["result"]
        "Attempts at signing in by their result, in this process.";
    MAILS "admit_mails_total" Counter ["result"]
        "Mails that this process tried to send, by what became of it.";
    REQUEST_SECONDS "admit_http_request_duration_seconds" Histogram ["method", "path", "status"]
        "How long requests took until their answer began.";
    KEPT_OUT "admit_csp_reports_total" Counter []
        "Reports of browsers that kept something out of a page.";
    CONNECTIONS "admit_http_connections" Gauge []
        "Connections that are open.";
    CONNECTIONS_MAX "admit_http_connections_max" Gauge []
        "How many may be open.";
    HASHING "admit_hash_pool_running" Gauge []
        "Password hashes that are being computed.";
    HASHING_WAITING "admit_hash_pool_waiting" Gauge []
        "Password hashes that wait for their turn.";
    HASHING_MEMORY "admit_hash_pool_memory_bytes" Gauge []
        "Memory that they use.";
    HASHING_MEMORY_PEAK "admit_hash_pool_memory_peak_bytes" Gauge []
        "The most that they have used at once in this process.";
    DATABASE_BYTES "admit_database_bytes" Gauge []
        "The size of the database.";
    ROOM_BYTES "admit_data_room_bytes" Gauge []
        "Room left on the disk of the database.";
    STARTED "process_start_time_seconds" Gauge []
        "When the process began, in seconds since 1970 UTC.";
    MEMORY "process_resident_memory_bytes" Gauge []
        "Memory that the process uses.";
    FILES "process_open_fds" Gauge []
        "Files and connections that the process has open.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_their_kind() {
        for (place, metric) in METRICS.iter().enumerate() {
            let name = metric.name;
            assert!(METRICS[..place].iter().all(|other| other.name != name));
            let is_word = |b: u8| b.is_ascii_lowercase() || b == b'_';
            assert!(name.bytes().all(is_word), "{name}");
            let is_total = name.ends_with("_total");
            assert_eq!(is_total, metric.kind == Kind::Counter, "{name}");
            let is_timed = name.ends_with("_duration_seconds");
            assert_eq!(is_timed, metric.kind == Kind::Histogram, "{name}");
            assert!(metric.help.ends_with('.'), "{name}");
        }
    }
}
