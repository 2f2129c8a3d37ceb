//! What every cell of text goes through first.

use crate::base::unseen;
use crate::convert::spreadsheet;
use crate::findings::finding::Findings;
use crate::rows::characters::{
    Kind, have_any, have_only, is_blank, is_invisible, is_joiner, is_line_break, not_text,
};
use crate::rows::raw::CellRef;
use crate::rules::{
    characters_not_text, control_characters, invisible_characters_removed, line_break_in_value,
    line_break_read_as_space, markup_in_name, placeholder_read_as_blank,
    text_starts_like_a_formula, whitespace_removed,
};
use crate::users::field::Field;
use std::borrow::Cow;

/// Words for "nothing", in lower case: what databases, spreadsheets and
/// programs write where they have no value.
const PLACEHOLDERS: &[&str] = &[
    "null",
    "(null)",
    "<null>",
    "n/a",
    "#n/a",
    "none",
    "undefined",
    "nil",
    "\\n",
    "-",
    "--",
    "(blank)",
    "(none)",
    "nan",
    "-nan",
    "nat",
    "<na>",
    "#n/a n/a",
    "1.#qnan",
    "-1.#ind",
];

/// Words for "not known" in place of an id or a username, in lower case. A role or an
/// organization may be called so.
const UNKNOWN: &[&str] = &[
    "n.a.",
    "n.a",
    "na",
    "unknown",
    "(unknown)",
    "<unknown>",
    "(empty)",
    "<empty>",
    "?",
    "??",
    "???",
];

/// The forms that cannot be a name. "None", "Null", "Nil", "Nan" and "Nat" are
/// names.
const PLACEHOLDERS_OF_NAMES: &[&str] = &[
    "NULL",
    "null",
    "none",
    "nan",
    "NaN",
    "NaT",
    "<NA>",
    "#N/A N/A",
    "(null)",
    "(NULL)",
    "<null>",
    "<NULL>",
    "N/A",
    "n/a",
    "#N/A",
    "undefined",
    "\\N",
    "-",
    "--",
    "(blank)",
    "(none)",
];

/// The longest of them, in bytes.
const PLACEHOLDER_BYTES_MAX: usize = 9;

/// What the placeholders begin with.
const fn begins_placeholder(byte: u8) -> bool {
    matches!(
        byte,
        b'n' | b'N' | b'(' | b'<' | b'#' | b'u' | b'U' | b'\\' | b'-' | b'1' | b'?'
    )
}

/// A cell without surrounding white space and invisible characters; `None`
/// if nothing is left or it holds a placeholder for nothing.
pub fn clean<'r>(cell: CellRef<'r>, findings: &mut Findings) -> Option<Cow<'r, str>> {
    clean_as(cell, Kind::of(cell.field), findings)
}

/// The same for a text whose purpose its field does not tell, as that of a
/// value inside a list.
pub fn clean_as<'r>(
    cell: CellRef<'r>,
    kind: Kind,
    findings: &mut Findings,
) -> Option<Cow<'r, str>> {
    let text = if is_plain(cell.text) {
        Cow::Borrowed(cell.text)
    } else {
        strip(cell, kind, findings)?
    };
    let text = if spreadsheet::may_matter(&text, cell.field) {
        spreadsheet::settle(cell, text, findings)?
    } else {
        text
    };
    if is_placeholder(&text, kind) || is_unknown(&text, cell.field) {
        if !is_null(&text, cell.field, kind) {
            placeholder_read_as_blank::found(cell, &text, findings);
        }
        return None;
    }
    if kind == Kind::Name {
        if let Some(sign) = formula_sign(&text) {
            text_starts_like_a_formula::found(cell, sign, findings);
        }
        if has_markup(&text) {
            markup_in_name::found(cell, findings);
        }
    }
    Some(text)
}

/// Whether a text is one of the usual words for "no value".
pub fn is_placeholder(text: &str, kind: Kind) -> bool {
    if text.len() > PLACEHOLDER_BYTES_MAX {
        return false;
    }
    match kind {
        Kind::Name => PLACEHOLDERS_OF_NAMES.contains(&text),
        Kind::Identifier | Kind::Key | Kind::Other => {
            // The first letter settles it for nearly every value.
            text.bytes().next().is_some_and(begins_placeholder)
                && PLACEHOLDERS
                    .iter()
                    .any(|word| word.eq_ignore_ascii_case(text))
        }
    }
}

