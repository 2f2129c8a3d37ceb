//! A form as it stands on a page: empty, with what is known, or as it was filled in and
//! not taken.

use crate::pages::form::{Form, TOKEN};
use crate::problem::Problem;
use axum::http::StatusCode;

/// A form as it stands on a page.
#[derive(Debug, Default)]
pub struct Filled {
    values: Vec<(String, String)>,
    problem: Option<Problem>,
}

impl Filled {
    /// With what is known.
    pub fn with(values: &[(&str, &str)]) -> Filled {
        let owned = values.iter();
        let owned = owned.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Filled {
            values: owned.collect(),
            problem: None,
        }
    }

    /// As it was filled in, and why it was not taken. Passwords are not kept.
    pub fn refused(form: &Form, problem: Problem) -> Filled {
        let is_kept = |name: &str| name != TOKEN && !name.contains("password");
        let fields = form.fields().filter(|(name, _)| is_kept(name));
        let owned = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        Filled {
            values: owned.collect(),
            problem: Some(problem),
        }
    }

    /// What stands in a field.
    pub fn text(&self, name: &str) -> &str {
        let found = self.values.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// Whether this value of a field is chosen.
    pub fn has(&self, name: &str, value: &str) -> bool {
        let mut values = self.values.iter();
        values.any(|(field, own)| field == name && own == value)
    }

    /// Why it was not taken.
    pub fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    /// What is to be said of a field.
    pub fn error(&self, name: &str) -> Option<String> {
        let error = self.problem.as_ref()?.error_of(name)?;
        Some(sentence(error))
    }

    /// What a field is described by: the ids of what is said of it, where something is.
    pub fn described(&self, name: &str, id: &str, has_hint: bool) -> String {
        let hint = has_hint.then(|| format!("{id}-hint"));
        let error = self.error(name).map(|_| format!("{id}-error"));
        let ids: Vec<String> = hint.into_iter().chain(error).collect();
        ids.join(" ")
    }

    /// The status of a page with this form.
    pub fn status(&self) -> StatusCode {
        self.problem
            .as_ref()
            .map_or(StatusCode::OK, Problem::status)
    }
}

/// A message of the API as a sentence of a page.
fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(char::to_uppercase);
    let mut said: String = first.into_iter().flatten().chain(characters).collect();
    if !said.ends_with(['.', '?']) {
        said.push('.');
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_stays_but_for_secrets() {
        let form = Form::read(b"form=abc&key=a%2Cb&password=secret&role=1&role=2");
        let problem = Problem::unusable("Look at it.").field("key", "a key cannot be empty");
        let filled = Filled::refused(&form, problem);
        assert_eq!(filled.text("key"), "a,b");
        assert_eq!((filled.text("password"), filled.text("form")), ("", ""));
        assert!(filled.has("role", "2") && !filled.has("role", "3"));
        assert_eq!(filled.error("key").unwrap(), "A key cannot be empty.");
        assert_eq!(filled.described("key", "k", true), "k-hint k-error");
        assert_eq!(filled.described("name", "n", false), "");
        assert_eq!(filled.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(Filled::default().status(), StatusCode::OK);
    }
}
