//! Identifiers that one row of a file gives up and another takes. To whom an identifier
//! belongs after the file is found by walking over it again: first as if all that other
//! rows want were given up, then without what was not, until every row that takes one
//! stands beside a row that gives it up. So swaps and rotations go in whatever the order
//! of the rows, and where a row that was to give something up is held back, so are those
//! that needed it. What was assumed can hide whose a row is: once it is known, what rows
//! are refused that others give up, or would if they got another, is assumed anew, until
//! no row is refused what another gives up.

use crate::base::limits::{MOVED_IDENTIFIERS_MAX, MOVES_ROWS_WALKED_MAX};
use crate::check::decide::case::{Decision, Facts};
use crate::check::matching::access::KeptAccess;
use crate::findings::finding::{Finding, Findings};
use crate::rows::candidate::Candidate;
use crate::rows::raw::RowPlace;
use crate::users::change::UserUpdate;
use crate::users::user::{IdentifierKey, IdentifierKind, Identity, StoredUser, UserKey};
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// The rules that refuse a row an identifier because of whom it belongs to.
const REFUSES_IDENTIFIERS: [&str; 6] = ["DUP101", "DUP102", "DUP103", "DUP104", "DUP105", "DUP106"];

/// A user who gives up an identifier that another row takes: how it stands after that.
/// Such users are written before all others, so that what they give up is free.
#[derive(Clone, Debug, PartialEq)]
pub struct Giver {
    /// Which user.
    pub user: UserKey,
    /// What it was known by when it was compared, as one number.
    pub known_by: u64,
    /// What it is known by after the file that it was not before.
    pub gets: Vec<Identity>,
    /// What it gives up.
    pub gives: Vec<IdentifierKey>,
}

impl Giver {
    fn of(update: &UserUpdate) -> Giver {
        let identities = update.row.identities.iter();
        let is_new = |identity: &&Identity| update.claims.contains(&identity.identifier());
        let (gets, stays): (Vec<&Identity>, Vec<&Identity>) = identities.partition(is_new);
        let before = stays.iter().map(|identity| identity.identifier());
        Giver {
            user: update.key,
            known_by: known_by(before.chain(update.releases.iter().cloned())),
            gets: gets.into_iter().cloned().collect(),
            gives: update.releases.clone(),
        }
    }

    /// Adds what another row of the same user gets and gives up.
    fn join(&mut self, other: Giver) {
        for identity in other.gets {
            let key = identity.identifier();
            if self.gets.iter().all(|own| own.identifier() != key) {
                self.gets.push(identity);
            }
        }
        for key in other.gives {
            if !self.gives.contains(&key) {
                self.gives.push(key);
            }
        }
    }

    /// What a user is known by after the file; `None` if that is not what it was known
    /// by when it was compared.
    pub fn identities(&self, user: &StoredUser) -> Option<Vec<Identity>> {
        let mut identities = user.row.identities.clone();
        if known_by(identities.iter().map(Identity::identifier)) != self.known_by {
            return None;
        }
        let mut gives = self.gives.clone();
        for identity in &self.gets {
            let replaces = gives.iter().position(|key| key.kind == identity.kind);
            let replaced = replaces.map(|at| gives.remove(at));
            let own = |own: &Identity| Some(own.identifier()) == replaced;
            match identities.iter().position(own) {
                Some(at) => identities[at] = identity.clone(),
                None => identities.push(identity.clone()),
            }
        }
        identities.retain(|own| !gives.contains(&own.identifier()));
        Some(identities)
    }
}

/// Identifiers as one number, whatever their order.
fn known_by(keys: impl Iterator<Item = IdentifierKey>) -> u64 {
    keys.fold(0, |sum, key| sum.wrapping_add(hash(&key)))
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
    /// Users for whom rows stand that share nothing.
    shared: HashSet<UserKey>,
    /// What this walk takes for given up.
    assumed: HashSet<IdentifierKey>,
    /// What rows give up in this walk, by hash, whether others want it or not.
    released: HashSet<u64>,
    /// What rows gave up in the first walk, or in one that held: what is taken for given up
    /// can hide that in a later one.
    gives_anyway: HashSet<u64>,
    /// Users of whom a row is refused an identifier of this kind in this walk.
    refused: HashSet<(UserKey, IdentifierKind)>,
    /// What was assumed anew, by hash: once each.
    assumed_anew: HashSet<u64>,
    /// What rows gave up in this walk, and which row.
    given_up: HashMap<IdentifierKey, u64>,
    /// What a row of an earlier walk gave up, and which row.
    once_given_up: HashMap<IdentifierKey, u64>,
    /// In the order of their first rows.
    givers: Vec<Giver>,
    /// The place of each user among them.
    giver: HashMap<UserKey, usize>,
    /// What users of accounts in use keep though a row gives them another, and which row.
    kept_in_use: HashMap<IdentifierKey, u64>,
    /// Users of whose access nothing is taken away.
    pub(super) access: KeptAccess,
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
    /// Whose row it is, whatever becomes of it.
    pub own: Option<UserKey>,
    /// The user that it is, if they keep what they sign in with.
    pub keeps: Option<&'a StoredUser>,
    /// The user whom an earlier row of the file has spoken of already.
    pub second_of: Option<&'a StoredUser>,
    /// Whether it shares nothing with an earlier row of its user.
    pub shares: bool,
}

