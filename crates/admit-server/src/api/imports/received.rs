//! Receiving a file: what comes is written to storage piece by piece, and never held in
//! memory. While it comes the import is known as one that is received; of what does not
//! come whole nothing is kept.

use crate::jobs::remove_upload;
use crate::limits::{
    COMING_NOTED_BYTES, COMING_NOTED_EVERY, PIECE_TIMEOUT, PIECES_WAITING_MAX,
    UPLOAD_BYTES_A_SECOND_MIN, UPLOAD_RATE_AFTER,
};
use crate::problem::Problem;
use crate::state::Server;
use admit_core::ports::store::{Coming, FilePart, Mode, StoreError, Upload, UploadedFile};
use axum::body::Bytes;
use axum::http::StatusCode;
use futures_util::{Stream, StreamExt};
use std::io::Write;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::time::Instant;
use uuid::Uuid;

/// Files that were received for an import that is to be. Unless they are kept, they are
/// removed: also where whoever sends them goes away in the middle.
pub struct Received {
    /// The public id of the import.
    pub id: Uuid,
    /// When it began to come.
    pub began: i64,
    server: Server,
    by: String,
    mode: Mode,
    /// How many bytes there are of the files that are whole.
    bytes: u64,
    is_begun: bool,
    is_kept: bool,
}

impl Received {
    /// Nothing yet, for a new import that somebody hands in, to go so far by itself.
    pub fn new(server: &Server, by: &str, mode: Mode) -> Received {
        Received {
            id: Uuid::now_v7(),
            began: server.now(),
            server: server.clone(),
            by: by.to_owned(),
            mode,
            bytes: 0,
            is_begun: false,
            is_kept: false,
        }
    }

    /// What is known of the import while its first file, of this name, comes; nothing if
    /// that is known already.
    fn begun(&mut self, name: &str) -> Option<Upload> {
        let is_first = !std::mem::replace(&mut self.is_begun, true);
        is_first.then(|| Upload {
            id: self.id,
            name: name.to_owned(),
            created: self.began,
            by: self.by.clone(),
            mode: self.mode,
            choices: "{}".to_owned(),
            coming: Some(Coming {
                bytes: 0,
                heard: self.began,
            }),
            files: Vec::new(),
            columns: None,
            failed: None,
            removed: None,
            confirmed: false,
        })
    }

    /// The import is there, and has the files.
    pub fn kept(mut self) {
        self.is_kept = true;
    }
}

impl Drop for Received {
    fn drop(&mut self) {
        if self.is_kept {
            return;
        }
        let (server, id) = (self.server.clone(), self.id);
        let remove = move || {
            if let Err(error) = remove_upload(server.store(), id) {
                tracing::warn!(%error, "a file that nobody needs is still there");
            }
        };
        match Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn_blocking(remove)),
            Err(_) => remove(),
        }
    }
}

/// A part of a body on its way to storage.
enum Piece {
    Bytes(Bytes),
    /// There is nothing more.
    End,
}

/// Receives a file of an upload from a stream.
///
/// # Errors
/// It is too large, it broke off, or there is no room for it.
pub async fn receive<E>(
    received: &mut Received,
    part: FilePart,
    name: String,
    stream: impl Stream<Item = Result<Bytes, E>>,
) -> Result<UploadedFile, Problem> {
    let (pieces, waiting) = mpsc::channel(PIECES_WAITING_MAX);
    let server = received.server.clone();
    let place = server.incoming().place(&received.by).await?;
    let incoming = Incoming {
        id: received.id,
        part,
        begun: received.begun(&name),
        before: received.bytes,
    };
    let writing = server.transferring(place, move |server| incoming.write(server, waiting));
    let most = server.config().upload_bytes_max;
    let sending = async move {
        let mut stream = std::pin::pin!(stream);
        let mut bytes: u64 = 0;
        let began = Instant::now();
        loop {
            let next = tokio::time::timeout(PIECE_TIMEOUT, stream.next()).await;
            let piece = match next.map_err(|_| too_slow())? {
                Some(Ok(piece)) => piece,
                Some(Err(_)) => return Err(broken()),
                None => break,
            };
            bytes += piece.len() as u64;
            if bytes > most {
                return Err(too_large(most));
            }
            if is_too_slow(bytes, began.elapsed()) {
                return Err(too_slow());
            }
            if pieces.send(Piece::Bytes(piece)).await.is_err() {
                // Writing it failed, and says why.
                return Ok(());
            }
        }
        let _ = pieces.send(Piece::End).await;
        Ok(())
    };
    let (sent, written) = tokio::join!(sending, writing);
    sent?;
    let (bytes, digest) = written?.ok_or_else(broken)?;
    received.bytes += bytes;
    Ok(UploadedFile {
        part,
        name,
        bytes,
        digest,
    })
}

