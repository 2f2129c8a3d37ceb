//! Organizations, roles, permissions and connections.

use super::fault::Fault;
use super::removals::{self, Table};
use super::{SqliteStore, settings};
use admit_core::ports::store::{AccessTables, StoreError};
use admit_core::users::access::{Access, AccessChange, Organization, Permission, Role};
use rusqlite::{Connection, OptionalExtension, Params};
use std::collections::BTreeMap;

const READING: &str = "reading organizations, roles and permissions";
const CHANGING: &str = "changing organizations, roles and permissions";

impl AccessTables for SqliteStore {
    fn access(&self) -> Result<Access, StoreError> {
        self.read(READING, |conn| {
            Ok(Access {
                organizations: organizations(conn)?,
                roles: roles(conn)?,
                permissions: permissions(conn)?,
                auto_join: settings::get(conn, settings::AUTO_JOIN)? != Some(0),
                removed: removals::removed(conn)?,
            })
        })
    }

    fn change_access(&self, changes: &[AccessChange]) -> Result<(), StoreError> {
        self.write(CHANGING, |tx| {
            changes.iter().try_for_each(|change| make(tx, change))
        })
    }

    fn password_connection(&self) -> Result<bool, StoreError> {
        self.read(READING, |conn| {
            Ok(settings::get(conn, settings::PASSWORD_CONNECTION)? == Some(1))
        })
    }

    fn set_password_connection(&self, on: bool) -> Result<(), StoreError> {
        self.write(CHANGING, |tx| {
            settings::set(tx, settings::PASSWORD_CONNECTION, i64::from(on))
        })
    }

    fn tells_at_once(&self) -> Result<bool, StoreError> {
        self.read(READING, |conn| {
            Ok(settings::get(conn, settings::TELLS_AT_ONCE)? == Some(1))
        })
    }

    fn set_tells_at_once(&self, on: bool) -> Result<(), StoreError> {
        self.write(CHANGING, |tx| {
            settings::set(tx, settings::TELLS_AT_ONCE, i64::from(on))
        })
    }
}

fn organizations(conn: &Connection) -> Result<Vec<Organization>, Fault> {
    let mut statement = conn.prepare_cached(
        "SELECT number, code, external_id, name, is_default FROM organizations ORDER BY number",
    )?;
    let rows = statement.query_map([], |row| {
        Ok(Organization {
            number: row.get(0)?,
            code: row.get(1)?,
            external_id: row.get(2)?,
            name: row.get(3)?,
            is_default: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn roles(conn: &Connection) -> Result<Vec<Role>, Fault> {
    let mut inside: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let mut statement = conn.prepare_cached(
        "SELECT role, permission FROM role_permissions ORDER BY role, permission",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        inside.entry(row.get(0)?).or_default().push(row.get(1)?);
    }
    let mut statement =
        conn.prepare_cached("SELECT number, key, name FROM roles ORDER BY number")?;
    let rows = statement.query_map([], |row| {
        let number = row.get(0)?;
        Ok(Role {
            number,
            key: row.get(1)?,
            name: row.get(2)?,
            permissions: inside.remove(&number).unwrap_or_default(),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn permissions(conn: &Connection) -> Result<Vec<Permission>, Fault> {
    let mut statement =
        conn.prepare_cached("SELECT number, key, name FROM permissions ORDER BY number")?;
    let rows = statement.query_map([], |row| {
        Ok(Permission {
            number: row.get(0)?,
            key: row.get(1)?,
            name: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn make(conn: &Connection, change: &AccessChange) -> Result<(), Fault> {
    match change {
        AccessChange::AddOrganization {
            code,
            external_id,
            name,
            is_default,
        } => {
            if *is_default {
                conn.execute("UPDATE organizations SET is_default = 0", [])?;
            }
            let number = removals::next_number(conn, Table::Organizations)?;
            change_one(
                conn,
                "INSERT INTO organizations (number, code, external_id, name, is_default)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
                (number, code, external_id, name, is_default),
            )
        }
        AccessChange::SetDefault(number) => {
            conn.execute("UPDATE organizations SET is_default = 0", [])?;
            let sql = "UPDATE organizations SET is_default = 1 WHERE number = ?1";
            change_one(conn, sql, [number])
        }
        AccessChange::SetAutoJoin(on) => settings::set(conn, settings::AUTO_JOIN, i64::from(*on)),
        AccessChange::AddPermission { key, name } => {
            let number = removals::next_number(conn, Table::Permissions)?;
            change_one(
                conn,
                "INSERT INTO permissions (number, key, name) VALUES (?1, ?2, ?3)",
                (number, key, name),
            )
        }
        AccessChange::AddRole {
            key,
            name,
            permissions,
        } => {
            let number = removals::next_number(conn, Table::Roles)?;
            change_one(
                conn,
                "INSERT INTO roles (number, key, name) VALUES (?1, ?2, ?3)",
                (number, key, name),
            )?;
            add_to_role(conn, number, permissions)
        }
        AccessChange::RenameOrganization(number, name) => {
            rename(conn, Table::Organizations, *number, name)
        }
        AccessChange::RenamePermission(number, name) => {
            rename(conn, Table::Permissions, *number, name)
        }
        AccessChange::RenameRole(number, name) => rename(conn, Table::Roles, *number, name),
        AccessChange::AddToRole(number, permissions) => {
            role_is_there(conn, *number)?;
            add_to_role(conn, *number, permissions)
        }
        AccessChange::TakeFromRole(number, permission) => {
            role_is_there(conn, *number)?;
            let sql = "DELETE FROM role_permissions WHERE role = ?1 AND permission = ?2";
            conn.execute(sql, (number, permission))?;
            Ok(())
        }
        AccessChange::RemoveOrganization(number) => remove(conn, Table::Organizations, *number),
        AccessChange::RemoveRole(number) => remove(conn, Table::Roles, *number),
        AccessChange::RemovePermission(number) => remove(conn, Table::Permissions, *number),
    }
}

fn rename(conn: &Connection, table: Table, number: u32, name: &str) -> Result<(), Fault> {
    let sql = format!("UPDATE {} SET name = ?2 WHERE number = ?1", table.name());
    change_one(conn, &sql, (number, name))
}

fn remove(conn: &Connection, table: Table, number: u32) -> Result<(), Fault> {
    let sql = format!("DELETE FROM {} WHERE number = ?1", table.name());
    change_one(conn, &sql, [number])?;
    removals::end(conn, table, number)
}

fn role_is_there(conn: &Connection, number: u32) -> Result<(), Fault> {
    change_one(
        conn,
        "UPDATE roles SET name = name WHERE number = ?1",
        [number],
    )
}

fn add_to_role(conn: &Connection, role: u32, permissions: &[String]) -> Result<(), Fault> {
    for key in permissions {
        let sql = "SELECT number FROM permissions WHERE key = ?1";
        let number: Option<u32> = conn.query_row(sql, [key], |row| row.get(0)).optional()?;
        let Some(number) = number else {
            return Err(failed(format!("there is no permission with the key {key}")));
        };
        conn.execute(
            "INSERT INTO role_permissions (role, permission) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            (role, number),
        )?;
    }
    Ok(())
}

/// A statement that must find its row.
fn change_one(conn: &Connection, sql: &str, params: impl Params) -> Result<(), Fault> {
    match conn.execute(sql, params)? {
        1 => Ok(()),
        _ => Err(failed("there is nothing with this number".to_owned())),
    }
}

fn failed(reason: String) -> Fault {
    Fault::Described(StoreError::Failed {
        doing: CHANGING,
        reason,
    })
}
