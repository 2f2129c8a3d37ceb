//! One run over one source, from its bytes to its report: the one way an import or a
//! check is run.

pub mod error;
pub mod expected;
mod held_back;
pub mod left;
pub mod record;
pub mod remembered;
pub mod report;
pub mod request;
pub mod run;
pub mod source;
pub mod try_password;
pub mod typed;
