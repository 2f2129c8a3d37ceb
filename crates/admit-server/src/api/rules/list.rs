//! `GET /rules`.

use crate::api::page::{self, List};
use crate::who::Caller;
use admit_core::report::json;
use admit_core::rules::RULES;
use axum::Json;
use serde_json::Value;

/// The rules, in the order of the manual.
#[utoipa::path(get, path = "/rules", tag = "rules", responses((status = 200, body = List)))]
pub async fn list(_: Caller) -> Json<Value> {
    let rules: Vec<Value> = RULES.iter().map(|rule| json::rule(rule)).collect();
    let total = rules.len() as u64;
    page::answer(rules, None, Some(total))
}
