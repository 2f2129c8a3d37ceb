//! Whether bytes that come block by block are letters in UTF-8.

/// Tells of bytes that come block by block whether they are UTF-8.
#[derive(Default)]
pub(crate) struct Letters {
    /// The beginning of a letter that goes on in the next block.
    begun: Vec<u8>,
    is_other: bool,
}

impl Letters {
    /// Takes the next block.
    pub(crate) fn add(&mut self, mut block: &[u8]) {
        if self.is_other {
            return;
        }
        while !self.begun.is_empty()
            && let Some((next, rest)) = block.split_first()
        {
            self.begun.push(*next);
            block = rest;
            match std::str::from_utf8(&self.begun) {
                Ok(_) => self.begun.clear(),
                Err(error) if error.error_len().is_none() => {}
                Err(_) => {
                    self.is_other = true;
                    return;
                }
            }
        }
        if let Err(error) = std::str::from_utf8(block) {
            self.is_other = error.error_len().is_some();
            self.begun.extend(&block[error.valid_up_to()..]);
        }
    }

    /// Whether another block can still make the whole UTF-8.
    pub(crate) fn may_be(&self) -> bool {
        !self.is_other
    }

    /// Whether the blocks are UTF-8 as they are.
    pub(crate) fn are_whole(&self) -> bool {
        !self.is_other && self.begun.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_known_across_blocks() {
        let check = |blocks: &[&[u8]], expected: bool| {
            let mut letters = Letters::default();
            for block in blocks {
                letters.add(block);
            }
            assert_eq!(letters.are_whole(), expected, "{blocks:?}");
        };
        check(&[], true);
        check(&[b"ab", b"c"], true);
        check(&[b"a\xe2", b"\x82\xacb"], true);
        check(&[b"a\xe2", b"\x82", b"\xac"], true);
        check(&[b"a\xe2\x82"], false);
        check(&[b"a\xe2", b"a"], false);
        check(&[b"a\xff", b"abc"], false);
        check(&[b"abc", b"\x82"], false);
        check(&[b"a\xe2", b"\x82\xac\xff"], false);
    }
}
