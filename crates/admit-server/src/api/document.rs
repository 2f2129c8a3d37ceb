//! What the OpenAPI document says of the API as a whole.

use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

/// The document without its paths, which come from the endpoints.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Admit",
        description = "Imports users in bulk into a directory that people sign in to. Every \
                       row is admitted, or you know exactly why not."
    ),
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
