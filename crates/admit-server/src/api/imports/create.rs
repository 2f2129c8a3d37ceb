//! `POST /imports`.

use super::form::of_form;
use super::received::{Received, deleted, receive};
use super::view::{Import, Known};
use crate::api::idempotency::{Created, key_of, once};
use crate::limits::NAME_CHARACTERS_MAX;
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::import::typed;
use admit_core::operators::deed::{Act, Deed};
use admit_core::ports::store::{
    FilePart, JobKind, Mode, NewJob, RequestKey, Scope, Upload, UploadQuery, UploadedFile,
};
use admit_core::rows::choices::Choices;
use axum::extract::{Query, Request, State};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use serde_json::{Value, json};
use utoipa::ToSchema;

/// Where imports are.
const IMPORTS: &str = "/api/v1/imports/";

/// What digests of requests are for.
const REQUEST: &str = "admit 2026 import that may be sent again";

/// What is asked for, beside the file.
pub struct Wanted {
    name: Option<String>,
    mode: Mode,
    confirmed: bool,
    choices: Choices,
}

impl Wanted {
    /// A check, and nothing chosen.
    pub fn new() -> Wanted {
        Wanted {
            name: None,
            mode: Mode::Check,
            confirmed: false,
            choices: Choices::default(),
        }
    }

    /// Takes what stands behind the question mark, or in a field.
    ///
    /// # Errors
    /// There is no such choice, or not this one of it.
    pub fn take(&mut self, name: &str, value: &str) -> Result<(), Problem> {
        let wrong = |reason: String| {
            Problem::unusable("Correct what is named, and send it again.").field(name, reason)
        };
        match name {
            "name" => self.name = Some(value.to_owned()),
            "yes" => self.confirmed = typed::switch(value).map_err(wrong)?,
            "mode" => {
                self.mode = match value {
                    "check" => Mode::Check,
                    "import" => Mode::Import,
                    _ => return Err(wrong("write check or import".to_owned())),
                }
            }
            name => {
                let known = typed::choose(&mut self.choices, name, value).map_err(wrong)?;
                if !known {
                    return Err(wrong("there is no such choice".to_owned()));
                }
            }
        }
        Ok(())
    }
}

/// A form with a file.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its form is told")]
pub struct Form {
    /// The file of users.
    #[schema(format = Binary)]
    file: String,
    /// Their passwords, in a file beside.
    #[schema(format = Binary, required = false)]
    passwords: Option<String>,
    /// The choices, each as a field of its name.
    #[schema(required = false)]
    mode: Option<String>,
}

/// Hands a file in: the body is the file, or a form with `file` and the choices as fields.
/// It is checked; with `mode=import` it is imported at once.
#[utoipa::path(
    post,
    path = "/imports",
    tag = "imports",
    security(("token" = ["imports:write"])),
    params(
        ("name" = Option<String>, Query, description = "What the file is called"),
        ("mode" = Option<String>, Query, description = "`check`, or `import` to go on by itself"),
        ("yes" = Option<bool>, Query, description = "Access may be taken away"),
        ("map" = Option<Vec<String>>, Query, description = "Choices are named like the options of `admit import`, with `_` between words"),
    ),
    request_body(content(
        (Vec<u8> = "application/octet-stream"),
        (Form = "multipart/form-data"),
    )),
    responses(
        (status = 201, body = Import, headers(("Location" = String))),
        (status = 408, body = ProblemDocument),
    )
)]
pub async fn create(
    State(server): State<Server>,
    caller: Caller,
    query: Query<Vec<(String, String)>>,
    request: Request,
) -> Result<Response, Problem> {
    caller.needs(Scope::ImportsWrite)?;
    let key = key_of(request.headers())?;
    let call = format!("{} {}", request.method(), request.uri());
    let mut wanted = Wanted::new();
    for (name, value) in &query.0 {
        wanted.take(name, value)?;
    }
    // Whatever ends this before it is kept, nothing of it stays.
    let mut received = Received::new(&server, &caller.who, wanted.mode);
    let files = if is_form(request.headers()) {
        let take = |name: &str, value: &str| wanted.take(name, value);
        of_form(&server, &mut received, request, take).await?
    } else {
        let name = named(wanted.name.clone());
        let body = request.into_body().into_data_stream();
        vec![receive(&mut received, FilePart::Users, name, body).await?]
    };
    let key = key.map(|key| RequestKey {
        who: caller.who.clone(),
        key,
        body: digest(&call, &files, &wanted),
    });
    once(&server, key, as_it_is, move |server| {
        keep(server, received, &caller, files, &wanted)
    })
    .await
}

