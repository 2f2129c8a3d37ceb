//! The only way out: data to standard output, talk to standard error. Colours
//! reach a terminal only, and not when `NO_COLOR` is set.

use crate::cli::Color;
use crate::failure::Failure;
use admit_core::findings::shown::one_line;
use admit_core::rows::characters::{breaks_line, is_bidi};
use anstream::stream::{AsLockedWrite, RawStream};
use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use std::borrow::Cow;
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

/// Every style there is: whatever else looks like one came from somewhere else.
const STYLES: [Style; 7] = [ERROR, HELP, HEADING, WARNING, NOTICE, GOOD, FAINT];

/// What a choice of colours comes to for a stream.
fn choice(color: Color, stream: &impl RawStream) -> ColorChoice {
    match color {
        Color::Auto => AutoStream::choice(stream),
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    }
}

/// One of the two ways out.
struct Stream {
    to: Box<dyn Write>,
    has_colors: bool,
}

impl Stream {
    /// A stream that lets through what it is given.
    fn of<S: RawStream + AsLockedWrite + Write + 'static>(stream: S, color: Color) -> Stream {
        let choice = choice(color, &stream);
        let has_colors = choice != ColorChoice::Never;
        let through = if has_colors {
            choice
        } else {
            ColorChoice::AlwaysAnsi
        };
        Stream {
            to: Box::new(AutoStream::new(stream, through)),
            has_colors,
        }
    }

    /// Writes a line for people: of what could steer a terminal only styles are left.
    fn line(&mut self, text: &str) -> io::Result<()> {
        self.to.write_all(shown(text, self.has_colors).as_bytes())?;
        self.to.write_all(b"\n")
    }
}

/// Where a command's words go.
pub struct Printer {
    data: Stream,
    talk: Stream,
    is_quiet: bool,
    width: usize,
}

impl Printer {
    /// Prints to the standard streams of the process. A quiet one says nothing but why
    /// the command did not do its work.
    pub fn of_process(color: Color, is_quiet: bool) -> Printer {
        let Stream { to, has_colors } = Stream::of(io::stdout(), color);
        Printer {
            data: Stream {
                to: Box::new(BufWriter::new(to)),
                has_colors,
            },
            talk: Stream::of(io::stderr(), color),
            is_quiet,
            width: width(),
        }
    }

    /// How many columns wide text may be.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Whether only failures are said.
    pub fn is_quiet(&self) -> bool {
        self.is_quiet
    }

    /// Prints a line of data for people.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        self.data.line(text)
    }

    /// Prints a line of data for programs, as it is.
    pub fn exact(&mut self, text: &str) -> io::Result<()> {
        self.data.to.write_all(text.as_bytes())?;
        self.data.to.write_all(b"\n")
    }

    /// Standard output itself, for data that comes in pieces.
    pub fn data(&mut self) -> &mut dyn Write {
        &mut self.data.to
    }

    /// Prints a value as JSON, one line.
    pub fn json(&mut self, value: &serde_json::Value) -> io::Result<()> {
        self.exact(&value.to_string())
    }

    /// Prints rows of cells under a heading, each column as wide as its widest
    /// cell.
    pub fn table(&mut self, heading: &[&str], rows: &[Vec<String>]) -> io::Result<()> {
        let one_line = |cell: &String| one_line(cell).into_owned();
        let rows = rows.iter().map(|row| row.iter().map(one_line).collect());
        let rows: Vec<Vec<String>> = rows.collect();
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
        for row in &rows {
            self.line(&aligned(&mut row.iter().map(String::as_str)))?;
        }
        Ok(())
    }

    /// Says a line to the person at the terminal, unless it is quiet. That it cannot be
    /// heard is no reason to stop.
    pub fn say(&mut self, text: &str) {
        if !self.is_quiet {
            self.say_aloud(text);
        }
    }

    /// Says a line whether it is quiet or not.
    pub fn say_aloud(&mut self, text: &str) {
        let _ = self.data.to.flush();
        let _ = self.talk.line(text);
    }

    /// Says why the command did not do its work, and what to do.
    pub fn failure(&mut self, failure: &Failure) {
        self.say_aloud(&format!("{ERROR}error:{ERROR:#} {failure}"));
        for line in failure.help().iter().flat_map(|help| help.lines()) {
            self.say_aloud(&format!("  {HELP}help:{HELP:#} {line}"));
        }
    }

    /// Hands over what is still held back.
    pub fn finish(&mut self) -> io::Result<()> {
        self.data.to.flush()
    }
}

