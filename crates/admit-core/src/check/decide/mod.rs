//! The one place where an action is chosen: a candidate, what the directory
//! knows of it, and a policy make a decision. Pure.

pub mod case;
pub mod changed;
pub mod compare;
pub mod compare_password;
pub mod passwords;
pub mod users;

use crate::findings::finding::Findings;
use crate::rows::choices::Contents;
use case::{Case, Decided, Facts, Leader};

/// Chooses what to do with a row.
pub fn decide(
    case: &Case<'_>,
    facts: &Facts,
    leader: Option<&Leader>,
    findings: &mut Findings,
) -> Decided {
    match case.choices.contents {
        Contents::Users => users::decide(case, facts, leader, findings),
        Contents::Passwords => passwords::decide(case, facts, leader, findings),
    }
}
