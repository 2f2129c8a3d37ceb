//! A checked import: what would happen, before it does.

use crate::api::imports::changes::ahead;
use crate::api::imports::view::Known;
use crate::pages::frame::Frame;
use crate::pages::parts::{LedgerPart, Mood, Todo};
use crate::pages::words::{self, When};
use crate::problem::Problem;
use crate::state::Server;
use admit_core::by_hand;
use admit_core::findings::rule::Severity;
use admit_core::ports::store::Ledger;
use admit_core::users::changes::{Changes, FieldChanged, RightCount};
use askama::Template;
use std::collections::BTreeMap;
use uuid::Uuid;

/// How many changes are shown here; all of them have a page of their own.
const CHANGES_SHOWN: usize = 8;

/// The page.
#[derive(Template)]
#[template(path = "imports/review.html")]
pub struct ReviewPage {
    frame: Frame,
    id: Uuid,
    name: String,
    when: When,
    seconds: String,
    ledger: Ledger,
    sum: LedgerPart,
    /// How many users would be created or changed.
    users: u64,
    errors: Todo,
    warnings: Todo,
    notices: Todo,
    /// The rights that are given, and those that are taken away.
    given: Vec<RightCount>,
    taken: Vec<RightCount>,
    changes: Changes,
    shown: Vec<ShownUser>,
    /// Why it could not be read, if so.
    reason: Option<String>,
    is_failed: bool,
    can_apply: bool,
}

/// A user with what is changed.
struct ShownUser {
    id: Uuid,
    name: String,
    sub: String,
    row: Option<u64>,
    fields: Vec<FieldChanged>,
}

impl ReviewPage {
    /// Of a checked import.
    ///
    /// # Errors
    /// The store failed.
    pub fn of(server: &Server, frame: Frame, known: &Known) -> Result<ReviewPage, Problem> {
        let changes = ahead(server, known)?;
        let record = known.record.as_ref();
        let ledger = record.map(|record| record.ledger).unwrap_or_default();
        let of = |severity| record.map_or_else(Todo::default, |record| Todo::of(record, severity));
        let rights = |given| {
            let all = changes
                .rights
                .iter()
                .filter(move |right| right.is_given == given);
            all.cloned().collect::<Vec<_>>()
        };
        let (given, taken) = (rights(true), rights(false));
        let finished = record.and_then(|record| record.finished);
        Ok(ReviewPage {
            id: known.id,
            name: known.name().to_owned(),
            when: words::when(finished.unwrap_or(known.created()), server.now()),
            seconds: words::seconds(record.map_or(0.0, |record| record.seconds)),
            ledger,
            sum: LedgerPart::of(&ledger, Mood::Before, false),
            users: ledger.created + changes.users,
            errors: of(Severity::Error),
            warnings: of(Severity::Warning),
            notices: of(Severity::Notice),
            given,
            taken,
            shown: shown(server, &changes)?,
            changes,
            reason: known.reason().map(str::to_owned),
            is_failed: known.state() != "checked",
            can_apply: frame.may_write()
                && known.state() == "checked"
                && known
                    .upload
                    .as_ref()
                    .is_some_and(|upload| upload.removed.is_none()),
            frame,
        })
    }

    /// Whether something kept the whole file from being read.
    fn is_unread(&self) -> bool {
        self.ledger.read == 0 && self.errors.total() > 0
    }

    /// How many rows somebody can put right.
    fn to_put_right(&self) -> u64 {
        self.errors.total() + self.warnings.total()
    }
}

/// The first users that would be changed, with their names.
fn shown(server: &Server, changes: &Changes) -> Result<Vec<ShownUser>, Problem> {
    let mut order: Vec<Uuid> = Vec::new();
    let mut fields: BTreeMap<Uuid, Vec<FieldChanged>> = BTreeMap::new();
    for change in &changes.examples {
        if !fields.contains_key(&change.user) {
            if order.len() == CHANGES_SHOWN {
                break;
            }
            order.push(change.user);
        }
        fields.entry(change.user).or_default().push(change.clone());
    }
    let mut users = Vec::new();
    for id in order {
        let own = fields.remove(&id).unwrap_or_default();
        let user = by_hand::of_public_id(server.store(), id)?;
        let (name, sub) = user.as_ref().map_or_else(Default::default, names_of);
        users.push(ShownUser {
            id,
            name: if name.is_empty() {
                "A user".to_owned()
            } else {
                name
            },
            sub,
            row: own.first().and_then(|change| change.row),
            fields: own,
        });
    }
    Ok(users)
}

/// What a user is called, and what the user is known by.
fn names_of(user: &admit_core::users::user::StoredUser) -> (String, String) {
    let row = &user.row;
    let parts = [&row.first_name, &row.last_name];
    let names: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    let known_by = admit_core::users::user::who(user);
    if names.is_empty() {
        return (known_by, String::new());
    }
    (names.join(" "), known_by)
}
