//! What the commands about users share: values as options, and users as people and
//! programs read them.

use crate::cli::users::UserValues;
use crate::context::Context;
use admit_core::by_hand::{self, ByHandError, Values, person};
use admit_core::operators::deed::{Act, Deed};
use admit_core::rows::raw::CellRef;
use admit_core::users::field::Field;
use admit_core::users::user::StoredUser;

/// How many users are asked for at once.
pub const PAGE_USERS: u64 = 1000;

/// Converts the values that were typed as options.
pub fn read_values(values: &UserValues) -> Result<Values, ByHandError> {
    let options = [
        ("--id", Field::Id, &values.id),
        ("--email", Field::Email, &values.email),
        ("--phone", Field::Phone, &values.phone),
        ("--username", Field::Username, &values.username),
        ("--first-name", Field::FirstName, &values.first_name),
        ("--last-name", Field::LastName, &values.last_name),
    ];
    let typed: Vec<CellRef<'_>> = options
        .into_iter()
        .filter_map(|(column, field, text)| {
            Some(CellRef {
                column,
                field: Some(field),
                text: text.as_deref()?,
            })
        })
        .collect();
    by_hand::read(&typed, values.default_region.as_deref())
}

/// Says what the conversions remarked.
pub fn say_notices(values: &Values, context: &mut Context) {
    for notice in &values.notices {
        let option = notice.column.as_deref().unwrap_or_default();
        context
            .printer
            .say(&format!("note: {option}: {}", notice.message()));
    }
}

/// Says and remembers what became of a change to a user: the user as it is now, or nothing if it
/// was like that already.
pub fn say_change(
    user: &StoredUser,
    changed: Option<&StoredUser>,
    (act, done): (Act, &str),
    context: &mut Context,
) {
    if changed.is_some() {
        context.did(Deed::new(act).to(user.id));
    }
    let who = person(user);
    context.printer.say(&match changed {
        None => format!("{who} is like that already; nothing was changed."),
        Some(_) => format!("{done} {who}."),
    });
}
