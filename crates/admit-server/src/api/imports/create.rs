//! `POST /imports`.

use super::received::receive;
use super::view::{Import, Known};
use crate::limits::NAME_CHARACTERS_MAX;
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::import::typed;
use admit_core::operators::deed::{Act, Deed};
use admit_core::ports::store::{
    FilePart, JobKind, Mode, NewJob, Scope, Upload, UploadQuery, UploadedFile,
};
use admit_core::rows::choices::Choices;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Query, Request, State};
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use uuid::Uuid;

/// What is asked for, beside the file.
struct Wanted {
    name: Option<String>,
    mode: Mode,
    confirmed: bool,
    choices: Choices,
}

impl Wanted {
    fn new() -> Wanted {
        Wanted {
            name: None,
            mode: Mode::Check,
            confirmed: false,
            choices: Choices::default(),
        }
    }

    /// Takes what stands behind the question mark, or in a field.
    fn take(&mut self, name: &str, value: &str) -> Result<(), Problem> {
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
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
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
    let mut wanted = Wanted::new();
    for (name, value) in &query.0 {
        wanted.take(name, value)?;
    }
    let id = Uuid::now_v7();
    let file = if is_form(request.headers()) {
        of_form(&server, id, request, &mut wanted).await?
    } else {
        let name = wanted.name.clone();
        let body = request.into_body().into_data_stream();
        receive(&server, (id, FilePart::Users), named(name), body).await?
    };
    server
        .blocking(move |server| keep(server, id, &caller, file, &wanted))
        .await
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("multipart/form-data"))
}

/// Takes the file and the choices out of a form. Choices may stand before the file or
/// behind it.
async fn of_form(
    server: &Server,
    id: Uuid,
    request: Request,
    wanted: &mut Wanted,
) -> Result<UploadedFile, Problem> {
    let form = Multipart::from_request(request, server).await;
    let mut form = form.map_err(|error| Problem::unusable(error.body_text()))?;
    let mut file = None;
    while let Some(field) = form
        .next_field()
        .await
        .map_err(|error| of_multipart(&error))?
    {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            let given = field.file_name().map(str::to_owned);
            let part = (id, FilePart::Users);
            file = Some(receive(server, part, named(given), field).await?);
        } else {
            let value = field.text().await.map_err(|error| of_multipart(&error))?;
            wanted.take(&name, &value)?;
        }
    }
    file.ok_or_else(|| {
        Problem::unusable("Send the file in a field that is called file.")
            .field("file", "there is none")
    })
}

fn of_multipart(error: &MultipartError) -> Problem {
    Problem::unusable(format!(
        "Look at the form: {}.",
        error.body_text().trim_end_matches('.')
    ))
}

/// The name of a file, without the folders that some browsers send with it.
fn named(name: Option<String>) -> String {
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

/// Keeps what was handed in, and asks for what is to be done with it.
fn keep(
    server: &Server,
    id: Uuid,
    caller: &Caller,
    mut file: UploadedFile,
    wanted: &Wanted,
) -> Result<Response, Problem> {
    let (store, now) = (server.store(), server.now());
    if let Some(name) = &wanted.name {
        file.name = named(Some(name.clone()));
    }
    let earlier = store.uploads(&UploadQuery {
        digest: Some(file.digest.clone()),
        limit: 1,
        ..UploadQuery::default()
    })?;
    let choices = serde_json::to_string(&wanted.choices).map_err(|_| Problem::unexpected())?;
    let upload = Upload {
        id,
        name: file.name.clone(),
        created: now,
        by: caller.who.clone(),
        mode: wanted.mode,
        choices,
        files: vec![file],
        columns: None,
        failed: None,
        removed: None,
        confirmed: wanted.confirmed,
    };
    store.put_upload(&upload)?;
    let kind = match wanted.mode {
        Mode::Check => JobKind::Check,
        Mode::Import => JobKind::Apply,
    };
    let job = NewJob {
        kind,
        import: Some(id),
        by: caller.who.clone(),
        due: now,
    };
    store.add_job(&job, now)?;
    let bytes: u64 = upload.files.iter().map(|file| file.bytes).sum();
    let deed = Deed::new(Act::ImportHandedIn).to(id);
    let deed = deed.with("mode", kind.name()).with("bytes", bytes);
    store.note(&caller.entry(deed), now)?;
    server.bell().ring();
    let known = Known::of(store, id)?.ok_or_else(Problem::unexpected)?;
    let mut told = known.told();
    if let Some(earlier) = earlier.first() {
        told["same_file_as"] = json!(earlier.id);
    }
    let location = format!("/api/v1/imports/{id}");
    Ok((
        StatusCode::CREATED,
        [(LOCATION, location)],
        axum::Json(told),
    )
        .into_response())
}
