//! The columns of a source.

use crate::import::report::Report;
use crate::users::field::Field;
use serde_json::{Value, json};

/// The columns as a run saw them: the field that each feeds, how many values it has, and
/// a few of them.
pub fn columns(report: &Report) -> Value {
    let columns = report.columns.iter().enumerate().map(|(place, column)| {
        json!({
            "name": column.name,
            "field": column.field.map(Field::name),
            "values": report.values.get(place),
            "samples": report.samples.get(place),
        })
    });
    columns.collect()
}
