//! `GET` and `POST /operators/links/{secret}`: whose password a link sets, and setting it.

use crate::api::secret_body::{SecretBody, Text};
use crate::api::sign_in::Limit;
use crate::problem::Problem;
use crate::state::Server;
use admit_core::base::limits::SIGN_IN_NAME_BYTES_MAX;
use admit_core::operators::deed::{Act, Deed, Doer};
use admit_core::operators::secrets::link_digest;
use admit_core::ports::store::NOBODY_YET;
use admit_core::sign_in::operators::{LinkUsed, Operating};
use admit_passwords::limits::PASSWORD_BYTES_MAX;
use axum::Json;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent<'b> {
    #[serde(borrow)]
    email: Option<Text<'b>>,
    #[serde(borrow)]
    password: Text<'b>,
}

/// Whose password a link sets; `None` where it makes the first administrator, who says who
/// that is.
///
/// # Errors
/// There is no such link; the store failed.
pub fn email_of(server: &Server, secret: &str) -> Result<Option<String>, Problem> {
    let store = server.store();
    let of = store.link(&link_digest(secret), server.now())?;
    Ok(match of.ok_or_else(no_link)? {
        NOBODY_YET => None,
        number => Some(store.operator_of_number(number)?.ok_or_else(no_link)?.email),
    })
}

/// Sets the password of a link's operator, and notes it.
///
/// # Errors
/// The store failed.
pub fn use_link(
    server: &Server,
    secret: &str,
    email: &str,
    password: &[u8],
) -> Result<LinkUsed, Problem> {
    let operating = Operating {
        sign_in: server.sign_in(),
    };
    let now = server.now();
    let used = operating.use_link(now, secret, email, password)?;
    if let LinkUsed::Done(number) = used {
        note(server, number, now)?;
    }
    Ok(used)
}

/// Whose password it sets.
pub async fn look(server: Server, secret: String) -> Result<Json<Value>, Problem> {
    server
        .blocking(move |server| Ok(Json(json!({"email": email_of(server, &secret)?}))))
        .await
}

/// Sets it.
pub async fn set(server: Server, secret: String, body: SecretBody) -> Result<Json<Value>, Problem> {
    let done = server.signing(move |server| {
        let sent: Sent<'_> = body.read()?;
        let password = sent.password.plain("password", PASSWORD_BYTES_MAX)?;
        let email = match &sent.email {
            Some(email) => email.plain("email", SIGN_IN_NAME_BYTES_MAX)?,
            None => String::new().into(),
        };
        use_link(server, &secret, &email, password.as_bytes())
    });
    answered(done.await?).map(|()| Json(json!({"result": "password-set"})))
}

/// What is answered; `None` if too many wait already.
///
/// # Errors
/// It was not set; the problem names the field.
pub fn answered(used: Option<LinkUsed>) -> Result<(), Problem> {
    match used {
        Some(LinkUsed::Done(_)) => Ok(()),
        Some(LinkUsed::NoLink) => Err(no_link()),
        Some(LinkUsed::NoAddress) => {
            let problem = Problem::unusable("Send as `email` the address of the administrator.");
            Err(problem.field("email", "it is no email address"))
        }
        Some(LinkUsed::Refused(weakness)) => {
            let detail = "Use another one with the same link.";
            Err(Problem::unusable(detail).field("password", weakness.to_string()))
        }
        Some(LinkUsed::TryAgainShortly) | None => Err(Limit::full()),
    }
}

fn note(server: &Server, number: u64, now: i64) -> Result<(), Problem> {
    let store = server.store();
    if let Some(operator) = store.operator_of_number(number)? {
        let deed = Deed::new(Act::OperatorPasswordSet).to(&operator.email);
        let entry = deed.by(Doer::Operator(&operator.email));
        store.note(&entry, now)?;
    }
    Ok(())
}

fn no_link() -> Problem {
    Problem::not_found(
        "The link was used, or has ended. `admit operators link EMAIL` makes another one; \
         without any administrator, so does starting the server again.",
    )
}
