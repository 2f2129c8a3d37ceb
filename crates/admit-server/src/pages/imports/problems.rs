//! `/imports/{id}/problems` and `/imports/{id}/problems/{rule}`: what is to correct, by what
//! to do, by value, and row by row.

use super::bar::Bar;
use super::by_value::ByValue;
use super::rule_list::{Group, groups, to_do};
use super::table::{Table, table};
use super::tabs::{Tab, Tabs};
use crate::api::imports::view::Known;
use crate::pages::frame::{Frame, Section, rendered};
use crate::pages::session::{Page, SignedIn};
use crate::pages::words::{self, When};
use crate::problem::Problem;
use crate::state::Server;
use admit_core::findings::rule::{Rule, Severity};
use admit_core::ports::store::{FindingQuery, ImportRecord, Mode, Scope};
use admit_core::report::json::what;
use admit_core::rules;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header::REFRESH;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use serde::Deserialize;

/// While a file is checked, the page is read again after so many seconds.
const REFRESH_SECONDS: u64 = 2;

/// Which problems.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    /// Only of this rule, by name or code.
    #[serde(default)]
    pub rule: String,
    /// Only of this severity.
    #[serde(default)]
    pub severity: String,
    /// Only in this column.
    #[serde(default)]
    pub column: String,
    /// Only of values with this in them.
    #[serde(default)]
    pub value: String,
    /// Only in this row.
    #[serde(default)]
    pub row: String,
    /// Behind this finding.
    #[serde(default)]
    pub after: String,
    /// All columns, with anything in it.
    #[serde(default)]
    pub columns: String,
    /// Behind so many values.
    #[serde(default)]
    pub values: String,
}

