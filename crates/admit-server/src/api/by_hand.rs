//! Why something asked for by hand was not done, as a problem.

use crate::problem::Problem;
use admit_core::by_hand::ByHandError;
use axum::http::StatusCode;

/// After so many seconds an import may have given out what it has claimed.
const CLAIMED_RETRY_SECONDS: u64 = 5;

impl From<ByHandError> for Problem {
    fn from(error: ByHandError) -> Problem {
        let fields = error.fields();
        let problem = match error {
            ByHandError::Store(error) => return error.into(),
            ByHandError::NoUser { .. } => Problem::not_found(
                "No user has this id. The list of users shows those that there are.",
            ),
            ByHandError::Taken { ref owner, .. } => {
                let problem = Problem::new(
                    StatusCode::CONFLICT,
                    ("taken", "Another user has an identifier"),
                    "Give another identifier, or change the user who has it.",
                );
                match owner {
                    Some(owner) => problem.with("user", owner.id.to_string()),
                    None => problem,
                }
            }
            ByHandError::Claimed { .. } => Problem::new(
                StatusCode::CONFLICT,
                ("taken", "An import is about to give out an identifier"),
                "Try again once the import is done.",
            )
            .retry_after(CLAIMED_RETRY_SECONDS),
            ByHandError::Drifted { .. } => Problem::conflict(
                "Somebody else changed the user just now: look at the user, then try again.",
            ),
            ByHandError::TwoOrganizations { .. } | ByHandError::SeveralUsers { .. } => {
                Problem::conflict(said(&error))
            }
            ByHandError::Unknown {
                what, ref nearest, ..
            } => Problem::unusable(match nearest {
                Some(nearest) => format!("Name one that there is: did you mean \"{nearest}\"?"),
                None => format!("Name one that there is: GET /{what}s lists them."),
            }),
            ByHandError::NoIdentifier => {
                Problem::unusable("Give at least one of id, email, phone and username.")
            }
            ByHandError::Refused { .. }
            | ByHandError::Blank { .. }
            | ByHandError::CannotClear { .. } => {
                Problem::unusable("Look at the fields that do not fit.")
            }
        };
        let with = |problem: Problem, (field, message)| problem.field(field, message);
        fields.into_iter().fold(problem, with)
    }
}

fn said(error: &ByHandError) -> String {
    match error.help() {
        Some(help) => format!("{error}: {help}."),
        None => format!("{error}."),
    }
}

/// The same about what a path names: there is nothing of that name.
pub fn in_path(error: ByHandError) -> Problem {
    match error {
        ByHandError::Unknown { what, nearest, .. } => Problem::not_found(match nearest {
            Some(nearest) => format!("There is no such {what}: did you mean \"{nearest}\"?"),
            None => format!("There is no such {what}: GET /{what}s lists those that exist."),
        }),
        other => other.into(),
    }
}
