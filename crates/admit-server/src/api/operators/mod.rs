//! What operators are sent links for, as programs use it.

pub mod accounts;
pub mod link;
pub mod tokens;
