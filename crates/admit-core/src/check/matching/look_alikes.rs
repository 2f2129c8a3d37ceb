//! Users who are to be created under an identifier that looks like another user's.

use crate::check::decide::case::Facts;
use crate::check::input::CheckInput;
use crate::check::matching::pending::Pending;
use crate::convert::{email, username};
use crate::findings::finding::Findings;
use crate::ports::watch::RunError;
use crate::read::row::cell_of;
use crate::rows::choices::Contents;
use crate::rows::raw::Column;
use crate::rules;
use crate::users::user::{IdentifierKey, IdentifierKind, Identity, who};

/// Names the users of the directory whom the identifiers of a row look like, if nobody
/// has them yet. Few rows have such identifiers, so the directory is asked for each by
/// itself.
pub(super) fn say(
    input: &CheckInput<'_>,
    pending: &Pending,
    (columns, facts): (&[Column], &Facts),
    findings: &mut Findings,
) -> Result<(), RunError> {
    let is_known = facts.owners.iter().any(Option::is_some);
    if is_known || input.choices.contents != Contents::Users {
        return Ok(());
    }
    let candidate = &pending.candidate;
    for identity in &candidate.identities {
        let Some(twin) = twin(identity) else {
            continue;
        };
        let owner = input
            .directory
            .owners(&[twin])?
            .into_iter()
            .flatten()
            .next();
        let Some(owner) = owner else { continue };
        let users = input.directory.users(&[owner])?;
        if let Some(user) = users.into_iter().flatten().next() {
            let field = identity.kind.field();
            let cell = field.and_then(|field| cell_of(&pending.raw, columns, candidate, field));
            rules::looks_like_another_user::found(cell, identity, &who(&user), user.id, findings);
        }
    }
    Ok(())
}

/// The plain identifier that one of other letters looks like.
fn twin(identity: &Identity) -> Option<IdentifierKey> {
    let key = match identity.kind {
        IdentifierKind::Email => email::plain_twin(&identity.key),
        IdentifierKind::Username => username::plain_twin(&identity.key),
        _ => None,
    }?;
    Some(IdentifierKey {
        kind: identity.kind,
        key,
    })
}
