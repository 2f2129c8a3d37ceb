//! One run over one source.

pub mod expected;
pub mod try_password;
