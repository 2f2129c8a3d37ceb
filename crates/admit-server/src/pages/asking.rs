//! What handlers of pages do again and again: look whether somebody may, ask the store,
//! and answer a form that was not taken.

use super::fault::Fault;
use super::form::Form;
use super::session::SignedIn;
use crate::problem::Problem;
use crate::state::Server;
use admit_core::ports::store::Scope;
use axum::http::StatusCode;

impl SignedIn {
    /// Goes on only with who may do what this scope is for.
    ///
    /// # Errors
    /// They may not.
    pub fn needs(&self, server: &Server, scope: Scope) -> Result<(), Fault> {
        let allowed = self.caller.needs(scope);
        allowed.map_err(|problem| self.fault(server, problem))
    }

    /// Does work with the store for a page.
    ///
    /// # Errors
    /// What the work says.
    pub async fn ask<T: Send + 'static>(
        &self,
        server: &Server,
        work: impl FnOnce(&Server) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Fault> {
        let done = server.blocking(work).await;
        done.map_err(|problem| self.fault(server, problem))
    }

    /// Does what a form asks for. What is wrong with the form, or stands in its way now, is
    /// given back, to be shown beside it.
    ///
    /// # Errors
    /// What is about something else.
    pub async fn take<T: Send + 'static>(
        &self,
        server: &Server,
        work: impl FnOnce(&Server) -> Result<T, Problem> + Send + 'static,
    ) -> Result<Result<T, Problem>, Fault> {
        match server.blocking(work).await {
            Ok(done) => Ok(Ok(done)),
            Err(problem) if is_about_form(&problem) => Ok(Err(problem)),
            Err(problem) => Err(self.fault(server, problem)),
        }
    }

    /// What stands behind the question mark of the page.
    pub fn asked(&self) -> Form {
        let query = self.visitor.path.split_once('?');
        Form::read(query.map_or("", |(_, query)| query).as_bytes())
    }
}

fn is_about_form(problem: &Problem) -> bool {
    matches!(
        problem.status(),
        StatusCode::UNPROCESSABLE_ENTITY
            | StatusCode::CONFLICT
            | StatusCode::BAD_REQUEST
            | StatusCode::SERVICE_UNAVAILABLE
    )
}
