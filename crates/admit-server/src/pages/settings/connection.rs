//! `/settings/password-sign-in`: what switching it would do, in numbers, and the switch.
//! All users are counted, which is why it has a page of its own.

use crate::api::connections::set::{PasswordConnection, set_password};
use crate::pages::form::Posted;
use crate::pages::frame::{Frame, Section, page};
use crate::pages::parts::sumbar;
use crate::pages::session::{Page, SignedIn};
use crate::pages::words;
use crate::state::Server;
use admit_core::ports::store::Scope;
use admit_core::sign_in::{Counts, count};
use admit_passwords::Bounds;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};

#[derive(Template)]
#[template(path = "settings/connection.html")]
struct ConnectionPage {
    frame: Frame,
    on: bool,
    counts: Counts,
    bar: String,
    has_mail: bool,
}

/// The page.
pub async fn show(State(server): State<Server>, who: SignedIn) -> Page {
    who.needs(&server, Scope::SettingsWrite)?;
    let (on, counts) = who
        .ask(&server, |server| {
            let store = server.store();
            Ok((
                store.password_connection()?,
                count(store, Bounds::default())?,
            ))
        })
        .await?;
    let next = counts.next;
    let parts = [
        next.signed_in,
        next.reset,
        next.confirm,
        next.suspended,
        next.cannot,
    ];
    Ok(page(&ConnectionPage {
        frame: who.frame(&server, Section::Settings),
        on,
        bar: sumbar(&parts, false),
        counts,
        has_mail: server.config().smtp.is_some(),
    }))
}

impl ConnectionPage {
    /// The terms of the sum: how many, and what they meet.
    fn terms(&self) -> [(u64, &'static str); 5] {
        let next = self.counts.next;
        [
            (
                next.signed_in,
                "can sign in at once, with the password they have",
            ),
            (next.reset, "will be asked to set a password"),
            (next.confirm, "will be asked to confirm their email"),
            (next.suspended, "cannot sign in: suspended"),
            (
                next.cannot,
                "cannot sign in: no password and not asked for one, or nothing to sign in with",
            ),
        ]
    }
}

/// Switches it, or how people are told.
pub async fn switch(State(server): State<Server>, posted: Posted) -> Page {
    let Posted { who, form } = posted;
    who.needs(&server, Scope::SettingsWrite)?;
    let chosen = |name: &str| match form.text(name) {
        "on" => Some(true),
        "off" => Some(false),
        _ => None,
    };
    let wanted = PasswordConnection {
        on: chosen("password"),
        tells_at_once: chosen("tells_at_once"),
    };
    let done = match wanted.on {
        Some(true) => "on",
        Some(false) => "off",
        None => "saved",
    };
    let caller = who.caller.clone();
    who.ask(&server, move |server| {
        set_password(server, &caller, &wanted)
    })
    .await?;
    Ok(Redirect::to(&format!("/settings?done={done}")).into_response())
}
