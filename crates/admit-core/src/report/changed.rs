//! What an import has changed of users who were there, from the history.

use crate::findings::shown::shown;
use crate::ports::store::image::Image;
use crate::ports::store::{ImportRecord, Outcome, Store, StoreError};
use crate::users::access::Access;
use crate::users::changes::{FieldChanged, RightCount};
use crate::users::differences::{Part, RightChanged, parts, rights};
use crate::users::user::{StoredUser, UserKey};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

/// How many users are looked at at once.
const PAGE_USERS: u64 = 500;

/// A user whom an import changed, as it was before and behind each of the changes.
struct Changed {
    user: StoredUser,
    steps: Vec<(Image, Image)>,
}

/// A page of the users whom an import changed and who are still there, behind one; and
/// the last that was looked at, if there may be more.
fn page(
    store: &dyn Store,
    import: u64,
    after: UserKey,
    limit: u64,
) -> Result<(Vec<Changed>, Option<UserKey>), StoreError> {
    let keys = store.changed_by(import, after, limit)?;
    let last = keys.last().copied().filter(|_| keys.len() as u64 == limit);
    let users = store.users(&keys)?;
    let histories = store.changes(&keys)?;
    let mut page = Vec::new();
    for (user, history) in users.into_iter().zip(histories) {
        let Some(user) = user else { continue };
        let mut steps = Vec::new();
        for (at, change) in history.iter().enumerate() {
            if change.import != Some(import) || change.undone {
                continue;
            }
            let next = match history.get(at + 1) {
                Some(next) => Image::before(next)?,
                None => Image::of(&user),
            };
            steps.push((Image::before(change)?, next));
        }
        page.push(Changed { user, steps });
    }
    Ok((page, last))
}

/// A page of the fields that an import changed, of at least one user and of more as long as
/// they are not more than `limit`; and the user behind whom the next page begins.
///
/// # Errors
/// The store cannot be read.
pub fn fields(
    store: &dyn Store,
    record: &ImportRecord,
    after: UserKey,
    limit: usize,
) -> Result<(Vec<FieldChanged>, Option<UserKey>), StoreError> {
    let (users, mut next) = page(store, record.number, after, limit as u64)?;
    let mut fields = Vec::new();
    let mut last = after;
    for changed in &users {
        let own: Vec<FieldChanged> = changed
            .steps
            .iter()
            .flat_map(|(now, next)| between(changed.user.id, now, next))
            .collect();
        if !fields.is_empty() && fields.len() + own.len() > limit {
            next = Some(last);
            break;
        }
        fields.extend(own);
        last = changed.user.key;
    }
    let rows = rows_of(store, record, &users)?;
    for field in &mut fields {
        field.row = rows.get(&field.user).copied();
    }
    Ok((fields, next))
}

/// The fields in which a user before a change and behind it differ. Of passwords nothing is
/// told but that.
pub(super) fn between(user: Uuid, now: &Image, next: &Image) -> Vec<FieldChanged> {
    let password = (now.password != next.password).then_some(Part::Password);
    let text = |part: Part, own: &Image, other: &Image| {
        part.text(&own.row, &other.row).as_deref().map(shown)
    };
    let all = parts(&now.row, &next.row).chain(password);
    let told = all.map(|part| FieldChanged {
        user,
        row: None,
        field: part.name().to_owned(),
        from: text(part, now, next),
        to: text(part, next, now),
    });
    told.collect()
}

/// The first row of each of these users that changed it.
fn rows_of(
    store: &dyn Store,
    record: &ImportRecord,
    users: &[Changed],
) -> Result<HashMap<uuid::Uuid, u64>, StoreError> {
    let ids: HashMap<UserKey, Uuid> = users
        .iter()
        .map(|changed| (changed.user.key, changed.user.id))
        .collect();
    let mut rows = HashMap::new();
    store.outcomes(record.number, &mut |row| {
        if row.outcome == Outcome::Updated
            && let Some(id) = ids.get(&row.user)
        {
            rows.entry(*id).or_insert(row.row);
        }
    })?;
    Ok(rows)
}

/// The rights that an import gave or took away, with how many users, the most first.
///
/// # Errors
/// The store cannot be read.
pub fn access(
    store: &dyn Store,
    record: &ImportRecord,
    access: &Access,
) -> Result<Vec<RightCount>, StoreError> {
    let mut counts: BTreeMap<RightChanged, u64> = BTreeMap::new();
    let mut after = Some(0);
    while let Some(from) = after {
        let (users, next) = page(store, record.number, from, PAGE_USERS)?;
        for changed in users {
            let steps = changed.steps.iter();
            let own: BTreeSet<RightChanged> = steps
                .flat_map(|(now, next)| rights(&now.memberships, &next.memberships))
                .collect();
            for right in own {
                *counts.entry(right).or_default() += 1;
            }
        }
        after = next;
    }
    let counts = counts.into_iter();
    let mut counts: Vec<RightCount> = counts
        .map(|(right, users)| RightCount::of(right, users, access))
        .collect();
    counts.sort_by_key(|count| Reverse(count.users));
    Ok(counts)
}
