//! Lists in one cell.

use crate::convert::text;
use crate::findings::finding::Findings;
use crate::rows::raw::CellRef;
use crate::rules::list_item_blank;

/// Reads a comma-separated list of keys. White space around a key does not
/// count; a key that stands twice is given once.
pub fn read(cell: CellRef<'_>, findings: &mut Findings) -> Vec<String> {
    let Some(text) = text::clean(cell, findings) else {
        return Vec::new();
    };
    let mut keys: Vec<String> = Vec::new();
    let mut blanks = false;
    for item in text.split(',').map(str::trim) {
        if item.is_empty() {
            blanks = true;
        } else if !keys.iter().any(|key| key == item) {
            keys.push(item.to_owned());
        }
    }
    if blanks {
        list_item_blank::found(cell, findings);
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::users::field::Field;

    /// `expected`: the keys, and `ACC014` if that was found.
    fn check(text: &str, expected: &[&str]) {
        let mut findings = Findings::default();
        let cell = CellRef {
            column: "roles",
            field: Some(Field::Role),
            text,
        };
        let mut found = read(cell, &mut findings);
        found.extend(findings.iter().map(|finding| finding.rule.code.to_owned()));
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn lists_are_separated_by_commas() {
        check("", &[]);
        check("member", &["member"]);
        check("member,editor", &["member", "editor"]);
        check("member, editor ,viewer", &["member", "editor", "viewer"]);
        check("member,member", &["member"]);
        check("a;b|c", &["a;b|c"]);
        check("reports:read,*", &["reports:read", "*"]);
    }

    #[test]
    fn blank_items_are_skipped_and_said_once() {
        check("member,,editor,", &["member", "editor", "ACC014"]);
        check(",member", &["member", "ACC014"]);
        check(",", &["ACC014"]);
    }
}