impl Moves {
    /// Takes the owners away of what is given up in the file.
    pub fn free(&self, candidate: &Candidate, facts: &mut Facts) {
        if self.assumed.is_empty() {
            return;
        }
        facts.near.retain(|near| !self.assumed.contains(&near.key));
        for (identity, owner) in candidate.identities.iter().zip(&mut facts.owners) {
            if owner.is_some() && self.assumed.contains(&identity.identifier()) {
                *owner = None;
            }
        }
    }

    /// Notes what a row wants of others, and what it gives up that others want.
    pub fn note(&mut self, row: &DecidedRow<'_>) {
        self.contest(row);
        if let Some(user) = row.keeps {
            self.keep(user, row);
        }
        if self.walk == 0 {
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
            // Two rows of one user may each give something up.
            match self.giver.entry(update.key) {
                Entry::Occupied(known) => self.givers[*known.get()].join(Giver::of(update)),
                Entry::Vacant(new) => {
                    new.insert(self.givers.len());
                    self.givers.push(Giver::of(update));
                }
            }
        }
    }

    /// Notes what a user keeps though the row gives another.
    fn keep(&mut self, user: &StoredUser, row: &DecidedRow<'_>) {
        for kind in [
            IdentifierKind::Email,
            IdentifierKind::Phone,
            IdentifierKind::Username,
        ] {
            let (own, given) = (user.row.identity(kind), row.candidate.identity(kind));
            if let (Some(own), Some(given)) = (own, given)
                && own.key != given.key
                && self.kept_in_use.len() < MOVED_IDENTIFIERS_MAX
            {
                self.kept_in_use.insert(own.identifier(), row.place.row);
            }
        }
    }

    /// Notes what a row wants that somebody else has.
    fn contest(&mut self, row: &DecidedRow<'_>) {
        let own = match row.decision {
            Decision::Update(update) => {
                let room = MOVED_IDENTIFIERS_MAX - self.released.len();
                let given_up = update.releases.iter().take(room).map(hash);
                self.released.extend(given_up);
                if self.shared.contains(&update.key) {
                    // Another row may have been taken for the user's by it.
                    for key in &update.releases {
                        self.want(key, update.key);
                    }
                }
                Some(update.key)
            }
            Decision::Remember(update) => Some(update.key),
            Decision::Unchanged(user) => Some(*user),
            _ => row.own,
        };
        if *row.decision == Decision::Reject {
            self.held_back.extend(own);
        }
        self.shared.extend(own.filter(|_| row.shares));
        let owned = row.candidate.identities.iter().zip(&row.facts.owners);
        for (identity, owner) in owned {
            let Some(owner) = owner.as_ref().filter(|owner| Some(owner.key) != own) else {
                continue;
            };
            self.held_back.insert(owner.key);
            self.want(&identity.identifier(), owner.key);
            if self.walk > 0 && self.refused.len() < MOVED_IDENTIFIERS_MAX {
                self.refused.extend(own.map(|own| (own, identity.kind)));
            }
        }
        // What somebody else could be taken for stands in the way as well.
        for near in &row.facts.near {
            let has = |owner: &StoredUser| Some(owner.key) == own;
            let is_kept = row.facts.owners[near.place].as_ref().is_some_and(has);
            if !is_kept && !has(&near.owner) {
                self.want(&near.key, near.owner.key);
            }
        }
        // One of two rows may know the user by what the other takes away.
        if let Some(user) = row.second_of {
            self.held_back.insert(user.key);
            for identity in &user.row.identities {
                let key = identity.identifier();
                let mut own = row.candidate.identities.iter();
                // What the row itself has it does not take away.
                let keeps = own.any(|own| own.identifier() == key);
                if !keeps || self.released.contains(&hash(&key)) {
                    self.want(&key, user.key);
                }
            }
        }
    }

