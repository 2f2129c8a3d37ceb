//! Reading users.

use super::encoding::{
    escaped, read_identities, read_last_imported, read_list, read_map, read_reset, read_status,
    status_number,
};
use super::fault::{Fault, corrupt};
use super::{SqliteStore, identifiers, numbers, search, settings};
use admit_core::passwords::stored::{PasswordOrigin, Secret, StoredPassword};
use admit_core::ports::store::{StoreError, UserQuery, Users};
use admit_core::users::field_set::FieldSet;
use admit_core::users::searched::folded;
use admit_core::users::user::{
    Fingerprint, IdentifierKey, Membership, StoredUser, UserKey, UserRow,
};
use rusqlite::{Connection, Row, params};
use uuid::Uuid;

const DOING: &str = "reading users";

impl Users for SqliteStore {
    fn is_empty(&self) -> Result<bool, StoreError> {
        self.read(DOING, |conn| {
            let mut any = conn.prepare_cached("SELECT 1 FROM users LIMIT 1")?;
            Ok(!any.exists([])?)
        })
    }

    fn count(&self) -> Result<u64, StoreError> {
        self.read(DOING, |conn| {
            Ok(settings::get(conn, settings::USERS)?.unwrap_or(0) as u64)
        })
    }

    fn last_user(&self) -> Result<UserKey, StoreError> {
        self.read(DOING, numbers::last_user)
    }

    fn fingerprints(&self, visit: &mut dyn FnMut(UserKey, Fingerprint)) -> Result<(), StoreError> {
        self.read(DOING, |conn| {
            let mut statement = conn.prepare_cached(
                "SELECT key, fingerprint FROM users WHERE fingerprint IS NOT NULL ORDER BY key",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let key: i64 = row.get(0)?;
                visit(key as UserKey, fingerprint(row, 1, key)?);
            }
            Ok(())
        })
    }

    fn owners(&self, keys: &[IdentifierKey]) -> Result<Vec<Option<UserKey>>, StoreError> {
        self.read(DOING, |conn| identifiers::owners(conn, keys))
    }

    fn users(&self, keys: &[UserKey]) -> Result<Vec<Option<StoredUser>>, StoreError> {
        self.read(DOING, |conn| {
            let sql = format!("{SELECT_USER} WHERE users.key = ?1");
            let mut statement = conn.prepare_cached(&sql)?;
            let found = keys.iter().map(|key| {
                let mut rows = statement.query([*key as i64])?;
                rows.next()?.map(user).transpose()
            });
            let mut users = found.collect::<Result<Vec<_>, Fault>>()?;
            add_memberships(conn, users.iter_mut().flatten())?;
            Ok(users)
        })
    }

    fn list(&self, query: &UserQuery) -> Result<Vec<StoredUser>, StoreError> {
        self.read(DOING, |conn| list(conn, query))
    }
}

const SELECT_USER: &str = "SELECT users.key, public_id, fingerprint, status, reset, first_name,
    last_name, identities, properties, feature_flags, imported, last_imported, created, updated,
    version, hash, method, salt, salt_position, salt_format, verified,
    origin, changed, EXISTS (SELECT 1 FROM sign_ins WHERE sign_ins.user = users.key)
  FROM users LEFT JOIN passwords ON passwords.user = users.key";

