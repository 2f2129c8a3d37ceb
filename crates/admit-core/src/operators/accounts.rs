//! Adding, changing and removing operators, and the links with which they set their
//! passwords.

use super::deed::{Act, Deed};
use super::secrets::new_link;
use crate::base::limits::OPERATOR_LINK_MILLISECONDS;
use crate::base::near::nearest;
use crate::convert::email;
use crate::passwords::stored::Secret;
use crate::ports::randomness::Randomness;
use crate::ports::store::{
    Operator, OperatorChange, OperatorKind, OperatorLink, Store, StoreError,
};

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// What cannot be an address.
    #[error("\"{given}\" is not an email address")]
    NoAddress {
        /// What was typed.
        given: String,
    },
    /// An operator who is there already.
    #[error("there is already an operator \"{given}\"")]
    Exists {
        /// The address.
        given: String,
    },
    /// Nobody is known by this address.
    #[error("there is no operator \"{given}\"")]
    Unknown {
        /// What was typed.
        given: String,
        /// The address that comes nearest.
        nearest: Option<String>,
    },
    /// Without this one, nobody could let anybody in.
    #[error("{email} is the last administrator with a password")]
    LastAdministrator {
        /// The address.
        email: String,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A link with which an operator sets the password, once.
#[derive(Clone, Debug)]
pub struct NewLink {
    /// What stands at its end; it is not kept.
    pub secret: Secret,
    /// When it ends, in milliseconds since 1970 UTC.
    pub expires: i64,
}

/// The operator of an address, however it is written.
///
/// # Errors
/// There is none; the store failed.
pub fn find(store: &dyn Store, email: &str) -> Result<Operator, AccountError> {
    if let Some(operator) = store.operator(email)? {
        return Ok(operator);
    }
    let all = store.operators()?;
    let addresses = all.iter().map(|operator| operator.email.as_str());
    Err(AccountError::Unknown {
        given: email.to_owned(),
        nearest: nearest(email, addresses),
    })
}

/// Adds an operator of a kind, without a password. Without a kind, the first one is an
/// administrator and every other one a viewer. `now` is in milliseconds since 1970 UTC.
///
/// # Errors
/// It is no address, or somebody has it; the store failed.
pub fn add(
    store: &dyn Store,
    email: &str,
    kind: Option<OperatorKind>,
    now: i64,
) -> Result<(Operator, Deed), AccountError> {
    let address = email.trim();
    if email::key(address).is_none() {
        return Err(AccountError::NoAddress {
            given: email.to_owned(),
        });
    }
    let kind = match kind {
        Some(kind) => kind,
        None if store.operators()?.is_empty() => OperatorKind::Administrator,
        None => OperatorKind::Viewer,
    };
    if store.add_operator(address, kind, now)?.is_none() {
        return Err(AccountError::Exists {
            given: address.to_owned(),
        });
    }
    let added = Deed::new(Act::OperatorAdded).to(address);
    Ok((find(store, address)?, added.with("kind", kind.name())))
}

/// Makes a link for an operator, in place of one that was made before. `now` is in
/// milliseconds since 1970 UTC.
///
/// # Errors
/// The operator was removed meanwhile; the store failed.
pub fn link(
    store: &dyn Store,
    randomness: &dyn Randomness,
    operator: &Operator,
    now: i64,
) -> Result<(NewLink, Deed), AccountError> {
    let (secret, digest) = new_link(randomness);
    let expires = now + OPERATOR_LINK_MILLISECONDS;
    let is_kept = store.put_link(&OperatorLink {
        digest,
        operator: operator.number,
        expires,
    })?;
    if !is_kept {
        return Err(unknown(operator));
    }
    let made = Deed::new(Act::OperatorLinkMade).to(&operator.email);
    Ok((NewLink { secret, expires }, made))
}

/// Lets an operator do more or less, who is signed out by that; nothing to note where it is
/// the same as before.
///
/// # Errors
/// It is the last administrator, or was removed meanwhile; the store failed.
pub fn set_kind(
    store: &dyn Store,
    operator: &Operator,
    kind: OperatorKind,
) -> Result<Option<Deed>, AccountError> {
    if operator.kind == kind {
        return Ok(None);
    }
    done(store.set_operator_kind(operator.number, kind)?, operator)?;
    let changed = Deed::new(Act::OperatorKindChanged).to(&operator.email);
    let changed = changed.with("from", operator.kind.name());
    Ok(Some(changed.with("to", kind.name())))
}

/// Removes an operator, who is signed out by that.
///
/// # Errors
/// It is the last administrator, or was removed meanwhile; the store failed.
pub fn remove(store: &dyn Store, operator: &Operator) -> Result<Deed, AccountError> {
    done(store.remove_operator(operator.number)?, operator)?;
    Ok(Deed::new(Act::OperatorRemoved).to(&operator.email))
}

/// What was answered to a change, where it is not done.
fn done(change: OperatorChange, operator: &Operator) -> Result<(), AccountError> {
    match change {
        OperatorChange::Done => Ok(()),
        OperatorChange::LastAdministrator => Err(AccountError::LastAdministrator {
            email: operator.email.clone(),
        }),
        OperatorChange::Unknown => Err(unknown(operator)),
    }
}

fn unknown(operator: &Operator) -> AccountError {
    AccountError::Unknown {
        given: operator.email.clone(),
        nearest: None,
    }
}
