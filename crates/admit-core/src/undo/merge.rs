//! Putting a user back, part by part: what still is as the import left it
//! becomes what it was before; what somebody changed since stays.

use crate::ports::store::image::Image;
use crate::users::access::Access;
use crate::users::field::Field;
use crate::users::last_imported::suspended_by_hand;
use crate::users::user::{IdentifierKey, IdentifierKind, Identity, Membership};
use serde_json::{Map, Value};

/// A part of a user that is put back, or stays, as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// The given name.
    FirstName,
    /// The family name.
    LastName,
    /// Whether the user may sign in.
    Status,
    /// The password, and whether a new one is asked for.
    Password,
    /// The identifiers of a kind, with their flags.
    Identifiers(IdentifierKind),
    /// One property.
    Property(String),
    /// One feature flag.
    FeatureFlag(String),
    /// What the user has in an organization.
    Membership(u32),
}

impl Part {
    /// What a person calls it.
    pub fn name(&self, access: &Access) -> String {
        match self {
            Part::FirstName => "the first name".to_owned(),
            Part::LastName => "the last name".to_owned(),
            Part::Status => "the suspension".to_owned(),
            Part::Password => "the password".to_owned(),
            Part::Identifiers(IdentifierKind::Social) => "the social identities".to_owned(),
            Part::Identifiers(kind) => format!("the {}", kind.name()),
            Part::Property(key) => format!("the property \"{key}\""),
            Part::FeatureFlag(key) => format!("the feature flag \"{key}\""),
            Part::Membership(number) => {
                let found = access.organization(*number);
                let name = found.map_or("?", |organization| organization.external_id.as_str());
                format!("the access in \"{name}\"")
            }
        }
    }

    /// Whether two states of a user differ in it.
    pub fn differs(&self, a: &Image, b: &Image) -> bool {
        match self {
            Part::FirstName => a.row.first_name != b.row.first_name,
            Part::LastName => a.row.last_name != b.row.last_name,
            Part::Status => {
                let by_hand = |image: &Image| suspended_by_hand(&image.row).is_some();
                a.row.status != b.row.status || by_hand(a) != by_hand(b)
            }
            Part::Password => a.password != b.password || a.row.reset != b.row.reset,
            Part::Identifiers(kind) => of_kind(a, *kind) != of_kind(b, *kind),
            Part::Property(key) => a.row.properties.get(key) != b.row.properties.get(key),
            Part::FeatureFlag(key) => a.row.feature_flags.get(key) != b.row.feature_flags.get(key),
            Part::Membership(number) => membership(a, *number) != membership(b, *number),
        }
    }

    /// The fields of which it is remembered what was imported last.
    fn compared(&self) -> &'static [Field] {
        match self {
            Part::FirstName => &[Field::FirstName],
            Part::LastName => &[Field::LastName],
            Part::Status => &[Field::Suspended],
            Part::Identifiers(IdentifierKind::Id) => &[Field::Id],
            Part::Identifiers(IdentifierKind::Email) => &[Field::Email, Field::EmailVerified],
            Part::Identifiers(IdentifierKind::Phone) => &[Field::Phone, Field::PhoneVerified],
            Part::Identifiers(IdentifierKind::Username) => &[Field::Username],
            Part::Password => &[Field::HashedPassword],
            _ => &[],
        }
    }
}

/// Takes one change back from a user that is `now`. Answers with the parts that
/// stay: somebody changed them since, or an identifier among them is `blocked`
/// because it belongs to somebody else.
pub fn take_back(
    now: &mut Image,
    after: &Image,
    before: &Image,
    blocked: &[IdentifierKey],
) -> Vec<Part> {
    let start = now.clone();
    let by_hand = suspended_by_hand(&now.row).is_some();
    let mut kept = Vec::new();
    for part in changed_parts(after, before) {
        let is_kept = match &part {
            Part::FirstName => put_back(
                &mut now.row.first_name,
                &after.row.first_name,
                &before.row.first_name,
            ),
            Part::LastName => put_back(
                &mut now.row.last_name,
                &after.row.last_name,
                &before.row.last_name,
            ),
            // Nothing but a hand lifts it.
            Part::Status if by_hand => now.row.status != before.row.status,
            Part::Status => put_back(&mut now.row.status, &after.row.status, &before.row.status),
            Part::Password => password(now, after, before),
            Part::Identifiers(kind) => identifiers(now, after, before, *kind, blocked),
            Part::Property(key) => entry(
                &mut now.row.properties,
                key,
                &after.row.properties,
                &before.row.properties,
            ),
            Part::FeatureFlag(key) => entry(
                &mut now.row.feature_flags,
                key,
                &after.row.feature_flags,
                &before.row.feature_flags,
            ),
            Part::Membership(number) => access(now, after, before, *number),
        };
        if is_kept {
            kept.push(part);
        } else if part.differs(&start, now) {
            remember_as_before(now, before, &part);
        }
    }
    if same_content(now, before) {
        // Then the row that made it so is known again, too.
        now.row = before.row.clone();
    } else if *now != start {
        now.row.fingerprint = 0;
    }
    kept
}

fn same_content(a: &Image, b: &Image) -> bool {
    changed_parts(a, b).is_empty()
}

