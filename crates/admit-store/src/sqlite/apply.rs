//! Writing users, a batch in one transaction.

use super::encoding::{
    Text, UserTexts, fingerprint_bytes, status_number, write_numbers, write_texts,
};
use super::ended_grants::EndedGrants;
use super::fault::Fault;
use super::identifiers::{Identifiers, Inserted, UserExists};
use super::{search, settings};
use admit_core::passwords::stored::{PasswordOrigin, StoredPassword, Word};
use admit_core::users::change::{Applied, NewUser, UserUpdate, Write};
use admit_core::users::exchange::{Standing, stand_together};
use admit_core::users::user::{IdentifierKey, IdentifierKind, Identity, Membership, UserKey};
use rusqlite::{CachedStatement, Connection, OptionalExtension, TransactionBehavior, params};

/// Stands in the history for an import's number where there was none.
pub(super) const BY_HAND: i64 = 0;

/// What a batch is written for.
#[derive(Clone, Copy)]
pub(super) struct Order {
    pub import: Option<u64>,
    pub now: i64,
    pub claimed: bool,
    /// Whether nothing is written where a user to change was changed.
    pub unless_drifted: bool,
}

/// Writes what is to be stored with the answers.
type Settle<'a> = dyn Fn(&Connection, &[Applied]) -> Result<(), Fault> + 'a;

/// Writes a batch in one transaction: in the order of keys where nothing clashes, one
/// by one where something does. `before` is asked at the beginning of the transaction,
/// `after` writes what is to be stored with the answers.
pub(super) fn write<'w>(
    conn: &mut Connection,
    order: Order,
    writes: impl Iterator<Item = &'w Write> + Clone,
    before: &dyn Fn(&Connection) -> Result<(), Fault>,
    after: &Settle<'_>,
) -> Result<Vec<Applied>, Fault> {
    let all = writes.clone();
    let mut tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    before(&tx)?;
    let in_order_of_keys = {
        let mut batch = Batch::new(&tx, order)?;
        let answers = batch.write_in_order_of_keys(writes.clone())?;
        answers.map(|answers| (answers, batch.effects()))
    };
    let (answers, effects) = if let Some(written) = in_order_of_keys {
        written
    } else {
        // Nothing is kept of the first attempt, and nothing was answered yet.
        tx.rollback()?;
        tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        before(&tx)?;
        let mut batch = Batch::new(&tx, order)?;
        (batch.write_one_by_one(writes)?, batch.effects())
    };
    let drifted = |(write, answer): (&Write, &Applied)| {
        matches!(write, Write::Update(_)) && *answer == Applied::Drifted
    };
    if order.unless_drifted && all.zip(&answers).any(drifted) {
        tx.rollback()?;
        return Ok(answers);
    }
    effects.note(&tx)?;
    after(&tx, &answers)?;
    tx.commit()?;
    Ok(answers)
}

/// Writes users who give up what others of them take, as far as they stand together.
pub(super) fn exchange(
    conn: &Connection,
    order: Order,
    updates: &[UserUpdate],
) -> Result<Vec<Applied>, Fault> {
    let mut batch = Batch::new(conn, order)?;
    let updates: Vec<&UserUpdate> = updates.iter().collect();
    let answers = batch.stand_together(&updates)?;
    let written = updates.into_iter().zip(&answers);
    let written: Vec<&UserUpdate> = written
        .filter(|(_, answer)| **answer == Applied::Updated)
        .map(|(update, _)| update)
        .collect();
    batch.give_up_all(&written)?;
    for update in written {
        let answer = batch.update(update)?;
        assert!(answer == Applied::Updated, "who stands can be written");
    }
    batch.effects().note(conn)?;
    Ok(answers)
}

/// The statements of a batch, with memory that every user uses again.
pub(super) struct Batch<'c> {
    order: Order,
    exists: UserExists<'c>,
    identifiers: Identifiers<'c>,
    insert_user: CachedStatement<'c>,
    version: CachedStatement<'c>,
    signed_in: CachedStatement<'c>,
    update_user: CachedStatement<'c>,
    set_membership: CachedStatement<'c>,
    end_membership: CachedStatement<'c>,
    add_password: CachedStatement<'c>,
    /// The method that is bound to it; nothing is bound as NULL.
    method_bound: Option<Word>,
    set_password: CachedStatement<'c>,
    same_texts: search::SameTexts<'c>,
    ended_grants: EndedGrants<'c>,
    keep_change: CachedStatement<'c>,
    rewrite_change: CachedStatement<'c>,
    /// How many users it has created. Counted as it is written: going over the users
    /// once more would fetch them from memory again.
    created: i64,
    /// Whether it has written a hash as it was imported.
    brings_hashes: bool,
    /// Users whose texts to search by it has written.
    touched: search::Touched,
    texts: UserTexts,
    roles: Vec<u8>,
    permissions: Vec<u8>,
    scopes: Vec<u8>,
}

