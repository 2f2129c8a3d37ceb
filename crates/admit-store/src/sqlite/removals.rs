//! Organizations, roles and permissions that go: what named them, and their numbers,
//! which nothing has after them.

use super::fault::Fault;
use super::settings;
use admit_core::users::access::Removed;
use rusqlite::Connection;

/// A table whose rows can be removed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Table {
    Organizations,
    Roles,
    Permissions,
}

impl Table {
    /// As the database calls it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Table::Organizations => "organizations",
            Table::Roles => "roles",
            Table::Permissions => "permissions",
        }
    }

    /// The setting that keeps the highest number removed.
    fn removed(self) -> &'static str {
        match self {
            Table::Organizations => settings::REMOVED_ORGANIZATION,
            Table::Roles => settings::REMOVED_ROLE,
            Table::Permissions => settings::REMOVED_PERMISSION,
        }
    }
}

/// The highest numbers that were ever removed.
pub(super) fn removed(conn: &Connection) -> Result<Removed, Fault> {
    Ok(Removed {
        organization: highest_removed(conn, Table::Organizations)?,
        role: highest_removed(conn, Table::Roles)?,
        permission: highest_removed(conn, Table::Permissions)?,
    })
}

/// A number that nothing in the table has or had.
pub(super) fn next_number(conn: &Connection, table: Table) -> Result<u32, Fault> {
    let sql = format!("SELECT coalesce(max(number), 0) FROM {}", table.name());
    let last: u32 = conn.prepare_cached(&sql)?.query_row([], |row| row.get(0))?;
    Ok(last.max(highest_removed(conn, table)?) + 1)
}

fn highest_removed(conn: &Connection, table: Table) -> Result<u32, Fault> {
    let number = settings::get(conn, table.removed())?.unwrap_or(0);
    Ok(u32::try_from(number).unwrap_or(u32::MAX - 1))
}

/// Takes what was removed from whoever has it, and remembers its number.
pub(super) fn end(conn: &Connection, table: Table, number: u32) -> Result<(), Fault> {
    match table {
        Table::Organizations => {
            forget_prints(conn, "organization = ?1", number)?;
            conn.execute("DELETE FROM memberships WHERE organization = ?1", [number])?;
        }
        Table::Roles => {
            conn.execute("DELETE FROM role_permissions WHERE role = ?1", [number])?;
            take(conn, "roles", number)?;
        }
        Table::Permissions => {
            let sql = "DELETE FROM role_permissions WHERE permission = ?1";
            conn.execute(sql, [number])?;
            take(conn, "permissions", number)?;
        }
    }
    let highest = number.max(highest_removed(conn, table)?);
    settings::set(conn, table.removed(), i64::from(highest))
}

/// Takes a number out of a list of memberships.
fn take(conn: &Connection, list: &str, number: u32) -> Result<(), Fault> {
    let has = format!("EXISTS (SELECT 1 FROM json_each(memberships.{list}) WHERE value = ?1)");
    forget_prints(conn, &has, number)?;
    let sql = format!(
        "UPDATE memberships SET {list} = nullif((SELECT json_group_array(value)
           FROM (SELECT value FROM json_each(memberships.{list}) WHERE value <> ?1
             ORDER BY value)), '[]')
         WHERE {has}"
    );
    conn.execute(&sql, [number])?;
    Ok(())
}

/// What a file says of these users is to be looked at again, as they are not what it
/// made of them any more.
fn forget_prints(conn: &Connection, which: &str, number: u32) -> Result<(), Fault> {
    let sql = format!(
        "UPDATE users SET fingerprint = NULL
         WHERE key IN (SELECT user FROM memberships WHERE {which})"
    );
    conn.execute(&sql, [number])?;
    Ok(())
}
