//! The one place where an action is chosen: a candidate, what the directory
//! knows of it, and a policy make a decision. Pure.

pub mod alone;
pub mod case;
pub mod changed;
pub mod compare;
pub mod compare_access;
pub mod compare_password;
pub mod in_use;
pub mod later;
pub mod meanwhile;
mod one_id;
mod passwords;
#[cfg(test)]
mod testing;
pub mod together;
pub mod users;

use crate::findings::finding::Findings;
use crate::rows::choices::Contents;
use case::{Case, Decided, Decision, Facts, Leader};

/// Chooses what to do with a row that is met for the first time. `adds` says whether it
/// adds anything to the rows of its user before it.
pub fn choose(
    case: &Case<'_>,
    facts: &Facts,
    leader: Option<&Leader>,
    adds: bool,
    findings: &mut Findings,
) -> Decided {
    let without = |decision| Decided {
        decision,
        left_out: Vec::new(),
    };
    if findings.has_error() || case.candidate.identities.is_empty() {
        return without(Decision::Reject);
    }
    match leader {
        Some(leader @ Leader::Known(_)) if case.choices.contents == Contents::Passwords => {
            passwords::follows(case, facts, leader, findings)
        }
        // The rows before it say all that it says.
        Some(Leader::Known(user)) if !adds => without(Decision::Unchanged(user.key)),
        _ => decide(case, facts, leader, findings),
    }
}

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
