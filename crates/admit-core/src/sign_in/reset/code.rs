//! The code of a reset: how it is made, written and read.

use crate::base::limits::RESET_CODE_MILLISECONDS;
use crate::passwords::stored::Secret;
use crate::ports::store::{CODE_MARK, Mail};
use crate::sign_in::reset::Reason;
use crate::sign_in::{Randomness, secrets};
use crate::users::user::UserKey;

/// Eight letters of five bits.
const LETTERS: usize = 8;

/// A new code: 40 bits.
pub(super) fn new(randomness: &dyn Randomness) -> String {
    secrets::letters(randomness, LETTERS)
}

/// A code as it was made, from one as it was typed: in capitals, without dashes
/// and spaces, and with the digits that letters were taken for.
pub(super) fn normalised(typed: &str) -> String {
    let counts = |c: &char| !c.is_whitespace() && *c != '-';
    typed
        .chars()
        .filter(counts)
        // What is longer cannot be one.
        .take(LETTERS + 1)
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect()
}

/// The mail that brings a code.
pub(super) fn mail(user: UserKey, to: &str, code: &str, reason: Reason, now: i64) -> Mail {
    let (front, back) = code.split_at(LETTERS / 2);
    let minutes = RESET_CODE_MILLISECONDS / 60_000;
    let why = match reason {
        Reason::Asked => format!("A new password was asked for, for {to}."),
        Reason::TriedToSignIn => format!(
            "Somebody tried to sign in as {to}.\n\
             Before that works, a new password has to be set."
        ),
    };
    Mail {
        user,
        to: to.to_owned(),
        subject: "Your code to set a new password".to_owned(),
        body: format!(
            "{why}\n\
             \n\
             The code is {CODE_MARK}\n\
             \n\
             It holds for {minutes} minutes, in the browser that was used. In another one,\n\
             ask for a code there.\n\
             If that was not you, there is nothing to do: without the code the\n\
             password stays as it is.\n"
        ),
        code: Some(Secret(format!("{front}-{back}"))),
        code_ends: now + RESET_CODE_MILLISECONDS,
        created: now,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        for (typed, expected) in [
            ("K7Q0-M1ZX", "K7Q0M1ZX"),
            (" k7qo mlzx ", "K7Q0M1ZX"),
            ("K7Q0M1ZX", "K7Q0M1ZX"),
            ("k7q0-mizx\n", "K7Q0M1ZX"),
            ("", ""),
            ("K7Q0-M1ZXA", "K7Q0M1ZXA"),
            ("K7Q0-M1ZXAAAAAAAA", "K7Q0M1ZXA"),
        ] {
            assert_eq!(normalised(typed), expected, "{typed}");
        }
    }
}
