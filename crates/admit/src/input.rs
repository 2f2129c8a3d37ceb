//! Reading what is small: a file, standard input, the first line of it.

use crate::failure::Failure;
use admit_passwords::limits::PASSWORD_BYTES_MAX;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

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

/// The first line without its end. What is longer than any password is cut,
/// and still is.
pub fn first_line(input: impl Read) -> std::io::Result<Vec<u8>> {
    let mut line = Vec::new();
    let longest = PASSWORD_BYTES_MAX as u64 + 3;
    BufReader::new(input)
        .take(longest)
        .read_until(b'\n', &mut line)?;
    if line.ends_with(b"\n") {
        line.pop();
        if line.ends_with(b"\r") {
            line.pop();
        }
    }
    Ok(line)
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
            let line = first_line(input.as_bytes()).unwrap();
            assert_eq!(line, expected.as_bytes(), "{input:.20}");
        }
    }
}
