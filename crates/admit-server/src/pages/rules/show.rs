//! `/rules/{rule}`: one rule, by its name or its code.

use super::{SUBJECTS, mark};
use crate::pages::frame::{Frame, Section, page};
use crate::pages::parts::{Block, Span, blocks};
use crate::pages::session::{Page, SignedIn};
use crate::problem::Problem;
use crate::state::Server;
use admit_core::findings::rule::{Fix, Rule, Scope, Severity};
use admit_core::report::json::docs;
use admit_core::rules::{self, RULES};
use askama::Template;
use axum::extract::{Path, State};

/// How many others are named beside it.
const NEAR: usize = 6;

#[derive(Template)]
#[template(path = "rules/show.html")]
struct ShowPage {
    frame: Frame,
    rule: &'static Rule,
    subject: (&'static str, &'static str),
    blocks: Vec<Block>,
    near: Vec<&'static Rule>,
}

/// The page.
pub async fn show(State(server): State<Server>, Path(name): Path<String>, who: SignedIn) -> Page {
    let Some(rule) = rules::find(&name) else {
        let nearest = rules::nearest(&name);
        let problem = Problem::not_found(match nearest {
            Some(rule) => format!(
                "There is no rule of this name. The nearest is {}, {}.",
                rule.name, rule.code
            ),
            None => "There is no rule of this name. The list has them all.".to_owned(),
        });
        return Err(who.fault(&server, problem));
    };
    let of_subject = |(letters, _): &&(&str, &str)| rule.code.starts_with(letters);
    let subject = SUBJECTS.iter().find(of_subject).copied();
    Ok(page(&ShowPage {
        frame: who.frame(&server, Section::None),
        rule,
        subject: subject.unwrap_or_default(),
        blocks: blocks(&docs(rule)),
        near: near(rule),
    }))
}

/// Those of the same subject that stand nearest in the list.
fn near(rule: &Rule) -> Vec<&'static Rule> {
    let own = RULES.iter().position(|other| *other == rule).unwrap_or(0);
    let letters = &rule.code[..3];
    let all = RULES.iter().enumerate();
    let mut near: Vec<(usize, &'static Rule)> = all
        .filter(|(place, other)| *place != own && other.code.starts_with(letters))
        .map(|(place, other)| (place.abs_diff(own), *other))
        .collect();
    near.sort_by_key(|(far, _)| *far);
    near.truncate(NEAR);
    near.into_iter().map(|(_, rule)| rule).collect()
}

impl ShowPage {
    fn speaks_of(&self) -> &'static str {
        match self.rule.scope {
            Scope::File => "the file",
            Scope::Column => "a column",
            Scope::Row => "a row",
            Scope::Cell => "a cell",
            Scope::Run => "the run",
        }
    }

    fn correction(&self) -> &'static str {
        match self.rule.fix {
            Fix::Auto => "made by itself, and told",
            Fix::Suggest => "suggested, never made by itself",
            Fix::Choose => "yours to choose",
            Fix::None => "not offered",
        }
    }

    fn consequence(&self) -> &'static str {
        match self.rule.severity {
            Severity::Error => "the row is not imported",
            Severity::Warning => "imported with something left out, or worth a look",
            Severity::Notice => "nothing is left out",
        }
    }
}
