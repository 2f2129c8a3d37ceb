//! Reading what is small: a file, standard input, the lines of it.

use crate::failure::Failure;
use admit_passwords::limits::PASSWORD_BYTES_MAX;
use std::io::{BufRead, IsTerminal, Read, StdinLock};
use std::path::Path;
use zeroize::Zeroizing;

/// The text of a small file; `-` is standard input.
pub fn read_text(path: &Path) -> Result<String, Failure> {
    let read = if path == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        std::fs::read_to_string(path)
    };
    read.map_err(|reason| Failure::Read {
        path: path.to_owned(),
        reason,
    })
}

/// Reads what may be a secret: typed at the terminal without being shown, or line
/// by line from standard input.
pub struct Secrets<R = StdinLock<'static>> {
    /// Nothing if somebody is asked: the terminal is read by whoever asks there.
    input: Option<R>,
}

impl Secrets {
    /// From the standard input of the process.
    pub fn of_process() -> Secrets {
        let stdin = std::io::stdin();
        Secrets {
            input: (!stdin.is_terminal()).then(|| stdin.lock()),
        }
    }
}

impl<R: BufRead> Secrets<R> {
    /// Whether somebody is asked, and can be asked again.
    pub fn asks(&self) -> bool {
        self.input.is_none()
    }

    /// The next line without its end, asked for with these words; `None` if there is
    /// none. What is longer than any password is cut, and still is.
    pub fn next(&mut self, words: &str) -> Result<Option<Zeroizing<Vec<u8>>>, Failure> {
        let line = match &mut self.input {
            Some(input) => next_line(input),
            None => ask(words).map(Some),
        };
        line.map_err(|reason| Failure::Read {
            path: "-".into(),
            reason,
        })
    }

    /// As [`Secrets::next`]; an empty one if there is none.
    pub fn line(&mut self, words: &str) -> Result<Zeroizing<Vec<u8>>, Failure> {
        Ok(self.next(words)?.unwrap_or_default())
    }
}

/// Asks at the terminal, without showing what is typed.
fn ask(words: &str) -> std::io::Result<Zeroizing<Vec<u8>>> {
    let terminal = console::Term::stderr();
    terminal.write_str(&format!("{words}: "))?;
    Ok(Zeroizing::new(terminal.read_secure_line()?.into_bytes()))
}

fn next_line(input: &mut impl BufRead) -> std::io::Result<Option<Zeroizing<Vec<u8>>>> {
    let longest = PASSWORD_BYTES_MAX + 3;
    // As large as it will ever be: what grows leaves a copy behind.
    let mut line = Zeroizing::new(Vec::with_capacity(longest));
    if input.take(longest as u64).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.ends_with(b"\n") {
        line.pop();
        if line.ends_with(b"\r") {
            line.pop();
        }
    } else if line.len() == longest {
        input.skip_until(b'\n')?;
    }
    Ok(Some(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_is_the_first_line() {
        let long = "a".repeat(5000);
        for (input, expected) in [
            ("secret", "secret"),
            ("secret\n", "secret"),
            ("secret\r\nmore\n", "secret"),
            (" two words \n\n", " two words "),
            ("carriage\rreturn", "carriage\rreturn"),
            ("", ""),
            ("\n", ""),
            (long.as_str(), &long[..PASSWORD_BYTES_MAX + 3]),
        ] {
            let mut secrets = Secrets {
                input: Some(input.as_bytes()),
            };
            let line = secrets.line("Password").unwrap().to_vec();
            assert_eq!(line, expected.as_bytes(), "{input:.20}");
        }
    }

    #[test]
    fn lines_come_one_after_the_other() {
        let input = format!("first\n{}\n\nlast", "a".repeat(9000));
        let mut secrets = Secrets {
            input: Some(input.as_bytes()),
        };
        let mut lines = Vec::new();
        while let Some(line) = secrets.next("Line").unwrap() {
            lines.push(line.len());
        }
        assert_eq!(lines, [5, PASSWORD_BYTES_MAX + 3, 0, 4]);
    }
}
