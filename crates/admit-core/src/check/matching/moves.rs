//! Identifiers that one row of a file gives up and another takes. To whom an identifier
//! belongs after the file is found by walking over it again: first as if all that other
//! rows want were given up, then without what was not, until every row that takes one
//! stands beside a row that gives it up. So swaps and rotations go in whatever the order
//! of the rows, and where a row that was to give something up is held back, so are those
//! that needed it.

use crate::base::limits::{MOVED_IDENTIFIERS_MAX, MOVES_ROWS_WALKED_MAX};
use crate::check::decide::case::{Decision, Facts};
use crate::findings::finding::{Finding, Findings};
use crate::rows::candidate::Candidate;
use crate::rows::raw::RowPlace;
use crate::users::change::UserUpdate;
use crate::users::user::{IdentifierKey, IdentifierKind, Identity, StoredUser, UserKey};
use std::collections::{HashMap, HashSet};

/// The rules that refuse a row an identifier because of whom it belongs to.
const REFUSES_IDENTIFIERS: [&str; 6] = ["DUP101", "DUP102", "DUP103", "DUP104", "DUP105", "DUP106"];

/// A user who gives up an identifier that another row takes: how it stands after that.
/// Such users are written before all others, so that what they give up is free.
#[derive(Clone, Debug, PartialEq)]
pub struct Giver {
    /// Which user.
    pub user: UserKey,
    /// The version it was compared at.
    pub version: u64,
    /// What it is known by after the file.
    pub identities: Vec<Identity>,
    /// What it gets of it.
    pub claims: Vec<IdentifierKey>,
    /// What it gives up.
    pub releases: Vec<IdentifierKey>,
}

/// What is known of identifiers that change hands within the file.
#[derive(Debug, Default)]
pub struct Moves {
    /// Which walk it is; 0 for the first.
    walk: u32,
    /// What a row wants and a user of the directory has.
    contested: HashMap<IdentifierKey, UserKey>,
    /// Users for whom a row stands that was held back.
    held_back: HashSet<UserKey>,
    /// What this walk takes for given up.
    assumed: HashSet<IdentifierKey>,
    /// What rows gave up in this walk, and which row.
    given_up: HashMap<IdentifierKey, u64>,
    /// What a row of an earlier walk gave up, and which row.
    once_given_up: HashMap<IdentifierKey, u64>,
    givers: Vec<Giver>,
}

/// A row as it was decided.
pub struct DecidedRow<'a> {
    /// Where it stands.
    pub place: RowPlace,
    /// What it says.
    pub candidate: &'a Candidate,
    /// The owners of its identifiers before the file.
    pub facts: &'a Facts,
    /// What will be done with it.
    pub decision: &'a Decision,
    /// The user whom an earlier row of the file has spoken of already.
    pub second_of: Option<&'a StoredUser>,
}

impl Moves {
    /// Takes the owners away of what is given up in the file.
    pub fn free(&self, candidate: &Candidate, facts: &mut Facts) {
        if self.assumed.is_empty() {
            return;
        }
        for (identity, owner) in candidate.identities.iter().zip(&mut facts.owners) {
            if owner.is_some() && self.assumed.contains(&identity.identifier()) {
                *owner = None;
            }
        }
    }

    /// Notes what a row wants of others, and what it gives up that others want.
    pub fn note(&mut self, row: &DecidedRow<'_>) {
        if self.walk == 0 {
            self.contest(row);
            return;
        }
        let Decision::Update(update) = row.decision else {
            return;
        };
        let mut gives = false;
        for key in &update.releases {
            if self.assumed.contains(key) {
                self.given_up.insert(key.clone(), row.place.row);
                gives = true;
            }
        }
        if gives {
            self.givers.push(giver(update));
        }
    }

    /// Notes what a row wants that somebody else has.
    fn contest(&mut self, row: &DecidedRow<'_>) {
        let own = match row.decision {
            Decision::Update(update) | Decision::Remember(update) => Some(update.key),
            Decision::Unchanged(user) => Some(*user),
            _ => None,
        };
        let owned = row.candidate.identities.iter().zip(&row.facts.owners);
        for (identity, owner) in owned {
            let Some(owner) = owner.as_ref().filter(|owner| Some(owner.key) != own) else {
                continue;
            };
            self.held_back.insert(owner.key);
            self.want(identity, owner.key);
        }
        // One of two rows may know the user by what the other takes away.
        if let Some(user) = row.second_of {
            self.held_back.insert(user.key);
            for identity in &user.row.identities {
                self.want(identity, user.key);
            }
        }
    }

    fn want(&mut self, identity: &Identity, owner: UserKey) {
        let is_replaced = matches!(
            identity.kind,
            IdentifierKind::Email | IdentifierKind::Phone | IdentifierKind::Username
        );
        if is_replaced && self.contested.len() < MOVED_IDENTIFIERS_MAX {
            self.contested.insert(identity.identifier(), owner);
        }
    }

    /// Whether the file has to be walked over once more. `rows` is how many there are,
    /// `has_row` says of a user whether a row stands for it.
    pub fn walks_again(&mut self, rows: u64, has_row: &dyn Fn(UserKey) -> bool) -> bool {
        self.walk += 1;
        if self.walk == 1 {
            let held_back = std::mem::take(&mut self.held_back);
            let contested = std::mem::take(&mut self.contested).into_iter();
            let may_give = |user: &UserKey| has_row(*user) || held_back.contains(user);
            self.assumed = contested
                .filter(|(_, user)| may_give(user))
                .map(|(key, _)| key)
                .collect();
            return !self.assumed.is_empty();
        }
        let before = self.assumed.len();
        let given_up = std::mem::take(&mut self.given_up);
        self.assumed.retain(|key| given_up.contains_key(key));
        if self.assumed.len() == before {
            return false;
        }
        self.once_given_up.extend(given_up);
        self.givers.clear();
        if u64::from(self.walk) * rows > MOVES_ROWS_WALKED_MAX {
            self.assumed.clear();
        }
        true
    }

    /// Says at the findings of a row that is refused something which row was to give it
    /// up.
    pub fn explain(&self, candidate: &Candidate, findings: &mut Findings) {
        if self.once_given_up.is_empty() {
            return;
        }
        let missed = candidate.identities.iter().find_map(|identity| {
            let key = identity.identifier();
            let row = self.once_given_up.get(&key)?;
            (!self.assumed.contains(&key)).then_some((identity, *row))
        });
        let Some((identity, row)) = missed else {
            return;
        };
        let refused = |one: &&mut Finding| REFUSES_IDENTIFIERS.contains(&one.rule.code);
        for finding in findings.iter_mut().filter(refused) {
            finding.related_row = Some(row);
            finding.help = Some(format!(
                "Row {row} was to give up \"{}\" and is held back itself: correct that row first.",
                identity.value()
            ));
        }
    }

    /// Who gives something up that another row takes, once no further walk is needed.
    pub fn into_givers(self) -> Vec<Giver> {
        self.givers
    }
}

fn giver(update: &UserUpdate) -> Giver {
    Giver {
        user: update.key,
        version: update.expected_version,
        identities: update.row.identities.clone(),
        claims: update.claims.clone(),
        releases: update.releases.clone(),
    }
}
