//! What the OpenAPI document says of the API as a whole.

use crate::problem::{PROBLEM_JSON, ProblemDocument};
use utoipa::openapi::path::{HttpMethod, Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    Content, ContentBuilder, Object, Ref, RefOr, Required, Response, ResponseBuilder, Schema, Type,
};
use utoipa::{Modify, OpenApi};

/// The document without its paths, which come from the endpoints.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Admit",
        description = "Imports users in bulk into a directory that people sign in to. Every \
                       row is admitted, or you know exactly why not."
    ),
    components(schemas(ProblemDocument)),
    security(("token" = [])),
    modifiers(&Tokens)
)]
pub struct Document;

struct Tokens;

impl Modify for Tokens {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        let mut bearer = Http::new(HttpAuthScheme::Bearer);
        bearer.description = Some("A token of `admit tokens add`.".to_owned());
        components.add_security_scheme("token", SecurityScheme::Http(bearer));
    }
}

/// What is said once for all endpoints: names, and the answers that every one can give.
pub fn complete(document: &mut utoipa::openapi::OpenApi) {
    let token = SecurityRequirement::new::<_, [&str; 0], &str>("token", []);
    for item in document.paths.paths.values_mut() {
        for (method, operation) in [
            (HttpMethod::Get, &mut item.get),
            (HttpMethod::Put, &mut item.put),
            (HttpMethod::Post, &mut item.post),
            (HttpMethod::Delete, &mut item.delete),
            (HttpMethod::Patch, &mut item.patch),
        ] {
            if let Some(operation) = operation {
                one(operation, &method, &token);
            }
        }
    }
}

fn one(operation: &mut Operation, method: &HttpMethod, any: &SecurityRequirement) {
    let area = operation.tags.iter().flatten().next().cloned();
    if let (Some(area), Some(name)) = (area, operation.operation_id.take()) {
        operation.operation_id = Some(format!("{area}-{}", name.replace('_', "-")));
    }
    let mut answers = vec![(401, "There is no such token")];
    let needs_scope = operation.security.iter().flatten().any(|own| own != any);
    if needs_scope {
        answers.push((403, "The token has not the scope"));
    }
    let has_body = operation.request_body.is_some();
    if has_body {
        answers.extend([
            (400, "The body is no JSON, or broken off"),
            (408, "The body did not come in time"),
            (413, "The body is too large"),
            (415, "The body is not said to be JSON"),
        ]);
    }
    if has_body
        || operation
            .parameters
            .as_ref()
            .is_some_and(|own| !own.is_empty())
    {
        answers.push((422, "Something that was sent cannot be used"));
    }
    if *method != HttpMethod::Get {
        answers.push((507, "There is no room left on the disk"));
    }
    answers.extend([
        (500, "Something went wrong here"),
        (503, "The database does not answer"),
    ]);
    for (status, what) in answers {
        let told = &mut operation.responses.responses;
        told.entry(status.to_string())
            .or_insert_with(|| RefOr::T(problem(what)));
    }
    for response in operation.responses.responses.values_mut() {
        if let RefOr::T(response) = response {
            as_problem(response);
        }
    }
    let creates = operation.responses.responses.contains_key("201");
    if creates && *method == HttpMethod::Post {
        operation
            .parameters
            .get_or_insert_default()
            .push(RefOr::T(key()));
        let told = &mut operation.responses.responses;
        told.entry("409".to_owned())
            .or_insert_with(|| RefOr::T(problem("The key was sent with another request")));
        told.entry("410".to_owned())
            .or_insert_with(|| RefOr::T(problem("What the key made is not there any more")));
    }
}

fn problem(what: &str) -> Response {
    let form = Ref::from_schema_name("ProblemDocument");
    let content = ContentBuilder::new().schema(Some(form)).build();
    ResponseBuilder::new()
        .description(what)
        .content(PROBLEM_JSON, content)
        .build()
}

/// Problems have a media type of their own.
fn as_problem(response: &mut Response) {
    let is_of_problem = |schema: &RefOr<Schema>| matches!(schema, RefOr::Ref(form) if form.ref_location.ends_with("/ProblemDocument"));
    let is_problem = |content: &RefOr<Content>| match content {
        RefOr::T(content) => content.schema.as_ref().is_some_and(is_of_problem),
        RefOr::Ref(_) => false,
    };
    let json = "application/json";
    if response.content.get(json).is_some_and(is_problem)
        && let Some(content) = response.content.shift_remove(json)
    {
        response.content.insert(PROBLEM_JSON.to_owned(), content);
        if response.description.is_empty() {
            "There is no such thing".clone_into(&mut response.description);
        }
    }
}

fn key() -> Parameter {
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(
            "The same key with the same request gets the same answer for 24 hours.",
        ))
        .schema(Some(Object::with_type(Type::String)))
        .build()
}
