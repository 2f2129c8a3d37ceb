//! `/imports/new`: giving a file.

use crate::limits::REGIONS_OFFERED;
use crate::pages::frame::{Frame, Section, page};
use crate::pages::session::{Page, SignedIn};
use crate::pages::words;
use crate::problem::Problem;
use crate::state::Server;
use admit_core::ports::store::Scope;
use askama::Template;
use axum::extract::State;

/// The page, with what was chosen before where something did not go.
#[derive(Template)]
#[template(path = "imports/new.html")]
pub struct NewPage {
    frame: Frame,
    problem: Option<Problem>,
    chosen: Vec<(String, String)>,
    regions: &'static [(&'static str, &'static str)],
    keep_days: u64,
}

impl NewPage {
    /// With a problem, and what was chosen.
    pub fn of(
        server: &Server,
        who: &SignedIn,
        problem: Option<Problem>,
        chosen: Vec<(String, String)>,
    ) -> NewPage {
        NewPage {
            frame: who.frame(server, Section::Imports),
            problem,
            chosen,
            regions: &REGIONS_OFFERED,
            keep_days: server.config().keep_uploads.as_secs() / (24 * 60 * 60),
        }
    }

    /// What was typed.
    fn text(&self, name: &str) -> &str {
        let mut chosen = self.chosen.iter();
        let found = chosen.find(|(own, _)| own == name);
        found.map_or("", |(_, text)| text.as_str())
    }

    /// What is to be said of a field.
    fn error_of(&self, name: &str) -> Option<&str> {
        self.problem.as_ref()?.error_of(name)
    }

    /// Whether this was chosen.
    fn has(&self, name: &str, value: &str) -> bool {
        let mut chosen = self.chosen.iter();
        chosen.any(|(own, what)| own == name && what == value)
    }
}

/// The page.
pub async fn new(State(server): State<Server>, who: SignedIn) -> Page {
    let scope = who.caller.needs(Scope::ImportsWrite);
    scope.map_err(|problem| who.fault(&server, problem))?;
    Ok(page(&NewPage::of(&server, &who, None, Vec::new())))
}
