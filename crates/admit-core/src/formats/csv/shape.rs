//! What a value looks like, as far as that helps to tell where it belongs.

use super::scan::CellSpan;
use crate::rows::choices::Choices;
use crate::rows::{state, times, yes_no};
use crate::users::field::Field;

/// Whether a record holds nothing but delimiters, spaces and empty quotes.
pub(super) fn is_blank(record: &[u8], delimiter: u8) -> bool {
    let nothing = |&byte: &u8| byte == delimiter || matches!(byte, b' ' | b'\t' | b'"');
    record.iter().all(nothing) && memchr::memchr_iter(b'"', record).count().is_multiple_of(2)
}

/// Whether the text could be one address.
pub(super) fn looks_like_address(text: &str) -> bool {
    let text = text.trim();
    let domain_has_dot = text
        .rsplit_once('@')
        .is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'));
    domain_has_dot && !text.contains([' ', ',', ';', '"', '\n'])
}

/// Whether the text could be a phone number with its country code.
pub(super) fn looks_like_phone(text: &str) -> bool {
    text.starts_with('+') && looks_like_digits(text)
}

fn looks_like_digits(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits >= 5
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || "+-()./ \u{a0}".contains(c))
}

/// Whether a value can stand in a column that feeds this field. Only what is
/// certainly out of place does not fit.
pub(super) fn fits(field: Option<Field>, text: &str) -> bool {
    let text = text.trim();
    if text.is_empty() {
        return true;
    }
    match field {
        Some(Field::Email) => looks_like_address(text),
        Some(
            Field::EmailVerified
            | Field::PhoneVerified
            | Field::PasswordVerified
            | Field::Suspended
            | Field::Active
            | Field::Deleted,
        ) => {
            yes_no::value(text).is_some()
                || state::of_word(text).is_some()
                || times::of(text).is_some()
        }
        Some(Field::Phone) => looks_like_digits(text),
        Some(Field::FirstName | Field::LastName | Field::Name) => {
            !text.contains('@')
                && !looks_like_digits(text)
                && !["true", "false"].contains(&text.to_ascii_lowercase().as_str())
        }
        Some(Field::Role | Field::Permission) => !looks_like_address(text),
        Some(_) | None => true,
    }
}

/// Whether the values of a field have one line. Lists may stand on several, and
/// two phone numbers or free data do; a hash has one unless it is an object.
pub(super) fn has_one_line(field: Field) -> bool {
    matches!(
        field,
        Field::Id
            | Field::Email
            | Field::EmailVerified
            | Field::PhoneVerified
            | Field::Username
            | Field::FirstName
            | Field::LastName
            | Field::Name
            | Field::HashedPassword
            | Field::HashingMethod
            | Field::HashIterations
            | Field::SaltPosition
            | Field::SaltFormat
            | Field::PasswordVerified
            | Field::PasswordSetDate
            | Field::Suspended
            | Field::Active
            | Field::Status
            | Field::Deleted
    )
}

/// Whether a row that breaks off before this field says too little: who it is
/// about, whether the user is shut out, and access where the file takes it away.
pub(super) fn is_needed(field: Field, choices: &Choices) -> bool {
    match field {
        Field::Id
        | Field::Email
        | Field::Username
        | Field::Suspended
        | Field::Active
        | Field::Status
        | Field::Deleted => true,
        Field::Organization | Field::Role | Field::Permission => choices.replace_access,
        _ => false,
    }
}

/// Whether a value goes over a line end that is not just around it.
pub(super) fn runs_over(text: &[u8]) -> bool {
    memchr::memchr2(b'\n', b'\r', text.trim_ascii()).is_some()
}

/// Where a row with too many cells would have the right number if the cells
/// from the first to the last given were one. Only if nothing else is as good.
pub(super) fn joined(
    record: &str,
    cells: &[CellSpan],
    fields: &[Option<Field>],
) -> Option<(usize, usize)> {
    let extra = cells
        .len()
        .checked_sub(fields.len())
        .filter(|extra| *extra > 0)?;
    let text = |index: usize| &record[cells[index].start..cells[index].end];
    let fits_when_joined = |first: &usize| {
        let last = first + extra;
        fields.iter().enumerate().all(|(column, field)| {
            if column == *first {
                let whole = &record[cells[*first].start..cells[last].end];
                return !matches!(field, Some(Field::Id | Field::Username)) && fits(*field, whole);
            }
            let index = if column < *first {
                column
            } else {
                column + extra
            };
            fits(*field, text(index))
        })
    };
    let places: Vec<usize> = (0..fields.len()).filter(fits_when_joined).collect();
    // People write a space after a comma; programs do not.
    let spaced =
        |first: &&usize| (**first + 1..=**first + extra).all(|index| text(index).starts_with(' '));
    let natural: Vec<usize> = places.iter().filter(spaced).copied().collect();
    match (places.as_slice(), natural.as_slice()) {
        ([first], _) | (_, [first]) => Some((*first, first + extra)),
        _ => None,
    }
}

/// Whether the values of a row whose extra cells are all blank stand in wrong
/// columns: some do not fit, and more would if some cells in a row were one. A
/// column that is left blank by that is no proof.
pub(super) fn shifted(record: &str, cells: &[CellSpan], fields: &[Option<Field>]) -> bool {
    let extra = cells.len().saturating_sub(fields.len());
    let text = |index: usize| &record[cells[index].start..cells[index].end];
    let misfits: Vec<bool> = fields
        .iter()
        .enumerate()
        .map(|(column, field)| !fits(*field, text(column)))
        .collect();
    let as_they_stand = misfits.iter().filter(|misfit| **misfit).count();
    if extra == 0 || as_they_stand == 0 {
        return false;
    }
    let when_joined = |first: usize| {
        let misfit = |column: usize| {
            let value = match column {
                _ if column < first => text(column),
                _ if column == first => &record[cells[first].start..cells[first + extra].end],
                _ => text(column + extra),
            };
            !fits(fields[column], value) || (misfits[column] && value.trim().is_empty())
        };
        (0..fields.len()).filter(|column| misfit(*column)).count()
    };
    (0..fields.len())
        .filter(|first| !matches!(fields[*first], Some(Field::Id | Field::Username)))
        .any(|first| when_joined(first) < as_they_stand)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::csv::scan;

    fn check(header: &str, record: &str, expected: Option<(usize, usize)>) {
        let fields: Vec<_> = header.split(',').map(Field::of_header).collect();
        let mut cells = Vec::new();
        scan::cells_of(record.as_bytes(), scan::Dialect::plain(b','), &mut cells);
        assert_eq!(joined(record, &cells, &fields), expected, "{record}");
    }

    #[test]
    fn a_comma_in_a_value_is_found_where_only_one_place_fits() {
        check(
            "id,email,last_name,suspended",
            "1,ana@example.org,Ray, Jr.,true",
            Some((2, 3)),
        );
        check("email,first_name", "ana@example.org,Ana,Lee", Some((1, 2)));
        check(
            "id,email,first_name,last_name",
            "1,ana@example.org,Ana,Ray,Jr.",
            None,
        );
        check(
            "id,email,first_name,last_name",
            "1,ana@example.org,Ana,Ray, Jr.",
            Some((3, 4)),
        );
        check(
            "id,first_name,phone",
            "1,Ana,B,C,+61 400 000 000",
            Some((1, 3)),
        );
        check("email,suspended", "1,2,3", None);
    }
}
