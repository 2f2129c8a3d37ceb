//! The pages over a store in memory: what they say, whom they let in, and what a form
//! does.

mod browser;
mod flow;
mod forms;
mod operators;
mod people;
