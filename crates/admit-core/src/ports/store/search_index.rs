//! What makes searching users fast.

use crate::ports::store::error::StoreError;

/// An index of what users are searched by. A search never needs it: users who were
/// written since it was brought up to date are looked at one by one, so that what is
/// found is right at any time, and takes longer the more they are. Imports leave the
/// index as it is; whoever has time brings it up to date afterwards. Nothing stays in it
/// of a user who is removed.
pub trait SearchIndex {
    /// Brings a bounded part of the index up to date, in a transaction of its own;
    /// answers whether there is more to do.
    fn index_some_users(&self) -> Result<bool, StoreError>;
}