/// A digest of all that a request asks for.
fn digest(call: &str, files: &[UploadedFile], wanted: &Wanted) -> [u8; 32] {
    let files = files.iter();
    let files = files.map(|file| json!([file.part.name(), file.name, file.digest]));
    let asked = json!({
        "call": call,
        "files": files.collect::<Vec<_>>(),
        "name": wanted.name,
        "mode": wanted.mode == Mode::Check,
        "yes": wanted.confirmed,
        "choices": wanted.choices,
    });
    blake3::derive_key(REQUEST, asked.to_string().as_bytes())
}

/// The import that was made before.
fn as_it_is(server: &Server, location: &str) -> Result<Value, Problem> {
    let id = location.strip_prefix(IMPORTS).unwrap_or_default();
    Ok(Known::named(server.store(), id)?.told())
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("multipart/form-data"))
}

/// The name of a file, without the folders that some browsers send with it.
pub fn named(name: Option<String>) -> String {
    let name = name.unwrap_or_default();
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    let shown = name.chars().filter(|c| !c.is_control());
    let name: String = shown.take(NAME_CHARACTERS_MAX).collect();
    if name.is_empty() {
        "upload".to_owned()
    } else {
        name
    }
}

/// What is to be done with a file that is to go so far by itself.
fn kind_of(mode: Mode) -> JobKind {
    match mode {
        Mode::Check => JobKind::Check,
        Mode::Import => JobKind::Apply,
    }
}

/// Keeps what was handed in, and asks for what is to be done with it.
///
/// # Errors
/// The store failed.
pub fn keep(
    server: &Server,
    received: Received,
    caller: &Caller,
    mut files: Vec<UploadedFile>,
    wanted: &Wanted,
) -> Result<Created, Problem> {
    let (store, now, id) = (server.store(), server.now(), received.id);
    // It may have come for hours.
    caller.still(store, Scope::ImportsWrite)?;
    files.sort_by_key(|file| file.part);
    let Some(users) = files.first_mut() else {
        return Err(Problem::unexpected());
    };
    if let Some(name) = &wanted.name {
        users.name = named(Some(name.clone()));
    }
    let (name, digest) = (users.name.clone(), users.digest.clone());
    let earlier = store.uploads(&UploadQuery {
        digest: Some(digest),
        limit: 1,
        ..UploadQuery::default()
    })?;
    let bytes: u64 = files.iter().map(|file| file.bytes).sum();
    let mut choices = wanted.choices.clone();
    // They are kept one by one, where others can be put beside them.
    let cells = std::mem::take(&mut choices.cells);
    let choices = serde_json::to_string(&choices).map_err(|_| Problem::unexpected())?;
    let upload = Upload {
        id,
        name,
        created: received.began,
        by: caller.who.clone(),
        mode: wanted.mode,
        choices,
        coming: None,
        files,
        columns: None,
        failed: None,
        removed: None,
        confirmed: wanted.confirmed,
    };
    for cell in &cells {
        store.put_cell_correction(id, cell)?;
    }
    let kind = kind_of(wanted.mode);
    let job = NewJob {
        kind,
        import: Some(id),
        by: caller.who.clone(),
        due: now,
    };
    if !store.finish_upload(&upload, &job, now)? {
        return Err(deleted());
    }
    received.kept();
    let deed = Deed::new(Act::ImportHandedIn).to(id);
    caller.note(server, deed.with("mode", kind.name()).with("bytes", bytes));
    server.bell().ring();
    let known = Known::of(store, id)?.ok_or_else(Problem::unexpected)?;
    let mut told = known.told();
    if let Some(earlier) = earlier.first() {
        told["same_file_as"] = json!(earlier.id);
    }
    Ok(Created {
        location: format!("{IMPORTS}{id}"),
        body: told,
        is_kept: true,
    })
}