    fn want(&mut self, key: &IdentifierKey, owner: UserKey) {
        let is_replaced = matches!(
            key.kind,
            IdentifierKind::Email | IdentifierKind::Phone | IdentifierKind::Username
        );
        let has_room = self.contested.len() < MOVED_IDENTIFIERS_MAX;
        if is_replaced && has_room && !self.assumed.contains(key) {
            self.contested.insert(key.clone(), owner);
        }
    }

    /// Whether nothing is taken for given up yet.
    pub fn is_first_walk(&self) -> bool {
        self.walk == 0
    }

    /// Forgets what this walk found, which is made again.
    pub fn forget_walk(&mut self) {
        self.contested.clear();
        self.held_back.clear();
        self.released.clear();
        self.refused.clear();
        self.given_up.clear();
        self.givers.clear();
        self.giver.clear();
    }

    /// Whether the file has to be walked over once more. `rows` is how many there are,
    /// `has_row` says of a user whether a row stands for it.
    pub fn walks_again(&mut self, rows: u64, has_row: &dyn Fn(UserKey) -> bool) -> bool {
        self.walk += 1;
        let contested = std::mem::take(&mut self.contested);
        let released = std::mem::take(&mut self.released);
        let held_back = std::mem::take(&mut self.held_back);
        let refused = std::mem::take(&mut self.refused);
        if self.walk == 1 {
            self.gives_anyway = released;
            let contested = contested.into_iter();
            let may_give = |user: &UserKey| has_row(*user) || held_back.contains(user);
            self.assumed = contested
                .filter(|(_, user)| may_give(user))
                .map(|(key, _)| key)
                .collect();
            return !self.assumed.is_empty();
        }
        let given_up = std::mem::take(&mut self.given_up);
        let walked_max = u64::from(self.walk) * rows > MOVES_ROWS_WALKED_MAX;
        let narrows = self.narrow(&given_up);
        if !narrows && (walked_max || !self.widen(contested, released, &refused)) {
            return false;
        }
        self.once_given_up.extend(given_up);
        self.givers.clear();
        self.giver.clear();
        if walked_max {
            self.assumed.clear();
        }
        true
    }

    /// Takes that for given up which rows are refused in this walk, and others give up in
    /// it or are refused another of: a row that could not be told before may be by now.
    /// Answers whether there was anything.
    fn widen(
        &mut self,
        contested: HashMap<IdentifierKey, UserKey>,
        released: HashSet<u64>,
        refused: &HashSet<(UserKey, IdentifierKind)>,
    ) -> bool {
        let before = self.assumed.len();
        for (key, owner) in contested {
            let hash = hash(&key);
            let may_go = released.contains(&hash) || refused.contains(&(owner, key.kind));
            if may_go && self.assumed_anew.insert(hash) {
                self.assumed.insert(key);
            }
        }
        self.gives_anyway.extend(released);
        self.assumed.len() > before
    }

    /// Takes nothing for given up any more that was not: first what no row would give up
    /// without it, as that may hide the others. Answers whether there was anything.
    fn narrow(&mut self, given_up: &HashMap<IdentifierKey, u64>) -> bool {
        let before = self.assumed.len();
        let gives_anyway = &self.gives_anyway;
        self.assumed
            .retain(|key| given_up.contains_key(key) || gives_anyway.contains(&hash(key)));
        if self.assumed.len() == before {
            self.assumed.retain(|key| given_up.contains_key(key));
        }
        self.assumed.len() < before
    }

    /// Says at the findings of a row that is refused something which row was to give it
    /// up.
    pub fn explain(&self, candidate: &Candidate, findings: &mut Findings) {
        let missed = candidate.identities.iter().find_map(|identity| {
            let key = identity.identifier();
            let is_in_use = self.kept_in_use.contains_key(&key);
            let kept = self.kept_in_use.get(&key);
            let row = kept.or_else(|| self.once_given_up.get(&key))?;
            (!self.assumed.contains(&key)).then_some((identity, *row, is_in_use))
        });
        let Some((identity, row, is_in_use)) = missed else {
            return;
        };
        let why = if is_in_use {
            "keeps it, as that account is in use: to move both all the same, --replace-credentials."
        } else {
            "is held back itself: correct that row first."
        };
        let refused = |one: &&mut Finding| REFUSES_IDENTIFIERS.contains(&one.rule.code);
        for finding in findings.iter_mut().filter(refused) {
            let value = identity.value();
            finding.related_row = Some(row);
            finding.help = Some(format!("Row {row} was to give up \"{value}\" and {why}"));
        }
    }

    /// Who gives something up that another row takes, once no further walk is needed.
    pub fn into_givers(self) -> Vec<Giver> {
        self.givers
    }
}

fn hash(key: &IdentifierKey) -> u64 {
    xxh3_64_with_seed(key.key.as_bytes(), key.kind as u64)
}
