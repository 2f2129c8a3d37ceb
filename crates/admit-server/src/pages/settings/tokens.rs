//! `/settings/tokens`: what programs use, making and revoking it.

use crate::api::operators::tokens;
use crate::pages::form::Posted;
use crate::pages::frame::{Frame, Section, rendered};
use crate::pages::parts::Filled;
use crate::pages::session::{Page, SignedIn};
use crate::pages::words::{self, When};
use crate::state::Server;
use admit_core::ports::store::{Scope, Token};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};

#[derive(Template)]
#[template(path = "settings/tokens.html")]
struct TokensPage {
    frame: Frame,
    items: Vec<Item>,
    /// A token that was made just now: its name, and what it is.
    made: Option<(String, String)>,
    done: &'static str,
    add: Filled,
}

/// One of them.
struct Item {
    name: String,
    scopes: Vec<&'static str>,
    made: When,
    used: Option<When>,
}

/// What a scope opens, in words.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "a template hands references on"
)]
fn opens(scope: &Scope) -> &'static str {
    match scope {
        Scope::ImportsRead => "look at imports and what was found",
        Scope::ImportsWrite => "import, correct, undo",
        Scope::UsersRead => "look at users",
        Scope::UsersWrite => "add, change and remove users",
        Scope::AccessRead => "look at organizations, roles and permissions",
        Scope::AccessWrite => "change organizations, roles and permissions",
        Scope::SettingsWrite => "change settings, read the audit trail",
        Scope::SignIn => "sign users in and set their passwords",
    }
}

/// The page.
pub async fn list(State(server): State<Server>, who: SignedIn) -> Page {
    who.needs(&server, Scope::SettingsWrite)?;
    with(&server, &who, None, Filled::default()).await
}

async fn with(
    server: &Server,
    who: &SignedIn,
    made: Option<(String, String)>,
    add: Filled,
) -> Page {
    let tokens = who
        .ask(server, |server| Ok(server.store().tokens()?))
        .await?;
    let now = server.now();
    let item = |token: &Token| Item {
        name: token.name.clone(),
        scopes: token.scopes.iter().map(|scope| scope.name()).collect(),
        made: words::when(token.created, now),
        used: token.last_used.map(|at| words::when(at, now)),
    };
    let done = match who.asked().text("done") {
        "revoked" => "The token is revoked. From now on it opens nothing.",
        _ => "",
    };
    Ok(rendered(
        add.status(),
        &TokensPage {
            frame: who.frame(server, Section::Settings),
            items: tokens.iter().map(item).collect(),
            made,
            done,
            add,
        },
    ))
}

/// Makes one, and shows it once.
pub async fn add(State(server): State<Server>, posted: Posted) -> Page {
    let Posted { who, form } = posted;
    who.needs(&server, Scope::SettingsWrite)?;
    let chosen = form.fields().filter(|(name, _)| *name == "scope");
    let scopes: Vec<Scope> = chosen
        .filter_map(|(_, scope)| Scope::of_name(scope))
        .collect();
    let (caller, name) = (who.caller.clone(), form.text("name").to_owned());
    let added = who
        .take(&server, move |server| {
            tokens::add(server, &caller, &name, &scopes)
        })
        .await?;
    match added {
        Ok((secret, token)) => {
            let made = Some((token.name, secret.0));
            with(&server, &who, made, Filled::default()).await
        }
        Err(problem) => with(&server, &who, None, Filled::refused(&form, problem)).await,
    }
}

/// Revokes one.
pub async fn revoke(State(server): State<Server>, posted: Posted) -> Page {
    let Posted { who, form } = posted;
    who.needs(&server, Scope::SettingsWrite)?;
    let (caller, name) = (who.caller.clone(), form.text("name").to_owned());
    who.ask(&server, move |server| {
        tokens::revoke(server, &caller, &name)
    })
    .await?;
    Ok(Redirect::to("/settings/tokens?done=revoked").into_response())
}
