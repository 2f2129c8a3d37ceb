//! The care of what a store keeps.

use crate::ports::store::error::StoreError;

/// The care of what a store keeps.
pub trait Maintenance {
    /// Sees to it that what was overwritten or removed cannot be read in the
    /// files of the store any more, as far as that is in the store's hands.
    fn wipe_overwritten(&self) -> Result<(), StoreError>;
}