impl<'c> Batch<'c> {
    pub(super) fn new(conn: &'c Connection, order: Order) -> Result<Batch<'c>, Fault> {
        // A new user's is inserted, which is faster than replacing what is not
        // there, and most have nothing beside hash and method.
        let mut add_password = conn.prepare_cached(
            "INSERT INTO passwords (user, hash, method, import) VALUES (?1, ?2, ?3, ?4)",
        )?;
        add_password.raw_bind_parameter(4, order.import.map(|import| import as i64))?;
        Ok(Batch {
            order,
            exists: UserExists::new(conn)?,
            identifiers: Identifiers::new(conn)?,
            insert_user: conn.prepare_cached(
                "INSERT INTO users (key, fingerprint, public_id, import, status, reset,
                    first_name, last_name, identities, properties, feature_flags, imported,
                    last_imported, created, updated, version)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?14, 1)
                 ON CONFLICT (key) DO NOTHING",
            )?,
            version: conn.prepare_cached("SELECT version FROM users WHERE key = ?1")?,
            signed_in: conn.prepare_cached("SELECT 1 FROM sign_ins WHERE user = ?1")?,
            update_user: conn.prepare_cached(
                "UPDATE users SET fingerprint = ?2, status = ?3, reset = ?4, first_name = ?5,
                    last_name = ?6, identities = ?7, properties = ?8, feature_flags = ?9,
                    imported = ?10, last_imported = ?11, updated = ?12, version = version + 1
                 WHERE key = ?1",
            )?,
            set_membership: conn.prepare_cached(
                "INSERT INTO memberships (user, organization, roles, permissions, scopes)
                 VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (user, organization) DO UPDATE SET roles = excluded.roles,
                    permissions = excluded.permissions, scopes = excluded.scopes",
            )?,
            end_membership: conn
                .prepare_cached("DELETE FROM memberships WHERE user = ?1 AND organization = ?2")?,
            add_password,
            method_bound: None,
            set_password: conn.prepare_cached(
                "INSERT OR REPLACE INTO passwords (user, hash, method, salt, salt_position,
                    salt_format, verified, import, origin, changed)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?,
            same_texts: search::SameTexts::new(conn)?,
            ended_grants: EndedGrants::new(conn),
            keep_change: conn.prepare_cached(
                "INSERT INTO changes (import, user, version, before) VALUES (?1, ?2, ?3, ?4)",
            )?,
            rewrite_change: conn.prepare_cached(
                "UPDATE changes SET before = ?3 WHERE user = ?1 AND version = ?2",
            )?,
            created: 0,
            brings_hashes: false,
            touched: search::Touched::default(),
            texts: UserTexts::default(),
            roles: Vec::new(),
            permissions: Vec::new(),
            scopes: Vec::new(),
        })
    }

    /// What else is to be noted of what it has written.
    pub(super) fn effects(&mut self) -> Effects {
        Effects {
            created: self.created,
            brings_hashes: self.brings_hashes,
            touched: std::mem::take(&mut self.touched),
        }
    }

    /// The fast way: identifiers first, in the order of their keys. `None` as
    /// soon as any of them is taken, because then the order of the rows decides
    /// who gets it; the transaction is to be rolled back.
    fn write_in_order_of_keys<'w>(
        &mut self,
        writes: impl Iterator<Item = &'w Write> + Clone,
    ) -> Result<Option<Vec<Applied>>, Fault> {
        if !self.order.claimed {
            let mut wanted: Vec<(IdentifierKind, &str, UserKey)> = Vec::new();
            for write in writes.clone() {
                if let Write::Create(new) = write {
                    let identities = new.row.identities.iter();
                    wanted.extend(identities.map(|i| (i.kind, i.key.as_str(), new.key)));
                }
            }
            wanted.sort_unstable();
            for (kind, key, user) in wanted {
                if self.identifiers.insert(kind, key, user)? == Inserted::Taken {
                    return Ok(None);
                }
            }
        }
        let mut answers = Vec::with_capacity(writes.size_hint().0);
        for write in writes {
            let answer = match write {
                Write::Create(new) if self.exists.check(new.key)? => Applied::Drifted,
                Write::Create(new) => self.insert(new)?,
                Write::Update(update) => self.update(update)?,
            };
            let is_create = matches!(write, Write::Create(_));
            let is_clash =
                matches!(answer, Applied::Taken(_)) || (is_create && answer == Applied::Drifted);
            if is_clash && !self.order.claimed {
                return Ok(None);
            }
            answers.push(answer);
        }
        Ok(Some(answers))
    }

    /// The way for a batch with conflicts.
    fn write_one_by_one<'w>(
        &mut self,
        writes: impl Iterator<Item = &'w Write>,
    ) -> Result<Vec<Applied>, Fault> {
        writes
            .map(|write| match write {
                Write::Create(new) if self.exists.check(new.key)? => Ok(Applied::Drifted),
                Write::Create(new) => {
                    let identities = new.row.identities.iter();
                    let wanted = identities.map(|i: &Identity| (i.kind, i.key.as_str()));
                    match self.gain(new.key, wanted)? {
                        Some(taken) => Ok(Applied::Taken(taken)),
                        None => self.insert(new),
                    }
                }
                Write::Update(update) => self.update(update),
            })
            .collect()
    }

    /// Gives a user these identifiers, or none of them if one is taken.
    fn gain<'k>(
        &mut self,
        user: UserKey,
        wanted: impl Iterator<Item = (IdentifierKind, &'k str)>,
    ) -> Result<Option<IdentifierKey>, Fault> {
        let mut gained = Vec::new();
        for (kind, key) in wanted {
            match self.identifiers.insert(kind, key, user)? {
                Inserted::New => gained.push((kind, key)),
                Inserted::Own => {}
                Inserted::Taken => {
                    for (kind, key) in gained {
                        self.identifiers.delete(kind, key, user)?;
                    }
                    let key = key.to_owned();
                    return Ok(Some(IdentifierKey { kind, key }));
                }
            }
        }
        Ok(None)
    }

    fn insert(&mut self, new: &NewUser) -> Result<Applied, Fault> {
        let row = &new.row;
        self.texts.fill(row);
        let fingerprint = row.fingerprint.to_be_bytes();
        let inserted = self.insert_user.execute(params![
            new.key as i64,
            fingerprint_bytes(&fingerprint, row.fingerprint),
            &new.id.as_bytes()[..],
            self.order.import.map(|import| import as i64),
            status_number(row.status),
            Text(&self.texts.reset),
            row.first_name,
            row.last_name,
            Text(&self.texts.identities),
            Text(&self.texts.properties),
            Text(&self.texts.feature_flags),
            row.imported.0,
            Text(&self.texts.last_imported),
            self.order.now,
        ])?;
        if inserted == 0 {
            // Not met: the number was looked up before.
            return Ok(Applied::Drifted);
        }
        self.exists.added(new.key);
        self.created += 1;
        self.touched.user(new.key);
        for membership in &new.memberships {
            self.set_membership(new.key, membership)?;
        }
        match &new.password {
            Some(password) if is_plain(password) => self.add_password(new.key, password)?,
            Some(password) => self.set_password(new.key, password)?,
            None => {}
        }
        Ok(Applied::Created)
    }

    /// The version of the user of an update; `None` if it is gone, or signed in where the
    /// update says not to be written then.
    fn version_of(&mut self, update: &UserUpdate) -> Result<Option<i64>, Fault> {
        let user = [update.key as i64];
        if update.unless_signed_in && self.signed_in.exists(user)? {
            return Ok(None);
        }
        let version = self.version.query_row(user, |row| row.get(0));
        Ok(version.optional()?)
    }

    /// Which of these users can be written together.
    pub(super) fn stand_together(
        &mut self,
        updates: &[&UserUpdate],
    ) -> Result<Vec<Applied>, Fault> {
        let mut standings = Vec::with_capacity(updates.len());
        for update in updates {
            let version = self.version_of(update)?.map(|version| version as u64);
            let claims = update.claims.iter();
            let owners = claims.map(|key| self.identifiers.owner(key.kind, &key.key));
            let owners = owners.collect::<Result<_, _>>()?;
            standings.push(Standing { version, owners });
        }
        Ok(stand_together(updates, &standings))
    }

    /// Takes from users what they give up.
    pub(super) fn give_up_all(&mut self, updates: &[&UserUpdate]) -> Result<(), Fault> {
        for update in updates {
            for key in &update.releases {
                self.identifiers.delete(key.kind, &key.key, update.key)?;
            }
        }
        Ok(())
    }

    pub(super) fn update(&mut self, update: &UserUpdate) -> Result<Applied, Fault> {
        let user = update.key as i64;
        let version = self.version_of(update)?;
        if version != Some(update.expected_version as i64) {
            return Ok(Applied::Drifted);
        }
        let wanted = update.claims.iter().map(|key| (key.kind, key.key.as_str()));
        if let Some(taken) = self.gain(update.key, wanted)? {
            return Ok(Applied::Taken(taken));
        }
        for key in &update.releases {
            if !update.claims.contains(key) {
                self.identifiers.delete(key.kind, &key.key, update.key)?;
            }
        }
        self.ended_grants.before(update)?;
        let row = &update.row;
        self.texts.fill(row);
        // Of an import that is not asked: there are many, and the index waits anyway.
        let is_by_hand = self.order.import.is_none();
        if !is_by_hand || !self.same_texts.has(user, row, &self.texts)? {
            self.touched.user(update.key);
        }
        let fingerprint = row.fingerprint.to_be_bytes();
        self.update_user.execute(params![
            user,
            fingerprint_bytes(&fingerprint, row.fingerprint),
            status_number(row.status),
            Text(&self.texts.reset),
            row.first_name,
            row.last_name,
            Text(&self.texts.identities),
            Text(&self.texts.properties),
            Text(&self.texts.feature_flags),
            row.imported.0,
            Text(&self.texts.last_imported),
            self.order.now,
        ])?;
        for membership in &update.memberships {
            self.set_membership(update.key, membership)?;
        }
        for organization in &update.leaves {
            self.end_membership.execute((user, organization))?;
        }
        if let Some(password) = &update.password {
            self.set_password(update.key, password)?;
        }
        for (version, before) in &update.past {
            self.rewrite_change
                .execute((user, *version as i64, &before.0))?;
        }
        if let Some(before) = &update.before {
            let import = self.order.import.map_or(BY_HAND, |import| import as i64);
            self.keep_change
                .execute((import, user, version, &before.0))?;
        }
        Ok(Applied::Updated)
    }

    fn set_membership(&mut self, user: UserKey, membership: &Membership) -> Result<(), Fault> {
        write_numbers(&mut self.roles, &membership.roles);
        write_numbers(&mut self.permissions, &membership.permissions);
        write_texts(&mut self.scopes, &membership.scopes);
        self.set_membership.execute(params![
            user as i64,
            membership.organization,
            Text(&self.roles),
            Text(&self.permissions),
            Text(&self.scopes),
        ])?;
        Ok(())
    }

    /// Inserts a password that has nothing beside it. What is the same for most of
    /// a file stays bound from one to the next.
    fn add_password(&mut self, user: UserKey, password: &StoredPassword) -> Result<(), Fault> {
        self.brings_hashes = true;
        let statement = &mut self.add_password;
        statement.raw_bind_parameter(1, user as i64)?;
        statement.raw_bind_parameter(2, password.hash.0.as_str())?;
        if self.method_bound != password.method {
            statement.raw_bind_parameter(3, password.method.as_deref())?;
            self.method_bound.clone_from(&password.method);
        }
        statement.raw_execute()?;
        Ok(())
    }

    fn set_password(&mut self, user: UserKey, password: &StoredPassword) -> Result<(), Fault> {
        self.brings_hashes |= password.origin == PasswordOrigin::Imported;
        self.set_password.execute(params![
            user as i64,
            password.hash.0,
            password.method,
            password.salt.as_ref().map(|salt| &salt.0),
            password.salt_position,
            password.salt_format,
            password.verified,
            self.order.import.map(|import| import as i64),
            (password.origin != PasswordOrigin::Imported).then_some(password.origin as u8),
            password.changed,
        ])?;
        Ok(())
    }
}

/// What a batch changes beside the users: what is counted, and what they are searched by.
pub(super) struct Effects {
    created: i64,
    brings_hashes: bool,
    touched: search::Touched,
}

impl Effects {
    /// Writes it, in the transaction of the batch.
    pub(super) fn note(self, conn: &Connection) -> Result<(), Fault> {
        self.touched.mark(conn)?;
        settings::add(conn, settings::USERS, self.created)?;
        settings::add(
            conn,
            settings::HASHES_WRITTEN,
            i64::from(self.brings_hashes),
        )
    }
}

/// Whether there is nothing to keep of a password but hash and method.
fn is_plain(password: &StoredPassword) -> bool {
    let StoredPassword {
        hash: _,
        method: _,
        salt,
        salt_position,
        salt_format,
        verified,
        origin,
        changed,
    } = password;
    let beside = salt.is_some() || salt_position.is_some() || salt_format.is_some();
    let told = verified.is_some() || changed.is_some();
    !beside && !told && *origin == PasswordOrigin::Imported
}
