//! The text that Prometheus reads (exposition format 0.0.4).

use super::histogram::Histogram;
use super::list::Metric;
use std::fmt::Write;

/// What the text is, to be said with it.
pub const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Such a text while it is written: each number once, with all that is said of it.
#[derive(Debug, Default)]
pub struct Text {
    text: String,
}

impl Text {
    /// Says what the numbers that follow are.
    pub fn begin(&mut self, metric: &Metric) {
        let Metric {
            name, kind, help, ..
        } = metric;
        let _ = writeln!(self.text, "# HELP {name} {help}");
        let _ = writeln!(self.text, "# TYPE {name} {}", kind.name());
    }

    /// A number that stands alone.
    pub fn alone(&mut self, metric: &Metric, value: f64) {
        self.begin(metric);
        self.value(metric, &[], value);
    }

    /// One of several.
    pub fn value(&mut self, metric: &Metric, labels: &[&str], value: f64) {
        let labels = pairs(metric, labels);
        self.line(metric.name, &labels, value);
    }

    /// One of several, of durations.
    pub fn histogram(&mut self, metric: &Metric, labels: &[&str], durations: &Histogram) {
        let labels = pairs(metric, labels);
        let name = metric.name;
        let bucket = format!("{name}_bucket");
        for (end, count) in durations.at_most() {
            let labels = with(&labels, "le", &end.to_string());
            self.line(&bucket, &labels, count as f64);
        }
        let all = durations.total() as f64;
        self.line(&bucket, &with(&labels, "le", "+Inf"), all);
        self.line(&format!("{name}_sum"), &labels, durations.seconds());
        self.line(&format!("{name}_count"), &labels, all);
    }

    /// The text.
    pub fn finish(self) -> String {
        self.text
    }

    fn line(&mut self, name: &str, labels: &str, value: f64) {
        let labels = match labels {
            "" => String::new(),
            labels => format!("{{{labels}}}"),
        };
        let _ = writeln!(self.text, "{name}{labels} {value}");
    }
}

fn pairs(metric: &Metric, values: &[&str]) -> String {
    assert_eq!(
        metric.labels.len(),
        values.len(),
        "every label has a value: {}",
        metric.name
    );
    let pairs = metric.labels.iter().zip(values);
    pairs.fold(String::new(), |pairs, (label, value)| {
        with(&pairs, label, value)
    })
}

fn with(pairs: &str, label: &str, value: &str) -> String {
    let comma = if pairs.is_empty() { "" } else { "," };
    let value = value
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n");
    format!("{pairs}{comma}{label}=\"{value}\"")
}

#[cfg(test)]
mod tests {
    use super::super::list;
    use super::*;
    use std::time::Duration;

    #[test]
    fn numbers_are_written_as_prometheus_reads_them() {
        let mut text = Text::default();
        text.alone(&list::USERS, 3.0);
        text.begin(&list::SIGN_INS);
        text.value(&list::SIGN_INS, &["a\"b\\c\nd"], 1e10);
        let mut durations = Histogram::default();
        durations.count(Duration::from_millis(250));
        text.histogram(&list::JOB_SECONDS, &["check", "done"], &durations);
        let text = text.finish();
        for line in [
            "# HELP admit_users Users in the directory.\n# TYPE admit_users gauge\nadmit_users 3\n",
            "\nadmit_sign_ins_total{result=\"a\\\"b\\\\c\\nd\"} 10000000000\n",
            "{kind=\"check\",result=\"done\",le=\"0.1\"} 0\n",
            "{kind=\"check\",result=\"done\",le=\"0.25\"} 1\n",
            "{kind=\"check\",result=\"done\",le=\"+Inf\"} 1\n",
            "admit_job_duration_seconds_sum{kind=\"check\",result=\"done\"} 0.25\n",
            "admit_job_duration_seconds_count{kind=\"check\",result=\"done\"} 1\n",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
    }
}
