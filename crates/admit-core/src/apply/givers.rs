//! Users who give up what other rows of the file take are written first, all in one
//! transaction: by then everything that changes hands is free, whatever the order of the
//! rows. Their rows, when they come, find them so.

use super::writer::Writer;
use crate::base::limits::EXCHANGE_TRIES;
use crate::check::matching::moves::Giver;
use crate::ports::store::image::image_of;
use crate::ports::watch::RunError;
use crate::users::change::{Applied, UserUpdate};
use crate::users::field_set::FieldSet;
use crate::users::user::{Identity, StoredUser, UserKey};

impl Writer<'_, '_> {
    /// Gives the givers what they are known by after the file. One of whom somebody
    /// changed that meanwhile, or who would not get everything, stays as it is: its row,
    /// and those that wait for it, find out when they come.
    pub fn write_givers(&mut self, givers: &[Giver]) -> Result<(), RunError> {
        self.exchange(givers.iter().collect())?;
        let mut stayed = givers.iter();
        while let Some(giver) = stayed.find(|giver| !self.moved.contains_key(&giver.user)) {
            self.kept.extend(giver.gives.iter().cloned());
        }
        Ok(())
    }

    fn exchange(&mut self, mut waiting: Vec<&Giver>) -> Result<(), RunError> {
        for _ in 0..EXCHANGE_TRIES {
            let updates = self.standing(&mut waiting)?;
            if updates.is_empty() {
                return Ok(());
            }
            let now = self.input.pace.now;
            let answers = self.input.session.exchange(self.import, now, &updates)?;
            for (update, answer) in updates.iter().zip(&answers) {
                if *answer == Applied::Updated {
                    self.moved.insert(update.key, update.expected_version + 1);
                }
            }
            waiting.retain(|giver| !self.moved.contains_key(&giver.user));
            // Whoever was changed between the look at it and the transaction is looked at
            // again, with those who wait for it.
            if !answers.contains(&Applied::Drifted) {
                return Ok(());
            }
        }
        Ok(())
    }

    /// What is to be written of those who are known by what they were when they were
    /// compared, in their order. The others wait no more.
    fn standing(&self, waiting: &mut Vec<&Giver>) -> Result<Vec<UserUpdate>, RunError> {
        let keys: Vec<UserKey> = waiting.iter().map(|giver| giver.user).collect();
        let users = self.input.store.users(&keys)?;
        let mut updates = Vec::with_capacity(users.len());
        let mut standing = Vec::with_capacity(users.len());
        for (giver, user) in waiting.iter().zip(users) {
            let Some(user) = user else { continue };
            // An account that somebody uses by now keeps what it is known by.
            if user.is_in_use() && !self.input.choices.replace_credentials {
                continue;
            }
            if let Some(identities) = giver.identities(&user) {
                updates.push(known_by(&user, giver, identities));
                standing.push(*giver);
            }
        }
        *waiting = standing;
        Ok(updates)
    }
}

/// A change of what a user is known by.
fn known_by(user: &StoredUser, giver: &Giver, identities: Vec<Identity>) -> UserUpdate {
    let mut fields = FieldSet::default();
    fields.extend(giver.gets.iter().filter_map(|own| own.kind.field()));
    let mut row = user.row.clone();
    row.identities = identities;
    row.fingerprint = 0;
    row.imported = row.imported.union(fields);
    row.last_imported
        .retain(|(field, _)| !fields.contains(*field));
    UserUpdate {
        key: user.key,
        expected_version: user.version,
        row,
        claims: giver.gets.iter().map(Identity::identifier).collect(),
        releases: giver.gives.clone(),
        memberships: Vec::new(),
        leaves: Vec::new(),
        password: None,
        before: Some(image_of(user)),
        past: Vec::new(),
        unless_signed_in: !user.is_in_use(),
    }
}
