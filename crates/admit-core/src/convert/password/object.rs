//! The `password` object of a JSON row.

use super::{FIELDS, Parts};
use crate::convert::{spreadsheet, structured};
use crate::findings::finding::Findings;
use crate::rows::raw::CellRef;
use crate::rules::{inner_key_not_read, value_kind};
use crate::users::field::{Field, fold_header};
use admit_passwords::Argon2Beside;
use serde_json::{Map, Value};

/// The keys of a `password` object.
const KEYS: [&str; 7] = [
    "hashed_password",
    "hashing_method",
    "salt",
    "salt_format",
    "salt_position",
    "hashing_config",
    "password_verified",
];

/// The keys of a `hashing_config` object. All but the first are of Argon2.
const CONFIG_KEYS: [&str; 5] = ["iterations", "memory", "parallelism", "type", "version"];

/// A `password` object, with the path and the text of each part.
#[derive(Default)]
pub struct Object {
    texts: Vec<(Field, String, String)>,
    argon2: Vec<(&'static str, String)>,
    spoilt: bool,
}

impl Object {
    /// Whether a cell of a column for passwords holds such an object.
    pub fn is_one(text: &str) -> bool {
        let text = text.trim();
        text.starts_with('{') && text.ends_with('}') && text.contains("\"hash")
    }

    /// Reads the object in a cell; what is wrong with it is said.
    pub fn read(cell: CellRef<'_>, findings: &mut Findings) -> Object {
        let mut object = Object::default();
        match structured::object(cell, findings) {
            Some(map) => object.take(cell.column, &map, &KEYS, findings),
            None => object.spoilt = true,
        }
        object
    }

    fn take(
        &mut self,
        path: &str,
        map: &Map<String, Value>,
        keys: &[&str],
        findings: &mut Findings,
    ) {
        let outer = path;
        for (key, value) in map {
            let path = format!("{outer}.{key}");
            let field = Field::of_header(key).filter(|field| FIELDS.contains(field));
            let at = CellRef {
                column: &path,
                field: field.or(Some(Field::HashedPassword)),
                text: "",
            };
            let text = match (field, value) {
                (_, Value::Null) => continue,
                (None, Value::Object(config)) if key == "hashing_config" => {
                    self.take(&path, config, &CONFIG_KEYS, findings);
                    continue;
                }
                (None, value) if keys == CONFIG_KEYS && parameter(key, value).is_some() => {
                    self.argon2.extend(parameter(key, value));
                    continue;
                }
                (None, _) => {
                    // The key may be the secret.
                    let place = format!("{}.({} characters)", outer, key.chars().count());
                    let at = CellRef {
                        column: &place,
                        ..at
                    };
                    inner_key_not_read::found(at, keys, findings);
                    continue;
                }
                (Some(_), Value::String(text)) => text.clone(),
                (Some(Field::HashIterations | Field::PasswordSetDate), Value::Number(number)) => {
                    number.to_string()
                }
                (Some(Field::PasswordVerified), Value::Bool(yes)) => yes.to_string(),
                (Some(Field::HashedPassword), Value::Object(_)) => value.to_string(),
                (Some(_), other) => {
                    value_kind::found(at, "a text", value_kind::kind_of(other), findings);
                    self.spoilt = true;
                    continue;
                }
            };
            if let Some(field) = field {
                self.texts.push((field, path, text));
            }
        }
    }

    /// Its parts as cells.
    pub fn parts(&self) -> Parts<'_> {
        let cell = |wanted: Field| {
            let found = self.texts.iter().find(|(field, ..)| *field == wanted);
            let (field, path, text) = found?;
            let says_something =
                !text.is_empty() && (wanted == Field::Salt || !text.trim().is_empty());
            says_something.then_some(CellRef {
                column: path,
                field: Some(*field),
                text,
            })
        };
        let argon2 = |wanted: &str| {
            let found = self.argon2.iter().find(|(name, _)| *name == wanted);
            found.map(|(_, text)| text.as_str())
        };
        // To JSON, a number with decimals of zero is the same number.
        let number = |wanted: &str| {
            argon2(wanted).map(|text| spreadsheet::whole_number(text).unwrap_or(text))
        };
        Parts {
            hash: cell(Field::HashedPassword),
            method: cell(Field::HashingMethod),
            salt: cell(Field::Salt),
            position: cell(Field::SaltPosition),
            format: cell(Field::SaltFormat),
            iterations: cell(Field::HashIterations),
            argon2: Argon2Beside {
                memory: number("memory"),
                parallelism: number("parallelism"),
                variant: argon2("type"),
                version: argon2("version"),
            },
            verified: cell(Field::PasswordVerified),
            set: cell(Field::PasswordSetDate),
            spoilt: self.spoilt,
        }
    }
}

/// A parameter of Argon2: a number or a word, which may stand in a list of its own.
fn parameter(key: &str, value: &Value) -> Option<(&'static str, String)> {
    let name = CONFIG_KEYS
        .into_iter()
        .skip(1)
        .find(|name| fold_header(key) == *name)?;
    let one = match value {
        Value::Array(values) if values.len() == 1 => &values[0],
        value => value,
    };
    match one {
        Value::String(text) => Some((name, text.trim().to_owned())),
        Value::Number(number) => Some((name, number.to_string())),
        _ => None,
    }
}
