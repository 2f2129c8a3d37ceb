//! Bytes that can be gone back in.

use std::io::{Read, Seek};

/// Bytes that can be gone back in, as whoever asks for a run opened them.
pub trait Seekable: Read + Seek + Send {}
impl<T: Read + Seek + Send> Seekable for T {}
