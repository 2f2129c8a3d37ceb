//! Mappings by hand that are remembered.

use crate::Bed;
use admit_core::ports::store::RememberedMapping;
use admit_core::users::field::Field;

fn mapping(columns: &str, column: &str, field: Option<Field>) -> RememberedMapping {
    RememberedMapping {
        columns: columns.to_owned(),
        column: column.to_owned(),
        field,
        time: 1_700_000_000_000,
    }
}

/// Checks which mappings there are, of these columns or of all.
#[track_caller]
fn check(bed: &Bed, columns: Option<&str>, expected: &[&RememberedMapping]) {
    let found = bed.store().mappings(columns).unwrap();
    assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{columns:?}");
}

pub fn what_was_said_of_columns_is_remembered_by_file(bed: &mut Bed) {
    check(bed, None, &[]);
    let (kontakt, notiz) = (
        mapping("users\nid\nkontakt", "Kontakt", Some(Field::Email)),
        mapping("users\nid\nkontakt", "Notiz", None),
    );
    let other = mapping("passwords\nid", "Kontakt", Some(Field::Username));
    for of in [[&notiz, &kontakt].as_slice(), &[&other]] {
        let all: Vec<_> = of.iter().map(|one| (*one).clone()).collect();
        bed.store().remember_mappings(&of[0].columns, &all).unwrap();
    }
    bed.reopen();
    check(bed, None, &[&other, &kontakt, &notiz]);
    check(bed, Some(&kontakt.columns), &[&kontakt, &notiz]);
    check(bed, Some("users"), &[]);
    // What is said anew takes the place of all that was said of these columns.
    let anew = RememberedMapping {
        field: None,
        time: 1_800_000_000_000,
        ..kontakt.clone()
    };
    let only = std::slice::from_ref(&anew);
    bed.store()
        .remember_mappings(&kontakt.columns, only)
        .unwrap();
    check(bed, None, &[&other, &anew]);
    bed.store().forget_mappings(&[other, notiz]).unwrap();
    check(bed, None, &[&anew]);
    bed.store().remember_mappings(&anew.columns, &[]).unwrap();
    check(bed, None, &[]);
    bed.store().remember_mappings(&anew.columns, only).unwrap();
}