/// Whether so few bytes came in a time that the rest would hold its place for too long.
fn is_too_slow(bytes: u64, took: Duration) -> bool {
    took > UPLOAD_RATE_AFTER && bytes < took.as_secs() * UPLOAD_BYTES_A_SECOND_MIN
}

/// A file on its way to storage.
struct Incoming {
    id: Uuid,
    part: FilePart,
    /// What is to be known of the import while it comes, if this is its first file.
    begun: Option<Upload>,
    /// How many bytes came before it.
    before: u64,
}

impl Incoming {
    /// Writes pieces until their end; nothing is kept if it does not come.
    fn write(
        self,
        server: &Server,
        waiting: mpsc::Receiver<Piece>,
    ) -> Result<Option<(u64, String)>, Problem> {
        let store = server.store();
        if let Some(begun) = &self.begun {
            store.put_upload(begun)?;
        }
        let written = self.pieces(server, waiting);
        if !matches!(written, Ok(Some(_))) {
            // Whoever sent it may be gone, and have removed it before it was put.
            remove_upload(store, self.id)?;
        }
        written
    }

    fn pieces(
        &self,
        server: &Server,
        mut waiting: mpsc::Receiver<Piece>,
    ) -> Result<Option<(u64, String)>, Problem> {
        const DOING: &str = "receiving a file";
        let mut file = server.store().receive(self.id, self.part)?;
        let mut digest = blake3::Hasher::new();
        let (mut bytes, mut noted) = (0, (0, server.now()));
        while let Some(piece) = waiting.blocking_recv() {
            match piece {
                Piece::Bytes(piece) => {
                    digest.update(&piece);
                    bytes += piece.len() as u64;
                    file.write_all(&piece)
                        .map_err(|error| StoreError::of_io(DOING, &error))?;
                }
                Piece::End => {
                    file.finish()?;
                    self.note(server, bytes)?;
                    return Ok(Some((bytes, digest.finalize().to_hex().to_string())));
                }
            }
            let is_long_ago = server.now() - noted.1 >= COMING_NOTED_EVERY.as_millis() as i64;
            if is_long_ago || bytes - noted.0 >= COMING_NOTED_BYTES {
                noted = (bytes, self.note(server, bytes)?);
            }
        }
        Ok(None)
    }

    /// Notes how much has come; answers when that was.
    fn note(&self, server: &Server, bytes: u64) -> Result<i64, Problem> {
        let coming = Coming {
            bytes: self.before + bytes,
            heard: server.now(),
        };
        if server.store().note_coming(self.id, &coming)? {
            return Ok(coming.heard);
        }
        Err(deleted())
    }
}

/// The import was deleted while its file came.
pub fn deleted() -> Problem {
    Problem::conflict("It was deleted while its file came. Nothing of it was kept.")
}

fn too_large(most: u64) -> Problem {
    let mib = most / (1024 * 1024);
    Problem::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        ("too-large", "The file is too large"),
        format!(
            "Files may have up to {mib} MiB here; hand it in in parts, or raise upload-mib-max \
             of the server. Nothing of it was kept."
        ),
    )
    .with("bytes_max", most)
}

fn broken() -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        ("broken", "The file did not come whole"),
        "Send it again. Nothing of it was kept.",
    )
}

/// What is sent comes too slowly.
pub fn too_slow() -> Problem {
    Problem::new(
        StatusCode::REQUEST_TIMEOUT,
        ("too-slow", "It comes too slowly"),
        "Send it again. Nothing of it was kept.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: u64, seconds: u64, expected: bool) {
        let found = is_too_slow(bytes, Duration::from_secs(seconds));
        assert_eq!(found, expected, "{bytes} in {seconds} s");
    }

    #[test]
    fn a_file_comes_at_a_rate_after_a_while() {
        check(1, 60, false);
        check(1, 61, true);
        check(61 * 1024 - 1, 61, true);
        check(61 * 1024, 61, false);
        check(3600 * 1024, 3600, false);
        check(u64::MAX, u64::MAX / 2048, false);
    }
}
