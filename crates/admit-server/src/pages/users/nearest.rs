//! Who may be meant by a search that finds nobody.

use super::named::name_of;
use admit_core::base::near::nearest;
use admit_core::by_hand;
use admit_core::ports::store::{Store, StoreError, UserQuery};
use admit_core::users::user::StoredUser;
use uuid::Uuid;

/// How many users are compared with what was typed.
const COMPARED: u64 = 100;

/// How many characters a part of what was typed has at least to be looked for.
const PART_CHARACTERS_MIN: usize = 3;

/// Somebody who may be meant.
pub struct Nearest {
    /// The public id.
    pub id: Uuid,
    /// The name, or the identifier that is near.
    pub text: String,
}

/// Who has it as an identifier in another writing, or else the nearest of those of whom a
/// part of it is found.
///
/// # Errors
/// The store failed.
pub fn nearest_to(
    store: &dyn Store,
    typed: &str,
    region: Option<&str>,
) -> Result<Option<Nearest>, StoreError> {
    let keys = by_hand::identifiers_of(typed, region);
    let owner = store.owners(&keys)?.into_iter().flatten().next();
    if let Some(owner) = owner {
        let users = store.users(&[owner])?.into_iter().flatten();
        return Ok(users.map(|user| named(&user)).next());
    }
    for part in parts(typed) {
        let users = store.list(&UserQuery {
            search: Some(part),
            limit: COMPARED,
            ..UserQuery::default()
        })?;
        let names: Vec<(String, &StoredUser)> = users.iter().flat_map(names).collect();
        let near = nearest(typed, names.iter().map(|(name, _)| name.as_str()));
        let found = near.and_then(|near| names.into_iter().find(|(name, _)| *name == near));
        if let Some((text, user)) = found {
            return Ok(Some(Nearest { id: user.id, text }));
        }
    }
    Ok(None)
}

fn named(user: &StoredUser) -> Nearest {
    Nearest {
        id: user.id,
        text: name_of(user),
    }
}

/// What a user is called, and is known by.
fn names(user: &StoredUser) -> impl Iterator<Item = (String, &StoredUser)> {
    let known = user.row.identities.iter();
    let known = known.map(|identity| identity.value().to_owned());
    let single = [&user.row.first_name, &user.row.last_name];
    let single = single.into_iter().flatten().cloned();
    let all = [name_of(user)].into_iter().chain(single).chain(known);
    all.map(move |name| (name, user))
}

/// Parts of a text of which one is right if one character is wrong: its halves.
fn parts(typed: &str) -> Vec<String> {
    let characters: Vec<char> = typed.chars().collect();
    let (first, second) = characters.split_at(characters.len() / 2);
    let parts = [first, second].into_iter();
    parts
        .filter(|part| part.len() >= PART_CHARACTERS_MIN)
        .map(|part| part.iter().collect::<String>().trim().to_owned())
        .collect()
}
