//! What the keys inside of an object say of being kept out, as its own columns would.

use crate::base::limits::STATE_DEPTH_MAX;
use crate::convert::structured::shuts_out;
use crate::rows::headers::hints::{hint, holds_state};
use crate::rows::shut_inside::ShutInside;
use crate::rows::state::{State, of_word};
use crate::rows::times::{self, Time};
use crate::rows::yes_no;
use serde_json::{Map, Value};

/// Notes the keys of an object, in the text of a cell, that keep somebody out.
pub(super) fn note(into: &mut ShutInside, column: &str, text: &str) {
    if !text.trim_start().starts_with('{') {
        return;
    }
    if let Ok(object) = serde_json::from_str::<Map<String, Value>>(text) {
        walk(&object, &mut column.trim().to_owned(), 1, into);
    }
}

fn walk(object: &Map<String, Value>, path: &mut String, depth: usize, into: &mut ShutInside) {
    let outside = path.len();
    for (key, value) in object {
        path.push('.');
        path.push_str(key);
        match value {
            Value::Object(inner) if depth < STATE_DEPTH_MAX => walk(inner, path, depth + 1, into),
            Value::Object(_) => {}
            value if into.may_speak(path, || holds_state(path)) => {
                // Some directories write every value as a list.
                let values = value
                    .as_array()
                    .map_or(std::slice::from_ref(value), Vec::as_slice);
                let shut = values.iter().find(|value| shuts(object, path, key, value));
                if let Some(shut) = shut {
                    into.note(path, &text_of(shut));
                }
            }
            _ => {}
        }
        path.truncate(outside);
    }
}

/// Whether a value keeps somebody out: by its key, or by a word for it anywhere above.
fn shuts(object: &Map<String, Value>, path: &str, key: &str, value: &Value) -> bool {
    let text = text_of(value);
    let says_yes = || {
        yes_no::value(&text) == Some(true)
            || times::of(&text) == Some(Time::Given)
            || of_word(&text).is_some_and(State::shuts_out)
    };
    shuts_out(object, key, value)
        || (hint(path).is_some_and(|hint| hint.shuts.is_some()) && says_yes())
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        _ => String::new(),
    }
}
