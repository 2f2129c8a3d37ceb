//! Lists, page by page.

use crate::limits::{PAGE_ITEMS, PAGE_ITEMS_MAX};
use crate::problem::Problem;
use axum::Json;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use utoipa::{IntoParams, ToSchema};

/// Which page of a list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Page {
    /// How many items at most; 100 if nothing is said, 1,000 at most.
    #[param(minimum = 1, maximum = 1000)]
    pub limit: Option<u64>,
    /// The `next` of the page before.
    pub after: Option<String>,
}

impl Page {
    /// How many items at most.
    pub fn limit(&self) -> u64 {
        self.limit.unwrap_or(PAGE_ITEMS).clamp(1, PAGE_ITEMS_MAX)
    }

    /// Behind which number the page begins.
    ///
    /// # Errors
    /// It is no `next` of a page.
    pub fn number(&self) -> Result<u64, Problem> {
        let Some(after) = &self.after else {
            return Ok(0);
        };
        after.parse().map_err(|_| {
            Problem::unusable("Give as `after` what the page before said is `next`.")
                .field("after", "it is no place in the list")
        })
    }
}

/// A list as it is answered.
pub fn answer(items: Vec<Value>, next: Option<String>, total: Option<u64>) -> Json<Value> {
    let mut list = Map::new();
    list.insert("items".to_owned(), Value::Array(items));
    list.insert("next".to_owned(), next.map_or(Value::Null, Value::String));
    if let Some(total) = total {
        list.insert("total".to_owned(), json!(total));
    }
    Json(Value::Object(list))
}

/// A list in the document.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its form is told")]
pub struct List {
    /// What was asked for.
    items: Vec<serde_json::Map<String, Value>>,
    /// Give it as `after` for the next page; null at the end.
    next: Option<String>,
    /// How many there are in all, where that is known.
    total: Option<u64>,
}
