//! A user as it was before a change, as the history keeps it.

use crate::passwords::stored::{Secret, StoredPassword};
use crate::ports::store::{Change, StoreError};
use crate::users::access::Access;
use crate::users::user::{Membership, StoredUser, UserRow};
use serde::{Deserialize, Serialize};

/// Everything of a user that can change. It holds the password, so its text
/// form never leaves the store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Image {
    /// What is kept with the user.
    pub row: UserRow,
    /// Ascending by organization.
    pub memberships: Vec<Membership>,
    /// The password, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<StoredPassword>,
}

impl Image {
    /// The user as it is.
    pub fn of(user: &StoredUser) -> Image {
        Image {
            row: user.row.clone(),
            memberships: user.memberships.clone(),
            password: user.password.clone(),
        }
    }

    /// Without what was removed from the directory since. What a file said of the user
    /// is then to be looked at again.
    #[must_use]
    pub fn still_there(mut self, access: &Access) -> Image {
        let own = self.memberships.clone();
        let all = std::mem::take(&mut self.memberships).into_iter();
        self.memberships = all.filter_map(|own| access.still_there(own)).collect();
        if self.memberships != own {
            self.row.fingerprint = 0;
        }
        self
    }

    /// The text form.
    pub fn text(&self) -> Secret {
        let text = serde_json::to_string(self);
        Secret(text.expect("text, numbers and maps of them have a JSON form"))
    }

    /// The user before a change.
    pub fn before(change: &Change) -> Result<Image, StoreError> {
        serde_json::from_str(&change.before.0).map_err(|error| StoreError::Corrupt {
            table: "changes",
            column: "before",
            row: format!("user {}, version {}", change.user, change.version),
            // The text itself may hold a hash.
            reason: format!("it breaks off or has another form ({:?})", error.classify()),
        })
    }
}

/// The text form of the user as it is, for [`crate::users::change::UserUpdate::before`].
pub fn image_of(user: &StoredUser) -> Secret {
    #[derive(Serialize)]
    struct Borrowed<'a> {
        row: &'a UserRow,
        memberships: &'a [Membership],
        #[serde(skip_serializing_if = "Option::is_none")]
        password: Option<&'a StoredPassword>,
    }
    let image = Borrowed {
        row: &user.row,
        memberships: &user.memberships,
        password: user.password.as_ref(),
    };
    let text = serde_json::to_string(&image);
    Secret(text.expect("text, numbers and maps of them have a JSON form"))
}
