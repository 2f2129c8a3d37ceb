//! The first start: how somebody becomes the first administrator.

use crate::state::Server;
use admit_core::base::limits::OPERATOR_LINK_MILLISECONDS;
use admit_core::operators::deed::{Act, Deed, Doer};
use admit_core::operators::secrets::{link_at, new_link};
use admit_core::passwords::stored::Secret;
use admit_core::ports::store::{NOBODY_YET, OperatorLink, StoreError};
use admit_system::hashing::System;

/// A link for the first administrator, at a server of this address, in place of one that
/// was made before; `None` once there is an administrator who has a password.
///
/// # Errors
/// The store failed.
pub fn first_link(server: &Server, base_url: &str) -> Result<Option<Secret>, StoreError> {
    let (secret, digest) = new_link(&System);
    let now = server.now();
    let link = OperatorLink {
        digest,
        operator: NOBODY_YET,
        expires: now + OPERATOR_LINK_MILLISECONDS,
    };
    if !server.store().put_link(&link)? {
        return Ok(None);
    }
    let made = Deed::new(Act::OperatorLinkMade).by(Doer::Admit);
    server.store().note(&made, now)?;
    Ok(Some(link_at(base_url, &secret)))
}
