//! The API over a store in memory: what each endpoint answers, and what is noted of it.

mod bed;
mod idempotency;
mod users;
