//! A source that gives the bytes it had when it was read first, or an error.
//!
//! The first reading keeps a digest of every block. Whatever is read later is
//! compared with it before a byte is handed out, so a source that is overwritten,
//! cut, replaced or grown meanwhile never gives rows that the digest does not cover.

use crate::base::letters::Letters;
use crate::base::limits::SOURCE_BLOCK_BYTES;
use blake3::Hasher;
use blake3::hazmat::{ChainingValue, HasherExt, Mode, left_subtree_len};
use blake3::hazmat::{merge_subtrees_non_root, merge_subtrees_root};
use std::io::{Error, ErrorKind, Read, Result, Seek, SeekFrom};

const BLOCK: u64 = SOURCE_BLOCK_BYTES as u64;

/// A source has other bytes than when it was read first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the file changed while it was read")]
pub struct SourceChanged;

impl SourceChanged {
    /// Whether that is why something could not be read.
    pub fn is_why(error: &Error) -> bool {
        let inner = error.get_ref();
        inner.is_some_and(<dyn std::error::Error + Send + Sync>::is::<SourceChanged>)
    }
}

impl From<SourceChanged> for Error {
    fn from(changed: SourceChanged) -> Error {
        Error::other(changed)
    }
}

/// The bytes of a source as they were read first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bytes {
    /// BLAKE3 of all of them, in hex.
    pub digest: String,
    /// How many there are.
    pub length: u64,
    /// Whether all of them together are UTF-8.
    pub is_utf8: bool,
    /// What stands for each block in the tree of that digest.
    blocks: Vec<ChainingValue>,
}

impl Bytes {
    /// Reads what is left of a source.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn of(from: &mut (impl Read + ?Sized)) -> Result<Bytes> {
        let mut blocks = Vec::new();
        let mut block = vec![0; SOURCE_BLOCK_BYTES];
        let mut length = 0;
        let mut alone = Hasher::new();
        let mut letters = Letters::default();
        loop {
            let filled = fill(from, &mut block)?;
            if filled > 0 {
                letters.add(&block[..filled]);
                let mut hasher = hasher_at(length);
                hasher.update(&block[..filled]);
                blocks.push(hasher.finalize_non_root());
                alone = hasher;
            }
            length += filled as u64;
            if filled < block.len() {
                break;
            }
        }
        let digest = match blocks.as_slice() {
            [] | [_] => alone.finalize(),
            _ => {
                let (left, right) = halves(&blocks, length);
                merge_subtrees_root(&left, &right, Mode::Hash)
            }
        };
        Ok(Bytes {
            digest: digest.to_hex().to_string(),
            length,
            is_utf8: letters.are_whole(),
            blocks,
        })
    }
}

/// What hashes the bytes from this place on as part of a whole.
fn hasher_at(offset: u64) -> Hasher {
    let mut hasher = Hasher::new();
    hasher.set_input_offset(offset);
    hasher
}

/// What stands for some blocks of so many bytes together.
fn merged(blocks: &[ChainingValue], length: u64) -> ChainingValue {
    if let [block] = blocks {
        return *block;
    }
    let (left, right) = halves(blocks, length);
    merge_subtrees_non_root(&left, &right, Mode::Hash)
}

fn halves(blocks: &[ChainingValue], length: u64) -> (ChainingValue, ChainingValue) {
    let in_left = left_subtree_len(length);
    let (left, right) = blocks.split_at((in_left / BLOCK) as usize);
    (merged(left, in_left), merged(right, length - in_left))
}

/// Reads until the buffer is full or the source ends; answers with how much there was.
fn fill(from: &mut (impl Read + ?Sized), buffer: &mut [u8]) -> Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match from.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// A source of which every block is compared before it is used.
pub struct Verified<S> {
    source: S,
    bytes: Bytes,
    position: u64,
    /// One block, and room for a byte that should not be there.
    buffer: Vec<u8>,
    /// Which block the buffer holds.
    held: Option<u64>,
}

impl<S: Read + Seek> Verified<S> {
    /// A source that had these bytes.
    pub fn new(source: S, bytes: Bytes) -> Verified<S> {
        Verified {
            source,
            bytes,
            position: 0,
            buffer: Vec::new(),
            held: None,
        }
    }

    /// The bytes that it had.
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// Makes the buffer hold a block, if the source still has it.
    fn hold(&mut self, block: u64) -> Result<()> {
        if self.held == Some(block) {
            return Ok(());
        }
        self.held = None;
        self.buffer.resize(SOURCE_BLOCK_BYTES + 1, 0);
        let start = block * BLOCK;
        let expected = (self.bytes.length - start).min(BLOCK) as usize;
        let is_last = start + expected as u64 == self.bytes.length;
        let wanted = expected + usize::from(is_last);
        self.source.seek(SeekFrom::Start(start))?;
        if fill(&mut self.source, &mut self.buffer[..wanted])? != expected {
            return Err(SourceChanged.into());
        }
        let mut hasher = hasher_at(start);
        hasher.update(&self.buffer[..expected]);
        if self.bytes.blocks.get(block as usize) != Some(&hasher.finalize_non_root()) {
            return Err(SourceChanged.into());
        }
        self.held = Some(block);
        Ok(())
    }
}

