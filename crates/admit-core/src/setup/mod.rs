//! Organizations, roles and permissions from a file: a setup file (TOML), or a
//! table with the columns `name` and `id`.
//!
//! Both only add what is missing and rename what is named differently; running
//! either again changes nothing.

pub mod model;
mod reader;
mod table;

use crate::base::near;
use crate::setup::model::{SetupError, SetupOrganization, SetupPermission, SetupRole, Text};
use crate::users::access::{Access, AccessChange};
use reader::Reader;
use std::collections::{HashMap, HashSet};
use toml::de::DeTable;

pub use table::{TableImport, TableKind, read_table};

/// What a setup file asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Setup {
    permissions: Vec<SetupPermission>,
    roles: Vec<SetupRole>,
    organizations: Vec<SetupOrganization>,
    auto_join: Option<bool>,
}

/// What the codes of organizations begin with.
const CODE_PREFIX: &str = "org_";

impl Setup {
    /// Reads a setup file.
    pub fn parse(text: &str) -> Result<Setup, SetupError> {
        let reader = Reader { text };
        let document = DeTable::parse(text).map_err(|error| SetupError {
            line: reader.line(error.span().map_or(0, |span| span.start)),
            sentence: format!("this is not TOML: {}.", error.message().trim()),
        })?;
        let file = document.get_ref();
        reader.only(file, &reader::FILE_KEYS, "the file")?;
        let mut setup = Setup {
            auto_join: reader.boolean(file, "auto_join")?,
            ..Setup::default()
        };
        for (line, table) in reader.tables(file, "permissions")? {
            setup.permissions.push(reader.permission(line, table)?);
        }
        for (line, table) in reader.tables(file, "roles")? {
            setup.roles.push(reader.role(line, table)?);
        }
        for (line, table) in reader.tables(file, "organizations")? {
            setup.organizations.push(reader.organization(line, table)?);
        }
        setup.one_of_each()?;
        Ok(setup)
    }

    /// What has to change for the tables to have all this: only what is missing
    /// or named differently, in an order that can be made. `new_code` gives a
    /// code for a new organization.
    pub fn changes(
        &self,
        access: &Access,
        new_code: &mut dyn FnMut() -> String,
    ) -> Result<Vec<AccessChange>, SetupError> {
        let mut changes = Vec::new();
        if let Some(on) = self.auto_join
            && on != access.auto_join
        {
            changes.push(AccessChange::SetAutoJoin(on));
        }
        for permission in &self.permissions {
            changes.extend(permission.change(access));
        }
        for role in &self.roles {
            self.known_permissions(role, access)?;
            role.changes(access, &mut changes);
        }
        self.organizations(access, new_code, &mut changes)?;
        Ok(changes)
    }

    /// The tables as they would be with all this, for a check that writes
    /// nothing.
    pub fn applied(&self, access: &Access) -> Result<Access, SetupError> {
        let given = self.organizations.iter().filter_map(|o| o.code.as_ref());
        let mut codes: HashSet<&str> = given.map(|code| code.text.as_str()).collect();
        codes.extend(access.organizations.iter().map(|o| o.code.as_str()));
        let mut number = access.organizations.len();
        let mut code = || {
            loop {
                number += 1;
                let code = format!("{CODE_PREFIX}{number:010}");
                if !codes.contains(code.as_str()) {
                    return code;
                }
            }
        };
        Ok(access.with_changes(&self.changes(access, &mut code)?))
    }

    fn one_of_each(&self) -> Result<(), SetupError> {
        only_once("permission", self.permissions.iter().map(|p| &p.key))?;
        only_once("role", self.roles.iter().map(|r| &r.key))?;
        only_once(
            "organization",
            self.organizations.iter().map(|o| &o.external_id),
        )?;
        only_once(
            "organization code",
            self.organizations.iter().filter_map(|o| o.code.as_ref()),
        )?;
        let mut defaults = self.organizations.iter().filter(|o| o.is_default);
        if let (Some(first), Some(second)) = (defaults.next(), defaults.next()) {
            return Err(SetupError {
                line: second.external_id.line,
                sentence: format!(
                    "\"{}\" has default = true, but so has \"{}\" on line {}. One organization at most can be the default.",
                    second.external_id.text, first.external_id.text, first.external_id.line
                ),
            });
        }
        Ok(())
    }

    fn known_permissions(&self, role: &SetupRole, access: &Access) -> Result<(), SetupError> {
        for permission in &role.permissions {
            let text = permission.text.as_str();
            let in_file = || self.permissions.iter().map(|p| p.key.text.as_str());
            if in_file().any(|key| key == text) || access.permission_of(text).is_some() {
                continue;
            }
            let known = access.permissions.iter().map(|p| p.key.as_str());
            let meant = near::word(text, in_file().chain(known));
            return Err(SetupError {
                line: permission.line,
                sentence: format!(
                    "the role \"{}\" has the permission \"{text}\", which does not exist.{}",
                    role.key.text,
                    match meant {
                        Some(key) => format!(" Did you mean \"{key}\"?"),
                        None => " Add it under [[permissions]].".to_owned(),
                    }
                ),
            });
        }
        Ok(())
    }

    fn organizations(
        &self,
        access: &Access,
        new_code: &mut dyn FnMut() -> String,
        changes: &mut Vec<AccessChange>,
    ) -> Result<(), SetupError> {
        for organization in &self.organizations {
            organization.changes(access, new_code, changes)?;
        }
        Ok(())
    }
}

fn only_once<'t>(what: &str, texts: impl Iterator<Item = &'t Text>) -> Result<(), SetupError> {
    let mut seen = HashMap::new();
    for text in texts {
        if let Some(first) = seen.insert(text.text.as_str(), text.line) {
            return Err(SetupError {
                line: text.line,
                sentence: format!(
                    "the {what} \"{}\" stands here again; it is on line {first} already.",
                    text.text
                ),
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
