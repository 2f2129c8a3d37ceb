//! One run over one source.

pub mod expected;
pub mod report;
pub mod try_password;