impl<S: Read + Seek> Read for Verified<S> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        if self.position >= self.bytes.length || buffer.is_empty() {
            return Ok(0);
        }
        self.hold(self.position / BLOCK)?;
        let at = (self.position % BLOCK) as usize;
        let end = (self.bytes.length - (self.position - at as u64)).min(BLOCK) as usize;
        let read = buffer.len().min(end - at);
        buffer[..read].copy_from_slice(&self.buffer[at..at + read]);
        self.position += read as u64;
        Ok(read)
    }
}

impl<S: Read + Seek> Seek for Verified<S> {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        let place = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::End(by) => self.bytes.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.position.checked_add_signed(by),
        };
        self.position = place.ok_or(ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    const SIZES: [usize; 9] = [
        0,
        1,
        1025,
        SOURCE_BLOCK_BYTES - 1,
        SOURCE_BLOCK_BYTES,
        SOURCE_BLOCK_BYTES + 1,
        2 * SOURCE_BLOCK_BYTES,
        3 * SOURCE_BLOCK_BYTES + 77,
        5 * SOURCE_BLOCK_BYTES,
    ];

    fn text(size: usize) -> Vec<u8> {
        (0..size).map(|at| (at / 7 + at % 251) as u8).collect()
    }

    fn read(now: Vec<u8>, bytes: &Bytes) -> Result<Vec<u8>> {
        let mut all = Vec::new();
        let mut source = Verified::new(Cursor::new(now), bytes.clone());
        source.read_to_end(&mut all).map(|_| all)
    }

    #[test]
    fn the_digest_is_that_of_the_whole() {
        for size in SIZES {
            let text = text(size);
            let bytes = Bytes::of(&mut text.as_slice()).unwrap();
            let whole = blake3::hash(&text).to_hex().to_string();
            assert_eq!(
                (bytes.digest.as_str(), bytes.length),
                (whole.as_str(), size as u64)
            );
            assert_eq!(read(text.clone(), &bytes).unwrap(), text);
        }
    }

    #[test]
    fn whether_all_of_it_is_utf_8_is_known() {
        let text = "é€𝄞".repeat(SOURCE_BLOCK_BYTES / 4);
        for bytes in [text.as_bytes(), &text.as_bytes()[..text.len() - 1]] {
            let expected = std::str::from_utf8(bytes).is_ok();
            assert_eq!(Bytes::of(&mut &*bytes).unwrap().is_utf8, expected);
        }
    }

    #[test]
    fn another_byte_or_size_is_never_handed_out() {
        let check = |was: &[u8], now: Vec<u8>, what: &str| {
            let bytes = Bytes::of(&mut &*was).unwrap();
            let mut source = Verified::new(Cursor::new(now), bytes);
            let mut all = Vec::new();
            let error = source.read_to_end(&mut all).expect_err(what);
            assert!(SourceChanged::is_why(&error), "{what}: {error}");
            assert!(was.starts_with(&all), "{what}");
        };
        for size in SIZES.into_iter().skip(1) {
            let was = text(size);
            for at in [0, size / 2, size - 1] {
                let mut now = was.clone();
                now[at] ^= 1;
                check(&was, now, &format!("{size} bytes, another at {at}"));
                check(
                    &was,
                    was[..at].to_vec(),
                    &format!("{size} bytes, cut at {at}"),
                );
            }
            let grown = [was.as_slice(), b"x"].concat();
            check(&was, grown, &format!("{size} bytes, one more"));
        }
    }

    #[test]
    fn any_place_can_be_gone_to() {
        let text = text(3 * SOURCE_BLOCK_BYTES + 77);
        let bytes = Bytes::of(&mut text.as_slice()).unwrap();
        let mut source = Verified::new(Cursor::new(text.clone()), bytes);
        assert_eq!(source.seek(SeekFrom::End(-77)).unwrap(), 3 * BLOCK);
        for place in [BLOCK - 3, 3 * BLOCK + 70, 5, 2 * BLOCK] {
            let mut some = [0; 7];
            source.seek(SeekFrom::Start(place)).unwrap();
            source.read_exact(&mut some).unwrap();
            assert_eq!(some, text[place as usize..][..7], "{place}");
        }
        assert!(
            source
                .seek(SeekFrom::Current(-(10 * BLOCK as i64)))
                .is_err()
        );
    }
}
