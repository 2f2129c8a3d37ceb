//! Cells that a spreadsheet program would run as formulas, made harmless in the
//! files that Admit writes and read back as they were.
//!
//! The guard is one apostrophe. A cell that looks guarded already gets one more,
//! so that taking one off always gives back what was written.

use std::borrow::Cow;

/// How many digits a phone number has at least and at most (E.164 allows 15).
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 6..=15;

/// The cell as it is written.
pub fn guarded(cell: &str) -> Cow<'_, str> {
    if runs(cell.trim_start_matches('\'')) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// Whether [`guarded`] would have written this cell with an apostrophe of its own.
pub fn is_guarded(cell: &str) -> bool {
    cell.starts_with('\'') && runs(cell.trim_start_matches('\''))
}

/// The cell as it was before [`guarded`].
pub fn unguarded(cell: &str) -> &str {
    if is_guarded(cell) { &cell[1..] } else { cell }
}

/// Whether spreadsheet programs take the text for more than text.
fn runs(text: &str) -> bool {
    match text.as_bytes().first() {
        Some(b'=' | b'@' | b'\t' | b'\r' | b'-') => true,
        Some(b'+') => !is_phone(&text[1..]),
        _ => false,
    }
}

fn is_phone(rest: &str) -> bool {
    let digits = rest.bytes().filter(u8::is_ascii_digit).count();
    PHONE_DIGITS.contains(&digits)
        && rest
            .bytes()
            .all(|b| b.is_ascii_digit() || b" ()-.".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cell: &str, written: &str) {
        assert_eq!(guarded(cell), written);
        assert_eq!(
            unguarded(written),
            cell,
            "{written:?} reads as another cell"
        );
    }

    #[test]
    fn every_cell_reads_as_it_was() {
        for (cell, written) in [
            ("", ""),
            ("Ana", "Ana"),
            ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
            ("'=1", "''=1"),
            ("''=1", "'''=1"),
            ("'", "'"),
            ("'Ana", "'Ana"),
            ("@x", "'@x"),
            ("\t=1", "'\t=1"),
            ("\r", "'\r"),
            ("-1", "'-1"),
            ("- Ana", "'- Ana"),
            ("+61412345678", "+61412345678"),
            ("+61 (412) 345-678", "+61 (412) 345-678"),
            ("+1+1", "'+1+1"),
            ("+61412345678*2", "'+61412345678*2"),
            ("+", "'+"),
            ("0412345678", "0412345678"),
            ("'+61412345678", "'+61412345678"),
            ("'+1", "''+1"),
        ] {
            check(cell, written);
        }
    }
}
