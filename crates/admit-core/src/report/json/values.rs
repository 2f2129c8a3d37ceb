//! The different values that findings speak of.

use crate::report::values::Values;
use serde_json::{Value, json};

/// The values, the commonest first, each with what to write instead.
pub fn values(values: &Values) -> Value {
    let sorted = values.sorted();
    let list = sorted.iter().map(|(value, count)| {
        json!({
            "rule": value.code,
            "column": value.column,
            "field": value.field,
            "value": value.value,
            "count": count,
            "suggestion": value.suggestion,
            "set": value.correction(),
        })
    });
    list.collect()
}