/// Whether a text says that an id or a username is not known.
pub(super) fn is_unknown(text: &str, field: Option<Field>) -> bool {
    text.len() <= PLACEHOLDER_BYTES_MAX
        && matches!(field, Some(Field::Id | Field::Username))
        && text.bytes().next().is_some_and(begins_placeholder)
        && UNKNOWN.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// Whether a text is what databases write for nothing, where it can be nothing else: there
/// is as little to tell of it as of a blank cell. A name may be NULL, and users
/// without an id, or whose state is not said, are worth a word.
pub(super) fn is_null(text: &str, field: Option<Field>, kind: Kind) -> bool {
    match text {
        _ if matches!(field, Some(Field::Id | Field::Active | Field::Status)) => false,
        "\\N" => true,
        "NULL" => kind != Kind::Name,
        _ => false,
    }
}

/// Printable ASCII without spaces around: nothing to clean, and most values.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    match (bytes.first(), bytes.last()) {
        (Some(first), Some(last)) => {
            let is_printable = |byte: u8| (0x20..0x7f).contains(&byte);
            *first != b' ' && *last != b' ' && have_only(bytes, is_printable)
        }
        _ => false,
    }
}

fn strip<'r>(cell: CellRef<'r>, kind: Kind, findings: &mut Findings) -> Option<Cow<'r, str>> {
    if is_blank(cell.text) {
        return None;
    }
    let seen = match without_invisible(cell.text, kind) {
        Some((text, names)) => {
            invisible_characters_removed::found(cell, &names, findings);
            Cow::Owned(text)
        }
        None => Cow::Borrowed(cell.text),
    };
    let trimmed = match seen {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(ref text) if text.trim().len() == text.len() => seen.clone(),
        Cow::Owned(ref text) => Cow::Owned(text.trim().to_owned()),
    };
    if trimmed.len() != seen.len() {
        whitespace_removed::found(cell, findings);
    }
    settle_characters(cell, trimmed, kind, findings)
}

/// Sees to line breaks, control characters and characters that are no text.
fn settle_characters<'r>(
    cell: CellRef<'_>,
    text: Cow<'r, str>,
    kind: Kind,
    findings: &mut Findings,
) -> Option<Cow<'r, str>> {
    if let Some(what) = text.chars().find_map(not_text) {
        characters_not_text::found(cell, what, findings);
        return None;
    }
    if text.chars().any(|c| c.is_control() && !is_line_break(c)) {
        control_characters::found(cell, findings);
        return None;
    }
    if !text.contains(is_line_break) {
        return Some(text);
    }
    match cell.field {
        // They tell several values in a cell apart by themselves.
        Some(Field::Email | Field::Phone) => Some(text),
        _ if kind == Kind::Name => {
            let line = in_one_line(&text);
            line_break_read_as_space::found(cell, &line, findings);
            Some(Cow::Owned(line))
        }
        _ => {
            line_break_in_value::found(cell, findings);
            None
        }
    }
}

/// The text with a space for each line break, whatever white space stands around it.
fn in_one_line(text: &str) -> String {
    text.split(is_line_break)
        .map(|line| line.trim().trim_end_matches("_x000D_"))
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The text without what cannot be seen, and the names of what was removed;
/// `None` if there was nothing of the kind.
fn without_invisible(text: &str, kind: Kind) -> Option<(String, String)> {
    // A key with them is another key, and what it grants is not to be guessed.
    if kind == Kind::Key || text.is_ascii() || !text.chars().any(is_invisible) {
        return None;
    }
    let mut kept = String::with_capacity(text.len());
    let mut names: Vec<&str> = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let joins = kind == Kind::Name
            && is_joiner(c)
            && kept.chars().next_back().is_some_and(needs_joiners)
            && chars.peek().copied().is_some_and(needs_joiners);
        if !is_invisible(c) || joins {
            kept.push(c);
        } else if !names.contains(&unseen::name(c)) {
            names.push(unseen::name(c));
        }
    }
    (kept.len() != text.len()).then(|| (kept, names.join(", ")))
}

