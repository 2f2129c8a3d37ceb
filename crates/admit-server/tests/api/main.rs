//! The API over a store in memory: what each endpoint answers, and what is noted of it.

mod access;
mod bed;
mod broken;
mod idempotency;
mod imports;
mod sign_in;
mod users;
