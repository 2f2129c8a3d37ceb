//! What a setup file says, and what is wrong with it.

use crate::users::access::{Access, AccessChange};

/// What is wrong with a setup file, as one sentence that begins with its line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {sentence}")]
pub struct SetupError {
    /// The line, from 1.
    pub line: usize,
    /// What was found and what was expected.
    pub sentence: String,
}

/// A text and the line it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Text {
    pub(super) text: String,
    pub(super) line: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SetupPermission {
    pub(super) key: Text,
    pub(super) name: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SetupRole {
    pub(super) key: Text,
    pub(super) name: Option<String>,
    pub(super) permissions: Vec<Text>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SetupOrganization {
    pub(super) external_id: Text,
    pub(super) name: Option<String>,
    pub(super) code: Option<Text>,
    pub(super) is_default: bool,
}

impl SetupPermission {
    pub(super) fn change(&self, access: &Access) -> Option<AccessChange> {
        let key = &self.key.text;
        match (access.permission_of(key), &self.name) {
            (None, name) => Some(AccessChange::AddPermission {
                key: key.clone(),
                name: name.clone().unwrap_or_else(|| key.clone()),
            }),
            (Some(known), Some(name)) if known.name != *name => {
                Some(AccessChange::RenamePermission(known.number, name.clone()))
            }
            _ => None,
        }
    }
}

impl SetupRole {
    pub(super) fn changes(&self, access: &Access, changes: &mut Vec<AccessChange>) {
        let key = &self.key.text;
        let permissions = self.permissions.iter().map(|p| p.text.clone());
        let Some(known) = access.role_of(key) else {
            changes.push(AccessChange::AddRole {
                key: key.clone(),
                name: self.name.clone().unwrap_or_else(|| key.clone()),
                permissions: permissions.collect(),
            });
            return;
        };
        if let Some(name) = &self.name
            && *name != known.name
        {
            changes.push(AccessChange::RenameRole(known.number, name.clone()));
        }
        let missing: Vec<String> = permissions
            .filter(|key| {
                let permission = access.permission_of(key);
                !permission.is_some_and(|p| known.permissions.contains(&p.number))
            })
            .collect();
        if !missing.is_empty() {
            changes.push(AccessChange::AddToRole(known.number, missing));
        }
    }
}

impl SetupOrganization {
    pub(super) fn changes(
        &self,
        access: &Access,
        new_code: &mut dyn FnMut() -> String,
        changes: &mut Vec<AccessChange>,
    ) -> Result<(), SetupError> {
        let id = &self.external_id.text;
        let code = self.code.as_ref().map(|code| code.text.as_str());
        if let Some(other) = access
            .organizations
            .iter()
            .find(|o| Some(o.code.as_str()) == code)
            && other.external_id != *id
        {
            return Err(SetupError {
                line: self.code.as_ref().map_or(0, |code| code.line),
                sentence: format!(
                    "the code \"{}\" belongs to the organization \"{}\" already.",
                    other.code, other.external_id
                ),
            });
        }
        let Some(known) = access.organization_of(id) else {
            changes.push(AccessChange::AddOrganization {
                code: code.map_or_else(new_code, str::to_owned),
                external_id: id.clone(),
                name: self.name.clone().unwrap_or_else(|| id.clone()),
                is_default: self.is_default,
            });
            return Ok(());
        };
        if let Some(code) = &self.code
            && code.text != known.code
        {
            return Err(SetupError {
                line: code.line,
                sentence: format!(
                    "the organization \"{id}\" has the code \"{}\" already; codes never change.",
                    known.code
                ),
            });
        }
        if let Some(name) = &self.name
            && *name != known.name
        {
            changes.push(AccessChange::RenameOrganization(known.number, name.clone()));
        }
        if self.is_default && !known.is_default {
            changes.push(AccessChange::SetDefault(known.number));
        }
        Ok(())
    }
}