/// The parts in which two states differ.
fn changed_parts(a: &Image, b: &Image) -> Vec<Part> {
    let kinds = IdentifierKind::ALL.into_iter().map(Part::Identifiers);
    let keys = |a: &Map<String, Value>, b: &Map<String, Value>| {
        let mut keys: Vec<String> = a.keys().chain(b.keys()).cloned().collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    };
    let mut organizations: Vec<u32> = [a, b]
        .into_iter()
        .flat_map(|image| &image.memberships)
        .map(|membership| membership.organization)
        .collect();
    organizations.sort_unstable();
    organizations.dedup();
    [
        Part::FirstName,
        Part::LastName,
        Part::Status,
        Part::Password,
    ]
    .into_iter()
    .chain(kinds)
    .chain(
        keys(&a.row.properties, &b.row.properties)
            .into_iter()
            .map(Part::Property),
    )
    .chain(
        keys(&a.row.feature_flags, &b.row.feature_flags)
            .into_iter()
            .map(Part::FeatureFlag),
    )
    .chain(organizations.into_iter().map(Part::Membership))
    .filter(|part| part.differs(a, b))
    .collect()
}

/// Answers whether somebody changed the value since, so that it stays.
fn put_back<T: PartialEq + Clone>(now: &mut T, after: &T, before: &T) -> bool {
    if now == after {
        now.clone_from(before);
    }
    now != before
}

fn password(now: &mut Image, after: &Image, before: &Image) -> bool {
    let both = |image: &Image| (image.password.clone(), image.row.reset.clone());
    let mut own = both(now);
    let kept = put_back(&mut own, &both(after), &both(before));
    (now.password, now.row.reset) = own;
    kept
}

fn of_kind(image: &Image, kind: IdentifierKind) -> Vec<&Identity> {
    let identities = image.row.identities.iter();
    identities
        .filter(|identity| identity.kind == kind)
        .collect()
}

fn identifiers(
    now: &mut Image,
    after: &Image,
    before: &Image,
    kind: IdentifierKind,
    blocked: &[IdentifierKey],
) -> bool {
    let wanted = of_kind(before, kind);
    let own = of_kind(now, kind);
    if own == wanted {
        return false;
    }
    let is_blocked = |identity: &&Identity| blocked.contains(&identity.identifier());
    if own != of_kind(after, kind) || wanted.iter().any(is_blocked) {
        return true;
    }
    let wanted: Vec<Identity> = wanted.into_iter().cloned().collect();
    let mut identities = std::mem::take(&mut now.row.identities);
    identities.retain(|identity| identity.kind != kind);
    identities.extend(wanted);
    // In the order of before, as far as they were there.
    let place = |identity: &Identity| {
        let mut known = before.row.identities.iter();
        known.position(|other| other.kind == identity.kind && other.key == identity.key)
    };
    identities.sort_by_key(|identity| place(identity).unwrap_or(usize::MAX));
    now.row.identities = identities;
    false
}

fn entry(
    now: &mut Map<String, Value>,
    key: &str,
    after: &Map<String, Value>,
    before: &Map<String, Value>,
) -> bool {
    let mut own = now.get(key).cloned();
    let kept = put_back(
        &mut own,
        &after.get(key).cloned(),
        &before.get(key).cloned(),
    );
    match own {
        Some(value) => {
            now.insert(key.to_owned(), value);
        }
        None => {
            now.remove(key);
        }
    }
    kept
}

fn membership(image: &Image, number: u32) -> Option<&Membership> {
    let mut memberships = image.memberships.iter();
    memberships.find(|membership| membership.organization == number)
}

/// What the import gave is taken, and what it took is given, whatever else was
/// given or taken since.
fn access(now: &mut Image, after: &Image, before: &Image, number: u32) -> bool {
    let own = membership(now, number).cloned();
    let (after, before) = (membership(after, number), membership(before, number));
    if own.as_ref() == before {
        return false;
    }
    let next = if own.as_ref() == after {
        before.cloned()
    } else {
        // Who left the organization since does not come back into it.
        let Some(own) = &own else { return true };
        let none = Membership::default();
        let (a, b) = (after.unwrap_or(&none), before.unwrap_or(&none));
        Some(Membership {
            organization: number,
            roles: three_way(&own.roles, &a.roles, &b.roles),
            permissions: three_way(&own.permissions, &a.permissions, &b.permissions),
            scopes: three_way(&own.scopes, &a.scopes, &b.scopes),
        })
    };
    // The membership itself stays if somebody built on it.
    let kept = next.is_some() && before.is_none();
    now.memberships.retain(|m| m.organization != number);
    now.memberships.extend(next);
    now.memberships.sort_by_key(|m| m.organization);
    kept
}

fn three_way<T: Clone + Ord>(now: &[T], after: &[T], before: &[T]) -> Vec<T> {
    let mut list: Vec<T> = now
        .iter()
        .filter(|item| !after.contains(item) || before.contains(item))
        .cloned()
        .collect();
    let taken = before.iter().filter(|item| !after.contains(item));
    for item in taken {
        if !list.contains(item) {
            list.push(item.clone());
        }
    }
    if now.is_sorted() {
        list.sort_unstable();
    }
    list
}

/// What was imported last for the fields of a part is what it was before.
fn remember_as_before(now: &mut Image, before: &Image, part: &Part) {
    for field in part.compared() {
        now.row.last_imported.retain(|(known, _)| known != field);
        let earlier = before.row.last_imported.iter();
        let earlier = earlier.filter(|(known, _)| known == field);
        now.row.last_imported.extend(earlier);
    }
}
