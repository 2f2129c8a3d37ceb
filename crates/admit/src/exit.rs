//! How the program ends.

/// The exit codes. Their numbers are a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Every row is in or unchanged; warnings are allowed. Or: it was done.
    Done = 0,
    /// Finished, but some rows were rejected or a denied rule spoke. Or: not
    /// signed in.
    Rejected = 1,
    /// Could not start: usage, a file that cannot be read at all, a request
    /// that was refused. Nothing was written.
    NotStarted = 2,
    /// Stopped part-way; can be resumed.
    Stopped = 3,
    /// Interrupted (128 + SIGINT); can be resumed.
    Interrupted = 130,
}

impl Exit {
    /// The graver of the two.
    #[must_use]
    pub fn or(self, other: Exit) -> Exit {
        if other as u8 > self as u8 {
            other
        } else {
            self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_a_promise() {
        let numbers = [
            (Exit::Done, 0),
            (Exit::Rejected, 1),
            (Exit::NotStarted, 2),
            (Exit::Stopped, 3),
            (Exit::Interrupted, 130),
        ];
        for (exit, number) in numbers {
            assert_eq!(exit as u8, number, "{exit:?}");
        }
    }
}
