//! Receiving a file: what comes is written to storage piece by piece, and never held in
//! memory. Of what does not come whole nothing is kept.

use crate::limits::{PIECE_TIMEOUT, PIECES_WAITING_MAX};
use crate::problem::Problem;
use crate::state::Server;
use admit_core::ports::store::{FilePart, StoreError, UploadedFile};
use axum::body::Bytes;
use axum::http::StatusCode;
use futures_util::{Stream, StreamExt};
use std::io::Write;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use uuid::Uuid;

/// Files that were received for an import that is to be. Unless they are kept, they are
/// removed: also where whoever sends them goes away in the middle.
pub struct Received {
    /// The public id of the import.
    pub id: Uuid,
    server: Server,
    is_kept: bool,
}

impl Received {
    /// Nothing yet, for a new import.
    pub fn new(server: &Server) -> Received {
        Received {
            id: Uuid::now_v7(),
            server: server.clone(),
            is_kept: false,
        }
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
            for part in FilePart::ALL {
                if let Err(error) = server.store().remove_source(id, part) {
                    tracing::warn!(%error, "a file that nobody needs is still there");
                }
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
    server: &Server,
    (id, part): (Uuid, FilePart),
    name: String,
    stream: impl Stream<Item = Result<Bytes, E>>,
) -> Result<UploadedFile, Problem> {
    let (pieces, waiting) = mpsc::channel(PIECES_WAITING_MAX);
    let writing = server.transferring(move |server| write(server, (id, part), waiting));
    let most = server.config().upload_bytes_max;
    let sending = async move {
        let mut stream = std::pin::pin!(stream);
        let mut bytes: u64 = 0;
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
    Ok(UploadedFile {
        part,
        name,
        bytes,
        digest,
    })
}

/// Writes pieces until their end; nothing is kept if it does not come.
fn write(
    server: &Server,
    (id, part): (Uuid, FilePart),
    mut waiting: mpsc::Receiver<Piece>,
) -> Result<Option<(u64, String)>, Problem> {
    const DOING: &str = "receiving a file";
    let mut file = server.store().receive(id, part)?;
    let mut digest = blake3::Hasher::new();
    let mut bytes = 0;
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
                return Ok(Some((bytes, digest.finalize().to_hex().to_string())));
            }
        }
    }
    Ok(None)
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

fn too_slow() -> Problem {
    Problem::new(
        StatusCode::REQUEST_TIMEOUT,
        ("too-slow", "Nothing came for too long"),
        "Send it again. Nothing of it was kept.",
    )
}
