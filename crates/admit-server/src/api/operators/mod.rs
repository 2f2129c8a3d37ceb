//! What operators are sent links for, as programs use it.

pub mod link;
