//! Where an attempt comes from.

use super::secrets;
use crate::ports::store::{SecretDigest, Store, StoreError};
use crate::users::user::StoredUser;

/// Where an attempt comes from, as far as that is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Origin<'a> {
    /// An opaque secret that only this browser holds, and keeps between sign-ins.
    pub browser: Option<&'a str>,
    /// The network address.
    pub address: Option<&'a str>,
}

impl Origin<'_> {
    /// What is kept of the browser once somebody signed in from it.
    pub(super) fn known_digest(self) -> Option<SecretDigest> {
        self.browser.map(secrets::known_browser_digest)
    }

    /// The browser, if this user has signed in from it before.
    pub(super) fn known_by(
        self,
        store: &dyn Store,
        user: Option<&StoredUser>,
    ) -> Result<Option<String>, StoreError> {
        let (Some(user), Some(browser)) = (user, self.known_digest()) else {
            return Ok(None);
        };
        let is_known = store.knows_browser(user.key, &browser)?;
        Ok(is_known.then(|| blake3::Hash::from_bytes(browser).to_hex().to_string()))
    }

    /// What is kept of the network address. Those that are not known count as one.
    pub(super) fn address_digest(self) -> String {
        secrets::address_digest(self.address.unwrap_or_default())
    }
}
