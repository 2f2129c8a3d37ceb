//! A form with files: the files go to storage as they come, and of everything else only so
//! much is held as choices have.

use super::create::named;
use super::received::{Received, receive};
use crate::limits::{
    FORM_FIELD_BYTES_MAX, FORM_FIELDS_BYTES_MAX, FORM_FIELDS_MAX, FORM_HEAD_BYTES_MAX,
    FORM_PIECE_BYTES, PIECE_TIMEOUT,
};
use crate::problem::Problem;
use crate::state::Server;
use admit_core::ports::store::{FilePart, UploadedFile};
use axum::body::{Body, BodyDataStream, Bytes};
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use futures_util::Stream;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use tokio::time::timeout;

/// Takes the files out of a form, and gives everything else in it to `take`, by its name.
/// Choices may stand before the file or behind it.
///
/// # Errors
/// It is no such form, it has no file or one twice, more is said than choices have, or
/// something else does not fit.
pub async fn of_form(
    server: &Server,
    received: &mut Received,
    request: Request,
    mut take: impl FnMut(&str, &str) -> Result<(), Problem> + Send,
) -> Result<Vec<UploadedFile>, Problem> {
    let mut form = Form::of(server, request).await?;
    let mut files: Vec<UploadedFile> = Vec::new();
    let mut text_bytes = 0;
    while let Some(field) = form.next().await? {
        let name = field.name().unwrap_or_default().to_owned();
        let part = match name.as_str() {
            "file" => Some(FilePart::Users),
            "passwords" => Some(FilePart::Passwords),
            _ => None,
        };
        if let Some(part) = part {
            if files.iter().any(|file| file.part == part) {
                let problem = Problem::unusable("Send each file in a request of its own.");
                return Err(problem.field(name, "it stands there twice"));
            }
            if part == FilePart::Passwords && field.file_name() == Some("") {
                // A browser sends so what nobody chose.
                continue;
            }
            let given = named(field.file_name().map(str::to_owned));
            files.push(receive(received, part, given, field).await?);
        } else {
            let left = FORM_FIELDS_BYTES_MAX.saturating_sub(text_bytes);
            let value = text(field, &name, left).await?;
            text_bytes += value.len();
            take(&name, &value)?;
        }
    }
    if files.iter().any(|file| file.part == FilePart::Users) {
        return Ok(files);
    }
    let problem = Problem::unusable("Send the file in a field that is called file.");
    Err(problem.field("file", "there is none"))
}

/// A form that comes.
struct Form {
    parts: Multipart,
    /// What has come since the last part began, up to the head of the next one.
    before_head: Arc<AtomicUsize>,
    fields: usize,
}

impl Form {
    async fn of(server: &Server, request: Request) -> Result<Form, Problem> {
        let before_head = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&before_head);
        let request = request.map(|body| {
            Body::from_stream(Paced {
                body: body.into_data_stream(),
                held: Bytes::new(),
                has_given: false,
                before_head: counted,
            })
        });
        let parts = Multipart::from_request(request, server).await;
        Ok(Form {
            parts: parts.map_err(|error| Problem::unusable(error.body_text()))?,
            before_head,
            fields: 0,
        })
    }

    /// The next part; nothing at the end.
    async fn next(&mut self) -> Result<Option<Field<'_>>, Problem> {
        self.before_head.store(0, Ordering::Relaxed);
        let next = timeout(PIECE_TIMEOUT, self.parts.next_field()).await;
        // What comes from here on belongs to the part.
        let has_passed = self.before_head.swap(IN_PART, Ordering::Relaxed);
        if has_passed > FORM_HEAD_BYTES_MAX {
            return Err(too_much("The names of a part", FORM_HEAD_BYTES_MAX));
        }
        let next = next.map_err(|_| super::received::too_slow())?;
        let next = next.map_err(|error| of_multipart(&error))?;
        self.fields += usize::from(next.is_some());
        if self.fields > FORM_FIELDS_MAX {
            return Err(Problem::unusable(format!(
                "A form may have up to {FORM_FIELDS_MAX} fields here."
            )));
        }
        Ok(next)
    }
}

/// Counts as nothing: what comes belongs to a part, and is counted there.
const IN_PART: usize = usize::MAX;

/// A body in small pieces, one at a time, so that whoever reads it looks at each of them
/// before there is more to hold.
struct Paced {
    body: BodyDataStream,
    held: Bytes,
    has_given: bool,
    before_head: Arc<AtomicUsize>,
}

impl Stream for Paced {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if std::mem::take(&mut self.has_given) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        if self.held.is_empty() {
            match ready!(Pin::new(&mut self.body).poll_next(context)) {
                Some(Ok(bytes)) => self.held = bytes,
                Some(Err(error)) => return Poll::Ready(Some(Err(io::Error::other(error)))),
                None => return Poll::Ready(None),
            }
        }
        let most = self.held.len().min(FORM_PIECE_BYTES);
        let piece = self.held.split_to(most);
        self.has_given = true;
        let passed = self.before_head.load(Ordering::Relaxed);
        if passed != IN_PART {
            let passed = passed + piece.len();
            self.before_head.store(passed, Ordering::Relaxed);
            if passed > FORM_HEAD_BYTES_MAX {
                return Poll::Ready(Some(Err(io::ErrorKind::FileTooLarge.into())));
            }
        }
        Poll::Ready(Some(Ok(piece)))
    }
}

/// What a field says.
async fn text(mut field: Field<'_>, name: &str, left: usize) -> Result<String, Problem> {
    let read = async {
        let mut value = Vec::new();
        while let Some(piece) = field.chunk().await.map_err(|error| of_multipart(&error))? {
            if value.len() + piece.len() > FORM_FIELD_BYTES_MAX {
                return Err(too_much("A field", FORM_FIELD_BYTES_MAX));
            }
            if value.len() + piece.len() > left {
                return Err(too_much("All fields together", FORM_FIELDS_BYTES_MAX));
            }
            value.extend_from_slice(&piece);
        }
        Ok(value)
    };
    let value = timeout(PIECE_TIMEOUT, read).await;
    let value = value.map_err(|_| super::received::too_slow())??;
    String::from_utf8(value)
        .map_err(|_| Problem::unusable("Send fields in UTF-8.").field(name, "it is not in UTF-8"))
}

fn too_much(what: &str, most: usize) -> Problem {
    let kib = most / 1024;
    Problem::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        ("too-large", "The form is too large"),
        format!("{what} may have up to {kib} KiB here. Nothing of it was kept."),
    )
    .with("bytes_max", most)
}

fn of_multipart(error: &MultipartError) -> Problem {
    Problem::unusable(format!(
        "Look at the form: {}.",
        error.body_text().trim_end_matches('.')
    ))
}
