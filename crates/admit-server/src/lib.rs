//! Admit over HTTP: the API, jobs that survive anything, operators and tokens.
//!
//! A request comes in through [`listen`], is logged by [`logs`], finds its endpoint in
//! [`api`] or its page in [`pages`], and is answered with JSON that the core makes for all, or with a
//! [`problem`]. What takes long becomes a job, which [`jobs`] carry out. The store is
//! handed in: the server knows none.

mod api;
pub mod config;
mod first;
mod jobs;
mod limits;
mod listen;
mod logs;
mod looked;
pub mod mail;
pub mod metrics;
mod pages;
mod peer;
mod problem;
mod serve;
mod signing;
mod state;
mod taken;
mod transfers;
mod watched;
mod who;

pub use api::{document, router};
pub use first::first_link;
pub use jobs::do_all_due;
pub use serve::{Ready, ServeError, serve};
pub use state::Server;
