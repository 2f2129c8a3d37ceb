//! Values of a setup file with the lines they stand on.

use super::CODE_PREFIX;
use crate::base::limits::KEY_CHARACTERS_MAX;
use crate::base::near;
use crate::setup::model::{SetupError, SetupOrganization, SetupPermission, SetupRole, Text};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The keys that each kind of table takes.
pub(super) const FILE_KEYS: [&str; 4] = ["permissions", "roles", "organizations", "auto_join"];
const PERMISSION_KEYS: [&str; 2] = ["key", "name"];
const ROLE_KEYS: [&str; 3] = ["key", "name", "permissions"];
const ORGANIZATION_KEYS: [&str; 4] = ["external_id", "name", "code", "default"];

/// Reads values with their lines.
pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
}

impl Reader<'_> {
    pub(super) fn line(&self, byte: usize) -> usize {
        let before = self.text.as_bytes().iter().take(byte);
        before.filter(|b| **b == b'\n').count() + 1
    }

    fn line_of<T>(&self, value: &Spanned<T>) -> usize {
        self.line(value.span().start)
    }

    fn fail<T>(&self, value: &Spanned<T>, sentence: String) -> SetupError {
        SetupError {
            line: self.line_of(value),
            sentence,
        }
    }

    /// Every key must be one of these; the first in the file that is not is named.
    pub(super) fn only(
        &self,
        table: &DeTable<'_>,
        keys: &[&str],
        place: &str,
    ) -> Result<(), SetupError> {
        let unknown = table
            .keys()
            .filter(|key| !keys.contains(&key.get_ref().as_ref()));
        let Some(key) = unknown.min_by_key(|key| key.span().start) else {
            return Ok(());
        };
        let meant = match near::word(key.get_ref(), keys.iter().copied()) {
            Some(word) => format!("Did you mean {word}?"),
            None => format!("Expected {}.", keys.join(", ")),
        };
        Err(self.fail(
            key,
            format!("{place} has no key {}. {meant}", key.get_ref()),
        ))
    }

    pub(super) fn tables<'d, 'i>(
        &self,
        file: &'d DeTable<'i>,
        key: &str,
    ) -> Result<Vec<(usize, &'d DeTable<'i>)>, SetupError> {
        let Some(value) = file.get(key) else {
            return Ok(Vec::new());
        };
        let expected = |value: &Spanned<DeValue<'_>>| {
            self.fail(
                value,
                format!("{key} must be tables, each headed [[{key}]]."),
            )
        };
        let DeValue::Array(items) = value.get_ref() else {
            return Err(expected(value));
        };
        let tables = items.iter().map(|item| match item.get_ref() {
            DeValue::Table(table) => Ok((self.line_of(item), table)),
            _ => Err(expected(item)),
        });
        tables.collect()
    }

    fn text(&self, table: &DeTable<'_>, key: &str) -> Result<Option<Text>, SetupError> {
        table
            .get(key)
            .map(|value| self.text_of(value, key))
            .transpose()
    }

    fn text_of(&self, value: &Spanned<DeValue<'_>>, key: &str) -> Result<Text, SetupError> {
        let DeValue::String(text) = value.get_ref() else {
            return Err(self.fail(value, format!("{key} must be a text in quotes.")));
        };
        let text = text.trim();
        if text.is_empty() {
            return Err(self.fail(value, format!("{key} is blank.")));
        }
        if text.chars().count() > KEY_CHARACTERS_MAX {
            let sentence = format!("{key} is longer than {KEY_CHARACTERS_MAX} characters.");
            return Err(self.fail(value, sentence));
        }
        if text.chars().any(char::is_control) {
            return Err(self.fail(value, format!("{key} has characters that can't be seen.")));
        }
        Ok(Text {
            text: text.to_owned(),
            line: self.line_of(value),
        })
    }

    /// A key that a cell of a CSV can name: lists are separated by commas.
    fn key(
        &self,
        line: usize,
        table: &DeTable<'_>,
        key: &str,
        thing: &str,
    ) -> Result<Text, SetupError> {
        let text = self.text(table, key)?.ok_or_else(|| SetupError {
            line,
            sentence: format!("this {thing} has no {key}."),
        })?;
        if text.text.contains(',') {
            return Err(SetupError {
                line: text.line,
                sentence: format!("{key} has a comma, which separates keys in a list."),
            });
        }
        Ok(text)
    }

    pub(super) fn boolean(
        &self,
        table: &DeTable<'_>,
        key: &str,
    ) -> Result<Option<bool>, SetupError> {
        match table.get(key) {
            None => Ok(None),
            Some(value) => match value.get_ref() {
                DeValue::Boolean(on) => Ok(Some(*on)),
                _ => Err(self.fail(value, format!("{key} must be true or false."))),
            },
        }
    }

    pub(super) fn permission(
        &self,
        line: usize,
        table: &DeTable<'_>,
    ) -> Result<SetupPermission, SetupError> {
        self.only(table, &PERMISSION_KEYS, "a permission")?;
        Ok(SetupPermission {
            key: self.key(line, table, "key", "permission")?,
            name: self.text(table, "name")?.map(|name| name.text),
        })
    }

    pub(super) fn role(&self, line: usize, table: &DeTable<'_>) -> Result<SetupRole, SetupError> {
        self.only(table, &ROLE_KEYS, "a role")?;
        let mut permissions = Vec::new();
        if let Some(value) = table.get("permissions") {
            let DeValue::Array(items) = value.get_ref() else {
                let sentence = "permissions must be a list of keys: [\"reports:read\"].";
                return Err(self.fail(value, sentence.to_owned()));
            };
            for item in items {
                permissions.push(self.text_of(item, "a permission in the list")?);
            }
        }
        Ok(SetupRole {
            key: self.key(line, table, "key", "role")?,
            name: self.text(table, "name")?.map(|name| name.text),
            permissions,
        })
    }

    pub(super) fn organization(
        &self,
        line: usize,
        table: &DeTable<'_>,
    ) -> Result<SetupOrganization, SetupError> {
        self.only(table, &ORGANIZATION_KEYS, "an organization")?;
        let code = self.text(table, "code")?;
        if let Some(code) = &code {
            let rest = code.text.strip_prefix(CODE_PREFIX).unwrap_or_default();
            if rest.is_empty() || !rest.chars().all(|c| c.is_ascii_alphanumeric()) {
                return Err(SetupError {
                    line: code.line,
                    sentence: format!("code must be {CODE_PREFIX} and letters or digits."),
                });
            }
        }
        Ok(SetupOrganization {
            external_id: self.key(line, table, "external_id", "organization")?,
            name: self.text(table, "name")?.map(|name| name.text),
            code,
            is_default: self.boolean(table, "default")?.unwrap_or(false),
        })
    }
}
