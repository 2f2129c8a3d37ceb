//! `admit roles import`.

use super::table_file;
use crate::cli::access::AccessFileArgs;
use crate::commands::access_changes;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::read_text;
use admit_core::by_hand::{self, ByHandError};
use admit_core::users::access::{Access, AccessChange};

/// Adds the roles of a list, and gives those that exist the names and further
/// permissions in it.
pub fn run(args: &AccessFileArgs, context: &mut Context) -> Result<Exit, Failure> {
    let text = read_text(&args.file)?;
    let lines = table_file::read(&args.file, &text, &["key", "name", "permissions"])?;
    let store = context.store_or_new()?;
    let access = store.access()?;
    let mut changes = Vec::new();
    for line in &lines {
        let permissions = permissions(&access, &line.cells[2]).map_err(|error| Failure::List {
            path: args.file.clone(),
            line: line.line,
            problem: match error.help() {
                Some(help) => format!("{error}; {help}"),
                None => error.to_string(),
            },
        })?;
        add_changes(
            &access,
            &line.cells[0],
            &line.cells[1],
            permissions,
            &mut changes,
        );
    }
    access_changes::make(context, store.as_ref(), &changes)
}

/// The keys in a cell, all of which must exist.
fn permissions(access: &Access, cell: &str) -> Result<Vec<String>, ByHandError> {
    let mut keys: Vec<String> = cell
        .split(',')
        .map(str::trim)
        .filter(|key| !key.is_empty())
        .map(str::to_owned)
        .collect();
    keys.sort_unstable();
    keys.dedup();
    for key in &keys {
        by_hand::permission(access, key)?;
    }
    Ok(keys)
}

fn add_changes(
    access: &Access,
    key: &str,
    name: &str,
    mut permissions: Vec<String>,
    changes: &mut Vec<AccessChange>,
) {
    let Some(role) = access.roles.iter().find(|role| role.key == key) else {
        let name = if name.is_empty() { key } else { name };
        changes.push(AccessChange::AddRole {
            key: key.to_owned(),
            name: name.to_owned(),
            permissions,
        });
        return;
    };
    if !name.is_empty() && role.name != name {
        changes.push(AccessChange::RenameRole(role.number, name.to_owned()));
    }
    permissions.retain(|key| {
        !role
            .permissions
            .iter()
            .filter_map(|number| access.permission(*number))
            .any(|permission| permission.key == *key)
    });
    if !permissions.is_empty() {
        changes.push(AccessChange::AddToRole(role.number, permissions));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use admit_core::users::access::{Permission, Role};

    #[test]
    fn a_role_that_exists_only_gets_what_is_new() {
        let permission = |number, key: &str| Permission {
            number,
            key: key.into(),
            name: key.into(),
        };
        let access = Access {
            permissions: vec![permission(1, "a"), permission(2, "b")],
            roles: vec![Role {
                number: 4,
                key: "admin".into(),
                name: "Administrator".into(),
                permissions: vec![1],
            }],
            ..Access::default()
        };
        let changes = |key: &str, name: &str, keys: &str| {
            let mut changes = Vec::new();
            let keys = permissions(&access, keys).unwrap();
            add_changes(&access, key, name, keys, &mut changes);
            changes
        };
        assert_eq!(changes("admin", "Administrator", "a"), []);
        assert_eq!(changes("admin", "", ""), []);
        assert_eq!(
            changes("admin", "Chief", "b, a"),
            [
                AccessChange::RenameRole(4, "Chief".into()),
                AccessChange::AddToRole(4, vec!["b".into()])
            ]
        );
        assert_eq!(
            changes("guest", "", "b"),
            [AccessChange::AddRole {
                key: "guest".into(),
                name: "guest".into(),
                permissions: vec!["b".into()]
            }]
        );
        assert!(permissions(&access, "a, bb").is_err());
    }
}
