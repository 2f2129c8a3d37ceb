//! What is typed of a user, converted as a file is.

use super::error::ByHandError;
use crate::convert;
use crate::findings::finding::{Finding, Findings};
use crate::findings::rule::Severity;
use crate::rows::raw::CellRef;
use crate::users::field::Field;
use crate::users::user::Identity;

/// The values of one user after the conversions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values {
    /// At most one of each kind.
    pub identities: Vec<Identity>,
    /// The given name.
    pub first_name: Option<String>,
    /// The family name.
    pub last_name: Option<String>,
    /// What the conversions remarked without leaving anything out.
    pub notices: Vec<Finding>,
}

/// Converts what was typed. The column of each cell is the option it came by;
/// `default_region` is the country of national phone numbers.
///
/// # Errors
/// A value that a file's row would be held back for, or imported without.
pub fn read(typed: &[CellRef<'_>], default_region: Option<&str>) -> Result<Values, ByHandError> {
    let mut values = Values::default();
    let mut refused = Vec::new();
    for &cell in typed {
        let mut findings = Findings::default();
        let taken = read_one(cell, default_region, &mut values, &mut findings);
        let (bad, notices): (Vec<Finding>, Vec<Finding>) = findings
            .take()
            .into_iter()
            .partition(|finding| finding.severity > Severity::Notice);
        if !taken && bad.is_empty() {
            return Err(ByHandError::Blank {
                option: cell.column.to_owned(),
            });
        }
        refused.extend(bad);
        values.notices.extend(notices);
    }
    if refused.is_empty() {
        Ok(values)
    } else {
        Err(ByHandError::Refused { findings: refused })
    }
}

/// Whether the cell gave a value.
fn read_one(
    cell: CellRef<'_>,
    default_region: Option<&str>,
    values: &mut Values,
    findings: &mut Findings,
) -> bool {
    let identity = match cell.field {
        Some(Field::Id) => convert::id::read(cell, findings),
        Some(Field::Email) => convert::email::read(cell, findings),
        Some(Field::Phone) => convert::phone::read(cell, default_region, findings),
        Some(Field::Username) => convert::username::read(cell, findings),
        Some(Field::FirstName) => {
            values.first_name = convert::name::read(cell, findings);
            return values.first_name.is_some();
        }
        Some(Field::LastName) => {
            values.last_name = convert::name::read(cell, findings);
            return values.last_name.is_some();
        }
        other => panic!("no option gives the field {other:?}"),
    };
    let taken = identity.is_some();
    values.identities.extend(identity);
    taken
}
