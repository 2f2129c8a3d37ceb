//! Says what a hash is, what checking it costs, and whether a password fits:
//! `cargo run -p admit-passwords --example verify -- HASH [--method NAME]
//! [--salt SALT --salt-position prefix|suffix --salt-format string|hex]`.
//!
//! The password is the first line of standard input. It ends with 0 if the
//! password fits, with 1 if it does not, with 2 if the hash cannot be read. It
//! prints no hash, no salt and no password.

use admit_passwords::{Cost, Reading, Written, read};
use std::io::{self, BufRead, Write};
use std::process::ExitCode;

const USAGE: &str = "Usage: verify HASH [--method NAME] \
    [--salt SALT --salt-position prefix|suffix --salt-format string|hex]\n\
    The password is the first line of standard input.";

const FITS: u8 = 0;
const DOES_NOT_FIT: u8 = 1;
const NOT_READ: u8 = 2;

fn main() -> io::Result<ExitCode> {
    let arguments: Vec<String> = std::env::args_os()
        .skip(1)
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    let mut stdin = io::stdin().lock();
    let (said, code) = match written(&arguments) {
        Ok(written) => answer(&written, &mut stdin)?,
        Err(problem) => (format!("{problem}\n{USAGE}\n"), NOT_READ),
    };
    if code == NOT_READ {
        io::stderr().lock().write_all(said.as_bytes())?;
    } else {
        io::stdout().lock().write_all(said.as_bytes())?;
    }
    Ok(ExitCode::from(code))
}

/// What the arguments say of a hash, or what is wrong with them.
fn written(arguments: &[String]) -> Result<Written<'_>, &'static str> {
    let mut written = Written::default();
    let mut hash = None;
    let mut rest = arguments.iter().map(String::as_str);
    while let Some(argument) = rest.next() {
        let place = match argument {
            "--method" => &mut written.method,
            "--salt" => &mut written.salt,
            "--salt-position" => &mut written.position,
            "--salt-format" => &mut written.format,
            _ if argument.starts_with("--") => return Err("An option is not known."),
            _ if hash.is_some() => {
                return Err("There is more than one hash; does it stand in single quotes?");
            }
            _ => {
                hash = Some(argument);
                continue;
            }
        };
        *place = Some(rest.next().ok_or("An option stands without its value.")?);
    }
    written.hash = hash.ok_or("There is no hash.")?;
    Ok(written)
}

/// What there is to say, and the code to end with.
fn answer(written: &Written<'_>, input: &mut impl BufRead) -> io::Result<(String, u8)> {
    let reading = match read(written) {
        Ok(reading) => reading,
        Err(refusal) => return Ok((format!("{refusal}\n"), NOT_READ)),
    };
    let fits = reading.verify(&first_line(input)?);
    let verdict = if fits {
        "The password fits."
    } else {
        "The password does not fit."
    };
    let said = format!("{}{verdict}\n", described(&reading));
    Ok((said, if fits { FITS } else { DOES_NOT_FIT }))
}

/// The bytes before the first end of a line.
fn first_line(input: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    input.read_until(b'\n', &mut line)?;
    for end in *b"\n\r" {
        if line.last() == Some(&end) {
            line.pop();
        }
    }
    Ok(line)
}

fn described(reading: &Reading) -> String {
    let Cost {
        memory,
        microseconds,
    } = reading.verifier.cost();
    let mut lines = vec![
        format!("Scheme: {}", reading.scheme.name),
        format!(
            "Cost: about {} ms on a slow core, {} KiB of memory",
            microseconds.div_ceil(1000),
            memory.div_ceil(1024)
        ),
    ];
    lines.extend(reading.remarks.iter().map(ToString::to_string));
    lines.push(String::new());
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: &str = "de8498eb12b0309737310c8971cfc7a2";

    /// Compares what is said of arguments, separated by spaces, and the line
    /// `correct horse`.
    #[track_caller]
    fn check(arguments: &str, input: &str, said: &str, code: u8) {
        let arguments: Vec<String> = arguments.split(' ').map(str::to_owned).collect();
        let written = written(&arguments).expect("arguments that are in order");
        let answer = answer(&written, &mut input.as_bytes()).expect("a text to read");
        assert_eq!(answer, (said.to_owned(), code));
        let secret = answer.0.contains(HASH) || answer.0.contains("horse");
        assert!(!secret, "{}", answer.0);
    }

    #[test]
    fn it_says_scheme_cost_remarks_and_whether_the_password_fits() {
        let md5 = "Scheme: md5\nCost: about 1 ms on a slow core, 0 KiB of memory\n";
        let salted = format!("{HASH} --method md5 --salt salt --salt-position prefix");
        let fits = format!("{md5}The password fits.\n");
        check(&salted, "correct horse\nanother", &fits, FITS);
        check(&salted, "correct horse\r\n", &fits, FITS);
        let not = format!("{md5}The password does not fit.\n");
        check(&salted, "correct horse ", &not, DOES_NOT_FIT);
        check(&salted, "", &not, DOES_NOT_FIT);
        let bcrypt = "--salt x $2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
        let said = "Scheme: bcrypt\nCost: about 3 ms on a slow core, 4 KiB of memory\n\
                    The bcrypt cost 5 is quick to guess.\n\
                    The salt was not used: the hash carries its own, or its scheme has none.\n\
                    The password fits.\n";
        check(bcrypt, "U*U\n", said, FITS);
    }

    #[test]
    fn it_says_why_a_hash_cannot_be_read() {
        let refused = |arguments: &str, said: &str| {
            check(arguments, "correct horse\n", &format!("{said}\n"), NOT_READ);
        };
        refused(
            HASH,
            "The hash does not tell how it was made, and no method is named; it may be md5.",
        );
        refused(
            &format!("{HASH} --method sha1"),
            "The hash has 32 characters, and its scheme writes 40 of hex.",
        );
        refused(
            &format!("{HASH} --method md5 --salt abxy --salt-format hex"),
            "The salt has a character that its format does not have.",
        );
        refused(
            "$2b$05$CCCCCCCCCCCCCCCCCCCCC",
            "The bcrypt hash has 28 of its 60 characters.",
        );
    }

    #[test]
    fn arguments_that_are_not_in_order_are_told() {
        for (arguments, problem) in [
            (vec![], "There is no hash."),
            (vec!["--method"], "An option stands without its value."),
            (vec!["a", "--password", "b"], "An option is not known."),
            (
                vec!["a", "b"],
                "There is more than one hash; does it stand in single quotes?",
            ),
        ] {
            let arguments: Vec<String> = arguments.into_iter().map(str::to_owned).collect();
            assert_eq!(written(&arguments).err(), Some(problem), "{arguments:?}");
        }
    }
}
