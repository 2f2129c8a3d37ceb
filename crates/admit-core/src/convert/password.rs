//! Password columns, kept as they came.

use crate::convert::text::Kind;
use crate::convert::{boolean, date, text};
use crate::field::Field;
use crate::finding::Findings;
use crate::limits::HASH_BYTES_MAX;
use crate::record::{CellKind, CellRef};
use crate::rules::{RowView, placeholder_read_as_blank, value_too_long, whitespace_removed};
use crate::user::{Secret, StoredPassword};

/// Collects the password columns of a row. The hash loses the white space
/// around it, which no scheme has; the salt is the very characters of the file.
pub fn read(view: &RowView<'_>, findings: &mut Findings) -> Option<StoredPassword> {
    let hash = hash(view, findings)?;
    let salt = match salt(view) {
        Some(cell) if is_too_long(cell, findings) => return None,
        cell => cell.map(|cell| Secret(cell.text.to_owned())),
    };
    Some(StoredPassword {
        hash,
        method: word(view, Field::HashingMethod),
        salt,
        salt_position: word(view, Field::SaltPosition),
        salt_format: word(view, Field::SaltFormat),
        verified: view
            .cell(Field::PasswordVerified)
            .and_then(|cell| boolean::read(cell, findings)),
        changed: view
            .cell(Field::PasswordSetDate)
            .and_then(|cell| date::read(cell, findings)),
        ..StoredPassword::default()
    })
}

fn hash(view: &RowView<'_>, findings: &mut Findings) -> Option<Secret> {
    let cell = view.cell(Field::HashedPassword)?;
    let hash = cell.text.trim();
    if hash.is_empty() {
        return None;
    }
    // A hash is no word for nothing, so showing the word gives nothing away.
    if text::is_placeholder(hash, Kind::Other) {
        placeholder_read_as_blank::found(cell, hash, findings);
        return None;
    }
    if is_too_long(cell, findings) {
        return None;
    }
    if hash.len() != cell.text.len() {
        whitespace_removed::found(cell, findings);
    }
    Some(Secret(hash.to_owned()))
}

fn is_too_long(cell: CellRef<'_>, findings: &mut Findings) -> bool {
    let too_long = cell.text.len() > HASH_BYTES_MAX;
    if too_long {
        value_too_long::found(cell, cell.text.chars().count(), HASH_BYTES_MAX, findings);
    }
    too_long
}

/// The salt's cell by the raw row: a salt may consist of spaces.
fn salt<'a>(view: &RowView<'a>) -> Option<CellRef<'a>> {
    view.raw.cells().find_map(|cell| {
        let column = view.columns.get(cell.column)?;
        let is_salt = column.field == Some(Field::Salt)
            && cell.kind != CellKind::Null
            && !cell.text.is_empty();
        is_salt.then_some(CellRef {
            column: &column.name,
            field: Some(Field::Salt),
            text: cell.text,
        })
    })
}

fn word(view: &RowView<'_>, field: Field) -> Option<String> {
    let text = view.cell(field)?.text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::testing::run_on_row;

    fn check(cells: &[(Field, &str)], expected: Option<&StoredPassword>, codes: &[&str]) {
        let (password, findings) = run_on_row(cells, read);
        assert_eq!(password.as_ref(), expected, "{cells:?}");
        let found: Vec<_> = findings.iter().map(|f| f.rule.code).collect();
        assert_eq!(found, codes, "{cells:?}");
        for (field, text) in cells {
            let shown = findings
                .iter()
                .any(|f| f.message().contains(text) || f.value.is_some());
            assert!(
                !field.is_secret() || text.len() < 9 || !shown,
                "{field} is shown"
            );
        }
    }

    #[test]
    fn passwords_are_collected_as_they_came() {
        use Field::{
            HashedPassword, HashingMethod, PasswordVerified, Salt, SaltFormat, SaltPosition,
        };
        let hash = "5f4dcc3b5aa765d61d8327deb882cf99";
        let full = StoredPassword {
            hash: Secret(hash.to_owned()),
            method: Some("MD5".to_owned()),
            salt: Some(Secret(" s\\n ".to_owned())),
            salt_position: Some("prefix".to_owned()),
            salt_format: Some("string".to_owned()),
            verified: Some(true),
            ..StoredPassword::default()
        };
        let padded = format!(" {hash} ");
        let bare = StoredPassword {
            hash: Secret(hash.to_owned()),
            ..StoredPassword::default()
        };
        check(
            &[
                (HashedPassword, hash),
                (HashingMethod, " MD5"),
                (Salt, " s\\n "),
                (SaltPosition, "prefix"),
                (SaltFormat, "string"),
                (PasswordVerified, "TRUE"),
            ],
            Some(&full),
            &[],
        );
        check(&[(HashedPassword, hash)], Some(&bare), &[]);
        check(&[(HashedPassword, &padded)], Some(&bare), &["ROW006"]);
        check(&[(HashedPassword, hash), (Salt, "")], Some(&bare), &[]);
        let spaced = StoredPassword {
            salt: Some(Secret("  ".to_owned())),
            ..bare.clone()
        };
        check(&[(HashedPassword, hash), (Salt, "  ")], Some(&spaced), &[]);
        check(&[(HashedPassword, ""), (Salt, "abc")], None, &[]);
        check(&[(HashedPassword, "NULL")], None, &["ROW009"]);
        check(&[(HashedPassword, &"a".repeat(2049))], None, &["ROW005"]);
        check(
            &[(HashedPassword, hash), (Salt, &"a".repeat(2049))],
            None,
            &["ROW005"],
        );
        check(
            &[(HashedPassword, &"a".repeat(2048))],
            Some(&StoredPassword {
                hash: Secret("a".repeat(2048)),
                ..StoredPassword::default()
            }),
            &[],
        );
    }
}
