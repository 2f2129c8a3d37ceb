//! What stands in the way of taking something away, in the words of pages: there the
//! question has the number of those who have it.

use crate::problem::Problem;
use axum::http::StatusCode;

/// The problem as a page says it.
pub fn in_use(problem: Problem) -> Problem {
    if problem.kind() != "in-use" {
        return problem;
    }
    Problem::new(
        StatusCode::CONFLICT,
        ("in-use", "Somebody has it by now"),
        "Nothing was changed. Look at the number below, and remove it then.",
    )
}
