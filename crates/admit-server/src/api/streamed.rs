//! Answers that blocking work writes piece by piece. The work waits while nobody reads,
//! ends when whoever asked has gone away, and what it could not write to its end breaks
//! the answer off, so that nobody takes half of it for the whole.

use crate::limits::{PIECE_BYTES, PIECES_SENT_MAX};
use crate::problem::Problem;
use crate::state::Server;
use crate::who::Caller;
use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use std::fmt::Write as _;
use std::io::{self, Write};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

type Piece = io::Result<Bytes>;

/// Takes bytes, and gives them to whoever reads the answer.
pub struct Pieces {
    to: mpsc::Sender<Piece>,
    held: Vec<u8>,
}

impl Pieces {
    fn new(to: mpsc::Sender<Piece>) -> Pieces {
        Pieces {
            to,
            held: Vec::with_capacity(PIECE_BYTES),
        }
    }

    fn send(&mut self) -> io::Result<()> {
        if self.held.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.held, Vec::with_capacity(PIECE_BYTES));
        let sent = self.to.blocking_send(Ok(Bytes::from(piece)));
        sent.map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = PIECE_BYTES - self.held.len();
        let taken = bytes.len().min(room);
        self.held.extend_from_slice(&bytes[..taken]);
        if self.held.len() == PIECE_BYTES {
            self.send()?;
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send()
    }
}

/// What is streamed is, and what it is called where it is kept.
pub struct Attachment {
    /// Its media type.
    pub kind: &'static str,
    /// The name of the file.
    pub name: String,
}

/// Answers a caller with what the work writes.
///
/// # Errors
/// Too many files are on their way.
pub async fn streamed<E: std::fmt::Display>(
    server: &Server,
    caller: &Caller,
    attachment: &Attachment,
    work: impl FnOnce(&Server, &mut Pieces) -> Result<(), E> + Send + 'static,
) -> Result<Response, Problem> {
    let place = server.outgoing().place(&caller.who).await?;
    let (to, from) = mpsc::channel(PIECES_SENT_MAX);
    let server = server.clone();
    let writing = move |server: &Server| {
        let mut pieces = Pieces::new(to);
        // If it panics its end is missing as well: the sender tells nothing more.
        let unended = Unended(Some(pieces.to.clone()));
        let written = work(server, &mut pieces);
        if pieces.to.is_closed() {
            // Nobody reads it any more.
            unended.ended();
            return Ok(());
        }
        match written {
            Ok(()) => {
                if pieces.flush().is_ok() {
                    unended.ended();
                }
            }
            Err(error) => tracing::error!(%error, "an answer broke off"),
        }
        Ok(())
    };
    // Nobody waits for it but whoever reads the answer.
    drop(tokio::spawn(async move {
        server.transferring(place, writing).await
    }));
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(attachment.kind)),
        (CONTENT_DISPOSITION, disposition(&attachment.name)),
        nosniff(),
    ];
    Ok((headers, Body::from_stream(ReceiverStream::new(from))).into_response())
}

/// Breaks the answer off unless it came to its end.
struct Unended(Option<mpsc::Sender<Piece>>);

impl Unended {
    fn ended(mut self) {
        self.0 = None;
    }
}

impl Drop for Unended {
    fn drop(&mut self) {
        if let Some(to) = self.0.take() {
            let _ = to.blocking_send(Err(io::ErrorKind::UnexpectedEof.into()));
        }
    }
}

fn nosniff() -> (HeaderName, HeaderValue) {
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"))
}

/// Asks for the answer to be kept under this name (RFC 6266): in ASCII for old clients,
/// and as it is.
fn disposition(name: &str) -> HeaderValue {
    let plain: String = name
        .chars()
        .map(|c| match c {
            '"' | '\\' | '%' => '_',
            c if c.is_ascii_graphic() || c == ' ' => c,
            _ => '_',
        })
        .collect();
    let mut whole = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            whole.push(char::from(byte));
        } else {
            let _ = write!(whole, "%{byte:02X}");
        }
    }
    let text = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}");
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: &str) {
        let expected = format!("attachment; {expected}");
        assert_eq!(disposition(name).to_str().unwrap(), expected);
    }

    #[test]
    fn names_are_told_in_both_forms() {
        check(
            "a b.csv",
            "filename=\"a b.csv\"; filename*=UTF-8''a%20b.csv",
        );
        check("ü.csv", "filename=\"_.csv\"; filename*=UTF-8''%C3%BC.csv");
        let quoted = "filename=\"a_b__c\"; filename*=UTF-8''a%22b%0D%0Ac";
        check("a\"b\r\nc", quoted);
    }

    #[test]
    fn pieces_come_whole_and_end_where_nobody_reads() {
        let (to, mut from) = mpsc::channel(4);
        let mut pieces = Pieces::new(to);
        let bytes: Vec<u8> = (0..PIECE_BYTES * 2 + 7).map(|at| at as u8).collect();
        pieces.write_all(&bytes).unwrap();
        pieces.flush().unwrap();
        let mut read = Vec::new();
        while let Ok(piece) = from.try_recv() {
            read.extend_from_slice(&piece.unwrap());
        }
        assert!(read == bytes);
        drop(from);
        let error = pieces.write_all(&bytes).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
    }
}
