//! What became of one user, the latest first: by imports, by hand, and by the user.

use super::changed::between;
use crate::base::limits::HISTORY_STEPS_MAX;
use crate::operators::deed::Act;
use crate::passwords::stored::PasswordOrigin;
use crate::ports::store::image::Image;
use crate::ports::store::{
    AuditEntry, AuditQuery, Change, ImportQuery, ImportRecord, Mode, Store, StoreError,
};
use crate::users::access::Access;
use crate::users::changes::{FieldChanged, RightCount};
use crate::users::differences::rights;
use crate::users::user::{StoredUser, UserRow};
use std::collections::{HashMap, VecDeque};

/// What made a step.
#[derive(Clone, Debug, PartialEq)]
pub enum Cause {
    /// This import.
    Import(Box<ImportRecord>),
    /// Taking this import back.
    Undo(Box<ImportRecord>),
    /// Somebody, as the audit trail says.
    Deed(AuditEntry),
    /// The user, or nobody who is known.
    Unknown,
}

/// One step of a history.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What made it.
    pub cause: Cause,
    /// When, in milliseconds since 1970 UTC, as far as that is known. Of a step of an import
    /// it is when the import began.
    pub time: Option<i64>,
    /// Whether the user came to be with it.
    pub is_first: bool,
    /// Whether it was taken back since.
    pub is_undone: bool,
    /// The fields that changed.
    pub fields: Vec<FieldChanged>,
    /// The rights that were given or taken.
    pub rights: Vec<RightCount>,
    /// How the password came to be what it was behind the step, if it is another one then.
    pub password: Option<PasswordOrigin>,
}

/// The steps of a user, the latest first, and whether there are earlier ones that are left
/// out.
///
/// # Errors
/// The store cannot be read.
pub fn of_user(
    store: &dyn Store,
    user: &StoredUser,
    access: &Access,
) -> Result<(Vec<Step>, bool), StoreError> {
    let changes = store.changes(&[user.key])?.remove(0);
    let mut deeds: VecDeque<AuditEntry> = store
        .audit(&AuditQuery {
            subject: Some(user.id.to_string()),
            limit: HISTORY_STEPS_MAX as u64,
            ..AuditQuery::default()
        })?
        .into();
    let mut imports = Imports::new(store);
    let mut steps = Vec::new();
    let mut next = Image::of(user);
    for (at, change) in changes.iter().enumerate().rev().take(HISTORY_STEPS_MAX) {
        let before = Image::before(change)?;
        let mut step = step_between(user, &before, &next, access);
        let earlier = &changes[..at];
        steps.extend(caused(
            &mut step,
            change,
            earlier,
            &mut imports,
            &mut deeds,
        )?);
        // What no one can see is no step, such as a digest that is remembered.
        let is_seen = !step.fields.is_empty() || !step.rights.is_empty();
        if is_seen || step.cause != Cause::Unknown {
            steps.push(step);
        }
        next = before;
    }
    let is_cut = changes.len() > HISTORY_STEPS_MAX;
    if !is_cut {
        steps.extend(first(user, &next, access, &mut imports, deeds)?);
    }
    Ok((steps, is_cut))
}

fn step_between(user: &StoredUser, before: &Image, next: &Image, access: &Access) -> Step {
    let changed = rights(&before.memberships, &next.memberships).into_iter();
    let is_other = before.password != next.password;
    let password = next.password.as_ref().filter(|_| is_other);
    Step {
        cause: Cause::Unknown,
        time: None,
        is_first: false,
        is_undone: false,
        fields: between(user.id, before, next),
        rights: changed
            .map(|right| RightCount::of(right, 1, access))
            .collect(),
        password: password.map(|password| password.origin),
    }
}

/// Finds what made a change. Deeds that came after it and made no change are steps before it.
fn caused(
    step: &mut Step,
    change: &Change,
    earlier: &[Change],
    imports: &mut Imports<'_>,
    deeds: &mut VecDeque<AuditEntry>,
) -> Result<Vec<Step>, StoreError> {
    if let Some(number) = change.import {
        let Some(record) = imports.of(number)? else {
            return Ok(Vec::new());
        };
        // An undo writes behind what it takes back, and neither counts from then on.
        let is_same = |other: &Change| other.import == change.import && other.undone;
        if change.undone && earlier.iter().any(is_same) {
            step.time = imports.undone_at(&record)?;
            step.cause = Cause::Undo(Box::new(record));
        } else {
            step.time = Some(record.started);
            step.is_undone = change.undone;
            step.cause = Cause::Import(Box::new(record));
        }
        return Ok(Vec::new());
    }
    let Some(at) = deeds.iter().position(|deed| fits(deed, step)) else {
        return Ok(Vec::new());
    };
    let later: Vec<Step> = deeds.drain(..at).map(deed_alone).collect();
    if let Some(deed) = deeds.pop_front() {
        step.time = Some(deed.time);
        step.cause = Cause::Deed(deed);
    }
    Ok(later)
}

