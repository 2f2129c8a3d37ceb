//! VAL032: it cannot be told whether somebody may sign in.

use crate::findings::finding::{Finding, Findings};
use crate::findings::set;
use crate::rows::headers;
use crate::rows::raw::CellRef;
use crate::rules::view::Check;
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// A value in a column such as `suspended`, `enabled`, `status` or `deleted_at` that
    /// does not tell whether the user may sign in.
    ///
    /// ## Why it matters
    /// Taking it for nothing would let somebody in who was kept out.
    ///
    /// ## What becomes of the row
    /// The row is not imported.
    ///
    /// ## What to do
    /// Write TRUE or FALSE, or under `status` a word such as `active`, `suspended`,
    /// `disabled`, `locked`, `pending`, `archived` or `deleted`. One value can be read as
    /// another everywhere: `--set "status:Guest=active"`. What the message offers to be
    /// copied keeps out whoever has the value. A blank cell says nothing: in a column such as
    /// `active` whose cells are `x` or blank, write FALSE into the blank ones. Where a column holds 1 and 0, say
    /// what 1 means: `--map "status=active"` if the user may sign in, `--map
    /// "status=suspended"` if not. `--map "status="` leaves the column out: then it keeps
    /// nobody from signing in.
    ///
    /// ## Example
    /// ```csv
    /// email,status
    /// ana@example.org,ACTIVE
    /// bo@example.org,maybe    <- VAL032
    /// ```
    "VAL032" "state-not-recognised", Error; fix Choose; scope Cell;
    verb "Say whether the user may sign in";
    message "\"{value}\" does not tell whether the user may sign in.";
    became "";
    help "Write TRUE or FALSE.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, findings: &mut Findings) {
    let column = cell.column.trim();
    let help = match cell.field {
        Some(Field::Status) if is_number(cell.text) => format!(
            "Write active or suspended; or say what 1 means: {} or {}; or, if the column says \
             nothing of signing in, leave it out: {}.",
            headers::map_option(column, "active"),
            headers::map_option(column, "suspended"),
            headers::map_option(column, "")
        ),
        Some(Field::Status) => format!(
            "Write active, suspended, disabled, locked, pending, archived or deleted{}.",
            or_set(Field::Status, cell.text)
        ),
        Some(field) => {
            let blanks = match field {
                Field::Active => " A blank cell of this column keeps nobody from signing in.",
                _ => "",
            };
            format!(
                "Write TRUE or FALSE, or a word such as active or suspended{}.{blanks}",
                or_set(field, cell.text)
            )
        }
        None => "Write TRUE or FALSE.".to_owned(),
    };
    findings.add(Finding::of(&RULE).cell(cell).help(help));
}

/// What else can be done, where the value can be named: what is pasted without a thought
/// lets nobody in.
fn or_set(field: Field, value: &str) -> String {
    let shuts_out = match field {
        Field::Status => "suspended",
        Field::Active => "FALSE",
        _ => "TRUE",
    };
    let set = set::option(field, value, shuts_out);
    set.map_or_else(String::new, |set| {
        format!("; or keep from signing in everybody who has it: {set}")
    })
}

fn is_number(text: &str) -> bool {
    text.trim().bytes().all(|byte| byte.is_ascii_digit())
}
