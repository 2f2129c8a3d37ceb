//! What people do one at a time. It needs no lock and works while an import runs.

use crate::ports::store::error::StoreError;
use crate::ports::store::history::CreatedUser;
use crate::users::change::{Applied, Write};
use crate::users::user::UserKey;

/// Writing by hand.
pub trait HandWrites {
    /// Gives the number for a new user. It is never given again.
    fn reserve_number(&self) -> Result<UserKey, StoreError>;

    /// Makes these writes in one transaction, in their order and as if each came
    /// alone. `now` is the time to stamp, in milliseconds since 1970 UTC.
    fn write_by_hand(&self, now: i64, writes: &[Write]) -> Result<Vec<Applied>, StoreError>;

    /// Removes a user with everything that is kept of it, if it still has this
    /// version; answers whether it had. What imports found stays in their reports,
    /// without its values.
    fn remove_user(&self, user: &CreatedUser) -> Result<bool, StoreError>;
}