/// Whether a deed can have made a change.
fn fits(deed: &AuditEntry, step: &Step) -> bool {
    let has = |name: &str| step.fields.iter().any(|field| field.field == name);
    match Act::of_name(&deed.what) {
        Some(Act::UserSuspended | Act::UserActivated) => has("status"),
        Some(Act::UserJoined | Act::UserLeft) => !step.rights.is_empty(),
        Some(Act::UserResetAsked) => has("reset"),
        Some(Act::UserPasswordSet) => step.password == Some(PasswordOrigin::SetHere),
        Some(Act::UserTemporaryPassword) => step.password == Some(PasswordOrigin::Temporary),
        Some(Act::UserChanged) => {
            let unlike = ["status", "reset", "password"];
            let mut fields = step.fields.iter();
            fields.any(|field| !unlike.contains(&field.field.as_str()))
        }
        _ => false,
    }
}

fn deed_alone(deed: AuditEntry) -> Step {
    Step {
        time: Some(deed.time),
        cause: Cause::Deed(deed),
        is_first: false,
        is_undone: false,
        fields: Vec::new(),
        rights: Vec::new(),
        password: None,
    }
}

/// How the user came to be, and what was done before any change is kept.
fn first(
    user: &StoredUser,
    image: &Image,
    access: &Access,
    imports: &mut Imports<'_>,
    mut deeds: VecDeque<AuditEntry>,
) -> Result<Vec<Step>, StoreError> {
    let nobody = Image {
        row: UserRow::default(),
        memberships: Vec::new(),
        password: None,
    };
    let mut step = step_between(user, &nobody, image, access);
    step.is_first = true;
    step.time = Some(user.created);
    let added = |deed: &AuditEntry| deed.what == Act::UserAdded.name();
    let mut steps = Vec::new();
    if let Some(at) = deeds.iter().position(added) {
        steps.extend(deeds.drain(..at).map(deed_alone));
        step.cause = deeds.pop_front().map_or(Cause::Unknown, Cause::Deed);
    } else {
        steps.extend(deeds.into_iter().map(deed_alone));
        if let Some(record) = imports.that_created(user)? {
            step.cause = Cause::Import(Box::new(record));
        }
    }
    steps.push(step);
    Ok(steps)
}

/// Imports that are read once each.
struct Imports<'s> {
    store: &'s dyn Store,
    known: HashMap<u64, Option<ImportRecord>>,
}

impl<'s> Imports<'s> {
    fn new(store: &'s dyn Store) -> Imports<'s> {
        Imports {
            store,
            known: HashMap::new(),
        }
    }

    /// The import of this number.
    fn of(&mut self, number: u64) -> Result<Option<ImportRecord>, StoreError> {
        if let Some(known) = self.known.get(&number) {
            return Ok(known.clone());
        }
        let found = self.store.imports(&ImportQuery {
            before: Some(number + 1),
            limit: 1,
            ..ImportQuery::default()
        })?;
        let found = found.into_iter().find(|record| record.number == number);
        self.known.insert(number, found.clone());
        Ok(found)
    }

    /// The import that created a user, if it is among those that began shortly before.
    fn that_created(&self, user: &StoredUser) -> Result<Option<ImportRecord>, StoreError> {
        let before = self.first_after(user.created)?;
        let records = self.store.imports(&ImportQuery {
            before: Some(before),
            limit: HISTORY_STEPS_MAX as u64,
            ..ImportQuery::default()
        })?;
        for record in records {
            let ended = record.finished.unwrap_or(i64::MAX);
            if record.mode != Mode::Import || ended < user.created {
                continue;
            }
            let created = self.store.created_by(record.number, user.key - 1, 1)?;
            if created.iter().any(|created| created.key == user.key) {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }

    /// The number behind the last import that had begun by then: numbers ascend with time.
    fn first_after(&self, time: i64) -> Result<u64, StoreError> {
        let last_before = |number| {
            let found = self.store.imports(&ImportQuery {
                before: number,
                limit: 1,
                ..ImportQuery::default()
            });
            Ok::<_, StoreError>(found?.into_iter().next())
        };
        let latest = last_before(None)?.map_or(0, |record| record.number);
        let (mut yes, mut no) = (0, latest + 2);
        while no - yes > 1 {
            let middle = yes + (no - yes) / 2;
            if last_before(Some(middle))?.is_none_or(|record| record.started <= time) {
                yes = middle;
            } else {
                no = middle;
            }
        }
        Ok(yes)
    }

    /// When an import was taken back, as far as the audit trail says it.
    fn undone_at(&self, import: &ImportRecord) -> Result<Option<i64>, StoreError> {
        let noted = self.store.audit(&AuditQuery {
            subject: Some(import.id.to_string()),
            what: Some(Act::ImportUndone.name().to_owned()),
            limit: 1,
            ..AuditQuery::default()
        })?;
        Ok(noted.first().map(|entry| entry.time))
    }
}
