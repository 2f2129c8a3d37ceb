//! One JSON object to the cells of a row.

use super::columns::{Columns, Located};
use super::place;
use crate::base::json::{self, Nested};
use crate::findings::finding::Findings;
use crate::rows::raw::{CellKind, RawRow, RowPlace};
use crate::rules::json_line_not_complete::Broken;
use crate::rules::{
    json_key_twice, json_line_not_an_object, json_line_not_complete, json_too_deep,
};
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

/// Why a row is held back.
#[derive(Debug)]
pub(super) enum Flaw {
    Broken(Broken),
    KeyTwice(String),
    TooDeep(String),
    NotAnObject(&'static str),
}

impl Flaw {
    /// Says so.
    pub fn report(&self, place: RowPlace, findings: &mut Findings) {
        match self {
            Flaw::Broken(broken) => json_line_not_complete::found(place, broken, findings),
            Flaw::KeyTwice(key) => json_key_twice::found(place, key, findings),
            Flaw::TooDeep(key) => json_too_deep::found(place, key, findings),
            Flaw::NotAnObject(kind) => json_line_not_an_object::found(place, kind, findings),
        }
    }
}

/// Parses rows. Keeps the columns and memory to use again.
#[derive(Default)]
pub(super) struct RowParser {
    pub columns: Columns,
    nested: Nested,
}

impl RowParser {
    /// Reads the object in `bytes` into `row`, which has no cells if that fails.
    pub fn parse(&mut self, bytes: &[u8], place: RowPlace, row: &mut RawRow) -> Result<(), Flaw> {
        row.reset(place);
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
                row.set_written(&String::from_utf8_lossy(bytes));
                let reason = "there are bytes that are not UTF-8".to_owned();
                let broken = place::at_byte(&good, good.len(), place.line, reason);
                return Err(Flaw::Broken(broken));
            }
        };
        self.columns.begin_row();
        let result = self.read(text, place, row);
        self.columns.end_row(place.row, result.is_ok());
        if result.is_err() {
            row.reset(place);
            row.set_written(text);
        }
        result
    }

    fn read(&mut self, text: &str, place: RowPlace, row: &mut RawRow) -> Result<(), Flaw> {
        if !text
            .trim_start_matches([' ', '\t', '\n', '\r'])
            .starts_with('{')
        {
            return Err(not_an_object(text, place));
        }
        let mut flaw = None;
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let read = deserializer.deserialize_map(Object {
            text,
            line: place.line,
            columns: &mut self.columns,
            nested: &mut self.nested,
            row,
            flaw: &mut flaw,
        });
        match (flaw, read.and_then(|()| deserializer.end())) {
            (Some(flaw), _) => Err(flaw),
            (None, Ok(())) => Ok(()),
            (None, Err(error)) => Err(Flaw::Broken(place::at_error(text, &error, place.line))),
        }
    }
}

fn not_an_object(text: &str, place: RowPlace) -> Flaw {
    match serde_json::from_str::<IgnoredAny>(text) {
        Ok(_) => Flaw::NotAnObject(kind_of(text.trim_start())),
        Err(error) => Flaw::Broken(place::at_error(text, &error, place.line)),
    }
}

/// What a JSON text is, with its article.
fn kind_of(json: &str) -> &'static str {
    match json.as_bytes().first() {
        Some(b'{') => "an object",
        Some(b'[') => "a list",
        Some(b'"') => "a text",
        Some(b't') => "true",
        Some(b'f') => "false",
        Some(b'n') => "null",
        _ => "a number",
    }
}

/// Takes the pairs of an object one by one, without building a tree.
struct Object<'a, 'de> {
    text: &'de str,
    line: u64,
    columns: &'a mut Columns,
    nested: &'a mut Nested,
    row: &'a mut RawRow,
    flaw: &'a mut Option<Flaw>,
}

impl<'de> Visitor<'de> for Object<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut position = 0;
        while let Some(located) = map.next_key_seed(Key {
            columns: self.columns,
            position,
            flaw: self.flaw,
        })? {
            let json = map.next_value::<&'de RawValue>()?.get();
            if let Some(column) = located {
                let pushed = push(self.row, column, json, self.nested);
                if let Err(flaw) = pushed {
                    let key = &self.columns.list()[column].name;
                    *self.flaw = Some(match flaw {
                        json::Flaw::TooDeep => Flaw::TooDeep(key.clone()),
                        json::Flaw::KeyTwice(key) => Flaw::KeyTwice(key),
                        json::Flaw::HalfCharacter(at) => {
                            let start = json.as_ptr() as usize - self.text.as_ptr() as usize;
                            let reason = json::HALF_CHARACTER.to_owned();
                            let at = start + at;
                            Flaw::Broken(place::at_byte(self.text, at, self.line, reason))
                        }
                    });
                    return Err(A::Error::custom("held back"));
                }
            }
            position += 1;
        }
        Ok(())
    }
}

/// Adds the cell for one value.
fn push(
    row: &mut RawRow,
    column: usize,
    json: &str,
    nested: &mut Nested,
) -> Result<(), json::Flaw> {
    match json.as_bytes() {
        [b'"', .., b'"'] => {
            let inner = &json[1..json.len() - 1];
            if memchr::memchr(b'\\', inner.as_bytes()).is_none() {
                row.push(column, CellKind::Text, inner);
            } else {
                match serde_json::from_str::<String>(json) {
                    Ok(text) => row.push(column, CellKind::Text, &text),
                    Err(_) => return Err(json::Flaw::HalfCharacter(0)),
                }
            }
        }
        [b'{' | b'[', ..] => {
            nested.check(json, 1)?;
            match extended(json) {
                Some(text) => row.push(column, CellKind::Text, &text),
                None => row.push(column, CellKind::Json, json),
            }
        }
        [b't' | b'f', ..] => row.push(column, CellKind::Bool, json),
        [b'n', ..] => row.push(column, CellKind::Null, json),
        _ => row.push(column, CellKind::Number, json),
    }
    Ok(())
}

/// The text of an id or a time as `MongoDB` Extended JSON writes it: an object
/// whose only key is `$oid` or `$date`.
fn extended(json: &str) -> Option<String> {
    let inner = json.strip_prefix('{')?.trim_start();
    if !inner.starts_with("\"$oid\"") && !inner.starts_with("\"$date\"") {
        return None;
    }
    let object: serde_json::Map<String, Value> = serde_json::from_str(json).ok()?;
    match object.values().next() {
        Some(Value::String(text)) if object.len() == 1 => Some(text.clone()),
        Some(Value::Number(number)) if object.len() == 1 => Some(number.to_string()),
        _ => None,
    }
}

/// Reads a key straight to its column.
struct Key<'a> {
    columns: &'a mut Columns,
    position: usize,
    flaw: &'a mut Option<Flaw>,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<Self::Value, E> {
        match self.columns.locate(key, self.position) {
            Located::Column(column) => Ok(Some(column)),
            Located::Beyond => Ok(None),
            Located::Twice => {
                *self.flaw = Some(Flaw::KeyTwice(key.to_owned()));
                Err(E::custom("held back"))
            }
        }
    }
}