/// A page of problems.
#[derive(Template)]
#[template(path = "imports/problems.html")]
struct ProblemsPage {
    frame: Frame,
    tabs: Tabs,
    when: When,
    asked: Asked,
    groups: Vec<Group>,
    /// The rule that it is about, with how often it found something.
    rule: Option<(&'static Rule, u64)>,
    values: ByValue,
    table: Table,
    bar: Bar,
    rejected: u64,
    /// What is going on, if the file is being read.
    at_work: Option<&'static str>,
    /// Why there is nothing, if it could not be read.
    reason: Option<String>,
    /// Why a form was not taken.
    problem: Option<Problem>,
}

/// Those of an import.
pub async fn problems(
    State(server): State<Server>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Page {
    shown(&server, &who, id, asked, None).await
}

/// Those of one rule.
pub async fn of_rule(
    State(server): State<Server>,
    who: SignedIn,
    Path((id, rule)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Page {
    shown(&server, &who, id, Asked { rule, ..asked }, None).await
}

/// The page again, where a form was not taken: with why.
pub async fn refused(server: &Server, who: &SignedIn, id: String, problem: Problem) -> Page {
    shown(server, who, id, Asked::default(), Some(problem)).await
}

async fn shown(
    server: &Server,
    who: &SignedIn,
    id: String,
    asked: Asked,
    problem: Option<Problem>,
) -> Page {
    let frame = who.frame(server, Section::Imports);
    let scope = who.caller.needs(Scope::ImportsRead);
    scope.map_err(|problem| who.fault(server, problem))?;
    let status = problem.as_ref().map_or(StatusCode::OK, Problem::status);
    let made = server.blocking(move |server| made(server, frame, &id, asked, problem));
    let page = made.await.map_err(|problem| who.fault(server, problem))?;
    Ok(response(status, &page))
}

fn response(status: StatusCode, page: &ProblemsPage) -> Response {
    let mut response = rendered(status, page);
    if page.at_work.is_some() {
        let seconds = HeaderValue::from(REFRESH_SECONDS);
        response.headers_mut().insert(REFRESH, seconds);
    }
    response
}

fn made(
    server: &Server,
    frame: Frame,
    id: &str,
    asked: Asked,
    problem: Option<Problem>,
) -> Result<ProblemsPage, Problem> {
    let known = Known::named(server.store(), id)?;
    let rule = rule_of(&asked)?;
    let query = query(&asked, rule)?;
    let record = known.record.as_ref();
    let is_import = record.is_some_and(|record| record.mode == Mode::Import);
    let tabs = Tabs::of(&known, Tab::Problems);
    let after = asked.values.parse().unwrap_or(0);
    Ok(ProblemsPage {
        tabs: match rule {
            Some(rule) => tabs.below(rule.verb),
            None => tabs,
        },
        when: words::when(record.map_or(known.created(), time_of), server.now()),
        groups: record.map_or_else(Vec::new, |record| groups(record, is_import)),
        rule: rule.map(|rule| (rule, count_of(record, rule))),
        values: match asked.severity.as_str() {
            "" if asked.after.is_empty() => ByValue::of(server, &known, rule, after)?,
            _ => ByValue::default(),
        },
        table: table(server, &known, &query, !asked.columns.is_empty())?,
        bar: Bar::of(server, &known)?,
        rejected: record.map_or(0, |record| record.ledger.rejected),
        at_work: at_work(&known),
        reason: known.reason().map(str::to_owned),
        problem,
        asked,
        frame,
    })
}

fn time_of(record: &ImportRecord) -> i64 {
    record.finished.unwrap_or(record.started)
}

fn count_of(record: Option<&ImportRecord>, rule: &Rule) -> u64 {
    let counts = record.iter().flat_map(|record| &record.counts);
    let own = counts.filter(|count| count.code == rule.code);
    own.map(|count| count.count).sum()
}

/// What is going on with an import; nothing where it is at rest.
pub fn at_work(known: &Known) -> Option<&'static str> {
    known.open_job()?;
    Some(match known.state() {
        "checking" => "The file is being checked",
        "applying" => "The file is being imported",
        "undoing" => "The import is being undone",
        _ => "The file is arriving",
    })
}

fn rule_of(asked: &Asked) -> Result<Option<&'static Rule>, Problem> {
    if asked.rule.is_empty() {
        return Ok(None);
    }
    let found = rules::find(&asked.rule);
    found
        .map(Some)
        .ok_or_else(|| Problem::not_found("There is no rule of this name."))
}

fn query(asked: &Asked, rule: Option<&Rule>) -> Result<FindingQuery, Problem> {
    let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let severity = said(&asked.severity).map(|name| {
        let severity = Severity::of_name(&name);
        severity.ok_or_else(|| Problem::unusable("Ask for error, warning or notice."))
    });
    let number = |text: &str| {
        let digits = text.replace([',', ' '], "");
        let number = said(&digits).map(|digits| digits.parse::<u64>());
        number.transpose()
    };
    let row = number(&asked.row).map_err(|_| Problem::unusable("Write the row as a number."))?;
    let after = number(&asked.after).map_err(|_| Problem::unusable("Begin at a page of here."))?;
    let severity = severity.transpose()?;
    Ok(FindingQuery {
        rules: rule.iter().map(|rule| rule.code.to_owned()).collect(),
        // Notices are shown where somebody asks for them.
        at_least: (severity.is_none() && rule.is_none()).then_some(Severity::Warning),
        severity,
        column: said(&asked.column),
        contains: said(&asked.value),
        row,
        after: after.unwrap_or(0),
        ..FindingQuery::default()
    })
}

impl ProblemsPage {
    /// What is to do, of the rule that the page is about.
    fn heading(&self) -> String {
        self.rule
            .map_or_else(String::new, |(rule, count)| to_do(rule, count))
    }

    /// What the rule finds.
    fn finds(&self) -> String {
        let finds = self.rule.map(|(rule, _)| what(rule));
        finds.unwrap_or_default().replace('`', "")
    }

    /// The address of this page, with something else behind the question mark.
    fn address(&self, name: &str, value: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let asked = &self.asked;
        for (own, text) in [
            ("severity", &asked.severity),
            ("column", &asked.column),
            ("value", &asked.value),
            ("row", &asked.row),
            ("columns", &asked.columns),
        ] {
            if own != name && !text.is_empty() {
                query.append_pair(own, text);
            }
        }
        if !value.is_empty() {
            query.append_pair(name, value);
        }
        let path = self.path();
        match query.finish() {
            query if query.is_empty() => path,
            query => format!("{path}?{query}"),
        }
    }

    fn path(&self) -> String {
        let at = format!("/imports/{}/problems", self.tabs.id);
        self.rule
            .map_or(at.clone(), |(rule, _)| format!("{at}/{}", rule.name))
    }

    /// The severities to choose from, each with what it is called and whether it is chosen.
    fn severities(&self) -> [(&'static str, &'static str, bool); 3] {
        let all = [
            ("error", "errors"),
            ("warning", "warnings"),
            ("notice", "notices"),
        ];
        all.map(|(name, said)| (name, said, name == self.asked.severity))
    }

    /// The columns to choose from, and whether each is chosen.
    fn columns(&self) -> Vec<(&str, bool)> {
        let mut columns: Vec<&str> = self.table.columns.iter().map(String::as_str).collect();
        if !self.asked.column.is_empty() && !columns.contains(&self.asked.column.as_str()) {
            columns.push(&self.asked.column);
        }
        let chosen = self.asked.column.as_str();
        let columns = columns.into_iter();
        columns.map(|column| (column, column == chosen)).collect()
    }

    /// Whether a filter is set.
    fn is_filtered(&self) -> bool {
        let Asked {
            severity,
            column,
            value,
            row,
            ..
        } = &self.asked;
        [severity, column, value, row]
            .iter()
            .any(|text| !text.is_empty())
    }

    fn next(&self) -> String {
        let next = self.table.next.map(|next| next.to_string());
        self.address("after", &next.unwrap_or_default())
    }

    fn may_correct(&self) -> bool {
        self.frame.may_write() && self.bar.can_correct
    }
}