/// Letters of scripts whose spelling uses joiners: Arabic, Syriac and the
/// scripts of India and its neighbours.
fn needs_joiners(c: char) -> bool {
    matches!(c, '\u{0600}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{fb50}'..='\u{fdff}')
}

/// The sign that would make a spreadsheet read the text as a formula.
fn formula_sign(text: &str) -> Option<char> {
    text.chars()
        .next()
        .filter(|c| matches!(c, '=' | '@' | '+' | '-'))
}

/// Whether the text holds a tag or an entity of HTML.
fn has_markup(text: &str) -> bool {
    if !have_any(text.as_bytes(), |byte| matches!(byte, b'<' | b'&')) {
        return false;
    }
    let opens_tag = text.split('<').skip(1).any(|rest| {
        // An address may stand between such signs too.
        rest.split_once('>')
            .is_some_and(|(tag, _)| !tag.split_whitespace().next().unwrap_or("").contains('@'))
            && rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!')
    });
    opens_tag || has_entity(text)
}

fn has_entity(text: &str) -> bool {
    text.split('&').skip(1).any(|rest| {
        rest.split_once(';').is_some_and(|(name, _)| {
            let name = name.strip_prefix('#').unwrap_or(name);
            (2..=8).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::testing::run;
    use crate::users::field::Field;

    fn check(field: Field, text: &str, value: Option<&str>, codes: &[&str]) {
        let (cleaned, found) = run(field, text, |cell, findings| {
            clean(cell, findings).map(Cow::into_owned)
        });
        assert_eq!(
            (cleaned.as_deref(), found.as_slice()),
            (value, codes),
            "{field} {text:?}"
        );
    }

    #[test]
    fn text_is_cleaned() {
        let email = Field::Email;
        check(email, "a b", Some("a b"), &[]);
        check(email, "", None, &[]);
        check(email, " \t\u{a0}\u{200b}", None, &[]);
        check(email, " ab ", Some("ab"), &["ROW006"]);
        check(email, "ab\r\n", Some("ab"), &["ROW006"]);
        check(email, "\u{a0}ab\u{3000}", Some("ab"), &["ROW006"]);
        check(email, "\u{feff}ab", Some("ab"), &["ROW007"]);
        check(email, "a\u{200b}\u{ad}b\u{202e}", Some("ab"), &["ROW007"]);
        check(email, "ab \u{200b}", Some("ab"), &["ROW007", "ROW006"]);
        check(email, "a\tb", None, &["ROW008"]);
        check(Field::Id, "a\u{1}b", None, &["ROW008"]);
        check(Field::FirstName, "a\u{7}b", None, &["ROW008"]);
        check(Field::FirstName, "Zoë", Some("Zoë"), &[]);
    }

    #[test]
    fn what_databases_write_for_nothing_is_no_news() {
        for field in [
            Field::Email,
            Field::Role,
            Field::Phone,
            Field::EmailVerified,
        ] {
            check(field, "NULL", None, &[]);
            check(field, "\\N", None, &[]);
        }
        check(Field::LastName, "\\N", None, &[]);
        check(Field::LastName, "NULL", None, &["ROW009"]);
        check(Field::Id, "\\N", None, &["ROW009"]);
        check(Field::Id, "NULL", None, &["ROW009"]);
    }

    #[test]
    fn placeholders_are_blank() {
        for text in [
            "null",
            "N/A",
            "#N/A",
            "none",
            "None",
            "undefined",
            "nil",
            "-",
            "--",
            "(blank)",
            "nan",
            "NaN",
            "NaT",
            "<NA>",
            "(null)",
        ] {
            check(Field::Id, text, None, &["ROW009"]);
            check(Field::Email, text, None, &["ROW009"]);
            check(Field::Role, text, None, &["ROW009"]);
        }
        for text in [
            "unknown",
            "Unknown",
            "n.a.",
            "NA",
            "(unknown)",
            "<unknown>",
            "???",
        ] {
            for field in [Field::Id, Field::Username] {
                check(field, text, None, &["ROW009"]);
            }
        }
        check(Field::Role, "unknown", Some("unknown"), &[]);
        check(Field::LastName, "Na", Some("Na"), &[]);
        for text in [
            "NULL",
            "null",
            "nan",
            "NaN",
            "NaT",
            "<NA>",
            "N/A",
            "#N/A",
            "undefined",
            "(blank)",
            "-",
        ] {
            check(Field::LastName, text, None, &["ROW009"]);
        }
        for text in ["None", "Null", "Nil", "Nan", "Nat", "Na", "nonesuch"] {
            check(Field::LastName, text, Some(text), &[]);
        }
    }

    #[test]
    fn names_are_looked_at() {
        let name = Field::FirstName;
        check(name, "=Ana+1", Some("=Ana+1"), &["ROW010"]);
        check(name, "@Ana", Some("@Ana"), &["ROW010"]);
        check(name, "-Ana", Some("-Ana"), &["ROW010"]);
        check(name, "<b>Ana</b>", Some("<b>Ana</b>"), &["ROW011"]);
        check(name, "O&#39;Neil", Some("O&#39;Neil"), &["ROW011"]);
        check(name, "Ana <3", Some("Ana <3"), &[]);
        check(name, "Ana & Bo", Some("Ana & Bo"), &[]);
        check(Field::Phone, "+61412345678", Some("+61412345678"), &[]);
        check(Field::Username, "@ana", Some("@ana"), &[]);
    }

    #[test]
    fn joiners_stay_where_spelling_needs_them() {
        check(
            Field::LastName,
            "علی\u{200c}زاده",
            Some("علی\u{200c}زاده"),
            &[],
        );
        check(Field::LastName, "Ro\u{200c}e", Some("Roe"), &["ROW007"]);
    }

    #[test]
    fn clean_text_is_borrowed() {
        let cell = CellRef {
            column: "email",
            field: Some(Field::Email),
            text: "a@example.org",
        };
        let cleaned = clean(cell, &mut Findings::default());
        assert!(matches!(cleaned, Some(Cow::Borrowed("a@example.org"))));
    }

    #[test]
    fn line_breaks_are_called_so() {
        check(Field::Id, "a\nb", None, &["VAL044"]);
        check(Field::Username, "a\r\nb", None, &["VAL044"]);
        check(Field::Organization, "a\u{2028}b", None, &["VAL044"]);
        for text in [
            "Ana\nMaria",
            "Ana \r\n Maria",
            "Ana\u{2028}Maria",
            "Ana\u{85}Maria",
            "Ana_x000D_\nMaria",
        ] {
            check(Field::FirstName, text, Some("Ana Maria"), &["VAL045"]);
        }
        check(Field::FirstName, "Ana\u{7}\nMaria", None, &["ROW008"]);
    }

    #[test]
    fn what_is_no_text_is_left_out() {
        for odd in [
            '\u{fffd}',
            '\u{e000}',
            '\u{f8ff}',
            '\u{fdd0}',
            '\u{ffff}',
            '\u{1fffe}',
            '\u{10fffd}',
            '\u{fffc}',
        ] {
            for field in [
                Field::Id,
                Field::Email,
                Field::Phone,
                Field::Username,
                Field::LastName,
                Field::Organization,
            ] {
                check(field, &format!("Zo{odd}"), None, &["VAL043"]);
            }
        }
    }

    #[test]
    fn what_is_lost_holds_back_ids_and_emails() {
        use crate::findings::rule::Severity::{Error, Warning};
        for (field, severity) in [
            (Field::Id, Error),
            (Field::Email, Error),
            (Field::Phone, Warning),
            (Field::Username, Warning),
            (Field::LastName, Warning),
            (Field::Role, Warning),
        ] {
            for text in ["a\u{1}b", "a\u{fffd}b", "#REF!"] {
                let mut findings = Findings::default();
                let cell = CellRef {
                    column: "c",
                    field: Some(field),
                    text,
                };
                clean(cell, &mut findings);
                let found: Vec<_> = findings.iter().map(|f| f.severity).collect();
                assert_eq!(found, [severity], "{field} {text:?}");
            }
        }
    }
}