/// How wide text may be on standard output.
fn width() -> usize {
    let columns = console::Term::stdout().size_checked();
    columns.map_or(WIDTH, |(_, columns)| {
        usize::from(columns).clamp(*WIDTHS.start(), *WIDTHS.end())
    })
}

/// A text as a terminal may have it: control characters, and those that turn the
/// direction of a line, are written as escapes. Styles stay, or are taken out.
fn shown(text: &str, with_styles: bool) -> Cow<'_, str> {
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let styles: Vec<String> = STYLES
        .iter()
        .flat_map(|style| [style.render().to_string(), style.render_reset().to_string()])
        .collect();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(steers) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        // The longest first: one style may begin like another.
        let style = styles
            .iter()
            .filter(|style| rest.starts_with(style.as_str()));
        if let Some(style) = style.max_by_key(|style| style.len()) {
            if with_styles {
                out.push_str(style);
            }
            rest = &rest[style.len()..];
            continue;
        }
        let c = rest.chars().next().expect("it was found there");
        out.extend(c.escape_unicode());
        rest = &rest[c.len_utf8()..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Whether a character steers a terminal: controls (C0 but for the line feed and the
/// tab, DEL, C1), other line breaks, and the marks that turn the direction of a text.
fn steers(c: char) -> bool {
    is_bidi(c) || (breaks_line(c) && c != '\n' && c != '\t')
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
        let stream = |sink: &Sink| Stream {
            to: Box::new(sink.clone()),
            has_colors: false,
        };
        let mut printer = Printer {
            data: stream(&data),
            talk: stream(&talk),
            is_quiet: false,
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

    #[test]
    fn nothing_of_a_file_steers_the_terminal() {
        let cases = [
            ("Ana\u{1b}]0;title\u{7}", "Ana\\u{1b}]0;title\\u{7}"),
            ("\u{1b}[2Jgone", "\\u{1b}[2Jgone"),
            ("a\u{9b}31mb", "a\\u{9b}31mb"),
            ("\u{202e}evil", "\\u{202e}evil"),
            ("one\rtwo", "one\\u{d}two"),
            ("plain – ünïcode", "plain – ünïcode"),
        ];
        for (text, expected) in cases {
            let (data, talk) = printed(|printer| {
                printer.line(text).unwrap();
                printer.say(text);
            });
            let expected = format!("{expected}\n");
            assert_eq!((data.as_str(), talk.as_str()), (&*expected, &*expected));
        }
        let styled = format!("{ERROR}error:{ERROR:#} \u{1b}[8mhidden");
        assert_eq!(shown(&styled, false), "error: \\u{1b}[8mhidden");
        let kept = shown(&styled, true);
        assert!(kept.starts_with(&format!("{ERROR}")), "{kept:?}");
        assert!(kept.ends_with(" \\u{1b}[8mhidden"), "{kept:?}");
    }

    #[test]
    fn data_for_programs_is_as_it_is() {
        let (data, _) = printed(|printer| printer.exact("a\u{1b}[31mb").unwrap());
        assert_eq!(data, "a\u{1b}[31mb\n");
    }

    #[test]
    fn a_quiet_one_says_failures_only() {
        let failure = Failure::NoImports;
        let (_, talk) = printed(|printer| {
            printer.is_quiet = true;
            printer.say("done");
            printer.failure(&failure);
        });
        assert!(talk.starts_with("error: "), "{talk}");
    }
}
