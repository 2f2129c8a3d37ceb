//! The only way out: data to standard output, talk to standard error. Colours
//! reach a terminal only, and not when `NO_COLOR` is set.

use crate::failure::Failure;
use anstream::AutoStream;
use anstyle::{AnsiColor, Style};
use std::io::{self, BufWriter, Write};

/// How errors are marked.
pub const ERROR: Style = AnsiColor::Red.on_default().bold();
/// How help is marked.
pub const HELP: Style = AnsiColor::Cyan.on_default();
/// How headings are marked.
pub const HEADING: Style = Style::new().bold();

/// How warnings are marked.
pub const WARNING: Style = AnsiColor::Yellow.on_default().bold();
/// How notices are marked.
pub const NOTICE: Style = AnsiColor::Blue.on_default().bold();
/// How what went well is marked.
pub const GOOD: Style = AnsiColor::Green.on_default().bold();
/// How what matters less is marked.
pub const FAINT: Style = Style::new().dimmed();

/// How many columns wide text is where nobody says how wide the terminal is.
const WIDTH: usize = 88;

/// How wide text may be on a terminal: lines beyond the second are hard to read.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=120;

/// Where a command's words go.
pub struct Printer {
    data: Box<dyn Write>,
    talk: Box<dyn Write>,
    width: usize,
}

impl Printer {
    /// Prints to the standard streams of the process.
    pub fn of_process() -> Printer {
        let data = AutoStream::auto(io::stdout());
        Printer {
            data: Box::new(BufWriter::new(data)),
            talk: Box::new(AutoStream::auto(io::stderr())),
            width: width(),
        }
    }

    /// How many columns wide text may be.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Prints a line of data.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        self.data.write_all(text.as_bytes())?;
        self.data.write_all(b"\n")
    }

    /// Standard output itself, for what comes in pieces.
    pub fn data(&mut self) -> &mut dyn Write {
        &mut self.data
    }

    /// Prints a value as JSON, one line.
    pub fn json(&mut self, value: &serde_json::Value) -> io::Result<()> {
        self.line(&value.to_string())
    }

    /// Prints rows of cells under a heading, each column as wide as its widest
    /// cell.
    pub fn table(&mut self, heading: &[&str], rows: &[Vec<String>]) -> io::Result<()> {
        let width = |column: usize| {
            rows.iter()
                .filter_map(|row| row.get(column))
                .map(|cell| cell.chars().count())
                .chain([heading[column].chars().count()])
                .max()
                .unwrap_or(0)
        };
        let widths: Vec<usize> = (0..heading.len()).map(width).collect();
        let aligned = |cells: &mut dyn Iterator<Item = &str>| {
            let mut line = String::new();
            for (cell, width) in cells.zip(&widths) {
                line.push_str(cell);
                line.extend(std::iter::repeat_n(' ', width - cell.chars().count() + 2));
            }
            line.trim_end().to_owned()
        };
        let head = aligned(&mut heading.iter().copied());
        self.line(&format!("{HEADING}{head}{HEADING:#}"))?;
        for row in rows {
            self.line(&aligned(&mut row.iter().map(String::as_str)))?;
        }
        Ok(())
    }

    /// Says a line to the person at the terminal. That it cannot be heard is no
    /// reason to stop.
    pub fn say(&mut self, text: &str) {
        let _ = self.data.flush();
        let _ = writeln!(self.talk, "{text}");
    }

    /// Says why the command did not do its work, and what to do.
    pub fn failure(&mut self, failure: &Failure) {
        self.say(&format!("{ERROR}error:{ERROR:#} {failure}"));
        for line in failure.help().iter().flat_map(|help| help.lines()) {
            self.say(&format!("  {HELP}help:{HELP:#} {line}"));
        }
    }

    /// Hands over what is still held back.
    pub fn finish(&mut self) -> io::Result<()> {
        self.data.flush()
    }
}

/// How wide text may be on standard output.
fn width() -> usize {
    let columns = console::Term::stdout().size_checked();
    columns.map_or(WIDTH, |(_, columns)| {
        usize::from(columns).clamp(*WIDTHS.start(), *WIDTHS.end())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    /// Keeps what is written where the test can see it.
    #[derive(Clone, Default)]
    struct Sink(Arc<Mutex<Vec<u8>>>);

    impl Write for Sink {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What `print` writes as data and as talk, without colours.
    fn printed(print: impl FnOnce(&mut Printer)) -> (String, String) {
        let (data, talk) = (Sink::default(), Sink::default());
        let mut printer = Printer {
            data: Box::new(anstream::StripStream::new(
                Box::new(data.clone()) as Box<dyn Write>
            )),
            talk: Box::new(anstream::StripStream::new(
                Box::new(talk.clone()) as Box<dyn Write>
            )),
            width: WIDTH,
        };
        print(&mut printer);
        printer.finish().unwrap();
        let text = |sink: Sink| String::from_utf8(sink.0.lock().unwrap().clone()).unwrap();
        (text(data), text(talk))
    }

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let rows = [
            vec!["é".to_owned(), "1".to_owned()],
            vec!["abc".to_owned(), String::new()],
        ];
        let (data, talk) = printed(|printer| printer.table(&["A", "NUMBER"], &rows).unwrap());
        assert_eq!(data, "A    NUMBER\né    1\nabc\n");
        assert_eq!(talk, "");
    }

    #[test]
    fn a_failure_is_talk() {
        let failure = Failure::NoRule {
            given: "EML00".into(),
        };
        let (data, talk) = printed(|printer| printer.failure(&failure));
        assert_eq!(data, "");
        assert_eq!(
            talk,
            "error: there is no rule \"EML00\"\n  help: did you mean email-missing-at (EML001)?\n"
        );
    }
}