fn list(conn: &Connection, query: &UserQuery) -> Result<Vec<StoredUser>, Fault> {
    // The statement finds a little too much (it also looks at what stands
    // beside the identifiers), so that what it finds is looked at again.
    let sql = format!(
        "{SELECT_USER}
         WHERE users.key > ?1 AND users.key <= ?8
           AND (?2 IS NULL OR instr(lower(identities), ?2)
             OR instr(lower(coalesce(first_name || ' ', '') || coalesce(last_name, '')), ?3))
           AND (?4 IS NULL OR status = ?4)
           AND (coalesce(?5, ?6, ?7) IS NULL OR EXISTS (SELECT 1 FROM memberships
             WHERE memberships.user = users.key
               AND (?5 IS NULL OR organization = ?5)
               AND (?6 IS NULL OR EXISTS (SELECT 1 FROM json_each(roles) WHERE value = ?6))
               AND (?7 IS NULL OR EXISTS (SELECT 1 FROM json_each(permissions) WHERE value = ?7))))
         ORDER BY users.key"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let needle = query.search.as_deref().map(folded);
    let escaped = needle.as_deref().map(escaped);
    let after = i64::try_from(query.after).unwrap_or(i64::MAX);
    let mut users = Vec::new();
    let mut read = |after: i64, last: i64| {
        let mut rows = statement.query(params![
            after,
            escaped,
            needle,
            query.status.map(status_number),
            query.organization,
            query.role,
            query.permission,
            last,
        ])?;
        while (users.len() as u64) < query.limit {
            let Some(row) = rows.next()? else {
                return Ok(true);
            };
            let user = user(row)?;
            if query.finds(&user.row) {
                users.push(user);
            }
        }
        Ok(false)
    };
    match &needle {
        Some(needle) => search::each_range(conn, needle, after, &mut read)?,
        None => drop(read(after, i64::MAX)?),
    }
    add_memberships(conn, users.iter_mut())?;
    Ok(users)
}

/// The user in a row of [`SELECT_USER`], still without memberships.
fn user(row: &Row<'_>) -> Result<StoredUser, Fault> {
    let key: i64 = row.get(0)?;
    let text = |index: usize| {
        Ok::<_, Fault>(
            row.get_ref(index)?
                .as_str_or_null()
                .map_err(rusqlite::Error::from)?,
        )
    };
    let id = Uuid::from_slice(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?)
        .map_err(|error| corrupt("users", "public_id", &key, &error))?;
    Ok(StoredUser {
        key: key as UserKey,
        id,
        row: UserRow {
            first_name: row.get(5)?,
            last_name: row.get(6)?,
            status: read_status(row.get(3)?, key)?,
            reset: read_reset(text(4)?, key)?,
            identities: read_identities(text(7)?.unwrap_or_default(), key)?,
            properties: read_map(text(8)?, "properties", key)?,
            feature_flags: read_map(text(9)?, "feature_flags", key)?,
            imported: FieldSet(row.get(10)?),
            last_imported: read_last_imported(text(11)?, key)?,
            fingerprint: fingerprint(row, 2, key)?,
        },
        memberships: Vec::new(),
        password: password(row)?,
        created: row.get(12)?,
        updated: row.get(13)?,
        version: row.get::<_, i64>(14)? as u64,
        signed_in: row.get(23)?,
    })
}

fn password(row: &Row<'_>) -> Result<Option<StoredPassword>, Fault> {
    let Some(hash) = row.get(15)? else {
        return Ok(None);
    };
    Ok(Some(StoredPassword {
        hash: Secret(hash),
        method: row.get(16)?,
        salt: row.get::<_, Option<String>>(17)?.map(Secret),
        salt_position: row.get(18)?,
        salt_format: row.get(19)?,
        verified: row.get(20)?,
        origin: origin(row)?,
        changed: row.get(22)?,
    }))
}

fn origin(row: &Row<'_>) -> Result<PasswordOrigin, Fault> {
    let number: Option<u8> = row.get(21)?;
    let number = number.unwrap_or_default();
    PasswordOrigin::of_number(number).ok_or_else(|| {
        let user: i64 = row.get(0).unwrap_or_default();
        corrupt(
            "passwords",
            "origin",
            &user,
            &"not one of the numbers known",
        )
    })
}

fn fingerprint(row: &Row<'_>, column: usize, user: i64) -> Result<Fingerprint, Fault> {
    let Some(bytes) = row
        .get_ref(column)?
        .as_blob_or_null()
        .map_err(rusqlite::Error::from)?
    else {
        return Ok(0);
    };
    let bytes = bytes.try_into();
    let bytes = bytes.map_err(|error| corrupt("users", "fingerprint", &user, &error))?;
    Ok(Fingerprint::from_be_bytes(bytes))
}

/// Reads what users are members of, all in one statement: one asked for each user is
/// planned anew for each where the tables were analysed.
fn add_memberships<'u>(
    conn: &Connection,
    users: impl Iterator<Item = &'u mut StoredUser>,
) -> Result<(), Fault> {
    let mut users: Vec<&mut StoredUser> = users.collect();
    users.sort_by_key(|user| user.key);
    let keys = json_list(users.iter().map(|user| user.key));
    let mut statement = conn.prepare_cached(
        "SELECT user, organization, roles, permissions, scopes FROM memberships
         WHERE user IN (SELECT value FROM json_each(?1)) ORDER BY user, organization",
    )?;
    let mut rows = statement.query([keys])?;
    while let Some(row) = rows.next()? {
        let key: i64 = row.get(0)?;
        let membership = membership(row, key)?;
        let first = users.partition_point(|user| (user.key as i64) < key);
        let same = users[first..].iter_mut();
        for user in same.take_while(|user| user.key as i64 == key) {
            user.memberships.push(membership.clone());
        }
    }
    Ok(())
}

/// The membership in a row: the user, the organization, and three lists.
fn membership(row: &Row<'_>, user: i64) -> Result<Membership, Fault> {
    let text = |index: usize| {
        Ok::<_, Fault>(
            row.get_ref(index)?
                .as_str_or_null()
                .map_err(rusqlite::Error::from)?,
        )
    };
    Ok(Membership {
        organization: row.get(1)?,
        roles: read_list(text(2)?, "roles", user)?,
        permissions: read_list(text(3)?, "permissions", user)?,
        scopes: read_list(text(4)?, "scopes", user)?,
    })
}

/// Whole numbers as a list in JSON.
fn json_list(numbers: impl Iterator<Item = u64>) -> String {
    let numbers: Vec<String> = numbers.map(|number| number.to_string()).collect();
    format!("[{}]", numbers.join(","))
}
